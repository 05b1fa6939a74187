"""Crossings of mean outputs that are known by hand."""

import numpy as np
import pytest
from phasetrace import label_points
from phasetrace.analyses.crossing import bounded_crossing, crossing, gaps

X = np.arange(7.0)
LABELS = np.array([0, 0, -1, -1, -1, -1, 1])


def outputs(*lead):
    """Outputs of two phases, the first of which leads by so much from the second point on."""
    first = (1 + np.array([[0.9, *one] for one in np.atleast_2d(lead)])) / 2
    return np.stack([first, 1 - first], axis=-1)


CASES = {
    "between points": ((0.8, 0.6, 0.3, -0.1, -0.4, -0.9), 3.75, "found"),
    "on a point": ((0.8, 0.6, 0.0, -0.1, -0.4, -0.9), 3.0, "found"),
    "several, the middle one": ((0.8, 0.1, -0.1, 0.1, -0.3, -0.9), 3.5, "several crossings"),
    "back and forth from the start": ((-0.1, 0.1, 0.1, 0.1, -0.3, -0.9), 1.5, "several crossings"),
    "never": ((0.8, 0.6, 0.3, 0.2, 0.2, 0.1), 6.0, "no crossing"),
    "already before": ((-0.8, -0.6, -0.3, -0.2, -0.2, -0.1), 1.0, "no crossing"),
    "the wrong way": ((-0.8, -0.6, -0.2, 0.2, 0.2, 0.1), 3.5, "no crossing"),
    "next to the first regime": ((0.8, -0.2, -0.3, -0.2, -0.2, -0.1), 1.8, "at the edge"),
    "next to the second regime": ((0.8, 0.6, 0.3, 0.2, 0.2, -0.2), 5.5, "at the edge"),
}


@pytest.mark.parametrize(("lead", "place", "verdict"), CASES.values(), ids=CASES)
def test_verdicts(lead, place, verdict):
    value, said = crossing(X, outputs(lead)[0], LABELS)
    np.testing.assert_allclose(value, [place if verdict == "found" else np.nan], atol=1e-12)
    assert said.tolist() == [verdict]
    bounded = bounded_crossing(X, outputs(lead)[0], LABELS)
    np.testing.assert_allclose(bounded, [place], atol=1e-12)


def test_many_at_once():
    many = outputs(*(lead for lead, _, _ in CASES.values()))
    value, said = crossing(X, many, LABELS)
    assert value.shape == said.shape == (len(CASES), 1)
    assert said[:, 0].tolist() == [verdict for _, _, verdict in CASES.values()]


def test_three_phases_have_two_gaps():
    """Of phases that are numbered in another order than they lie along the axis."""
    drive = np.linspace(0, 1.5, 31)
    logits = np.stack([-8 * (drive - 0.31), 0 * drive, 10 * (drive - 1.17)], axis=-1)
    p = (np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True))[:, [2, 0, 1]]
    labels = label_points(drive, [(1.45, 1.5), (0, 0.05), (0.7, 0.75)])
    assert gaps(labels) == [slice(1, 15), slice(15, 30)]
    value, verdict = crossing(drive, p, labels)
    np.testing.assert_allclose(value, [0.31, 1.17], atol=0.002)
    assert (verdict == "found").all()


def test_a_third_phase_that_leads_between_changes_nothing():
    """The crossing is that of the two phases of the gap, whatever is most probable there."""
    two = outputs(CASES["between points"][0])[0]
    three = np.concatenate([0.1 * two, np.full((7, 1), 0.9)], axis=-1)
    np.testing.assert_allclose(crossing(X, three, LABELS)[0], [3.75])


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
