"""Confusion and transition points of a set of predictions."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.confusion import Averaging, averaged_confusion
from phasetrace.analyses.crossing import crossing, crossing_verdict
from phasetrace.analyses.interval import estimate
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.parts import together
from phasetrace.learning.predictions import JUDGED_BY
from phasetrace.store.traces import REALIZATION

GAP = "gap"
_LONG_NAMES = {
    "value": "transition point of the mean output",
    "verdict": "whether the transition is found, or why not",
    "low": "lower end of the 68 % interval of the transition point",
    "high": "upper end of the 68 % interval of the transition point",
    "retraining": "error of the transition point by initial weights",
    "disorder": "error of the transition point by disorder realizations",
    "grid": "error of the transition point by the steps of the parameter",
}
TRANSITION = tuple(f"transition_{name}" for name in _LONG_NAMES)
"""What is told of a transition beside that of each network, "transition"."""


def locate(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Measure where networks are confused, and where they change their mind.

    Parameters
    ----------
    predictions : xarray.Dataset
        From `phasetrace.learning.retrainings.learn`. Only judged realizations count, each at the
        points where it exists.
    averaging : {"mean_output", "per_sample"}
        Of the confusion; see `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        ``output`` (retraining, parameter, phase), averaged over realizations;
        ``confusion`` (retraining, parameter); ``transition`` (retraining, gap), that of each
        network's output, NaN where it has none; and (gap) that of their mean output with its error,
        ``transition_value``, ``transition_verdict`` and whatever else
        `phasetrace.analyses.interval.Transition` has.
    """
    probability = predictions["probability"]
    (parameter,) = set(probability.dims) - {RETRAINING, REALIZATION, PHASE}
    there = probability.notnull().any([RETRAINING, parameter, PHASE]).values
    withheld = predictions["judged"].values.astype(bool) & there
    judged = probability.isel({REALIZATION: withheld})
    ordered = judged.transpose(RETRAINING, parameter, REALIZATION, PHASE)
    output = ordered.mean(REALIZATION)
    axis, labels = predictions[parameter], predictions["label"].values
    units = axis.attrs["units"]
    repeated: tuple[NDArray | None, NDArray] = None, np.array([], dtype=int)
    if "bootstrap" in predictions:
        again = predictions["bootstrap_output"].transpose(RETRAINING, parameter, PHASE)
        repeated = again.values, predictions["bootstrap"].values
    elsewhere = JUDGED_BY in predictions.attrs
    groups = together(predictions)
    if groups is not None:
        groups = groups[:, withheld]
    found = estimate(axis.values, ordered.values, labels, *repeated, elsewhere, groups)._asdict()
    return xr.Dataset(
        {
            "output": output,
            "confusion": (
                (RETRAINING, parameter),
                averaged_confusion(ordered.values, averaging),
                {"units": "1", "long_name": "confusion"},
            ),
            "transition": (
                (RETRAINING, GAP),
                np.where(
                    crossing_verdict(axis.values, ordered.values.swapaxes(1, 2), labels) == "found",
                    crossing(axis.values, output.values, labels),
                    np.nan,
                ),
                {"units": units, "long_name": "transition point of a network"},
            ),
            **{
                f"transition_{name}": (
                    GAP,
                    values,
                    {"long_name": _LONG_NAMES[name]}
                    | ({} if name == "verdict" else {"units": units}),
                )
                for name, values in found.items()
            },
        }
    )
