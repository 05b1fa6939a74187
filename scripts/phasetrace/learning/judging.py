"""What saved networks say of traces that they have not seen."""

from collections.abc import Iterable

import numpy as np
import xarray as xr

from phasetrace.learning.classifier import predict
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.recipe import Fit
from phasetrace.store.traces import REALIZATION, TIME, trace_axes

_STEPS = 1e-6
"""Share of a step by which two times differ that are meant to be one."""


def judge(networks: Fit, phases: tuple[str, ...], traces: xr.Dataset) -> xr.DataArray:
    """Let networks judge traces, at the end of each.

    >>> from phasetrace import judge, load_networks, read_traces  # doctest: +SKIP
    >>> traces = read_traces(["mine.nc"])  # doctest: +SKIP
    >>> judge(*load_networks("networks.nc"), traces).mean("realization")  # doctest: +SKIP

    Parameters
    ----------
    networks : Fit
        From `phasetrace.learning.retrainings.learn` or
        `phasetrace.learning.networks.load_networks`.
    phases : tuple of str
        Name of each phase.
    traces : xarray.Dataset
        The variable that the networks learned from, (parameter, realization, time, site or
        channel), NaN where nothing was measured, on the same channels and at the same times. They
        may end earlier or, after times in equal steps, go on. They are scaled by the numbers of the
        training.

    Returns
    -------
    xarray.DataArray
        Probability (retraining, parameter, realization, phase), NaN where there is no trace.

    Raises
    ------
    ValueError
        If the traces are of something else, of other channels or times, or the networks do not say
        what they learned from.
    """
    if networks.inputs is None:
        raise ValueError("networks do not say what they learned from; predict judges arrays")
    axes = trace_axes(traces)
    _check(networks.inputs, traces)
    seen = traces[axes.variable].transpose(*axes.order)
    values = seen.sel({axes.channel: list(networks.inputs.channels)}).values
    measured = ~np.isnan(values).all(axis=(2, 3))
    samples = networks.inputs.of(values[measured])
    outputs = np.full((len(networks.seeds), *measured.shape, len(phases)), np.nan, np.float32)
    if len(samples):
        outputs[:, measured] = predict(networks.architecture, networks.weights, samples)
    kept = {
        str(name): one
        for name, one in seen.coords.items()
        if set(one.dims) <= {axes.parameter, REALIZATION}
    }
    return xr.DataArray(
        outputs,
        {**kept, RETRAINING: networks.seeds, PHASE: list(phases)},
        (RETRAINING, axes.parameter, REALIZATION, PHASE),
        "probability",
        {"units": "1", "long_name": "output of the network"},
    )


def _check(inputs: Inputs, traces: xr.Dataset) -> None:
    axes = trace_axes(traces)
    units = str(traces[axes.variable].attrs.get("units", "1"))
    if (axes.variable, units) != (inputs.variable, inputs.units):
        raise ValueError(
            f"traces are of {axes.variable} in {units}, the networks learned {inputs.variable} in "
            f"{inputs.units}; train networks on these, or convert or rename what is the same"
        )
    channels = traces[axes.channel].values.tolist()
    if axes.channel != inputs.channel or set(channels) != set(inputs.channels):
        raise ValueError(
            f"traces have {len(channels)} of {axes.channel} {_ends(channels)}, the networks "
            f"learned {len(inputs.channels)} of {inputs.channel} {_ends(inputs.channels)}; train "
            "networks on these, or rename or select channels (one that was not measured may be NaN)"
        )
    times, known = traces[TIME].values, np.array(inputs.times)
    steps = np.diff(known)
    even = len(steps) > 0 and bool(np.allclose(steps, steps[0], rtol=1e-3))
    if even and len(times) > len(known):
        known = known[0] + steps[0] * np.arange(len(times))
    both = min(len(times), len(known))
    slack = _STEPS * (steps.min() if len(steps) else 1) * max(len(times), 1)
    if len(times) > len(known) or not np.allclose(times[:both], known[:both], rtol=0, atol=slack):
        going_on = "" if even else ", and no more of them"
        raise ValueError(
            f"traces have times {_ends(times)}, the networks learned {_ends(inputs.times)}, must "
            f"be the same ones from the first on{going_on}; interpolate the traces to these, "
            "reindex them if theirs are among these (gaps may be NaN), or train networks on these"
        )


def _ends(values: Iterable[object]) -> str:
    """The first few values and the last."""
    listed = [f"{one:g}" if isinstance(one, float) else str(one) for one in values]
    return ", ".join(listed) if len(listed) < 5 else f"{', '.join(listed[:3])}, ..., {listed[-1]}"
