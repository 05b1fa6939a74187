"""How much something grows with the length of the chain, and where growth changes its sign."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


def growth(
    sites: ArrayLike, values: ArrayLike, errors: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fit a line to what is known at several lengths, weighted by its errors.

    Parameters
    ----------
    sites
        (length,), the lengths.
    values, errors
        (length, ...) with standard errors.

    Returns
    -------
    slope, error
        (...), what each spin adds, and the standard error of that. NaN unless at two lengths a
        value and an error above zero are known.
    """
    y, spread = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    x = np.reshape(np.asarray(sites, dtype=float), (-1, *[1] * (y.ndim - 1)))
    known = np.isfinite(y) & (spread > 0)
    weight = np.where(known, 1 / np.where(known, spread, 1) ** 2, 0.0)
    total = np.maximum(weight.sum(axis=0), np.finfo(float).tiny)
    away = x - (weight * x).sum(axis=0) / total
    squares = np.where(known.sum(axis=0) > 1, (weight * away**2).sum(axis=0), np.nan)
    slope = (weight * away * np.where(known, y, 0)).sum(axis=0) / squares
    return np.asarray(slope), np.asarray(squares**-0.5)


class Turn(NamedTuple):
    """Growth below and above the place where it most clearly turns from a fall into a rise.

    Attributes
    ----------
    turn
        That place, half-way between two points. NaN, with all else, of fewer than four points.
    fall, fall_error
        Weighted mean of the growth at the points below it, with its standard error.
    rise, rise_error
        Of those above it.
    """

    turn: float
    fall: float
    fall_error: float
    rise: float
    rise_error: float


def turn(parameter: ArrayLike, slope: ArrayLike, error: ArrayLike) -> Turn:
    """Find where the growth along a parameter most clearly changes from below zero to above.

    Of all places with two points and more on either side, it is the one at which the less clear of
    a mean fall below and a mean rise above is most standard errors from zero: growth that never
    rises has its least fall above it.

    Parameters
    ----------
    parameter
        (point,), increasing.
    slope, error
        (point,), see `growth`; points at which they are not known do not count.

    Returns
    -------
    Turn
    """
    x, y, spread = (np.asarray(one, dtype=float) for one in (parameter, slope, error))
    x, y, spread = (one[np.isfinite(y)] for one in (x, y, spread))
    if len(x) < 4:
        return Turn(*[float("nan")] * 5)
    found = []
    for place in range(2, len(x) - 1):
        below, above = (
            (np.average(y[part], weights=spread[part] ** -2), (spread[part] ** -2.0).sum() ** -0.5)
            for part in (slice(None, place), slice(place, None))
        )
        clear = min(-below[0] / below[1], above[0] / above[1])
        found.append((clear, Turn((x[place - 1] + x[place]) / 2, *below, *above)))
    return Turn(*map(float, max(found, key=lambda one: one[0])[1]))
