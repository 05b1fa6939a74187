"""Whether the transitions of a study follow its labels, as the paper's Fig. 5 asks."""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from scipy.special import chdtrc

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.crossing import gaps
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.networks import PHASE, RETRAINING

FALSE_ALARMS = 0.05
"""How often, at most, scatter is taken for a transition that follows its labels."""


def analyse(
    shares: Sequence[float], predictions: Sequence[xr.Dataset], averaging: Averaging
) -> xr.Dataset:
    """Put the transitions side by side that networks find which know more or less.

    Parameters
    ----------
    shares : sequence of float
        Labelled points, as a share of those of the study.
    predictions : sequence of xarray.Dataset
        Of the networks trained with each.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        The transitions (share, gap), with interval and verdict, see
        `phasetrace.analyses.transitions.locate`; the ends of the gap, ``gap_low`` and ``gap_high``;
        and (gap) ``follows``: "yes" where the transitions differ beyond their errors, "no" where
        they do not, "cannot be told" where fewer than two are found. The attribute ``parameter``
        names what they are values of.

    Notes
    -----
    The networks judge the same realizations, so that the errors are not independent, and what is
    taken for scatter may be less: the test errs on the side of "no".
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
    named = {"units": "1", "long_name": "labelled points, as a share of those of the study"}
    shown = xr.concat(located, dim="share").assign_coords(share=("share", list(shares), named))
    units = {"units": predictions[0][parameter].attrs.get("units", "1")}
    low, high = np.moveaxis(np.array(ends), -1, 0)
    return (
        shown.assign(
            gap_low=(("share", GAP), low, {**units, "long_name": "last labelled point before"}),
            gap_high=(("share", GAP), high, {**units, "long_name": "first labelled point after"}),
            follows=(
                GAP,
                [_follows(shown.isel({GAP: gap})) for gap in range(len(between))],
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


def _follows(transition: xr.Dataset) -> str:
    """Whether transitions differ beyond their errors, by χ²."""
    value, low, high = (
        transition[f"transition_{name}"].values for name in ("value", "low", "high")
    )
    return follows(value, (high - low) / 2)


def follows(value: NDArray[np.float64], error: NDArray[np.float64]) -> str:
    """Whether values (share,) with standard errors differ by more than scatter; see `analyse`."""
    known = np.isfinite(value) & np.isfinite(error) & (error > 0)
    if known.sum() < 2:
        return "cannot be told"
    weight = 1 / error[known] ** 2
    mean = (weight * value[known]).sum() / weight.sum()
    deviation = (weight * (value[known] - mean) ** 2).sum()
    return "yes" if chdtrc(known.sum() - 1, deviation) < FALSE_ALARMS else "no"
