"""Traces from files of any format, joined into one dataset."""

from collections.abc import Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path

import numpy as np
import numpy.typing as npt
import xarray as xr

from phasetrace.measurement.readout import Readout
from phasetrace.store.errors import FileError
from phasetrace.store.foreign.arrays import block_of
from phasetrace.store.foreign.binary import read_arrays
from phasetrace.store.foreign.block import Block, check_size, merged
from phasetrace.store.foreign.formats import HDF5, MAT, TABLE, format_of
from phasetrace.store.foreign.names import GROUP, REALIZATION, TIME, check_names
from phasetrace.store.foreign.probe import check_readable
from phasetrace.store.foreign.tables import NO_SHOTS, block_of_table
from phasetrace.store.traces import KEPT_SHOTS, READOUT_INVERTED

UNREAD = "unread"
"""Attribute that lists the columns and variables of the files that are not used."""


def read_foreign(
    paths: str | PathLike[str] | Sequence[str | PathLike[str]],
    parameter: str | None = None,
    variable: str | None = None,
    names: Mapping[str, str] | None = None,
    *,
    readout: Readout | None = None,
    up_spins: int | None = None,
) -> xr.Dataset:
    """Read traces from NetCDF, HDF5, NPZ, MAT or CSV files.

    Every file has realizations of its own: what two files call realization 0 at one parameter
    value are two realizations, and a file's follow those of the files before it. Parameter values
    and times that differ by rounding alone are one.

    Parameters
    ----------
    paths : path-like or sequence of path-like
        The file or files, of any formats.
    parameter : str, optional
        Name of the parameter; where it is left out the files have to tell, CSV by its first
        column.
    variable : str, optional
        Name of what was measured, ``magnetization`` or ``value`` where neither this nor the files
        tell.
    names : mapping of str, optional
        Names in the files, where they are not the usual ones: of ``parameter``, ``realization``,
        ``time``, ``site`` (or ``channel``), ``value``, ``error``, ``group``, ``bitstring`` and
        ``count``; as ``dimensions``, what the axes of arrays are.
    readout : Readout, optional
        Errors of the readout, for which the magnetization of counted bit strings is corrected. In
        shots that are selected by `up_spins` hardly any site was misread, and none is corrected.
    up_spins : int, optional
        Number of up spins of the counted bit strings that are kept; by default all are.

    Returns
    -------
    xarray.Dataset
        The variable, with dimensions (parameter, realization, time, site or channel) and NaN where
        nothing was measured; ``<variable>_error`` and ``group`` (parameter, realization) where any
        file has them, NaN and empty for files that do not. Parameter values, times and sites
        increase. Realizations are numbered from 0 at every parameter value, and those that a value
        lacks are NaN. Units are kept where a file tells them, and what was not used is listed in
        the attribute ``unread``. Of bit strings that were selected the attribute ``kept_shots``
        says how many, of those that were corrected ``readout_inverted`` is 1.

    Raises
    ------
    ValueError
        If there is no path, a name cannot be meant, or both `readout` and `up_spins` are given.
    FileError
        If a file cannot be read, does not hold traces or does not fit the others.
    """
    if isinstance(paths, str | PathLike):
        paths = [paths]
    places = [fspath(path) for path in paths]
    if not places:
        raise ValueError("paths is empty, must name at least one file")
    names = check_names(parameter, variable, names or {})
    if readout is not None and up_spins is not None:
        raise ValueError(
            "readout and up_spins are both given, must be one: see docs/measurements.md"
        )
    resolved = [Path(path).resolve() for path in places]
    if len(set(resolved)) < len(places):
        twice = max(places, key=lambda path: resolved.count(Path(path).resolve()))
        raise FileError(twice, "is named twice")
    formats = {path: format_of(path) for path in places}
    for path, kind in formats.items():
        if kind != TABLE and (readout is not None or up_spins is not None):
            raise FileError(path, NO_SHOTS)
    check_readable({path: kind for path, kind in formats.items() if kind in (HDF5, MAT)})
    blocks = [
        block_of_table(path, parameter, variable, names, readout, up_spins)
        if kind == TABLE
        else block_of(read_arrays(path, kind), parameter, variable, names)
        for path, kind in formats.items()
    ]
    for block in blocks[1:]:
        _check_together(block, blocks[0])
    joined = _joined(blocks)
    if readout is not None:
        joined.attrs[READOUT_INVERTED] = 1
    if up_spins is not None:
        counted = [block.shots for block in blocks if block.shots is not None]
        kept, every = np.sum(counted, axis=0)
        joined.attrs[KEPT_SHOTS] = f"{kept} of {every}"
    return joined


