"""Behind a point of a phase diagram: its traces, and what networks say of them as time passes."""

import warnings
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.outputs_in_time import outputs_in_time
from phasetrace.analyses.phases import BAND
from phasetrace.analyses.seen import as_seen
from phasetrace.analyses.thinning import Kept
from phasetrace.learning.parts import NUMBER
from phasetrace.learning.predictions import JUDGED_BY
from phasetrace.learning.recipe import Fit
from phasetrace.store.traces import ERROR, MAGNETIZATION, REALIZATION, SEED, TIME, Axes, trace_axes

SHOWN = 4
"""Realizations whose traces are shown at a point."""
POINT, NETWORK, SAMPLE, MOMENT, CHANNEL = "point", "network", "sample", "moment", "channel"
"""Dimensions of what is shown. A user's parameter may have any name, and so is none of them."""


class Judged(NamedTuple):
    """Traces in the places of what networks say of them.

    Attributes
    ----------
    traces
        See `phasetrace.analyses.seen.as_seen`.
    axes
        Names of what they hold.
    values
        (point, realization, time, channel), NaN where nothing was measured.
    there
        (point, realization), which of them are judged: their transition is read off these.
    places
        (point, sample), numbers of the first realizations of these, -1 for none.
    """

    traces: xr.Dataset
    axes: Axes
    values: NDArray[np.floating]
    there: NDArray[np.bool_]
    places: NDArray[np.intp]


def judged(traces: xr.Dataset, predictions: xr.Dataset) -> Judged:
    """Find which of the traces are judged."""
    seen = as_seen(traces, predictions)
    axes = trace_axes(seen)
    values = seen[axes.variable].transpose(*axes.order).values
    there = ~np.isnan(values).all(axis=(2, 3)) & predictions["judged"].values.astype(bool)
    # False sorts before True, and of equals the first stays the first.
    places = np.argsort(~there, axis=1, kind="stable")[:, :SHOWN]
    places = np.where(np.take_along_axis(there, places, axis=1), places, -1)
    return Judged(seen, axes, values, there, places)


def said_in_time(
    networks: Fit, predictions: xr.Dataset, seen: Judged, moments: NDArray[np.intp]
) -> dict[str, Any]:
    """What networks say after each of some times.

    Parameters
    ----------
    networks : Fit
        The networks.
    predictions : xarray.Dataset
        What they say of whole traces.
    seen : Judged
        The traces.
    moments : ndarray
        Numbers of the times.

    Returns
    -------
    dict
        Variables ``network_output`` (point, network, moment, phase), means over the judged
        realizations, and ``sample_output`` (point, sample, moment, phase), means over networks.
    """
    values = seen.values
    if JUDGED_BY in predictions.attrs and networks.inputs is not None:
        names = seen.traces[seen.axes.channel].values.tolist()
        values = values[..., [names.index(one) for one in networks.inputs.channels]]
    outputs = outputs_in_time(networks, networks.given(values[seen.there]), moments)
    number = np.where(seen.there, np.cumsum(seen.there).reshape(seen.there.shape) - 1, -1)
    each = np.stack([outputs[:, row[row >= 0]].mean(axis=1) for row in number])
    chosen = _taken(number, seen.places, -1)
    samples = np.where(
        (chosen >= 0)[..., None, None], outputs.mean(axis=0)[chosen], np.float32(np.nan)
    )
    attributes = {"units": "1", "long_name": "output after a time"}
    return {
        "network_output": ((POINT, NETWORK, MOMENT, "phase"), each, attributes),
        "sample_output": ((POINT, SAMPLE, MOMENT, "phase"), samples, attributes),
    }


