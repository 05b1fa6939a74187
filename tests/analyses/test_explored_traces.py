"""What is behind a point is that of its judged realizations."""

import explored
import numpy as np
import pytest
from phasetrace.analyses.explored_traces import SHOWN, judged, said_in_time, shown_traces
from phasetrace.analyses.observables import imbalance
from phasetrace.learning.predictions import JUDGED_BY

FIT, GIVEN = explored.networks(), explored.traces(errors=True)
SAID = explored.predictions(FIT, GIVEN)
OF_OTHERS = SAID.assign(judged=SAID["judged"] | True).assign_attrs({JUDGED_BY: "others"})
"""The same, as if by networks of other traces: all are judged, each in its own place."""
ALL = np.arange(5), np.arange(3)


@pytest.fixture(scope="module")
def seen():
    return judged(GIVEN, SAID)


def test_the_first_judged_realizations_are_shown(seen):
    assert seen.places.shape == (6, SHOWN)
    for there, places in zip(seen.there, seen.places, strict=True):
        first = np.flatnonzero(there)[:SHOWN].tolist()
        assert places.tolist() == first + [-1] * (SHOWN - len(first))
    # At one value three realizations were measured, of which one or two are judged.
    assert (seen.places[4] < 0).any() and not SAID["judged"].values[seen.places[0]].sum() < SHOWN


def test_traces_are_those_that_were_given_with_their_names_and_errors(seen):
    shown = shown_traces(seen, ALL)
    for sample in range(SHOWN):
        name = str(shown["sample_name"].values[0, sample])
        own = GIVEN.isel(h=0).sel(realization=int(name))
        np.testing.assert_array_equal(
            shown["trace"].values[0, sample], own["magnetization"].values.astype(np.float32)
        )
        np.testing.assert_allclose(
            shown["trace_error"].values[0, sample], own["magnetization_error"], rtol=1e-6
        )
    absent = seen.places[4] < 0
    assert np.isnan(shown["trace"].values[4, absent]).all()
    assert (shown["sample_name"].values[4, absent] == "").all()


def test_the_signal_is_the_imbalance_with_its_mean_and_band(seen):
    shown = shown_traces(seen, ALL)
    here = seen.values[0][seen.there[0]]
    expected = imbalance(here)
    np.testing.assert_allclose(shown["signal"].values[0], expected[:SHOWN], rtol=1e-6)
    np.testing.assert_allclose(shown["signal_mean"].values[0], expected.mean(axis=0), rtol=1e-6)
    low, high = np.quantile(expected, [0.16, 0.84], axis=0)
    np.testing.assert_allclose(shown["signal_low"].values[0], low, rtol=1e-6)
    np.testing.assert_allclose(shown["signal_high"].values[0], high, rtol=1e-6)


def test_a_gap_is_no_part_of_the_signal():
    given = explored.traces()
    given["magnetization"][0, :, 2:, 0] = np.nan
    found = judged(given, OF_OTHERS)
    shown = shown_traces(found, ALL)
    m = given["magnetization"].values[0][found.places[0]]
    np.testing.assert_allclose(
        shown["signal"].values[0, :, 3], (m[:, 3] * m[:, 0])[:, 1:].mean(axis=1), rtol=1e-6
    )
    # A time at which nothing was measured has no mean, and says so without a warning.
    given["magnetization"][1, :, 4] = np.nan
    assert np.isnan(shown_traces(judged(given, OF_OTHERS), ALL)["signal_mean"].values[1, 4])


def test_another_variable_is_averaged_over_its_channels(seen):
    axes = seen.axes._replace(variable="voltage")
    traces = seen.traces.rename(magnetization="voltage").drop_vars("magnetization_error")
    shown = shown_traces(seen._replace(axes=axes, traces=traces), ALL)
    expected = seen.values[0][seen.there[0]].mean(axis=-1)
    np.testing.assert_allclose(shown["signal"].values[0], expected[:SHOWN], rtol=1e-6)
    assert "trace_error" not in shown


def test_only_the_kept_times_and_channels_are_shown(seen):
    shown = shown_traces(seen, (np.array([1, 4]), np.array([0, 2])))
    assert shown["moment_time"].values.tolist() == [1.0, 4.0]
    assert shown["channel_name"].values.tolist() == ["1", "3"]
    whole = shown_traces(seen, ALL)
    np.testing.assert_array_equal(
        shown["trace"].values, whole["trace"].values[:, :, [1, 4]][..., [0, 2]]
    )


def test_what_networks_say_at_the_end_is_what_they_predict(seen):
    said = said_in_time(FIT, SAID, seen, np.array([0, 4]))
    _, each, _ = said["network_output"]
    _, samples, _ = said["sample_output"]
    outputs = SAID["probability"].values
    for point in range(6):
        of_point = outputs[:, point][:, seen.there[point]]
        np.testing.assert_allclose(each[point, :, -1], of_point.mean(axis=1), atol=1e-6)
        for sample, place in enumerate(seen.places[point]):
            if place < 0:
                assert np.isnan(samples[point, sample]).all()
            else:
                np.testing.assert_allclose(
                    samples[point, sample, -1], outputs[:, point, place].mean(axis=0), atol=1e-6
                )


def test_networks_of_other_traces_are_given_their_channels_in_their_order(seen):
    turned = GIVEN.isel(site=[2, 0, 1])
    one, other = (
        said_in_time(FIT, OF_OTHERS, judged(traces, OF_OTHERS), np.array([4]))["network_output"][1]
        for traces in (GIVEN, turned)
    )
    np.testing.assert_array_equal(one, other)


def test_realizations_of_several_sets_are_told_apart():
    numbers = np.arange(10) % 5
    given = GIVEN.assign_coords(realization=numbers, seed=("realization", np.arange(10) // 5))
    later = {"realization": slice(3, None)}
    shown = shown_traces(judged(given.isel(later), OF_OTHERS.isel(later)), ALL)
    names = ["3 of set 0", "4 of set 0", "0 of set 1", "1 of set 1"]
    assert shown["sample_name"].values[0].tolist() == names
