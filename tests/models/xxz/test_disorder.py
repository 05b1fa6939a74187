"""Fields and starts of XXZ chains: what they are, and that their labels alone decide on them."""

import numpy as np
import pytest
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.xxz.disorder import fields, labels, starts, varies
from scipy.stats import kstest

RANDOM = {"kind": "random", "W": 4.0}
WAVE = {"kind": "quasiperiodic", "W": 3.0, "frequency": 0.6180339887}
TILT = {"kind": "tilt", "slope": 0.5}
BASE = {
    "sites": 6,
    "boundary": "open",
    "up_spins": 3,
    "coupling": 1.0,
    "anisotropy": 0.5,
    "field": [RANDOM],
    "epsilon": None,
    "seed": 0,
}


def drawn(field=(RANDOM,), realizations=5, **changes):
    return fields(field, realizations, labels(**{**BASE, "field": field, **changes}))


def test_random_fields_are_uniform_within_W():
    field = drawn(realizations=400)
    assert field.shape == (400, 6)
    assert kstest(field.ravel(), "uniform", args=(-4.0, 8.0)).pvalue > 0.01


def test_quasiperiodic_fields_are_a_cosine_of_a_phase_that_is_uniform():
    field = drawn([WAVE], 400) / 3.0
    # The phase is found again from the first two sites.
    step = 2 * np.pi * WAVE["frequency"]
    sine = (field[:, 0] * np.cos(step) - field[:, 1]) / np.sin(step)
    phase = np.arctan2(sine, field[:, 0])
    np.testing.assert_allclose(field, np.cos(step * np.arange(6) + phase[:, None]), atol=1e-9)
    assert kstest(phase, "uniform", args=(-np.pi, 2 * np.pi)).pvalue > 0.01


def test_a_tilt_is_the_slope_times_the_number_of_the_site():
    np.testing.assert_array_equal(drawn([TILT], 2), [[0.0, 0.5, 1.0, 1.5, 2.0, 2.5]] * 2)


def test_terms_are_added_and_drawn_apart():
    together = drawn([RANDOM, TILT, RANDOM])
    labelled = labels(**{**BASE, "field": [RANDOM, TILT, RANDOM]})
    rest = together - fields([TILT], 5, labelled) - fields([RANDOM], 5, labelled)
    assert np.abs(rest).max() <= 4.0 and not np.isclose(rest, fields([RANDOM], 5, labelled)).any()


def test_more_realizations_keep_the_first_ones():
    np.testing.assert_array_equal(drawn(realizations=3), drawn(realizations=7)[:3])


@pytest.mark.parametrize(
    "change",
    [
        {"sites": 8},
        {"boundary": "periodic"},
        {"up_spins": 2},
        {"coupling": 0.5},
        {"anisotropy": 0.25},
        {"epsilon": 0.5},
        {"seed": 1},
        {"rate": 0.0},
        {"field": [{"kind": "random", "W": 4.125}]},
        {"field": [RANDOM, TILT]},
    ],
)
def test_every_label_counts(change):
    before = fields([RANDOM], 1, labels(**BASE))
    after = fields([RANDOM], 1, labels(**{**BASE, **change}))
    assert not np.isclose(before, after[:, :6]).any()


def test_draws_are_what_their_labels_say_for_ever():
    # Published traces are only reproducible while labels and signs stay.
    stream = unit_uniform(
        6,
        model="xxz",
        sites=6,
        boundary="open",
        up_spins=3,
        coupling="1.000",
        anisotropy="0.500",
        field="random W=4.000",
        seed=0,
        draw="field 0",
        realization=1,
    )
    np.testing.assert_array_equal(drawn()[1], 4.0 * (2.0 * stream - 1.0))


