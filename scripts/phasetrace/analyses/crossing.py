"""Where the outputs of networks cross between regimes of known phase.

The estimate of a transition is the crossing of the *mean* output, over networks and realizations:
there the phases of two neighbouring regimes are equally probable on average, and the confusion of
the mean output of two phases is at its largest.

Few judged realizations make a slowly falling output cross back and forth. What is measured is
therefore how much of the axis the phase before leads on: with one crossing that ends there, with
several it is the one that they scatter about, and it moves smoothly with the outputs, as the
jackknife needs. Whether several crossings are more than scatter is a test of its own
(`crossing_verdict`).
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc
from scipy.stats import hypergeom

from phasetrace.analyses.realizations import existing

Verdict = Literal[
    "found",
    "no crossing",
    "several crossings",
    "at the edge",
    "another phase between",
    "not told apart",
]

FALSE_ALARMS = 0.05
"""How often, at most, a single crossing is taken for several, or chance for telling apart."""
LUCK = 0.1
"""How often, at most, chance is right on all of few realizations that count as told apart."""


def gaps(labels: ArrayLike) -> list[slice]:
    """Points between neighbouring regimes, from the last of the one to the first of the next.

    Parameters
    ----------
    labels
        (point,), from `phasetrace.learning.labels.label_points`.

    Returns
    -------
    gaps
        In the order of the points. The phases of a gap are the labels of its first and last point.

    Raises
    ------
    ValueError
        If there are fewer than two regimes.
    """
    known = np.asarray(labels)
    labelled = np.flatnonzero(known >= 0)
    ends = np.flatnonzero(np.diff(known[labelled]))
    if not len(ends):
        raise ValueError("labels have fewer than two regimes, must have at least two")
    return [slice(int(labelled[end]), int(labelled[end + 1]) + 1) for end in ends]


def crossing(parameter: ArrayLike, output: ArrayLike, labels: ArrayLike) -> NDArray[np.float64]:
    """Parameter values at which the outputs for neighbouring regimes' phases are equal.

    From the last point of the one regime it is as far as the output for its phase is the larger
    one, by linear interpolation, on the way to the next regime. Whether that is a transition,
    `crossing_verdict` says. Means of resampled outputs count whatever it says: leaving out those
    that do not cross would make an interval the narrower, the less the data say.

    Parameters
    ----------
    parameter
        (point,), increasing.
    output
        (..., point, phase), averaged over networks and realizations.
    labels
        (point,), from `phasetrace.learning.labels.label_points`.

    Returns
    -------
    value
        (..., gap), in the order of `gaps`, from the first to the last point of each.

    Raises
    ------
    ValueError
        If the shapes do not fit, the parameter does not increase, or there are fewer than two
        regimes.
    """
    x, leads = _leads(parameter, output, labels)
    return np.stack(
        [points[0] + _led(points, lead) for points, lead in zip(x, leads, strict=True)], -1
    )


def crossing_verdict(
    parameter: ArrayLike, outputs: ArrayLike, labels: ArrayLike
) -> NDArray[np.str_]:
    """Whether the mean output of realizations has a crossing in each gap.

    Parameters
    ----------
    parameter
        (point,), increasing.
    outputs
        (..., realization, point, phase), averaged over networks, NaN where a realization does not
        exist. Realizations are independent of each other and from point to point.
    labels
        (point,), from `phasetrace.learning.labels.label_points`.

    Returns
    -------
    verdict
        (..., gap), a `Verdict`. "found": the output for the phase before the gap falls below that
        for the phase after it. "no crossing": it does not. "several crossings": it does so and
        back, beyond what the scatter of the realizations explains, so that none is the transition.
        "at the edge": next to a labelled point; the networks were told the phase there, and the
        data only bound the transition by the point after. "another phase between": where the two
        are equal, the mean output for a third phase is larger. "not told apart": the realizations
        are told the phases before and after it, where these are known, no better than by chance, so
        that nothing is said of the points between.

    Raises
    ------
    ValueError
        As `crossing`, or if a point has no realization.

    Notes
    -----
    Were there a single crossing, a mean lead of the wrong sign would be scatter. Such a mean over n
    realizations, normalized by their own mean square about zero, is then no larger than a standard
    normal number of that sign (self-normalized sums: de la Pena, Lai and Shao, Self-Normalized
    Processes, 2009), and the sum of squares of m of them no larger than a χ² of m degrees of
    freedom. The crossing is taken to be where that sum is smallest.

    Whether phases are told apart is Fisher's exact test, one-sided, of two shares: of the
    realizations at the labelled points of the phase before, and of that after, that are taken for
    the phase before. A few that are all right pass, unless guesses would be so in one case of ten.
    """
    p = existing(outputs, axis=-3, points=-2)
    x, leads = _leads(parameter, p, labels)
    output = np.nanmean(p, axis=-3)
    values = crossing(parameter, output, labels)
    told = _told_apart(p, np.asarray(labels))
    third = _third_leads(np.asarray(parameter, dtype=np.float64), output, values, labels)
    said = []
    for number, (points, lead) in enumerate(zip(x, leads, strict=True)):
        mean, square = np.nanmean(lead, axis=-2), np.nanmean(lead**2, axis=-2)
        normalized = np.divide(mean**2, square, out=np.zeros_like(mean), where=square > 0)
        wrong = (~np.isnan(lead)).sum(axis=-2) * normalized
        # In front of each point, and behind the last, a crossing could be.
        sums, counts = (
            _before(part * (mean < 0)) + _behind(part * (mean > 0)) for part in (wrong, 1.0)
        )
        best = sums.argmin(axis=-1)[..., None]
        cell = best[..., 0]
        deviation, freedom = (
            np.take_along_axis(part, best, axis=-1)[..., 0] for part in (sums, counts)
        )
        scatter = chdtrc(np.maximum(freedom, 1), deviation)
        value = values[..., number]
        said.append(
            np.select(
                [
                    ~told[number],
                    (cell == 0) | (cell == len(points)),
                    third[..., number],
                    scatter < FALSE_ALARMS,
                    (value <= points[1]) | (value >= points[-2]),
                ],
                [
                    "not told apart",
                    "no crossing",
                    "another phase between",
                    "several crossings",
                    "at the edge",
                ],
                "found",
            )
        )
    return np.stack(said, axis=-1)


def _third_leads(
    x: NDArray[np.float64],
    output: NDArray[np.float64],
    values: NDArray[np.float64],
    labels: ArrayLike,
) -> NDArray[np.bool_]:
    """Whether at each crossing (..., gap) the output for a phase of neither side is the largest."""
    known = np.asarray(labels)
    leads = []
    for number, gap in enumerate(gaps(known)):
        sides = known[gap][[0, -1]]
        right = np.clip(np.searchsorted(x, values[..., number]), 1, len(x) - 1)[..., None, None]
        ends = [
            np.take_along_axis(output, place, axis=-2)[..., 0, :] for place in (right - 1, right)
        ]
        step = x[right[..., 0]] - x[right[..., 0] - 1]
        share = (values[..., number, None] - x[right[..., 0] - 1]) / step
        there = (1 - share) * ends[0] + share * ends[1]
        others = np.delete(there, sides, axis=-1).max(axis=-1, initial=0.0)
        leads.append(others > there[..., sides].min(axis=-1))
    return np.stack(leads, axis=-1)


def _told_apart(p: NDArray[np.float64], labels: NDArray[np.integer]) -> list[NDArray[np.bool_]]:
    """Whether (...) realizations are told the phases on both sides of each gap."""
    told = []
    for gap in gaps(labels):
        before, after = labels[gap][[0, -1]]
        lead = p[..., before] - p[..., after]
        at = [lead[..., labels == phase] for phase in (before, after)]
        counts = [(~np.isnan(one)).sum(axis=(-2, -1)) for one in at]
        first, second = ((one > 0).sum(axis=(-2, -1)) for one in at)
        # As many as are taken for the phase before, drawn from all: so many are of it, or more.
        chance = hypergeom.sf(first - 1, counts[0] + counts[1], first + second, counts[0])
        perfect = (first == counts[0]) & (second == 0)
        told.append(chance < np.where(perfect, LUCK, FALSE_ALARMS))
    return told


def _leads(
    parameter: ArrayLike, output: ArrayLike, labels: ArrayLike
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.float64]]]:
    """Points of each gap, and there the lead (..., point) of the phase before it."""
    x = np.asarray(parameter, dtype=np.float64)
    if x.ndim != 1 or not (np.diff(x) > 0).all():
        raise ValueError(f"parameter has shape {x.shape}, must be one increasing axis")
    p = np.asarray(output, dtype=np.float64)
    if p.ndim < 2 or p.shape[-2] != len(x):
        raise ValueError(f"output has shape {p.shape}, must be (..., {len(x)} points, phase)")
    known = np.asarray(labels)
    if known.shape != x.shape:
        raise ValueError(f"labels have shape {known.shape}, must be {x.shape}")
    between = gaps(known)
    return [x[gap] for gap in between], [
        p[..., gap, known[gap][0]] - p[..., gap, known[gap][-1]] for gap in between
    ]


def _led(x: NDArray[np.float64], lead: NDArray[np.float64]) -> NDArray[np.float64]:
    """Length over which a lead (..., point) is positive, by linear interpolation."""
    positive = np.maximum(lead, 0)
    left, right = positive[..., :-1], positive[..., 1:]
    change = np.abs(np.diff(lead))
    # Of a step on which the lead does not change, all or nothing.
    share = np.divide(
        np.abs(right - left), change, out=(lead[..., 1:] >= 0).astype(float), where=change > 0
    )
    share = np.where((left > 0) & (right > 0), 1.0, share)
    return (share * np.diff(x)).sum(axis=-1)


def _before(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums (..., point + 1) over the points in front of each place."""
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)


def _behind(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums (..., point + 1) over the points behind each place."""
    return _before(values[..., ::-1])[..., ::-1]
