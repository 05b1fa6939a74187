"""Traces that were gathered from a user's files: what the plan must know of them."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from errno import ENOENT
from functools import cached_property
from os import PathLike
from typing import Any

CHANGES_NUMBERS = False


@dataclass(frozen=True)
class Gathered:
    """Traces from anywhere, in the place of a chain that is simulated.

    Their number and size are known once they were gathered; before, they raise
    `FileNotFoundError`, and what follows from them is yet to be determined.

    Parameters
    ----------
    files : tuple of str
        The user's files.
    path : str
        The file that they are gathered into.
    settings : mapping
        How they are read: ``parameter``, ``variable`` and ``names``.
    labels : mapping
        Interval of the parameter by known phase.
    place : callable
        Where a file lies, by its name in the workflow: an importer may put a folder before it.
    """

    files: tuple[str, ...]
    path: str
    settings: dict[str, Any] = field(hash=False)
    labels: dict[str, list[float]] = field(hash=False)
    place: Callable[[str], str] = field(default=str, compare=False)

    boundary = "open"
    block = 1

    @property
    def seeds(self) -> list[int]:
        """All are of one set."""
        return [0]

    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """How they are read."""
        return dict(self.settings)

    @cached_property
    def _held(self) -> tuple[list[float], int, int, int]:
        return _held(self.place(self.path), self.settings["parameter"])

    @property
    def sweep(self) -> list[float]:
        """Values of the parameter."""
        return self._held[0]

    @property
    def realizations(self) -> int:
        """Most realizations of a value."""
        return self._held[1]

    @property
    def sites(self) -> int:
        """Number of channels."""
        return self._held[3]

    @property
    def trace_bytes(self) -> int:
        """Bytes of a realization's values, in float64."""
        return 8 * self._held[2] * self._held[3]


def _held(path: str | PathLike[str], parameter: str) -> tuple[list[float], int, int, int]:
    """Parameter values, and numbers of realizations, times and channels of a file of traces."""
    # Its import sets variables of the process's environment, which is the importer's.
    import netCDF4

    # netCDF4's error has no name of a file, by which whoever plans knows that it is yet to come.
    if not os.path.isfile(path):
        raise FileNotFoundError(ENOENT, "is yet to be made", path)
    try:
        with netCDF4.Dataset(path) as file:
            sizes = {name: len(one) for name, one in file.dimensions.items()}
            values = [float(value) for value in file[parameter][:]]
    except (OSError, IndexError) as error:
        # Somebody's file, or a damaged one, in its place: whoever would make it says so.
        raise FileNotFoundError(ENOENT, "is yet to be made", path) from error
    return values, sizes["realization"], sizes["time"], sizes.get("site") or sizes["channel"]
