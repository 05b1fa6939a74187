"""Parameter grids, the printed form of their values, and their blocks.

A grid value has one printed form. It names files and keys random numbers, so two
values that print alike would be one; `points` refuses such grids.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np

Progress = Callable[[int, int], None]

DECIMALS = {"epsilon": 2, "W": 3, "drive": 4}
"""Decimals printed for the energy density ε, the disorder W and the drive ε."""


def label(parameter: str, value: float) -> str:
    """Print a grid value as file names and random-number keys have it.

    Parameters
    ----------
    parameter : {"epsilon", "W", "drive"}
        Which parameter the value belongs to.
    value : float
        Its value.

    Returns
    -------
    str
        The value with the parameter's fixed number of decimals.
    """
    return f"{value:.{DECIMALS[parameter]}f}"


def points(parameter: str, grid: Mapping[str, float] | Sequence[float]) -> list[float]:
    """List the values of a configured grid.

    Parameters
    ----------
    parameter : {"epsilon", "W", "drive"}
        Which parameter the grid is of.
    grid : mapping with start, stop and points, or sequence of float
        Equally spaced values, both ends included, or the values themselves.

    Returns
    -------
    list of float
        Increasing values.

    Raises
    ------
    ValueError
        If the values do not increase or if two of them print alike.
    """
    if isinstance(grid, Mapping):
        values = np.linspace(grid["start"], grid["stop"], int(grid["points"]))
        # 0.2, 0.25, … rather than 0.25 + 5e-17, wherever decimals can say it.
        values = np.where(np.abs(np.round(values, 6) - values) < 1e-12, values.round(6), values)
    else:
        values = np.asarray(grid, dtype=float)
    if np.any(np.diff(values) <= 0):
        raise ValueError(f"values must increase, got {values.tolist()}")
    labels = [label(parameter, value) for value in values]
    for before, after in pairwise(labels):
        if before == after:
            raise ValueError(
                f"two values print as {after}, must differ in {DECIMALS[parameter]} decimals"
            )
    return [float(value) for value in values]


def blocks(values: Sequence[float], length: int) -> list[list[float]]:
    """Cut a grid into blocks of consecutive values, the last one possibly shorter."""
    return [list(values[start : start + length]) for start in range(0, len(values), length)]


def by_value(array: np.ndarray, values: int) -> np.ndarray:
    """Split (value times realization, ...), the realizations of all values, by value."""
    return array.reshape(values, -1, *array.shape[1:])
