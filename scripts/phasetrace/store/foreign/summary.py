"""What phasetrace makes of foreign traces, in words, and a configuration to start from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import numpy as np
import xarray as xr
import yaml
from scipy.stats import chi2_contingency

from phasetrace.store.foreign.names import GROUP, MAGNETIZATION, REALIZATION, TIME
from phasetrace.store.foreign.reading import UNREAD
from phasetrace.store.reading import LARGEST
from phasetrace.store.traces import READOUT_INVERTED

BY_CHANCE = 1e-3
"""Chance, at most, of a difference that is warned of."""

CHANGES_NUMBERS = False


def summarize(dataset: xr.Dataset) -> str:
    """Say what traces there are.

    Parameters
    ----------
    dataset : xarray.Dataset
        As `phasetrace.store.foreign.reading.read_foreign` gives it.

    Returns
    -------
    str
        Lines of what was found, and then of what to look at.
    """
    variable, values = _variable(dataset)
    parameter, _, _, site = (str(dim) for dim in values.dims)
    points, times = dataset[parameter].values, dataset[TIME].values
    measured = values.notnull()
    counts = np.unique(measured.any((TIME, site)).sum(REALIZATION))
    # A first time of 1e-6 in the place of 0 makes no other steps.
    steps = np.diff(times)
    equal = bool(np.allclose(steps, steps.mean(), rtol=1e-4)) if steps.size else True
    found = {
        "parameter": f"{_with_unit(dataset, parameter)}, {_range(points)}",
        "realizations": f"{_span(counts)} at each value",
        "times": f"{_range(times)}, in {'equal' if equal else 'different'} steps",
        f"{site}s": f"{len(dataset[site])}: {_listed(dataset[site].values)}",
        "variable": f"{_with_unit(dataset, variable)}, {float(values.min()):g} to "
        f"{float(values.max()):g}, with{'' if f'{variable}_error' in dataset else 'out'} errors",
        "missing": f"{_missing(values):.2%} of the values of measured realizations",
    }
    if GROUP in dataset.coords:
        groups = np.unique(dataset[GROUP].values[measured.any((TIME, site)).values])
        found["groups"] = f"{len(groups)}: {_listed(groups)}"
    if UNREAD in dataset.attrs:
        found["not used"] = dataset.attrs[UNREAD]
    lines = [f"{name + ':':<14}{text}" for name, text in found.items()]
    return "\n".join([*lines, *(f"warning: {text}" for text in warnings_of(dataset))])


def warnings_of(dataset: xr.Dataset) -> list[str]:
    """Say what in traces may lead networks astray.

    Parameters
    ----------
    dataset : xarray.Dataset
        As `phasetrace.store.foreign.reading.read_foreign` gives it.

    Returns
    -------
    list of str
        A line each.
    """
    return list(_warnings(dataset))


def _warnings(dataset: xr.Dataset) -> Iterator[str]:
    variable, values = _variable(dataset)
    swept = values.dims[0]
    empty = values.isnull().all(values.dims[1:]).values
    if empty.any():
        yield f"nothing was measured at {swept} = {_listed(dataset[swept].values[empty])}"
        dataset = dataset.isel({swept: ~empty})
        variable, values = _variable(dataset)
    parameter, _, _, site = (str(dim) for dim in values.dims)
    measured, points = values.notnull(), dataset[parameter].values
    if len(points) < 3:
        yield (f"only {_values(points)} of {parameter}: two phases and a point between them need 3")
    few = points[(measured.any((TIME, site)).sum(REALIZATION) == 1).values]
    if few.size:
        yield (
            f"only one realization at {parameter} = {_listed(few)}: none is left to test networks "
            "that were trained there"
        )
    for dim, others in ((TIME, site), (site, TIME)):
        patterns = measured.any((REALIZATION, others)).values
        if (patterns != patterns[0]).any():
            yield (
                f"{dim}s differ between values of {parameter}: networks may learn which are "
                "missing; use those alone that all have"
            )
    shares = [_missing(values.isel({parameter: [index]})) for index in range(len(points))]
    there = measured.sum((REALIZATION, TIME, site)).values
    counted = np.array([there, np.round(there * np.array(shares) / (1 - np.array(shares)))])
    if len(points) > 1 and counted[1].any() and chi2_contingency(counted).pvalue < BY_CHANCE:
        yield (
            f"the share missing differs between values of {parameter}, from {min(shares):.1%} at "
            f"{points[np.argmin(shares)]:g} to {max(shares):.1%} at {points[np.argmax(shares)]:g}"
        )
    # Zeros to the end are what some programs write for what was not measured.
    zero = (values == 0).all((REALIZATION, site)).values
    ends = np.where(zero[:, -1], zero.shape[1] - np.argmin(zero[:, ::-1], axis=1), zero.shape[1])
    ends[zero.all(axis=1)] = 0
    if zero[:, -1].any() and not zero.all():
        yield (
            f"{variable} is exactly 0 from some time to the end at {int(zero[:, -1].sum())} of "
            f"{len(points)} values of {parameter} (from time {dataset[TIME].values[ends.min()]:g} "
            f"on, at {parameter} = {points[ends.argmin()]:g}): probably not measured"
        )
    # What was corrected for errors of the readout may scatter beyond.
    corrected = READOUT_INVERTED in dataset.attrs
    if variable == MAGNETIZATION and not corrected and float(abs(values).max()) > LARGEST:
        yield f"{variable} is as large as {float(abs(values).max()):g}, should be within ±1"
    flat = values.values.reshape(-1, values[0, 0].size)
    flat = flat[~np.isnan(flat).all(axis=1)]
    # NaN is unlike itself, and no value is infinite.
    repeats = len(flat) - len(np.unique(np.where(np.isnan(flat), np.inf, flat), axis=0))
    if repeats:
        yield f"{repeats} of {len(flat)} realizations are copies of another, number by number"


def starting_configuration(
    dataset: xr.Dataset, paths: Sequence[str | PathLike[str]], names: Mapping[str, str]
) -> str:
    """Write a configuration of a study of traces, to start from.

    Parameters
    ----------
    dataset : xarray.Dataset
        As `phasetrace.store.foreign.reading.read_foreign` gives it.
    paths : sequence of path-like
        The files that it was read from.
    names : mapping of str
        Names in the files, where they are not the usual ones.

    Returns
    -------
    str
        YAML, in which the first and the last values of the parameter are proposed as phases.
    """
    variable, values = _variable(dataset)
    parameter = str(values.dims[0])
    points = [float(point) for point in dataset[parameter].values]
    few = max(1, len(points) // 5)
    files = _pattern([Path(path) for path in paths])
    first = Path(files if isinstance(files, str) else files[0])
    folder = first.parent.name if len(paths) > 1 else first.stem
    traces = {"files": files, "variable": variable} | ({"names": dict(names)} if names else {})
    unit = dataset[parameter].attrs.get("units")
    swept = {"name": parameter} | ({"unit": unit} if unit else {})
    phases = {"phase-a": [points[0], points[few - 1]], "phase-b": [points[-few], points[-1]]}
    return "\n".join(
        [
            "studies:",
            f"  {re.sub('[^a-z0-9]+', '-', folder.lower()).strip('-') or 'my-experiment'}:",
            f"    traces: {_flow(traces)}",
            f"    parameter: {_flow(swept)}",
            f"    phases: {_flow(phases)}  # guesses: give the intervals where you know the phase",
        ]
    )


def _pattern(paths: Sequence[Path]) -> str | list[str]:
    """Name files by a pattern, where it fits them and no others."""
    if len(paths) == 1:
        return str(paths[0])
    pattern = f"*{paths[0].suffix}"
    if set(paths) == set(paths[0].parent.glob(pattern)):
        return str(paths[0].parent / pattern)
    return [str(path) for path in paths]


def _flow(value: Mapping[str, object]) -> str:
    text: str = yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**6
    )
    return text.strip()


def _variable(dataset: xr.Dataset) -> tuple[str, xr.DataArray]:
    name = str(next(iter(dataset.data_vars)))
    return name, dataset[name]


def _missing(values: xr.DataArray) -> float:
    """Share of the values that are missing in realizations that have any."""
    missing = values.isnull().values.reshape(-1, values[0, 0].size)
    return float(missing[~missing.all(axis=1)].mean())


def _range(numbers: np.ndarray) -> str:
    return f"{_values(numbers)} from {numbers[0]:g} to {numbers[-1]:g}"


def _values(numbers: np.ndarray) -> str:
    return "1 value" if len(numbers) == 1 else f"{len(numbers)} values"


def _span(counts: np.ndarray) -> str:
    return f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"


def _listed(entries: np.ndarray) -> str:
    shown = [f"{entry:g}" if entries.dtype.kind == "f" else str(entry) for entry in entries]
    return ", ".join(shown if len(shown) <= 8 else [*shown[:6], "…", shown[-1]])


def _with_unit(dataset: xr.Dataset, name: str) -> str:
    unit = dataset[name].attrs.get("units")
    return f"{name} ({unit})" if unit else name