def _check_together(block: Block, first: Block) -> None:
    """Refuse a file that measures something else than another."""
    for what in ("parameter", "variable", "site"):
        mine, other = getattr(block, what), getattr(first, what)
        if mine != other:
            of = "last dimension" if what == "site" else what
            raise FileError(block.path, f"its {of} is {mine}, but {other} in {first.path}")
    for name, unit in block.units.items():
        if first.units.get(name, unit) != unit:
            fault = f"{name} is in {unit!r}, but in {first.units[name]!r} in {first.path}"
            raise FileError(block.path, fault)


def _joined(blocks: Sequence[Block]) -> xr.Dataset:
    """Put the samples of all files where they belong."""
    # A sample without a value only fills up an array.
    kept = [~np.isnan(block.values).all(axis=(1, 2)) for block in blocks]
    parameters, point = merged(
        np.concatenate([block.parameters[keep] for block, keep in zip(blocks, kept, strict=True)])
    )
    times, time = merged(np.concatenate([block.times for block in blocks]))
    sites, site = merged(np.concatenate([block.sites for block in blocks]))
    realization = _counted(point)
    shape = len(parameters), int(realization.max()) + 1, len(times), len(sites)
    first = blocks[0]
    check_size(first.path, f"{first.variable} of all files together", *shape)
    values, errors = np.full(shape, np.nan), np.full(shape, np.nan)
    groups = np.full(shape[:2], "", dtype=object)
    samples, moments, columns = 0, 0, 0
    for block, keep in zip(blocks, kept, strict=True):
        mine = slice(samples, samples := samples + int(keep.sum()))
        moment = time[moments : (moments := moments + len(block.times))]
        column = site[columns : (columns := columns + len(block.sites))]
        row = point[mine], realization[mine]
        place = (row[0][:, None, None], row[1][:, None, None], moment[:, None], column)
        values[place] = block.values[keep]
        if block.errors is not None:
            errors[place] = block.errors[keep]
        # What a file without groups has in common is not known: it is one.
        groups[row] = Path(block.path).name if block.groups is None else block.groups[keep]
    units = {name: unit for block in reversed(blocks) for name, unit in block.units.items()}
    attributes = {
        name: {"units": units[name]} if name in units else {}
        for name in (first.parameter, first.variable, TIME)
    }
    dims = (first.parameter, REALIZATION, TIME, first.site)
    dataset = xr.Dataset(
        {first.variable: (dims, values, attributes[first.variable])},
        {
            first.parameter: (first.parameter, parameters, attributes[first.parameter]),
            REALIZATION: np.arange(shape[1]),
            TIME: (TIME, times, attributes[TIME]),
            first.site: sites,
        },
    )
    if any(block.errors is not None for block in blocks):
        dataset[f"{first.variable}_error"] = (dims, errors, attributes[first.variable])
    if any(block.groups is not None for block in blocks):
        dataset = dataset.assign_coords({GROUP: (dims[:2], groups.astype(np.str_))})
    unread = sorted({name for block in blocks for name in block.unread})
    return dataset.assign_attrs({UNREAD: ", ".join(unread)} if unread else {})


def _counted(entries: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Say of each entry how often it was there before."""
    order = np.argsort(entries, kind="stable")
    starts = np.searchsorted(entries[order], entries[order])
    found = np.empty(len(entries), dtype=np.intp)
    found[order] = np.arange(len(entries)) - starts
    return found
