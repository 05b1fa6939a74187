"""Realizations drawn again, and what the scatter of what they give says of an error."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.bootstraps import drawn_in_groups


def drawn_again(
    values: NDArray[Any], *numbers: int, groups: NDArray[Any] | None = None
) -> NDArray[Any]:
    """Draw the realizations of every point again with replacement.

    Parameters
    ----------
    values
        (point, realization, ...), NaN where a realization does not exist.
    numbers
        That the random numbers are of.
    groups
        (point, realization), what is drawn as a whole, at all points at once.

    Returns
    -------
    drawn
        The same shape. Those that exist at a point are drawn as often as there are of them there.
    """
    points, realizations = values.shape[:2]
    there = ~np.isnan(values).reshape(points, realizations, -1).all(axis=2)
    rng = np.random.default_rng(numbers)
    if groups is not None:
        drawn = values.copy()
        drawn[there] = values[there][drawn_in_groups(np.nonzero(there)[0], groups[there], rng)]
        return drawn
    draws = rng.integers(there.sum(axis=1, keepdims=True), size=(points, realizations))
    places = np.take_along_axis(np.argsort(~there, axis=1, kind="stable"), draws, axis=1)
    drawn = values[np.arange(points)[:, None], places]
    if not there.all():
        drawn[~there] = np.nan
    return drawn


def interval_about(
    value: NDArray[np.float64], scattered: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 68 % interval of values of draws (draw, ...), moved from their median to the value."""
    low, middle, high = np.percentile(scattered, (16, 50, 84), axis=0)
    centre = np.where(np.isnan(value), middle, value)
    return centre + low - middle, centre + high - middle


def within_step(x: NDArray[np.floating], value: NDArray[np.floating]) -> NDArray[np.float64]:
    """Standard deviation of a place anywhere in the step of the grid that holds a value."""
    steps = np.diff(x)[np.clip(np.searchsorted(x, value) - 1, 0, len(x) - 2)]
    return np.where(np.isnan(value), np.nan, steps / 12**0.5)
