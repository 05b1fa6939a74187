"""The gap ratio of energy levels, and where it passes from that of chaos to that of independence.

With δ_n the gap between neighbouring levels, the gap ratio is the mean of
min(δ_n, δ_{n+1}) / max(δ_n, δ_{n+1}) (Oganesyan and Huse, Phys. Rev. B 75, 155111, 2007): levels of
an ergodic chain repel each other as those of random matrices do, those of a localized one do not
know of each other.
"""

import numpy as np
from numpy.typing import NDArray

from phasetrace.analyses.interval import grid_error
from phasetrace.learning.recipe import UNLABELLED

GOE = 0.5307
"""Gap ratio of large random matrices of the Gaussian orthogonal ensemble (Atas, Bogomolny, Giraud
and Roux, Phys. Rev. Lett. 110, 084101, 2013)."""

POISSON = 2 * np.log(2) - 1
"""Gap ratio of independent levels, 0.3863."""

MIDDLE = (GOE + POISSON) / 2
"""Half-way between the two: in a finite chain, where the one regime passes into the other."""

RESAMPLES = 1000


def gap_ratio(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the ratios of neighbouring gaps.

    Parameters
    ----------
    levels : (..., level)
        Three or more consecutive energy levels, ascending.

    Returns
    -------
    ndarray, shape (...)
        From 0 to 1; two gaps that are both 0 count as 0.

    Raises
    ------
    ValueError
        If there are fewer than three levels.
    """
    if levels.shape[-1] < 3:
        raise ValueError(f"levels are {levels.shape[-1]}, must be at least 3")
    gaps = np.diff(levels)
    small = np.minimum(gaps[..., 1:], gaps[..., :-1])
    large = np.maximum(gaps[..., 1:], gaps[..., :-1])
    ratios: NDArray[np.float64] = np.divide(
        small, large, out=np.zeros(small.shape), where=large > 0
    ).mean(axis=-1)
    return ratios


def nearest(
    levels: NDArray[np.float64], energy: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Take the levels nearest to an energy.

    Parameters
    ----------
    levels : (..., level)
        Ascending.
    energy : (...)
        The energy near which they shall be.
    count : int
        How many levels; all, if there are no more.

    Returns
    -------
    ndarray, shape (..., count)
        They are consecutive, and ascending.
    """
    count = min(count, levels.shape[-1])
    distance = np.abs(levels - energy[..., None])
    numbers = np.argpartition(distance, count - 1, axis=-1)[..., :count]
    return np.sort(np.take_along_axis(levels, numbers, axis=-1), axis=-1)


def crossing(disorder: NDArray[np.float64], ratio: NDArray[np.float64]) -> NDArray[np.float64]:
    """Find where the gap ratio falls through `MIDDLE`, above its maximum.

    Below the maximum it may be small, too: without disorder the chain is integrable, and has
    symmetries whose levels do not repel each other.

    Parameters
    ----------
    disorder : (W,)
        Increasing.
    ratio : (..., W)
        Gap ratios.

    Returns
    -------
    ndarray, shape (...)
        By linear interpolation; NaN if it falls through nowhere.
    """
    above = np.arange(len(disorder) - 1) >= ratio.argmax(axis=-1)[..., None]
    falls = above & (ratio[..., :-1] >= MIDDLE) & (ratio[..., 1:] < MIDDLE)
    cell = falls.argmax(axis=-1) if falls.shape[-1] else np.zeros(ratio.shape[:-1], int)
    ends = [
        np.take_along_axis(ratio, np.minimum(cell + k, len(disorder) - 1)[..., None], -1)[..., 0]
        for k in (0, 1)
    ]
    found = falls.any(axis=-1)
    drop = np.where(found, ends[0] - ends[1], 1.0)
    step = np.diff(disorder, append=np.nan)[cell]
    return np.where(found, disorder[cell] + step * (ends[0] - MIDDLE) / drop, np.nan)


def grid_part(disorder: NDArray[np.float64], ratio: NDArray[np.float64]) -> float:
    """How far the crossing may be off for the steps of W, a standard deviation in its units.

    Parameters
    ----------
    disorder, ratio : (W,)
        See `crossing`.

    Returns
    -------
    float
        As of transitions by networks (`phasetrace.analyses.interval.grid_error`). NaN without a
        crossing.
    """
    if np.isnan(crossing(disorder, ratio)):
        return float("nan")
    above = slice(int(ratio.argmax()), None)
    lead = ratio[above] - MIDDLE
    ends = np.full(len(lead), UNLABELLED)
    ends[[0, -1]] = 0, 1
    return float(grid_error(disorder[above], np.stack([lead, -lead], axis=-1), ends)[0])


def crossing_error(disorder: NDArray[np.float64], ratios: NDArray[np.float64]) -> float:
    """Standard error of the crossing, by bootstrapping the realizations at each W.

    Those of different W are drawn independently of each other, and so are they resampled.

    Parameters
    ----------
    disorder : (W,)
        Increasing.
    ratios : (W, realization)
        Gap ratio of each realization, whose levels are not independent.

    Returns
    -------
    float
        Standard deviation over `RESAMPLES` resamples. NaN for one realization, and unless nearly
        all resamples, as many as a normal distribution has within two standard deviations, have a
        crossing.
    """
    random = np.random.default_rng(0)
    count = ratios.shape[1]
    if count < 2:
        return float("nan")
    means = [one[random.integers(count, size=(RESAMPLES, count))].mean(axis=1) for one in ratios]
    found = crossing(disorder, np.stack(means, axis=-1))
    found = found[np.isfinite(found)]
    return float(found.std(ddof=1)) if len(found) > 0.95 * RESAMPLES else float("nan")
