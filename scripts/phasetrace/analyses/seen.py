"""Traces as networks saw them, in the places of their predictions."""

import xarray as xr

from phasetrace.learning.labels import PARTS
from phasetrace.learning.networks import LEARNING, PHASE
from phasetrace.learning.parts import prepare
from phasetrace.learning.predictions import JUDGED_BY
from phasetrace.store.traces import trace_axes


def as_seen(traces: xr.Dataset, predictions: xr.Dataset) -> xr.Dataset:
    """Restrict traces as their networks did, and put each realization where its output is.

    Parameters
    ----------
    traces : xarray.Dataset
        The traces that were judged.
    predictions : xarray.Dataset
        Of networks that learned from part of them, or from other traces.

    Returns
    -------
    xarray.Dataset
        See `phasetrace.learning.parts.prepare`; traces that networks of others judged are as they
        are.
    """
    if JUDGED_BY in predictions.attrs:
        return traces
    site = predictions.attrs.get(f"{LEARNING}site", "all")
    if site != "all":
        traces = traces.sel({trace_axes(traces).channel: [site]})
    known = predictions["label"]
    x = known[trace_axes(traces).parameter].values
    regimes = {
        str(phase): (x[known == number].min(), x[known == number].max())
        for number, phase in enumerate(predictions[PHASE].values)
    }
    of_training = (predictions.attrs[f"{LEARNING}{one}_fraction"] for one in PARTS[:2])
    return prepare(traces, regimes, *of_training)
