"""What the page says in words."""

import json

import numpy as np
import xarray as xr

from phasetrace import __version__
from phasetrace.analyses.transition_table import GAP_RATIO
from phasetrace.figures.phases import told
from phasetrace.learning.labels import PARTS
from phasetrace.store.traces import MAGNETIZATION

EPSILON = "ε"


def symbol(name: str) -> str:
    """A parameter as formulas call it."""
    return EPSILON if name == "epsilon" else name


def with_unit(text: str, unit: str) -> str:
    """A number with its unit, if it has one."""
    return text if unit in ("1", "") else f"{text} {unit}"


def title(data: xr.Dataset) -> str:
    """What the page is about: a study by its name, or a model."""
    axes = symbol(data.attrs["parameter"])
    if data.attrs["second"]:
        axes += f" and {symbol(data.attrs['second'])}"
    study = json.loads(data.attrs.get("configuration", "{}")).get("study")
    model = str(data.attrs.get("model", "traces"))
    about = f"Study {study}" if study else f"{model[:1].upper()}{model[1:]}"
    if "L" in data.attrs:
        about += f", L = {data.attrs['L']}"
    return f"{about}: phases along {axes}"


def found(data: xr.Dataset) -> list[str]:
    """What was found, in a few sentences."""
    if not data.sizes["gap"]:
        return ["No two phases are known of these traces, so that no transition is sought."]
    unit, name = data.attrs["parameter_units"], symbol(data.attrs["parameter"])
    sweep = _best(data)
    one = data.isel(sweep=sweep)
    networks = f"networks of {int(one['units'])} unit{'s' * (int(one['units']) > 1)}"
    at = f"At {_place(data, sweep)} {networks}" if data.attrs["second"] else networks.capitalize()
    sentences = []
    for gap in range(data.sizes["gap"]):
        value, low, high = (
            float(one[f"transition_{end}"][gap]) for end in ("value", "low", "high")
        )
        between = f"{one['from'].values[gap]} to {one['to'].values[gap]}"
        verdict = str(one["transition_verdict"].values[gap])
        if verdict == "found":
            where = with_unit(told(value, low, high), unit)
            sentences.append(f"{at} see the passage from {between} at {name} = {where}.")
        else:
            sentences.append(f"{at} find no transition from {between}: {verdict}.")
    accuracy = float(one["accuracy"].sel(part=PARTS[-1]))
    if np.isfinite(accuracy):
        sentences[-1] += (
            f" Where the phase is known, they are right on {100 * accuracy:.1f} % of the traces "
            "that test them."
        )
    return sentences + _compared(data, name, unit)


def _compared(data: xr.Dataset, name: str, unit: str) -> list[str]:
    """Between which values other methods put the transitions."""
    if "method" not in data:
        return []
    words = []
    for gap in range(data.sizes["gap"]):
        found = data["method_verdict"].isel(gap=gap).values == "found"
        other = [not method.startswith(("networks", GAP_RATIO)) for method in method_names(data)]
        there = data["method_value"].isel(gap=gap).values[found & other]
        if len(there) > 1:
            ends = f"{there.min():.3g} and {with_unit(f'{there.max():.3g}', unit)}"
            sides = f"from {data['from'].values[0, gap]} to {data['to'].values[0, gap]}"
            passage = f"the passage {sides}" if data.sizes["gap"] > 1 else "it"
            words.append(f"{passage} between {name} = {ends}")
    return [f"Other methods on the same traces put {' and '.join(words)}."] if words else []


def method_names(data: xr.Dataset) -> list[str]:
    """Every method; the networks first."""
    return [str(name) for name in data["method"].values] if "method" in data else ["networks"]


def _best(data: xr.Dataset) -> int:
    """Of networks like those that are shown first, those of most realizations, by the methods."""
    first, at = start(data), data.attrs["methods_at"]
    if "second_value" not in data or not np.isfinite(at):
        return first
    alike = np.isclose(data["second_value"], at) & (data["units"] == data["units"][first]).values
    return int(np.where(alike, data["realizations"], 0).argmax()) if alike.any() else first


def start(data: xr.Dataset) -> int:
    """Which sweep is shown first: of those like the first one that at the methods, or a middle."""
    if "second_value" not in data:
        return 0
    alike = np.flatnonzero(
        (data["units"] == data["units"][0]) & (data["realizations"] == data["realizations"][0])
    )
    values, at = data["second_value"].values[alike], data.attrs["methods_at"]
    return int(alike[abs(values - (at if np.isfinite(at) else np.median(values))).argmin()])


def _place(data: xr.Dataset, sweep: int) -> str:
    second = data["second_value"]
    value = with_unit(f"{float(second[sweep]):g}", str(second.attrs["units"]))
    return f"{symbol(data.attrs['second'])} = {value}"


def signal_text(data: xr.Dataset) -> str:
    """What the lines are that stand for a trace of many channels."""
    if data.attrs["variable"] == MAGNETIZATION:
        return (
            "The imbalance I(t) = Σ mᵢ(t) mᵢ(0) / L says how much of the pattern is left that a "
            "realization started from: all of it at 1, nothing at 0."
        )
    return f"Traces are shown as means over all of their channels of {data.attrs['variable']}."


def footer(data: xr.Dataset) -> str:
    """What made the page, and how exact its numbers are."""
    return (
        f"Made by phasetrace {__version__}"
        + (f" from data of origin {data.attrs['origin']}" if "origin" in data.attrs else "")
        + ". Single values of traces are rounded to 1/254 of their range; explore.nc has them all."
    )
