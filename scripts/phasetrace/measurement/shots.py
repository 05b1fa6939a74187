"""Bit strings that a measurement of σᶻ on every site gives, drawn from |ψ|².

A bit string is a whole number whose bit i is site i, set where the spin is found up. Its bits are
those of one shot, so that correlations between sites are the state's.
"""

import numpy as np
import numpy.typing as npt


def string_type(sites: int) -> np.dtype:
    """Smallest unsigned type that has a bit for every site."""
    return np.min_scalar_type((1 << sites) - 1)


def drawn(
    probability: npt.NDArray[np.floating],
    patterns: npt.NDArray[np.integer],
    uniform: npt.NDArray[np.float64],
) -> npt.NDArray[np.integer]:
    """Draw shots from states, by the inverse of their distribution functions.

    Parameters
    ----------
    probability : (state, realization)
        |ψ|² of each basis state, whose sum may be off 1 by the rounding of an evolution.
    patterns : (state,)
        Bit patterns of the basis states.
    uniform : (realization, shot)
        Independent numbers, uniform in [0, 1), one a shot.

    Returns
    -------
    ndarray, shape (realization, shot)
        Bit patterns. Those of a realization depend on nothing of the others.
    """
    cumulative = np.cumsum(np.ascontiguousarray(probability.T, np.float64), axis=1)
    places = np.empty(uniform.shape, np.intp)
    for place, below, one in zip(places, cumulative, uniform, strict=True):
        # Less than the last number even after rounding, and a state of probability 0 is never met.
        place[:] = below.searchsorted(one * below[-1], side="right")
    return patterns[places]
