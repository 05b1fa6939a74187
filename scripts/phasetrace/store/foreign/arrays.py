"""From the named arrays of a file, of whatever format, to its samples."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from phasetrace.store.errors import FileError
from phasetrace.store.foreign.axes import Roles, axes_of
from phasetrace.store.foreign.block import Block, labels_of
from phasetrace.store.foreign.names import (
    AXES,
    CHANNEL,
    DIMENSIONS,
    ERROR,
    GROUP,
    MAGNETIZATION,
    PARAMETER,
    REALIZATION,
    SITE,
    TIME,
    VALUE,
    Names,
)


@dataclass(frozen=True)
class Array:
    """An array of a file.

    Parameters
    ----------
    values : ndarray
        Its entries, NaN where none was written.
    dims : tuple of str, optional
        Names of its axes, where the format has any.
    unit : str, optional
        Its unit.
    """

    values: npt.NDArray
    dims: tuple[str, ...] | None = None
    unit: str | None = None

    @property
    def lengths(self) -> tuple[int, ...]:
        """Lengths of its axes but those of one entry, which some formats add and drop."""
        return tuple(length for length in self.values.shape if length != 1)

    @property
    def names(self) -> tuple[str | None, ...]:
        """Names of these axes, None where they have none."""
        dims = self.dims or (None,) * self.values.ndim
        return tuple(dim for dim, n in zip(dims, self.values.shape, strict=True) if n != 1)

    @property
    def numeric(self) -> bool:
        """Whether its entries are real numbers."""
        return self.values.dtype.kind in "fiu"


@dataclass(frozen=True)
class ArrayFile:
    """What a file of arrays holds.

    Parameters
    ----------
    path : str
        The file.
    arrays : mapping of Array
        By name.
    attributes : mapping of float
        Numbers that the file says of itself; one may be the only value of the parameter.
    """

    path: str
    arrays: Mapping[str, Array]
    attributes: Mapping[str, float] = field(default_factory=dict)


def block_of(
    file: ArrayFile, parameter: str | None, variable: str | None, names: Mapping[str, str]
) -> Block:
    """Find the samples of a file of arrays.

    Where the parameter repeats a value, these are several realizations.

    Parameters
    ----------
    file : ArrayFile
        The file.
    parameter, variable, names
        As `phasetrace.store.foreign.reading.read_foreign` takes them.

    Returns
    -------
    Block
        Its samples.

    Raises
    ------
    FileError
        If it does not hold traces, or may be read in several ways.
    """
    told = names.get(PARAMETER, parameter)
    if told is not None and told in file.attributes and told not in file.arrays:
        value_of_all = Array(np.array(file.attributes[told]))
        file = replace(file, arrays={**file.arrays, told: value_of_all})
    path, arrays = file.path, file.arrays
    held = Names(path, list(arrays), names)
    time, (site, site_name) = held.need(TIME), held.site()
    group, realization = held.find(GROUP), held.find(REALIZATION)
    value = _value(file, held, variable, {time, site, group, realization})
    error = held.find(ERROR, f"{variable or value}_error", f"{value}_error", ERROR)
    taken = {time, site, value, error, group, realization}
    swept = _swept(file, held, parameter, value, taken)
    sources = {PARAMETER: swept, REALIZATION: realization, TIME: time, SITE: site}
    coordinates = {role: _line(file, role, name) for role, name in sources.items() if name}
    alias = {CHANNEL: SITE} | {name: role for role, name in sources.items() if name}
    alias |= {parameter: PARAMETER} if parameter else {}
    roles = _roles(file, value, sources, coordinates, names.get(DIMENSIONS), alias)
    values = _arranged(_numbers(file, value).reshape(arrays[value].lengths), roles, AXES)
    errors = None if error is None else _errors(file, error, arrays[value], roles)
    points, realizations, times, sites = values.shape
    order = np.arange(realizations)
    if REALIZATION in roles and len(coordinates.get(REALIZATION, ())) == realizations:
        order = np.argsort(coordinates[REALIZATION], kind="stable")
    if group is not None:
        groups = _groups(file, group, (points, realizations), arrays[value], roles)[:, order]
    flat = (points * realizations, times, sites)
    parameter, variable = parameter or _last(swept), variable or _last(value)
    units = {parameter: swept, variable: value, TIME: time}
    used = {swept, *taken}
    return Block(
        path,
        parameter,
        variable,
        site_name,
        np.repeat(coordinates[PARAMETER], realizations),
        coordinates[TIME],
        coordinates.get(SITE, np.arange(1, sites + 1)),
        values[:, order].reshape(flat),
        None if errors is None else errors[:, order].reshape(flat),
        None if group is None else groups.ravel(),
        {name: unit for name, source in units.items() if (unit := arrays[source].unit)},
        [name for name in arrays if name not in used],
    )


def _last(name: str) -> str:
    """Drop the groups of HDF5 from a name."""
    return name.rpartition("/")[2]


def _value(file: ArrayFile, held: Names, variable: str | None, taken: set[str | None]) -> str:
    """Name of the array of traces, where only one can be it."""
    usual = (variable, VALUE) if variable else (MAGNETIZATION, VALUE)
    if held.find(VALUE, *usual) is None and variable is None:
        several = {
            name: " × ".join(map(str, array.values.shape))
            for name, array in file.arrays.items()
            if name not in taken
            and array.numeric
            and len(array.lengths) > 1
            and not name.endswith(("_err", ERROR))
        }
        if len(several) > 1:
            shown = ", ".join(f"{name} ({shape})" for name, shape in list(several.items())[:8])
            raise FileError(
                file.path, f"has several arrays, {shown}; say which is the variable, by its name"
            )
        if several:
            return next(iter(several))
    return held.need(VALUE, *usual)


def _swept(
    file: ArrayFile, held: Names, parameter: str | None, value: str, taken: set[str | None]
) -> str:
    """Name of the parameter, where only one can be it."""
    if PARAMETER in held.given or parameter is not None:
        return held.need(PARAMETER, *([parameter] if parameter else []))
    dims = file.arrays[value].dims
    candidates = [
        name
        for name, array in file.arrays.items()
        if name not in taken
        and array.numeric
        and len(array.lengths) <= 1
        and (dims is None or name in dims)
    ]
    if len(candidates) == 1:
        return candidates[0]
    found = f"it may be {' or '.join(candidates)}" if candidates else held.listed()
    raise FileError(file.path, f"does not tell which is the parameter; {found}; say its name")


def _line(file: ArrayFile, role: str, name: str) -> npt.NDArray:
    """Read the coordinate that stands for `role`: numbers, or of realizations and sites labels."""
    array = file.arrays[name]
    if len(array.lengths) > 1:
        raise FileError(
            file.path, f"{name} has {' × '.join(map(str, array.values.shape))} entries, need a list"
        )
    if role in (REALIZATION, SITE):
        return labels_of(array.values.ravel())
    return _numbers(file, name).ravel()


def _numbers(file: ArrayFile, name: str) -> npt.NDArray[np.float64]:
    array = file.arrays[name]
    if not array.numeric:
        raise FileError(file.path, f"{name} holds {array.values.dtype}, must hold real numbers")
    return array.values.astype(np.float64)


def _roles(
    file: ArrayFile,
    value: str,
    sources: Mapping[str, str | None],
    coordinates: Mapping[str, npt.NDArray],
    asked: str | None,
    alias: Mapping[str, str],
) -> Roles:
    """What the axes of the traces are, but those of one entry."""
    array = file.arrays[value]
    named = {role: role for role in AXES} | {CHANNEL: SITE}
    # Of two coordinates along one axis, the parameter's is the one that tells what it is.
    for role, name in reversed(list(sources.items())):
        if name is not None:
            dims = file.arrays[name].dims
            named |= {name: role} | ({dims[0]: role} if dims is not None and len(dims) == 1 else {})
    known = [named.get(dim) if dim else None for dim in array.names]
    lengths = {role: len(entries) for role, entries in coordinates.items()}
    if array.dims is not None and REALIZATION not in known:
        lengths.pop(REALIZATION, None)
    return axes_of(file.path, value, array.lengths, known, lengths, asked, alias)


def _arranged(values: npt.NDArray, roles: Roles, axes: Roles) -> npt.NDArray:
    """Bring the axes of an array, `roles`, into the order of `axes`, all of these."""
    ordered = values.transpose([roles.index(role) for role in axes if role in roles])
    return np.expand_dims(ordered, [axis for axis, role in enumerate(axes) if role not in roles])


def _roles_beside(array: Array, traces: Array, roles: Roles) -> Roles:
    """What the axes of an array are, beside traces whose axes are `roles`: by name, or as there."""
    known = {name: role for name, role in zip(traces.names, roles, strict=True) if name}
    found = tuple(known[name] for name in array.names if name in known)
    return found if len(found) == len(array.lengths) else roles


def _errors(file: ArrayFile, name: str, traces: Array, roles: Roles) -> npt.NDArray[np.float64]:
    array = file.arrays[name]
    mine = _roles_beside(array, traces, roles)
    if dict(zip(mine, array.lengths, strict=False)) != dict(
        zip(roles, traces.lengths, strict=True)
    ):
        found, needed = (" × ".join(map(str, one.lengths)) for one in (array, traces))
        raise FileError(file.path, f"{name} has {found} entries, must have {needed}")
    return _arranged(_numbers(file, name).reshape(array.lengths), mine, AXES)


def _groups(
    file: ArrayFile, name: str, shape: tuple[int, int], traces: Array, roles: Roles
) -> npt.NDArray[np.str_]:
    """Group of each sample: one for all, one a realization, one a parameter value, or its own."""
    array, samples = file.arrays[name], (PARAMETER, REALIZATION)
    lengths = dict(zip(samples, shape, strict=True))
    both = tuple(role for role in _roles_beside(array, traces, roles) if role in samples)
    fitting = [
        axes
        for axes in dict.fromkeys([both, (PARAMETER,), (REALIZATION,), ()])
        if tuple(lengths[role] for role in axes) == array.lengths
    ]
    if both in fitting or len(fitting) == 1:
        axes = both if both in fitting else fitting[0]
        labels = labels_of(array.values).astype(np.str_).reshape(array.lengths)
        return np.broadcast_to(_arranged(labels, axes, samples), shape)
    raise FileError(
        file.path,
        f"{name} has {' × '.join(map(str, array.lengths))} entries, must have "
        f"{' × '.join(map(str, shape))}, a group for each parameter value and realization",
    )