def shown_traces(seen: Judged, kept: Kept) -> xr.Dataset:
    """Collect the first judged traces of each point, and how all of them scatter.

    Parameters
    ----------
    seen : Judged
        The traces.
    kept : tuple of ndarray
        Numbers of the times and of the channels that are shown.

    Returns
    -------
    xarray.Dataset
        Variables (point, sample, moment, channel): ``trace`` and, if there are errors,
        ``trace_error``; ``signal`` (point, sample, moment), the imbalance of magnetizations or the
        mean of another variable, and (point, moment) its mean, ``signal_mean``, and the band of
        68 % of the judged realizations, ``signal_low`` to ``signal_high``; ``time`` (moment);
        the names of channels and realizations.
    """
    traces, axes, values, there, places = seen
    times, channels = kept
    units = {"units": str(traces[axes.variable].attrs.get("units", "1"))}

    def shown(array: NDArray[np.floating]) -> NDArray[np.float32]:
        picked = _taken(array, places, np.nan)[:, :, times][..., channels]
        return picked.astype(np.float32)

    signal = _signal(values, axes.variable)[:, :, times].astype(np.float32)
    of_judged = np.where(there[..., None], signal, np.float32(np.nan))
    # Where a time has no value at any realization, there is no mean to warn of.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        middle = np.nanmean(of_judged, axis=1)
        low, high = np.nanquantile(of_judged, BAND, axis=1).astype(np.float32)
    data: dict[str, Any] = {
        "trace": ((POINT, SAMPLE, MOMENT, CHANNEL), shown(values), units),
        "signal": ((POINT, SAMPLE, MOMENT), _taken(signal, places, np.nan), units),
        "signal_mean": ((POINT, MOMENT), middle, units),
        "signal_low": ((POINT, MOMENT), low, units),
        "signal_high": ((POINT, MOMENT), high, units),
        "moment_time": (MOMENT, traces[TIME].values[times].astype(float)),
        "channel_name": (CHANNEL, traces[axes.channel].values[channels].astype(str)),
        "sample_name": ((POINT, SAMPLE), _names(traces, there.shape, places)),
    }
    if f"{axes.variable}{ERROR}" in traces:
        errors = traces[f"{axes.variable}{ERROR}"].transpose(*axes.order).values
        data["trace_error"] = ((POINT, SAMPLE, MOMENT, CHANNEL), shown(errors), units)
    return xr.Dataset(data)


def _signal(values: NDArray[np.floating], variable: str) -> NDArray[np.floating]:
    """Imbalance of what is measured of magnetizations, or the mean of another variable.

    (point, realization, time); a channel counts where it was measured, and in the imbalance only if
    it was at the first time.
    """
    terms = values * values[:, :, :1] if variable == MAGNETIZATION else values
    measured = ~np.isnan(terms)
    count = measured.sum(axis=-1)
    total = np.where(measured, terms, 0.0).sum(axis=-1)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _taken(array: NDArray[Any], places: NDArray[np.intp], absent: Any) -> NDArray[Any]:
    """Entries (point, sample, ...) of an array (point, realization, ...) at places, or absent."""
    picked = array[np.arange(len(places))[:, None], np.maximum(places, 0)]
    missing = (places < 0).reshape(*places.shape, *[1] * (array.ndim - 2))
    return np.where(missing, np.asarray(absent, dtype=array.dtype), picked)


def _names(
    traces: xr.Dataset, shape: tuple[int, ...], places: NDArray[np.intp]
) -> NDArray[np.str_]:
    """Names of realizations (point, sample), with the number of their set if there are several."""
    if NUMBER in traces:
        names = traces[NUMBER].transpose(..., REALIZATION).values.astype(str)
    else:
        names = np.broadcast_to(traces[REALIZATION].values.astype(str), shape)
        seeds = traces[SEED].values if SEED in traces else np.zeros(1)
        if seeds.ndim == 1 and len(set(seeds.tolist())) > 1:
            of_set = [f"{name} of set {seed}" for name, seed in zip(names[0], seeds, strict=True)]
            names = np.broadcast_to(np.array(of_set), shape)
    return _taken(names, places, "")
