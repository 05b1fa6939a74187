"""Reading trace files, with every check."""

import re
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.store.errors import FileError
from phasetrace.store.files import read_dataset
from phasetrace.store.origin import OWN
from phasetrace.store.traces import (
    ERROR,
    GROUP,
    MAGNETIZATION,
    REALIZATION,
    SEED,
    SITE,
    TIME,
    Axes,
    swept_parameter,
    trace_axes,
)

# Where the workflow keeps trace files, see phasetrace.models.entry; other places promise nothing.
_PLACE = re.compile(
    r"/L(?P<L>\d+)(-(?P<boundary>periodic))?(-[a-z]+)*(?P<point>(/[A-Za-z_]+-?[\d.]+)*)/seed(?P<seed>\d+)"
    r"/(?P<parameter>[A-Za-z_]+)(?P<first>-?[\d.]+)-(?P<last>-?[\d.]+)\.nc$"
)
LARGEST = 1 + 1e-3
"""Of a magnetization: 1, and what the norm of a state may drift in single precision."""
_ATTRIBUTES = {"eps": "epsilon"}
"""Attributes that folders of a point name by a shorter word."""


def read_traces(paths: Sequence[str | PathLike[str]]) -> xr.Dataset:
    """Read trace files of one sweep into one dataset.

    Parameters
    ----------
    paths : sequence of path-like
        Blocks of one parameter, of one or several seeds. Realizations of a later seed
        follow those of an earlier one.

    Returns
    -------
    xarray.Dataset
        ``magnetization``, or another variable with such dimensions, and what else all the files
        share, parameter values increasing; see `phasetrace.store.traces`. NaN is what was not
        measured, of which the workflow's own files have none. In place of the attribute ``seed``,
        coordinates ``seed`` and ``realization`` (realization) say which realization of which set
        is where, from 0 on unless the files number them.

    Raises
    ------
    ValueError
        If there is no path.
    FileError
        If a file is not a trace file, holds a value that cannot be, none at all or something else
        than its name says, or does not fit the others.
    """
    if not paths:
        raise ValueError("paths is empty, must name at least one trace file")
    files = {str(path): _read(path) for path in paths}
    (first_path, first), *others = files.items()
    for path, dataset in others:
        _check_together(path, dataset, first_path, first)
    seeds: dict[int, list[xr.Dataset]] = {}
    for dataset in files.values():
        seed = int(dataset.attrs.pop("seed", 0))
        seeds.setdefault(seed, []).append(_numbered(dataset, seed))
    parameter = swept_parameter(first)
    try:
        batches = [
            _joined(blocks, parameter).sortby(parameter) for _, blocks in sorted(seeds.items())
        ]
        return _joined(batches, REALIZATION)
    except ValueError as error:
        names = ", ".join(files)
        raise FileError(names, f"these trace files do not belong together: {error}") from error


def _joined(parts: Sequence[xr.Dataset], dimension: str) -> xr.Dataset:
    """Join along a dimension; what does not have it must be the same in all parts."""
    return xr.concat(
        parts,
        dim=dimension,
        data_vars="minimal",
        coords="minimal",
        compat="equals",
        join="exact",
        combine_attrs="override",
    )


def _read(path: str | PathLike[str]) -> xr.Dataset:
    dataset = read_dataset(path)
    try:
        axes = trace_axes(dataset)
    except ValueError as error:
        raise FileError(path, str(error)) from error
    _check_values(path, dataset, axes)
    _check_companions(path, dataset, axes)
    if not isinstance(dataset.attrs.get("seed", 0), int | np.integer):
        raise FileError(path, f"seed = {dataset.attrs['seed']!r} is not an integer")
    _check_place(path, dataset)
    # One file's origin is not that of several.
    return dataset.drop_attrs(deep=False).assign_attrs(
        {key: value for key, value in dataset.attrs.items() if key not in OWN}
    )


def _check_values(path: str | PathLike[str], dataset: xr.Dataset, axes: Axes) -> None:
    """Refuse values that cannot have been measured, or are no values of the parameter."""
    if axes.parameter not in dataset.coords:
        raise FileError(path, f"has no variable {axes.parameter}, the values of the parameter")
    for name in (axes.variable, axes.parameter):
        if dataset[name].dtype.kind not in "fiu":
            raise FileError(path, f"{name} holds {dataset[name].dtype}, must hold real numbers")
    if not np.isfinite(dataset[axes.parameter]).all():
        raise FileError(path, f"{axes.parameter} has values that are not finite")
    values = dataset[axes.variable].values
    if not values.size:
        raise FileError(
            path, f"{axes.variable} holds nothing: {dict(dataset[axes.variable].sizes)}"
        )
    if np.isinf(values).any():
        raise FileError(path, f"{axes.variable} has infinite values, must be finite or NaN")
    if np.isnan(values).all():
        raise FileError(path, f"{axes.variable} is NaN everywhere, must hold a measured value")
    # What was measured scatters beyond, and is corrected for errors of the readout.
    if axes.variable == MAGNETIZATION and "model" in dataset.attrs:
        largest = float(np.nanmax(abs(values)))
        if largest > LARGEST:
            raise FileError(
                path, f"{MAGNETIZATION} is as large as {largest:.6g}, must be within ±1"
            )


