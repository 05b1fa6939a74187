"""Crossings of mean outputs that are known by hand."""

import numpy as np
import pytest
from phasetrace import label_points
from phasetrace.analyses.crossing import FALSE_ALARMS, crossing, crossing_verdict, gaps
from scipy.stats import norm

X = np.arange(7.0)
LABELS = np.array([0, 0, -1, -1, -1, -1, 1])


def outputs(*lead):
    """Outputs of two phases, the first of which leads by so much from the second point on."""
    first = (1 + np.array([[0.9, *one] for one in np.atleast_2d(lead)])) / 2
    return np.stack([first, 1 - first], axis=-1)


CASES = {
    "between points": ((0.8, 0.6, 0.3, -0.1, -0.4, -0.9), 3.75, "found"),
    "on a point": ((0.8, 0.6, 0.0, -0.1, -0.4, -0.9), 3.0, "found"),
    "several": ((0.8, 0.1, -0.1, 0.1, -0.3, -0.9), 3.25, "several crossings"),
    "back and forth from the start": ((-0.1, 0.1, 0.1, 0.1, -0.3, -0.9), 3.75, "several crossings"),
    "never": ((0.8, 0.6, 0.3, 0.2, 0.2, 0.1), 6.0, "not told apart"),
    "already before": ((-0.8, -0.6, -0.3, -0.2, -0.2, -0.1), 1.0, "no crossing"),
    "the wrong way": ((-0.8, -0.6, -0.2, 0.2, 0.2, 0.1), 3.5, "not told apart"),
    "next to the first regime": ((0.8, -0.2, -0.3, -0.2, -0.2, -0.1), 1.8, "at the edge"),
    "next to the second regime": ((0.8, 0.6, 0.3, 0.2, 0.2, -0.2), 5.5, "at the edge"),
}


def realizations(output, count):
    """As many that all have the mean output."""
    return np.repeat(output[..., None, :, :], count, axis=-3)


@pytest.mark.parametrize(("lead", "place", "said"), CASES.values(), ids=CASES)
def test_verdicts(lead, place, said):
    np.testing.assert_allclose(crossing(X, outputs(lead)[0], LABELS), [place], atol=1e-12)
    assert crossing_verdict(X, realizations(outputs(lead)[0], 40), LABELS).tolist() == [said]


def test_many_at_once():
    many = outputs(*(lead for lead, _, _ in CASES.values()))
    value, said = crossing(X, many, LABELS), crossing_verdict(X, realizations(many, 40), LABELS)
    assert value.shape == said.shape == (len(CASES), 1)
    assert said[:, 0].tolist() == [one for _, _, one in CASES.values()]


def test_two_realizations_cannot_tell_of_several_crossings():
    lead, _, _ = CASES["several"]
    assert crossing_verdict(X, realizations(outputs(lead)[0], 2), LABELS).tolist() == ["found"]


def test_realizations_that_there_are_at_a_point_tell_of_it():
    """At the one point of the wrong sign two are left of forty, which cannot tell."""
    p = realizations(outputs(CASES["several"][0])[0], 40)
    assert crossing_verdict(X, p, LABELS).tolist() == ["several crossings"]
    p[2:, 3] = np.nan
    assert crossing_verdict(X, p, LABELS).tolist() == ["found"]
    p[2:, 3], p[2:, 2] = p[0, 3], np.nan
    assert crossing_verdict(X, p, LABELS).tolist() == ["several crossings"]
    wider = np.insert(p, [0, 7, 40], np.nan, axis=0)
    assert crossing_verdict(X, wider, LABELS).tolist() == ["several crossings"]


def judged(rng, lead, draws, count, sure):
    """Realizations whose outputs scatter about a lead; the surer, the nearer to 0 and 1."""
    first = rng.beta(sure * (1 + lead), sure * (1 - lead), size=(draws, count, len(lead)))
    return np.stack([first, 1 - first], axis=-1)


AXIS = np.linspace(0, 8, 65)
REGIMES = np.where(AXIS <= 0.5, 0, np.where(AXIS >= 7.5, 1, -1))


@pytest.mark.parametrize("sure", [0.2, 5.0])
@pytest.mark.parametrize("count", [5, 20])
@pytest.mark.parametrize("slope", [0.05, 0.3, 2.0])
def test_scatter_is_seldom_taken_for_several_crossings(sure, count, slope):
    lead = np.clip(slope * (3 - AXIS), -0.98, 0.98)
    said = crossing_verdict(AXIS, judged(np.random.default_rng(1), lead, 400, count, sure), REGIMES)
    assert (said == "several crossings").mean() < FALSE_ALARMS + 0.025
    # Of slow leads the labelled points say too little, where they are few.
    assert (np.isin(said, ["found", "not told apart"])).mean() > 0.92
    if slope > 0.05:
        assert (said == "found").mean() > 0.92


