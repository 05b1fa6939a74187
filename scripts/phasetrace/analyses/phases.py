"""The phases of a study, as its networks see them along the parameter."""

import numpy as np
import xarray as xr

from phasetrace.analyses.confusion import Averaging, averaged_confusion
from phasetrace.analyses.crossing import gaps
from phasetrace.analyses.drive import along_drive
from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.transitions import GAP, TRANSITION
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import REALIZATION

BAND = (0.16, 0.84)
"""Quantiles of the realizations between which a band is drawn."""


def analyse(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Put together what is seen of a study's phases.

    Parameters
    ----------
    predictions : xarray.Dataset
        Of the study's networks, or of another's for its traces.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        Against the parameter: ``output`` of each neuron and ``confusion``, means over retrainings,
        with their errors by initial weights, ``<name>_error``; ``output_low`` and ``output_high``,
        between which the outputs, averaged over retrainings, are of 68 % of the judged
        realizations; ``label``, the number of the known phase, or -1; ``judged_realizations``, how
        many there are. And (gap) the transitions with interval and verdict (see
        `phasetrace.analyses.transitions.locate`), from the phase ``from`` to the phase ``to``; none
        where fewer than two phases are known.
    """
    labels, phases = predictions["label"].values, predictions[PHASE].values
    # Networks of other traces may judge some of which no phase is known.
    if len(set(labels[labels >= 0].tolist())) < 2:
        shown, between = _unlocated(predictions, averaging), []
    else:
        shown = along_drive(predictions, averaging)
        between = [labels[gap][[0, -1]] for gap in gaps(labels)]
    (parameter,) = set(shown["confusion"].dims)
    judged = predictions["probability"].isel({REALIZATION: predictions["judged"].values > 0})
    each = judged.mean(RETRAINING)
    low, high = (each.quantile(share, REALIZATION).drop_vars("quantile") for share in BAND)
    named = {"units": "1", "long_name": "output that 16 % of the realizations are below"}
    above = {"units": "1", "long_name": "output that 16 % of the realizations are above"}
    count = each.isel({PHASE: 0}).notnull().sum(REALIZATION)
    return (
        shown.assign(
            output_low=low.assign_attrs(named),
            output_high=high.assign_attrs(above),
            label=predictions["label"],
            judged_realizations=(parameter, count.values, {"units": "1"}),
        )
        .assign_coords(
            {
                "from": (GAP, [str(phases[before]) for before, _ in between]),
                "to": (GAP, [str(phases[after]) for _, after in between]),
            }
        )
        .assign_attrs(retrainings=predictions.sizes[RETRAINING])
    )


def _unlocated(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Outputs and confusion, means over retrainings with their errors, and no transition."""
    judged = predictions["probability"].isel({REALIZATION: predictions["judged"].values > 0})
    (parameter,) = set(judged.dims) - {RETRAINING, REALIZATION, PHASE}
    ordered = judged.transpose(RETRAINING, parameter, REALIZATION, PHASE)
    confusion = averaged_confusion(ordered.values, averaging)
    each = xr.Dataset(
        {
            "output": ordered.mean(REALIZATION).assign_attrs(judged.attrs),
            "confusion": ((RETRAINING, parameter), confusion, {"units": "1"}),
        }
    )
    errors = {f"{name}_error": standard_error(each[name], RETRAINING) for name in each}
    nothing = {name: (GAP, np.full(0, np.nan)) for name in TRANSITION}
    nothing["transition_verdict"] = (GAP, np.array([], dtype=str))
    return each.mean(RETRAINING, keep_attrs=True).assign(errors).assign(nothing)