def _check_companions(path: str | PathLike[str], dataset: xr.Dataset, axes: Axes) -> None:
    """Refuse groups and errors that are not those of the samples."""
    error = f"{axes.variable}{ERROR}"
    for name, dims in {GROUP: axes.order[:2], error: axes.order}.items():
        if name in dataset and set(dataset[name].dims) != set(dims):
            raise FileError(path, f"{name} is of {dataset[name].dims}, must be of {dims}")
    if GROUP in dataset and dataset[GROUP].dtype.kind not in "iuUO":
        raise FileError(path, f"{GROUP} holds {dataset[GROUP].dtype}, must hold integers or names")
    if error in dataset and (
        dataset[error].dtype.kind not in "fiu"
        or np.isinf(dataset[error]).any()
        or (dataset[error] < 0).any()
    ):
        raise FileError(path, f"{error} must hold standard errors, 0 or larger, or NaN")


def _numbered(dataset: xr.Dataset, seed: int) -> xr.Dataset:
    """Say of each realization which one it is of which set, where the file does not."""
    dataset = dataset.set_coords([GROUP] if GROUP in dataset else [])
    count = dataset.sizes[REALIZATION]
    numbers = {
        REALIZATION: (np.arange(count), "number of the realization in its set"),
        SEED: (np.full(count, seed), "number of the set of realizations"),
    }
    return dataset.assign_coords(
        {
            name: (REALIZATION, values, {"units": "1", "long_name": text})
            for name, (values, text) in numbers.items()
            if name not in dataset.coords
        }
    )


def _check_place(path: str | PathLike[str], dataset: xr.Dataset) -> None:
    """Refuse a file that holds something else than the workflow's name for it says."""
    place = _PLACE.search(Path(path).absolute().as_posix())
    if place is None:
        return
    if MAGNETIZATION not in dataset or SITE not in dataset[MAGNETIZATION].dims:
        raise FileError(path, f"has no variable {MAGNETIZATION} of every {SITE}")
    if np.isnan(dataset[MAGNETIZATION]).any():
        raise FileError(path, f"{MAGNETIZATION} has values that are not finite")
    parameter = swept_parameter(dataset)
    values = dataset[parameter].values if parameter == place["parameter"] else [None]
    held = {**dataset.attrs, "parameter": parameter, "L": dataset.sizes[SITE]}
    held |= {"first": values[0], "last": values[-1]}
    promises = place.groupdict()
    promises["boundary"] = promises["boundary"] or "open"
    for name, value in re.findall(r"/([A-Za-z_]+)(-?[\d.]+)", promises.pop("point")):
        promises[_ATTRIBUTES.get(name, name)] = value
    for key, promised in promises.items():
        found = _printed_like(promised, held.get(key))
        if promised is not None and found != promised:
            raise FileError(path, f"its {key} is {found}, its name says {promised}")


def _printed_like(promised: str | None, value: Any) -> str:
    """Print a value with as many decimals as a name has."""
    if value is None:
        return "not given"
    if promised is not None and isinstance(value, float):
        return f"{value:.{len(promised.partition('.')[2])}f}"
    return str(value)


def _check_together(path: str, dataset: xr.Dataset, other_path: str, other: xr.Dataset) -> None:
    """Refuse two files that are not of one sweep; only the seed and what made them may differ."""
    for key in sorted((dataset.attrs.keys() | other.attrs.keys()) - {"seed", "software"}):
        mine, theirs = (one.attrs.get(key, "not given") for one in (dataset, other))
        if not np.array_equal(mine, theirs):
            raise FileError(path, f"{key} is {mine}, but {theirs} in {other_path}")
    axes, others = trace_axes(dataset), trace_axes(other)
    if axes != others:
        raise FileError(path, f"is of {', '.join(axes)}, but {', '.join(others)} in {other_path}")
    for name in (TIME, axes.channel):
        if not np.array_equal(dataset[name], other[name]):
            raise FileError(path, f"{name} differs from that of {other_path}")