def test_waves_begin_at_the_phases_that_their_labels_say_for_ever():
    printed = "quasiperiodic W=3.000 frequency=0.618034"
    stream = unit_uniform(
        1,
        model="xxz",
        sites=6,
        boundary="open",
        up_spins=3,
        coupling="1.000",
        anisotropy="0.500",
        field=f"tilt slope=0.500 + {printed}",
        seed=0,
        draw="field 1",
        realization=1,
    )
    angle = 2 * np.pi * stream
    for site, field in enumerate(drawn([TILT, WAVE])[1]):
        wave = 3.0 * np.cos(2 * np.pi * 0.6180339887 * site + angle[0])
        assert field == pytest.approx(wave + 0.5 * site, abs=1e-12)


def test_starts_are_the_states_of_their_names():
    labelled = labels(**BASE)
    assert starts("energy density", None, 2, labelled) is None
    np.testing.assert_array_equal(starts("neel", None, 2, labelled), [[1, -1, 1, -1, 1, -1]] * 2)
    np.testing.assert_array_equal(starts("domain wall", None, 1, labelled), [[1, 1, 1, -1, -1, -1]])
    given = [1, 1, -1, -1, 1, -1]
    np.testing.assert_array_equal(starts("given", given, 2, labelled), [given] * 2)
    odd = labels(**{**BASE, "sites": 5, "up_spins": 2})
    np.testing.assert_array_equal(starts("neel", None, 1, odd), [[-1, 1, -1, 1, -1]])
    more = labels(**{**BASE, "sites": 5, "up_spins": 3})
    np.testing.assert_array_equal(starts("neel", None, 1, more), [[1, -1, 1, -1, 1]])


def test_random_starts_are_any_states_of_the_sector_alike():
    labelled = labels(**{**BASE, "sites": 4, "up_spins": 1})
    spins = starts("random", None, 400, labelled)
    assert np.all((spins == 1).sum(axis=1) == 1) and set(spins.ravel()) == {-1, 1}
    assert np.all(np.abs((spins == 1).sum(axis=0) - 100) < 40)
    np.testing.assert_array_equal(spins[:7], starts("random", None, 7, labelled))


def test_random_starts_are_what_their_labels_say_for_ever():
    labelled = labels(**BASE)
    stream = unit_uniform(6, **labelled, draw="start", realization=2)
    # The three smallest numbers are those of the spins up.
    up = np.sort(stream)[:3]
    expected = [1 if number in up else -1 for number in stream]
    np.testing.assert_array_equal(starts("random", None, 3, labelled)[2], expected)


@pytest.mark.parametrize(
    ("terms", "kind", "expected"),
    [
        ([TILT], "neel", False),
        ([TILT], "random", True),
        ([RANDOM], "neel", True),
        ([WAVE], "domain wall", True),
        ([{**RANDOM, "W": 0.0}], "energy density", False),
        ([{**WAVE, "frequency": 1.0}], "neel", False),
        ([{**WAVE, "W": 0.0}, TILT], "neel", False),
        ([{**RANDOM, "W": 0.0}, WAVE], "neel", True),
    ],
)
def test_realizations_vary_by_what_is_random(terms, kind, expected):
    assert varies(terms, kind, 1.0) is expected
    labelled = labels(**{**BASE, "field": terms})
    field, spins = fields(terms, 2, labelled), starts(kind, None, 2, labelled)
    # Of a field the same on all sites a sector knows nothing.
    differ = np.ptp(field - field.mean(axis=1, keepdims=True), axis=0).max() > 1e-9
    assert expected is bool(differ or (spins is not None and np.ptp(spins, axis=0).any()))


def test_without_exchanges_only_the_start_can_differ():
    assert not varies([RANDOM], "neel", 0.0)
    assert varies([RANDOM], "random", 0.0) and varies([RANDOM], "energy density", 0.0)


def test_a_strength_below_0_is_refused():
    with pytest.raises(ValueError, match=r"W is -1.0, must be finite and not negative"):
        drawn([{"kind": "random", "W": -1.0}])
