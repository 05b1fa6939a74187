"""What saved networks say of traces that they have not seen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.learning.classifier import predict
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.labels import PARTS, accuracy, cross_entropy, label_points
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.predictions import JUDGED_BY, MEASURED
from phasetrace.learning.recipe import UNLABELLED, Fit
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


def judged_predictions(
    networks: Fit,
    phases: tuple[str, ...],
    traces: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
) -> xr.Dataset:
    """Let networks judge traces, and test them where the phase of these is known.

    Parameters
    ----------
    networks, phases, traces
        See `judge`.
    regimes : mapping
        Closed interval (low, high) of the parameter by known phase, some of the networks' or none.

    Returns
    -------
    xarray.Dataset
        As `phasetrace.learning.retrainings.learn` returns it, of traces that all test, but without
        bootstraps, and without accuracies where no phase is known.

    Raises
    ------
    ValueError
        As `judge`.
    """
    probability = judge(networks, phases, traces)
    parameter = trace_axes(traces).parameter
    numbers = [phases.index(phase) for phase in regimes]
    found = label_points(traces[parameter].values, [(low, high) for low, high in regimes.values()])
    label = np.array([*numbers, UNLABELLED])[found]
    measured = np.isfinite(probability.values).all(axis=(0, 3))
    count = traces.sizes[REALIZATION]
    data: dict[str, Any] = {
        "probability": probability,
        "label": (
            parameter,
            label,
            {"units": "1", "long_name": "number of the known phase, or -1"},
        ),
        "trained_on": ((parameter, REALIZATION), np.zeros_like(measured)),
        "part": (REALIZATION, np.full(count, PARTS[-1])),
        "judged": (REALIZATION, np.ones(count, dtype=bool)),
    }
    if not measured.all():
        data[MEASURED] = ((parameter, REALIZATION), measured)
    those = measured & (label != UNLABELLED)[:, None]
    if those.any():
        outputs, known = probability.values[:, those], label[np.nonzero(those)[0]]
        for name, values, units in (
            ("accuracy", accuracy(outputs, known), "1"),
            ("cross_entropy", cross_entropy(outputs, known), "nat"),
        ):
            data[f"{PARTS[-1]}_{name}"] = (RETRAINING, values, {"units": units})
    attributes = {key: value for key, value in traces.attrs.items() if key != "software"}
    sampled = {TIME: traces[TIME]}
    return xr.Dataset(data, sampled, attributes | {JUDGED_BY: "networks of other traces"})


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
