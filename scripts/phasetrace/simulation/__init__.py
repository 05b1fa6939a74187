"""One block of a sweep: draw its disorder realizations, evolve them, keep the traces."""

from collections.abc import Callable

import numpy as np

Progress = Callable[[int, int], None]


def by_value(array: np.ndarray, values: int) -> np.ndarray:
    """Split (value times realization, ...), the realizations of all values, by value."""
    return array.reshape(values, -1, *array.shape[1:])
