"""Exact time evolution of many real Hamiltonians by one real Chebyshev recursion.

With a real Hamiltonian H = c + aH̃, H̃ in [-1, 1], and a real initial state ψ₀,
the state at a time t is e^{-ict}(C - iS), where C = cos(taH̃) ψ₀ and S = sin(taH̃) ψ₀. A step δ makes
of them

    C' = cos(δaH̃) C - sin(δaH̃) S,    S' = sin(δaH̃) C + cos(δaH̃) S,

and one that is as long as the step before, which began at C₋ and S₋, needs functions of C alone:

    C' = 2 cos(δaH̃) C - C₋,    S' = 2 sin(δaH̃) C + S₋.

Both functions of H̃ come from the Chebyshev polynomials T_k(H̃) C of one recursion
(Tal-Ezer and Kosloff, J. Chem. Phys. 81, 3967 (1984)),

    cos(xH̃) = J₀(x) + 2 Σ_{k>0} (-1)^k J_{2k}(x) T_{2k}(H̃),
    sin(xH̃) = 2 Σ_{k≥0} (-1)^k J_{2k+1}(x) T_{2k+1}(H̃),

so no complex number is ever formed.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Expansion = tuple[NDArray[np.float64], int]
"""Coefficients of a step and their pairs; see `bessel_coefficients`."""

ROOM = 2**17
"""Coefficients that are computed at a time, about."""
FEWEST = 256
"""Pairs of coefficients that a step has room for at least."""


def expansions(
    phases: Sequence[NDArray[np.float64]], tolerance: float | NDArray[np.float64]
) -> Iterator[Expansion]:
    """Expansions of one step after another.

    Many short steps together take little longer than one.

    Parameters
    ----------
    phases : sequence of (realization,)
        Of each step; see `bessel_coefficients`.
    tolerance : float or (realization,)
        See there.
    """
    largest = max((phase.max() for phase in phases), default=0.0)
    together = max(1, int(ROOM / max(2 * FEWEST, largest) / len(phases[0]))) if phases else 1
    for first in range(0, len(phases), together):
        some = phases[first : first + together]
        tolerances = np.broadcast_to(tolerance, (len(some), len(some[0])))
        coefficients, _ = bessel_coefficients(np.concatenate(some), tolerances.ravel())
        for step in np.split(coefficients, len(some), axis=2):
            yield step, int(np.flatnonzero(step.any(axis=(1, 2)))[-1]) + 1


def truncation(tolerance: float, precision: str, steps: int) -> float:
    """Tolerance of each step's expansion, for states to be within `tolerance` after the last.

    Errors of a step grow with the square of the number of steps at most: each may be reflected
    from the one before.
    """
    return max(tolerance, float(np.finfo(precision).eps)) / max(1, steps * (steps + 1))


def bessel_coefficients(
    phase: NDArray[np.float64], tolerance: float | NDArray[np.float64]
) -> tuple[NDArray[np.float64], int]:
    """Chebyshev coefficients of cos(xH̃) and sin(xH̃).

    Parameters
    ----------
    phase : (realization,)
        The phase ``x = aδ`` that a sampling step adds at the edge of the spectrum.
    tolerance : float or (realization,)
        Each realization's expansion stops where the absolute values of all its
        further coefficients sum to less; below 1.

    Returns
    -------
    coefficients : (pair, 2, realization) float64
        Factors of T_{2k} in the cosine and of T_{2k+1} in the sine; zero beyond a
        realization's own truncation. The number of pairs is a power of two, so that
        few distinct shapes occur, and larger than `pairs`.
    pairs : int
        Pairs up to the last one that is not zero for every realization.
    """
    bessel = 2 * bessel_functions(phase)
    bessel[0] /= 2
    tail = np.cumsum(np.abs(bessel[::-1]), axis=0)[::-1]
    bessel[tail < tolerance] = 0
    pairs = int(np.flatnonzero(np.any(bessel != 0, axis=1))[-1]) // 2 + 1
    capacity = max(FEWEST, 1 << pairs.bit_length())
    coefficients = np.zeros((2 * capacity, len(phase)))
    coefficients[: 2 * pairs] = bessel[: 2 * pairs]
    coefficients[2::4] *= -1
    coefficients[3::4] *= -1
    return coefficients.reshape(capacity, 2, -1), pairs


def bessel_functions(argument: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bessel functions J_k(x), (order, realization), of orders up to where they vanish.

    Miller's downward recurrence (Abramowitz and Stegun, 9.12), one column for each x,
    a fifteenth of the time of `scipy.special.jv`.
    """
    # Below 1e-13 a phase does not change float64 and would overflow the recurrence.
    argument = np.maximum(argument, 1e-13)
    # Beyond its argument, J_k falls off on the scale (x/2)^{1/3} of an Airy tail.
    top = np.ceil(argument + 14 * np.cbrt(argument) + 20)
    orders = int(top.max()) // 2 * 2 + 2
    bessel = np.zeros((orders + 1, len(argument)))
    norm = np.zeros(len(argument))
    for order in range(orders - 1, -1, -1):
        above = bessel[order + 2] if order + 2 < orders else 0
        below = 2 * (order + 1) / argument * bessel[order + 1] - above
        bessel[order] = np.where(top == order, 1e-300, below)
        if order % 2 == 0:
            norm += bessel[order] if order == 0 else 2 * bessel[order]
    return bessel[:-1] / norm
