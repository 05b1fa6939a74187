"""Whether the transitions of a study follow its labels, as the paper's Fig. 5 asks."""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.crossing import gaps
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.networks import PHASE, RETRAINING

FOLLOWING, SURE = 0.25, 2.0
"""Slope of a transition that follows its labels, and standard errors by which it has to differ."""
ENDS = ("gap_low", "gap_high")


def analyse(
    shares: Sequence[float], predictions: Sequence[xr.Dataset], averaging: Averaging
) -> xr.Dataset:
    """Put the transitions side by side that networks find which know other points.

    Parameters
    ----------
    shares : sequence of float
        Labelled points of every other phase, as a share of those of the study; see
        `phasetrace.jobs.studies.relabelled`.
    predictions : sequence of xarray.Dataset
        Of the networks trained with each.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        The transitions (share, gap), with interval and verdict, see
        `phasetrace.analyses.transitions.locate`; the ends of the gap, ``gap_low`` and ``gap_high``;
        (gap) the ``slope`` of the transitions against the middle of these, with ``slope_error``;
        and ``follows``, whether it is that of a transition that follows its labels. The attribute
        ``parameter`` names what they are values of.

    Notes
    -----
    The networks judge the same realizations, so that the errors are not independent: the slope is
    known better than is said, and "cannot be told" is said too often.
    """
    (parameter,) = set(map(str, predictions[0]["label"].dims))
    phases = predictions[0][PHASE].values
    located, ends = [], []
    for one in predictions:
        labels, values = one["label"].values, one[parameter].values
        located.append(locate(one, averaging)[list(TRANSITION)])
        ends.append([values[gap][[0, -1]] for gap in gaps(labels)])
    labels = predictions[0]["label"].values
    between = [labels[gap][[0, -1]] for gap in gaps(labels)]
    named = {"units": "1", "long_name": "labelled points of every other phase, as a share"}
    shown = xr.concat(located, dim="share").assign_coords(share=("share", list(shares), named))
    units = {"units": predictions[0][parameter].attrs.get("units", "1")}
    low, high = np.moveaxis(np.array(ends), -1, 0)
    shown = shown.assign(
        gap_low=(("share", GAP), low, {**units, "long_name": "last labelled point before"}),
        gap_high=(("share", GAP), high, {**units, "long_name": "first labelled point after"}),
    )
    slopes = [_slope(shown.isel({GAP: gap})) for gap in range(len(between))]
    against = "slope of the transition against the middle of what is not labelled"
    return (
        shown.assign(
            slope=(GAP, [one for one, _ in slopes], {"units": "1", "long_name": against}),
            slope_error=(GAP, [error for _, error in slopes], {"units": "1"}),
            follows=(
                GAP,
                [follows(*one) for one in slopes],
                {"long_name": "whether the transition follows the labels"},
            ),
        )
        .assign_coords(
            {
                "from": (GAP, [str(phases[before]) for before, _ in between]),
                "to": (GAP, [str(phases[after]) for _, after in between]),
            }
        )
        .assign_attrs(parameter=parameter, retrainings=predictions[0].sizes[RETRAINING])
    )


def _slope(shown: xr.Dataset) -> tuple[float, float]:
    value, low, high, before, after = (
        shown[name].values
        for name in (*(f"transition_{one}" for one in ("value", "low", "high")), *ENDS)
    )
    return slope((before + after) / 2, value, (high - low) / 2)


def slope(
    middle: NDArray[np.float64], value: NDArray[np.float64], error: NDArray[np.float64]
) -> tuple[float, float]:
    """Slope of transitions against the middle of what is not labelled.

    Parameters
    ----------
    middle
        (share,), half-way between the labelled points on both sides.
    value, error
        (share,), the transitions with their standard errors, NaN where there is none.

    Returns
    -------
    slope, error : float
        By weighted least squares: 1 for transitions that follow their labels, 0 for those that do
        not. NaN where fewer than two are known, or the middle is the same.
    """
    known = np.isfinite(value) & np.isfinite(error) & (error > 0)
    if known.sum() < 2 or np.ptp(middle[known]) == 0:
        return np.nan, np.nan
    weight = 1 / error[known] ** 2
    away = middle[known] - np.average(middle[known], weights=weight)
    spread = (weight * away**2).sum()
    return float((weight * away * value[known]).sum() / spread), float(spread**-0.5)


def follows(slope: float, error: float) -> str:
    """Whether transitions follow their labels: by a quarter of what these move, or more."""
    if slope - SURE * error > FOLLOWING:
        return "yes"
    return "no" if slope + SURE * error < FOLLOWING else "cannot be told"
