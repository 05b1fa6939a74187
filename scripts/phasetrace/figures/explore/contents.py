"""All that the page holds to be drawn: numbers, names and colours."""

import json
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.figures import PHASE_COLORS
from phasetrace.figures.explore.packing import packed
from phasetrace.figures.explore.words import method_names, start, symbol

SAMPLE_COLORS = ("#56B4E9", "#CC79A7", "#E69F00", "#000000")
SAMPLE_DASHES = ("solid", "dashed", "dotdash", "dotted")
"""Of the realizations, told apart by their dashes too; no phase of the paper has these colours."""
MARKERS = ("circle", "square", "triangle")
"""Of transitions, between the first two phases, the second two and so on."""
_BITS = {
    **dict.fromkeys(("trace", "trace_error"), 8),
    **dict.fromkeys(("signal", "signal_mean", "signal_low", "signal_high"), 16),
    **dict.fromkeys(("network_output", "sample_output"), 16),
    **dict.fromkeys(("value", "second_value", "moment_time"), 64),
}
"""Of numbers that are drawn but not told to the last digit, less than single precision does."""


def embedded(content: Any) -> str:
    """JSON that can stand in a page: nothing in it ends the element that it stands in."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")


def choices(data: xr.Dataset) -> list[dict[str, Any]]:
    """Networks that can be chosen, with their sweeps: as many units, of as many realizations."""
    told = zip(data["units"].values.tolist(), data["realizations"].values.tolist(), strict=True)
    groups: dict[tuple[int, int], list[int]] = {}
    for sweep, key in enumerate(told):
        groups.setdefault(key, []).append(sweep)
    several = len({realizations for _, realizations in groups}) > 1
    made = []
    for (units, realizations), sweeps in groups.items():
        label = f"{units} unit{'s' if units > 1 else ''}"
        if several:
            label += f", {realizations} realizations a point"
        if len(groups) > 1 and data.attrs["second"] and len(sweeps) == 1:
            label += (
                f", {symbol(data.attrs['second'])} = {float(data['second_value'][sweeps[0]]):g}"
            )
        made.append({"label": label, "sweeps": sweeps})
    return made


def contents(data: xr.Dataset, colors: list[str]) -> dict[str, Any]:
    """Collect what the page draws.

    Parameters
    ----------
    data : xarray.Dataset
        From `phasetrace.analyses.explore.analyse`.
    colors : list of str
        Of the phases.

    Returns
    -------
    dict
        What can be written as JSON.
    """
    arrays = {
        str(name): packed(_sent(variable).values, _BITS.get(str(name), 32))
        for name, variable in data.data_vars.items()
        if variable.dtype.kind in "fiu"
    }
    sweep, methods = start(data), method_names(data)
    networks, unlabelled = PHASE_COLORS["MBL"], PHASE_COLORS["time crystal"]
    of_method = {"networks": networks, "learning by confusion": unlabelled}
    sides = np.stack([data["from"].values, data["to"].values], axis=-1)
    second = data.get("second_value", xr.DataArray(0, attrs={"units": "1"}))
    return {
        "arrays": arrays,
        "phases": [str(phase) for phase in data["phase"].values],
        "colors": colors,
        "sweeps": data.sizes["sweep"],
        "gaps": data.sizes["gap"],
        "samples": data.sizes["sample"],
        "sampleColors": SAMPLE_COLORS,
        "markers": MARKERS,
        "choices": choices(data),
        "methods": methods,
        "methodColors": [
            networks if name.startswith("networks") else of_method.get(name, "#000000")
            for name in methods
        ],
        "methodsAt": data.attrs["methods_at"] if np.isfinite(data.attrs["methods_at"]) else None,
        "methodVerdicts": data["method_verdict"].values.tolist() if "method" in data else [],
        "verdicts": data["transition_verdict"].values.tolist(),
        "sides": sides.tolist(),
        "sampleNames": data["sample_name"].values.tolist(),
        "channelNames": [
            [name for name in row if name] for row in data["channel_name"].values.tolist()
        ],
        "names": {
            "parameter": symbol(data.attrs["parameter"]),
            "unit": data.attrs["parameter_units"],
            "second": symbol(data.attrs["second"]),
            "secondUnit": str(second.attrs.get("units", "1")),
            "timeUnit": data.attrs["time_units"],
            "variable": data.attrs["variable"],
            "variableUnit": data.attrs["variable_units"],
            "channel": data.attrs["channel_kind"],
        },
        "start": {"sweep": sweep, "point": _first_point(data.isel(sweep=sweep))},
    }


def _sent(variable: xr.DataArray) -> xr.DataArray:
    """What is sent of outputs in time, which are many: that of the last phase is what is left."""
    return variable.isel(phase=slice(-1)) if {"moment", "phase"} <= set(variable.dims) else variable


def _first_point(sweep: xr.Dataset) -> int:
    """The point next to the first transition, or where networks are most confused."""
    found = sweep["transition_value"].dropna("gap").values
    if len(found):
        return int(np.nanargmin(abs(sweep["value"].values - found[0])))
    return int(np.nanargmax(sweep["confusion"].values))
