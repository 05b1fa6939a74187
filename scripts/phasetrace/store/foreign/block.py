"""What a file gives, whatever its format: samples, each a trace at one parameter value."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from phasetrace.store.errors import FileError


@dataclass(frozen=True)
class Block:
    """Samples of one file.

    Parameters
    ----------
    path : str
        The file.
    parameter, variable, site : str
        Names of the parameter, of what was measured, and of the last dimension: ``site`` or
        ``channel``.
    parameters : ndarray, shape (S,)
        Parameter value of each sample; samples of one value are its realizations, in their order.
    times : ndarray, shape (T,)
        Times, in any order.
    sites : ndarray, shape (C,)
        Numbers or names of the sites or channels, in any order.
    values : ndarray, shape (S, T, C)
        What was measured, NaN where nothing was.
    errors : ndarray, shape (S, T, C), optional
        Standard errors of the values.
    groups : ndarray of str, shape (S,), optional
        Group of each sample.
    units : mapping
        Units by name, of `parameter`, `variable` and ``time``, as far as the file gives them.
    unread : sequence of str
        Columns or variables of the file that are not used.
    shots : tuple of int, optional
        Shots that were kept, and all of the file, where it counts bit strings.

    Raises
    ------
    FileError
        If the file holds no value, a time or a site is there twice, a time or a parameter value is
        not finite, a value is infinite or an error negative or infinite.
    """

    path: str
    parameter: str
    variable: str
    site: str
    parameters: npt.NDArray[np.float64]
    times: npt.NDArray[np.float64]
    sites: npt.NDArray
    values: npt.NDArray[np.float64]
    errors: npt.NDArray[np.float64] | None = None
    groups: npt.NDArray[np.str_] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    unread: Sequence[str] = ()
    shots: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        numbers = {self.parameter: self.parameters, "time": self.times}
        for name, found in numbers.items():
            if not np.isfinite(found).all():
                where = int(np.flatnonzero(~np.isfinite(found))[0])
                raise FileError(self.path, f"{name} is {found[where]}, must be a finite number")
        for name, entries in (("time", self.times), (self.site, self.sites)):
            distinct, places = merged(entries)
            if len(distinct) < len(entries):
                twice = distinct[np.bincount(places).argmax()]
                raise FileError(self.path, f"{name} {twice} is there twice, must be there once")
        if not np.isfinite(self.values).any():
            raise FileError(self.path, f"{self.variable} holds no finite number")
        self._refuse(np.isinf(self.values), self.values, self.variable, "must be finite")
        if self.errors is not None:
            wrong = np.isinf(self.errors) | (self.errors < 0)
            self._refuse(wrong, self.errors, f"{self.variable}_error", "must be 0 or more")

    def _refuse(self, wrong: npt.NDArray, values: npt.NDArray, name: str, rule: str) -> None:
        if wrong.any():
            sample, time, site = np.argwhere(wrong)[0]
            raise FileError(
                self.path,
                f"{name} is {values[sample, time, site]:g} at {self.parameter} = "
                f"{self.parameters[sample]:g}, time {self.times[time]:g}, {self.site} "
                f"{self.sites[site]}, {rule}",
            )


def merged(entries: npt.NDArray) -> tuple[npt.NDArray, npt.NDArray[np.intp]]:
    """Find the distinct entries; numbers that differ by rounding alone are one.

    Parameters
    ----------
    entries : ndarray, shape (N,)
        Numbers, finite, or text.

    Returns
    -------
    distinct : ndarray, shape (M,)
        Increasing; of numbers that are one, the least.
    places : ndarray of int, shape (N,)
        Which of these each entry is.
    """
    distinct, places = np.unique(entries, return_inverse=True)
    if distinct.dtype.kind != "f" or not distinct.size:
        return distinct, places
    # 0.1 + 0.2 is 0.3, and 0.3 - 0.1 - 0.2 is 0 on the scale of the others.
    rounding = 1e-12 * abs(distinct) + 1e-15 * abs(distinct).max()
    new = np.diff(distinct, prepend=-np.inf) > rounding
    return distinct[new], (np.cumsum(new) - 1)[places]


_NUMERAL = re.compile(r"[+-]?(0|[1-9]\d{0,14})(\.\d*)?([eE][+-]?\d+)?")
"""Text that a number is as good as."""


def labels_of(entries: npt.ArrayLike) -> npt.NDArray:
    """Make whole numbers of labels that all are, real numbers of those that all are, else text.

    Text that numbers would not tell apart, or that they would not give back, as 001, 1_0 and whole
    numbers of more than 15 digits, stays text.

    Parameters
    ----------
    entries : array_like of numbers or str, shape (N,)
        Labels of realizations, sites or groups.

    Returns
    -------
    ndarray, shape (N,)
        Of int64, float64 or str.
    """
    found = np.asarray(entries)
    if found.dtype.kind in "iu":
        return found.astype(np.int64)
    if found.dtype.kind == "S":
        found = np.char.decode(found, "utf-8", "replace")
    if found.dtype.kind in "UO":
        text = np.char.strip(found.astype(np.str_))
        if not all(map(_NUMERAL.fullmatch, text.ravel().tolist())):
            return text
        if len(np.unique(text)) > len(np.unique(text.astype(np.float64))):
            return text
    try:
        numbers = found.astype(np.float64)
    except (ValueError, TypeError):
        return np.char.strip(found.astype(np.str_))
    if not np.isfinite(numbers).all():
        return np.char.strip(found.astype(np.str_))
    whole = (numbers == np.rint(numbers)).all() and (abs(numbers) < 2**53).all()
    return numbers.astype(np.int64) if whole else numbers


def check_size(path: str, what: str, *shape: int) -> None:
    """Refuse numbers that do not fit into the memory of the machine, before they are read.

    Parameters
    ----------
    path, what : str
        The file, and which of its numbers.
    *shape : int
        How many, along each axis; of 8 bytes each, once read.

    Raises
    ------
    FileError
        If they do not fit.
    """
    needed = 8
    for length in shape:
        needed *= int(length)
    if needed > os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"):
        raise FileError(
            path,
            f"{what} has {' × '.join(map(str, shape))} numbers, which do not fit into the "
            "machine's memory",
        )
