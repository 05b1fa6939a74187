"""What the page shows on which one looks around: a phase diagram, and what is behind each point."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.explored_traces import (
    MOMENT,
    NETWORK,
    POINT,
    SHOWN,
    judged,
    said_in_time,
    shown_traces,
)
from phasetrace.analyses.phases import analyse as along_sweep
from phasetrace.analyses.thinning import kept
from phasetrace.analyses.transition_table import BOUNDS, GAP_RATIO, exact_row
from phasetrace.analyses.transitions import GAP, TRANSITION
from phasetrace.learning.labels import PARTS
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.recipe import UNLABELLED, Fit
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, TIME

SWEEP, ENSEMBLE, METHOD, PART = "sweep", "ensemble", "method", "part"
_AXES = (POINT, GAP, NETWORK, MOMENT, "sample", "channel")
"""Dimensions that may be longer in one sweep than in another."""
_SEEN = ("output", "output_error", "output_low", "output_high", "confusion", "confusion_error")


def analyse(
    predictions: Sequence[xr.Dataset],
    networks: Sequence[Fit],
    traces: Sequence[xr.Dataset],
    averaging: Averaging,
    ensembles: Sequence[int],
    second: str = "",
    unit: str = "1",
    values: Sequence[float] = (),
    methods: xr.Dataset | None = None,
    methods_at: float = np.nan,
    diagram: xr.Dataset | None = None,
) -> xr.Dataset:
    """Put together what the page shows.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Of the networks of each sweep, be it at a value of a second parameter or with another number
        of units; all of the same phases.
    networks : sequence of Fit
        These networks.
    traces : sequence of xarray.Dataset
        Ensembles of traces, which several sweeps may be of.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.
    ensembles : sequence of int
        For each sweep, the number of the traces that it is of.
    second, unit : str
        Name and unit of the second parameter, if there is one.
    values : sequence of float
        Its value of each sweep.
    methods : xarray.Dataset, optional
        From `phasetrace.analyses.methods.analyse`.
    methods_at : float
        The value of the second parameter that these are at.
    diagram : xarray.Dataset, optional
        From `phasetrace.analyses.fig2.analyse`: where the gap ratio crosses, along ``epsilon``.

    Returns
    -------
    xarray.Dataset
        By ``sweep`` and ``point``, with the ``value`` of the parameter there, what
        `phasetrace.analyses.phases.analyse` gives: outputs, confusion, labels, transitions; what
        `phasetrace.analyses.explored_traces.said_in_time` gives; accuracies by ``part``. By
        ``ensemble`` and ``point``, what `phasetrace.analyses.explored_traces.shown_traces` gives.
        By ``method``, ``method_value`` and all that is told of it. Numbers that are missing are
        NaN, names empty. Of what would be large not all times and channels are kept
        (`phasetrace.analyses.thinning`).
    """
    count = range(len(predictions))
    seen = [judged(traces[number], predictions[place]) for place, number in enumerate(ensembles)]
    first = {number: place for place, number in reversed(list(enumerate(ensembles)))}
    drawn = SHOWN * sum(len(seen[place].values) for place in first.values())
    keep = [kept(drawn, *one.values.shape[2:]) for one in seen]
    sweeps = [
        _along(predictions[place], averaging).assign(
            said_in_time(networks[place], predictions[place], seen[place], keep[place][0])
        )
        for place in count
    ]
    behind = [shown_traces(seen[place], keep[place]) for _, place in sorted(first.items())]
    data = xr.merge([_joined(sweeps, SWEEP), _joined(behind, ENSEMBLE)], join="outer")
    data = data.drop_vars(_AXES, errors="ignore").assign(
        _of_sweeps(predictions, networks, traces, ensembles)
    )
    if len(values):
        data["second_value"] = (SWEEP, list(values), {"units": unit, "long_name": second})
    if methods is not None:
        data = data.assign(_of_methods(methods))
    if diagram is not None:
        exact = diagram.reindex(epsilon=list(values), method="nearest", tolerance=1e-9)
        for name, found in (("value", exact["exact_transition"]), ("error", exact["exact_error"])):
            data[f"exact_{name}"] = (SWEEP, found.values, found.attrs)
    axes = seen[0].axes
    return data.assign_attrs(
        parameter=axes.parameter,
        parameter_units=str(predictions[0][axes.parameter].attrs.get("units", "1")),
        parameter_name=str(predictions[0][axes.parameter].attrs.get("long_name", axes.parameter)),
        second=second,
        methods_at=float(methods_at),
        variable=axes.variable,
        variable_units=str(traces[0][axes.variable].attrs.get("units", "1")),
        channel_kind=axes.channel,
        time_units=str(traces[0][TIME].attrs.get("units", "1")),
        signal="imbalance" if axes.variable == MAGNETIZATION else f"mean {axes.variable}",
    )


def _along(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """What is seen of a sweep by its points, whatever its parameter is called."""
    shown = along_sweep(predictions, averaging)
    (parameter,) = shown["confusion"].dims
    x = shown[parameter]
    names = [*_SEEN, *TRANSITION, "label", "judged_realizations"]
    renamed = shown[names].reset_coords(["from", "to"]).rename_dims({str(parameter): POINT})
    return renamed.drop_vars(str(parameter)).assign(value=(POINT, x.values.astype(float), x.attrs))


def _joined(parts: Sequence[xr.Dataset], dimension: str) -> xr.Dataset:
    """Put datasets side by side, shorter ones filled up."""
    numbered = [
        one.drop_vars([name for name in one.coords if name != PHASE]).assign_coords(
            {axis: np.arange(one.sizes[axis]) for axis in _AXES if axis in one.dims}
        )
        for one in parts
    ]
    joined = xr.concat(numbered, dim=dimension, join="outer", combine_attrs="drop_conflicts")
    whole = {"label": UNLABELLED, "judged_realizations": 0}
    for name, nothing in whole.items():
        if name in joined:
            joined[name] = joined[name].fillna(nothing).astype(int)
    names = [name for name, one in joined.data_vars.items() if one.dtype.kind in "OU"]
    return joined.assign({name: joined[name].fillna("").astype(str) for name in names})


def _of_sweeps(
    predictions: Sequence[xr.Dataset],
    networks: Sequence[Fit],
    traces: Sequence[xr.Dataset],
    ensembles: Sequence[int],
) -> dict[str, Any]:
    """What is told of the networks of each sweep."""
    each = [
        [said.get(f"{part}_accuracy", xr.DataArray([np.nan])).values for part in PARTS]
        for said in predictions
    ]
    units = [fit.architecture.units for fit in networks]
    realizations = [traces[number].sizes[REALIZATION] for number in ensembles]
    return {
        "accuracy": ((SWEEP, PART), [[one.mean() for one in row] for row in each]),
        "accuracy_spread": (
            (SWEEP, PART),
            [[one.std(ddof=1) if len(one) > 1 else np.nan for one in row] for row in each],
        ),
        PART: list(PARTS),
        "ensemble_of": (SWEEP, list(ensembles)),
        "units": (SWEEP, units),
        "realizations": (SWEEP, realizations),
        "retrainings": (SWEEP, [said.sizes[RETRAINING] for said in predictions]),
    }


def _of_methods(methods: xr.Dataset) -> dict[str, Any]:
    """What is told of every method, and of the gap ratio where that is known."""
    names, accuracy = [str(name) for name in methods[METHOD].values], methods["accuracy"].values
    told = methods.rename(transition="value")
    data = {
        name: told[name].transpose(METHOD, GAP).values for name in ("value", *BOUNDS, "verdict")
    }
    if "exact_transition" in methods:
        names, accuracy = [*names, GAP_RATIO], np.append(accuracy, np.nan)
        row, gaps = exact_row(methods, {}), methods.sizes[GAP]
        data = {name: np.append(old, [[row[name]] * gaps], axis=0) for name, old in data.items()}
    return {
        METHOD: names,
        "method_accuracy": (METHOD, accuracy),
        **{f"method_{name}": ((METHOD, GAP), values) for name, values in data.items()},
    }
