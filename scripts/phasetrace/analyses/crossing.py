"""Where the outputs of networks cross between regimes of known phase.

The estimate of a transition is the crossing of the *mean* output, over networks and realizations:
there the phases of two neighbouring regimes are equally probable on average, and the confusion of
the mean output of two phases is at its largest.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Verdict = Literal["found", "no crossing", "several crossings", "at the edge"]


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


def crossing(
    parameter: ArrayLike, output: ArrayLike, labels: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Parameter values at which the outputs for neighbouring regimes' phases are equal.

    They are found by linear interpolation, from the last point of the one regime to the first of
    the next.

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
        (..., gap), in the order of `gaps`; NaN where the verdict is not "found".
    verdict
        (..., gap), a `Verdict`. "found": the output for the phase before the gap falls below that
        for the phase after it, once. "no crossing": it does not. "several crossings": it does so
        and back, so that none of the crossings is the transition. "at the edge": once, but next to
        a labelled point; the networks were told the phase there, and the data only bound the
        transition by the point after.

    Raises
    ------
    ValueError
        If the shapes do not fit, the parameter does not increase, or there are fewer than two
        regimes.
    """
    places, verdicts = _by_gap(parameter, output, labels)
    return np.where(verdicts == "found", places, np.nan), verdicts


def bounded_crossing(
    parameter: ArrayLike, output: ArrayLike, labels: ArrayLike
) -> NDArray[np.float64]:
    """Like `crossing`, with a value whatever the verdict: for quantiles of resampled outputs.

    Phases are taken to be as labelled at both ends of a gap. Outputs that do not cross then do so
    at one of its ends, and of several crossings the middle one counts. Leaving such resamples out
    instead would make an interval the narrower, the less the data say.

    Parameters
    ----------
    parameter, output, labels
        See `crossing`.

    Returns
    -------
    value
        (..., gap), from the first to the last point of the gap.

    Raises
    ------
    ValueError
        As `crossing`.
    """
    return _by_gap(parameter, output, labels)[0]


def _by_gap(
    parameter: ArrayLike, output: ArrayLike, labels: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    x = np.asarray(parameter, dtype=np.float64)
    if x.ndim != 1 or not (np.diff(x) > 0).all():
        raise ValueError(f"parameter has shape {x.shape}, must be one increasing axis")
    p = np.asarray(output, dtype=np.float64)
    if p.ndim < 2 or p.shape[-2] != len(x):
        raise ValueError(f"output has shape {p.shape}, must be (..., {len(x)} points, phase)")
    known = np.asarray(labels)
    if known.shape != x.shape:
        raise ValueError(f"labels have shape {known.shape}, must be {x.shape}")
    parts = []
    for gap in gaps(known):
        before, after = known[gap][[0, -1]]
        parts.append(_fall(x[gap], p[..., gap, before] - p[..., gap, after]))
    places, verdicts = zip(*parts, strict=True)
    return np.stack(places, axis=-1), np.stack(verdicts, axis=-1)


def _fall(
    x: NDArray[np.float64], lead: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Where the lead (..., point) of a phase turns negative, with the verdict."""
    # It is taken to be positive before the first point and negative after the last one, so that it
    # changes its sign an odd number of times, in cells 0 (before the first point) to len(x).
    ends = np.ones((*lead.shape[:-1], 1), dtype=bool)
    leads = np.concatenate([ends, lead >= 0, ~ends], axis=-1)
    changed = leads[..., 1:] != leads[..., :-1]
    count = changed.sum(axis=-1)
    cell = (changed.cumsum(axis=-1) > count[..., None] // 2).argmax(axis=-1)

    left = np.clip(cell - 1, 0, len(x) - 2)
    a, b = (np.take_along_axis(lead, k[..., None], axis=-1)[..., 0] for k in (left, left + 1))
    inside = (cell > 0) & (cell < len(x))
    share = np.divide(a, a - b, out=np.zeros_like(a), where=inside)
    place = np.where(inside, x[left] + share * np.diff(x)[left], x[np.where(cell > 0, -1, 0)])
    between = changed[..., 1:-1].sum(axis=-1)
    verdict = np.select(
        [between > 1, (between == 0) | (count > 1), (cell == 1) | (cell == len(x) - 1)],
        ["several crossings", "no crossing", "at the edge"],
        "found",
    )
    return place, verdict
