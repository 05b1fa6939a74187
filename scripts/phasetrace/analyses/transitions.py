"""Confusion and transition points of a set of predictions."""

import xarray as xr

from phasetrace.analyses.confusion import Averaging, averaged_confusion, transition
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import REALIZATION

GAP = "gap"


def locate(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Measure where each network is confused.

    Parameters
    ----------
    predictions : xarray.Dataset
        From `phasetrace.learning.retrainings.learn`.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        ``output`` (retraining, parameter, phase), averaged over realizations;
        ``confusion`` (retraining, parameter); ``transition`` (retraining, gap), NaN where
        a network has none; ``transition_mean`` and ``transition_std`` (gap), mean and
        standard deviation (k - 1) of the k networks that have one, NaN for too few.
    """
    probability = predictions["probability"]
    (parameter,) = set(probability.dims) - {RETRAINING, REALIZATION, PHASE}
    ordered = probability.transpose(RETRAINING, parameter, REALIZATION, PHASE)
    axis = predictions[parameter]
    points = transition(axis.values, ordered.values, predictions["label"].values, averaging)
    located = xr.Dataset(
        {
            "output": ordered.mean(REALIZATION),
            "confusion": (
                (RETRAINING, parameter),
                averaged_confusion(ordered.values, averaging),
                {"units": "1", "long_name": "confusion"},
            ),
            "transition": (
                (RETRAINING, GAP),
                points,
                {"units": axis.attrs["units"], "long_name": "transition point"},
            ),
        }
    )
    units = located["transition"].attrs["units"]
    return located.assign(
        transition_mean=located["transition"]
        .mean(RETRAINING)
        .assign_attrs(units=units, long_name="mean transition point"),
        transition_std=located["transition"]
        .std(RETRAINING, ddof=1)
        .assign_attrs(units=units, long_name="standard deviation (k - 1) of the transition point"),
    )
