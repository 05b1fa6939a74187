"""Which samples train, validate and test, of complete and of incomplete traces."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.learning.labels import PARTS
from phasetrace.learning.parts import deal, prepare, prepare_apart, together

SHARES = (0.6, 0.2, 0.2)
REGIMES = {"low": (0.0, 1.0), "high": (4.0, 5.0)}


def traces(values, **variables):
    """Traces along h from 0 to 5, with values (h, realization, time, channel)."""
    dims = ("h", "realization", "time", "channel")
    return xr.Dataset(
        {
            "current": (dims, values, {"units": "A"}),
            **{name: (dims[:2], array) for name, array in variables.items()},
        },
        {
            "h": np.linspace(0.0, 5.0, len(values)),
            "time": np.arange(values.shape[2]) ** 2.0,
            "channel": [f"probe {k}" for k in range(values.shape[3])],
        },
        {"lab": "ours"},
    )


@pytest.fixture
def values():
    """Values that tell where they are from."""
    return np.arange(6 * 10 * 4 * 3, dtype=float).reshape(6, 10, 4, 3)


@pytest.mark.parametrize("count", [5, 10, 100])
def test_equal_groups_are_dealt_out_by_the_shares(count):
    part = deal(np.zeros(2 * count, int), np.repeat(np.arange(count), 2), SHARES)
    assert (part[::2] == part[1::2]).all()
    np.testing.assert_array_equal(np.bincount(part), 2 * count * np.array([3, 1, 1]) / 5)


def test_every_stratum_has_its_shares():
    strata = np.repeat(np.arange(3), [5, 50, 20])
    part = deal(strata, None, SHARES)
    for stratum, sizes in enumerate([(3, 1, 1), (30, 10, 10), (12, 4, 4)]):
        assert tuple(np.bincount(part[strata == stratum])) == sizes


def test_few_samples_test_before_they_train():
    assert deal(np.array([0]), None, SHARES).tolist() == [2]
    assert sorted(deal(np.array([0, 0]), None, SHARES).tolist()) == [0, 2]
    assert sorted(deal(np.zeros(3, int), None, SHARES).tolist()) == [0, 1, 2]


def test_complete_traces_are_parted_by_realization(values):
    given = traces(values)
    prepared = prepare(given, REGIMES)
    assert prepared.part.values.tolist() == ["train"] * 6 + ["validation"] * 2 + ["test"] * 2
    xr.testing.assert_identical(prepared.drop_vars("part"), given)
    assert prepare(prepared, REGIMES) is prepared


def test_gaps_alone_move_no_realization(values):
    values[:, ::2, 2] = np.nan
    prepared = prepare(traces(values), REGIMES)
    assert prepared.part.values.tolist() == ["train"] * 6 + ["validation"] * 2 + ["test"] * 2
    np.testing.assert_array_equal(prepared["current"], values)
    assert "left_out" not in prepared.attrs


def test_missing_realizations_leave_every_phase_its_shares(values):
    values[0, 3:] = values[5, :4] = values[2, 1:] = np.nan
    prepared = prepare(traces(values, weight=np.arange(60.0).reshape(6, 10)), REGIMES)
    present = ~np.isnan(prepared["current"].values).all(axis=(2, 3))
    of_part = {name: present[:, prepared.part.values == name].sum(axis=1) for name in PARTS}
    # Phase low has 3 + 10 samples, high 10 + 6; a single sample tests.
    for name, share in zip(PARTS, SHARES, strict=True):
        assert abs(of_part[name][:2].sum() - 13 * share) <= 1, name
        assert abs(of_part[name][4:].sum() - 16 * share) <= 1, name
    assert [of_part[name][2] for name in PARTS] == [0, 0, 1]
    kept = values[~np.isnan(values).all(axis=(2, 3))]
    found = prepared["current"].values[present]
    np.testing.assert_array_equal(np.sort(found[:, 0, 0]), np.sort(kept[:, 0, 0]))
    # What else is known of a sample goes with it.
    place = (found[:, 0, 0] / 12).astype(int)
    np.testing.assert_array_equal(prepared["number"].values[present], place % 10)
    np.testing.assert_array_equal(prepared["weight"].values[present], place)
    assert (prepared["number"].values[~present] == -1).all()
    assert np.isnan(prepared["weight"].values[~present]).all()
    assert prepared["current"].attrs == {"units": "A"} and prepared.attrs["lab"] == "ours"


def test_a_realization_keeps_its_part_where_another_point_lacks_one(values):
    """Its disorder may be the same at every point."""
    values[3, 2] = values[1, 7] = np.nan
    prepared = prepare(traces(values), REGIMES)
    present = ~np.isnan(prepared["current"].values).all(axis=(2, 3))
    part = np.broadcast_to(prepared.part.values, present.shape)[present]
    number = prepared["number"].values[present]
    assert [len(set(part[number == one].tolist())) for one in range(10)] == [1] * 10
    assert [np.unique(number[part == name]).size for name in PARTS] == [6, 2, 2]
    assert together(prepared).shape == (6, 10) and together(traces(values)) is None


def test_no_group_is_cut(values):
    rng = np.random.default_rng(0)
    day = np.array([f"day {k}" for k in range(8)])[rng.integers(8, size=(6, 10))]
    prepared = prepare(traces(values, group=day), REGIMES)
    present = ~np.isnan(prepared["current"].values).all(axis=(2, 3))
    part = np.broadcast_to(prepared.part.values, present.shape)[present]
    days = prepared["group"].values[present]
    assert len(part) == 60 and set(days.tolist()) == set(day.ravel().tolist())
    for one in np.unique(day):
        assert len(set(part[days == one].tolist())) == 1


def test_too_few_groups_are_refused(values):
    day = np.broadcast_to(np.where(np.arange(6) < 3, "a", "b")[:, None], (6, 10))
    with pytest.raises(ValueError, match="phase low has too few samples of different groups"):
        prepare(traces(values, group=day), REGIMES)


def test_too_few_samples_of_a_phase_are_refused(values):
    values[:2, 1:] = np.nan
    with pytest.raises(ValueError, match="phase low has too few samples, must have enough"):
        prepare(traces(values), REGIMES)


def test_only_the_common_part_is_left(values):
    values[:2, :, :, 1] = np.nan
    values[2:4, :, 3] = np.nan
    prepared = prepare(traces(values), REGIMES)
    assert prepared.channel.values.tolist() == ["probe 0", "probe 2"]
    assert prepared.time.values.tolist() == [0.0, 1.0, 4.0]
    assert prepared.attrs["left_out"] == "channel probe 1; time 9"
    assert not np.isnan(prepared["current"]).any()


def test_without_a_common_part_there_is_nothing_to_learn(values):
    values[:3, :, :, 1:] = np.nan
    values[3:, :, :, 0] = np.nan
    with pytest.raises(ValueError, match="no time and channel is measured alike in all phases"):
        prepare(traces(values), REGIMES)


def test_points_without_a_sample_are_gone(values):
    values[3] = np.nan
    assert prepare(traces(values), REGIMES).h.values.tolist() == [0, 1, 2, 4, 5]


def test_two_parts_have_their_shares_too():
    part = deal(np.zeros(20, int), np.repeat(np.arange(10), 2), (0.8, 0.2))
    assert (part[::2] == part[1::2]).all() and np.bincount(part).tolist() == [16, 4]


def test_realizations_that_do_not_exist_at_any_point_are_left_out(values):
    wider = np.insert(values, [0, 4, 10], np.nan, axis=1)
    xr.testing.assert_identical(prepare(traces(wider), REGIMES), prepare(traces(values), REGIMES))


def test_a_training_set_of_its_own_has_no_test_and_the_traces_are_it(values):
    shown, taught = prepare_apart(traces(values), traces(-values[:, :5]), REGIMES)
    assert shown["part"].values.tolist() == ["test"] * 10
    assert taught["part"].values.tolist() == ["train"] * 4 + ["validation"]
    np.testing.assert_array_equal(taught["current"], -values[:, :5])


def test_only_what_both_sets_have_is_shown_of_either(values):
    lacking = values.copy()
    lacking[..., 2], values[:, :, 0, 0] = np.nan, np.nan
    for one, other in ((values, lacking), (lacking, values)):
        for prepared in prepare_apart(traces(one), traces(other), REGIMES):
            assert prepared["channel"].values.tolist() == ["probe 0", "probe 1"]
            assert (
                prepared.attrs["left_out"] == "channel probe 2; 1 other pairs of time and channel"
            )
            assert prepared["current"].isnull().values.nonzero()[2].max() == 0
            assert prepared["current"].isnull().sum() == 6 * 10


def test_too_few_samples_of_a_training_set_are_refused(values):
    few = values.copy()
    few[:2], few[0, 0] = np.nan, 1.0
    with pytest.raises(
        ValueError, match=r"phase low has too few samples, .* for train, validation"
    ):
        prepare_apart(traces(values), traces(few), REGIMES)