def test_several_crossings_are_found_where_realizations_are_many_enough():
    lead = np.where(AXIS < 2, 0.6, np.where(AXIS < 3, -0.4, np.where(AXIS < 4, 0.4, -0.6)))
    said = crossing_verdict(AXIS, judged(np.random.default_rng(1), lead, 100, 20, 0.2), REGIMES)
    assert (said == "several crossings").mean() > 0.95


def test_few_realizations_scatter_about_the_crossing_of_many():
    lead = np.clip(0.3 * (3 - AXIS), -0.98, 0.98)
    p = judged(np.random.default_rng(1), lead, 2000, 20, 0.2).mean(axis=1)
    value = crossing(AXIS, p, REGIMES)[:, 0]
    # Each step counts or does not, by the sign of a normal lead; lines between smooth it a little.
    scatter = np.sqrt((1 - lead**2) / (2 * 0.2 + 1) / 20)
    counts = norm.cdf(lead / scatter)
    expected = 0.125 * np.sqrt((counts * (1 - counts)).sum())
    assert value.std() == pytest.approx(expected, rel=0.1)


def test_three_phases_have_two_gaps():
    """Of phases that are numbered in another order than they lie along the axis."""
    drive = np.linspace(0, 1.5, 31)
    logits = np.stack([-8 * (drive - 0.31), 0 * drive, 10 * (drive - 1.17)], axis=-1)
    p = (np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True))[:, [2, 0, 1]]
    labels = label_points(drive, [(1.45, 1.5), (0, 0.05), (0.7, 0.75)])
    assert gaps(labels) == [slice(1, 15), slice(15, 30)]
    np.testing.assert_allclose(crossing(drive, p, labels), [0.31, 1.17], atol=0.002)
    assert (crossing_verdict(drive, realizations(p, 20), labels) == "found").all()


def test_a_third_phase_that_leads_between_changes_nothing():
    """The crossing is that of the two phases of the gap, whatever is most probable there."""
    two = outputs(CASES["between points"][0])[0]
    three = np.concatenate([0.1 * two, np.full((7, 1), 0.9)], axis=-1)
    np.testing.assert_allclose(crossing(X, three, LABELS), [3.75])


def test_phases_that_do_not_meet_have_another_between():
    """A first phase falls to 0.1 before the second rises, and both are equal under a third."""
    first = np.array([0.9, 0.9, 0.5, 0.1, 0.1, 0.05, 0.05])
    three = np.stack([first, first[::-1], 1 - first - first[::-1]], axis=-1)
    three[[0, 1, 5, 6], 2] = 0.05
    np.testing.assert_allclose(crossing(X, three, LABELS), [3.0])
    said = crossing_verdict(X, realizations(three, 40), LABELS)
    assert said.tolist() == ["another phase between"]
    # A third that is smaller than both at the crossing is none.
    three[2:5, :2] += 0.4
    three[2:5, 2] -= 0.8
    assert crossing_verdict(X, realizations(three, 40), LABELS).tolist() == ["found"]


def test_what_does_not_fit_is_refused():
    p = outputs(CASES["between points"][0])
    with pytest.raises(ValueError, match=r"output has shape \(1, 6, 2\), must be \(..., 7 points"):
        crossing(X, p[:, 1:], LABELS)
    with pytest.raises(ValueError, match="must be one increasing axis"):
        crossing(X[::-1], p, LABELS)
    with pytest.raises(ValueError, match=r"labels have shape \(6,\), must be \(7,\)"):
        crossing(X, p, LABELS[1:])
    with pytest.raises(ValueError, match="fewer than two regimes"):
        crossing(X, p, np.where(LABELS == 1, -1, LABELS))


@pytest.mark.parametrize("seed", range(3))
def test_noise_has_no_transition(seed):
    """Outputs that know nothing are taken for some that tell the phases apart by chance alone."""
    rng = np.random.default_rng(seed)
    said = crossing_verdict(AXIS, judged(rng, 0 * AXIS, 1000, 5, 0.2), REGIMES)[:, 0]
    assert (said != "not told apart").mean() == pytest.approx(FALSE_ALARMS, abs=0.025)


def test_a_few_that_are_all_right_tell_the_phases_apart():
    # Four of one phase and two of the other are told by one guess of fifteen, two and one of three.
    p = realizations(outputs(CASES["between points"][0])[0], 2)
    assert crossing_verdict(X, p, LABELS).tolist() == ["found"]
    assert crossing_verdict(X, p[:1], LABELS).tolist() == ["not told apart"]
    both = realizations(outputs(CASES["between points"][0])[0], 2)
    both[1, :2] = both[1, :2, ::-1]
    assert crossing_verdict(X, both, LABELS).tolist() == ["not told apart"]
