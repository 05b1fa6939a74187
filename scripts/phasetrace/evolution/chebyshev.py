"""Exact time evolution of many real Hamiltonians by one real Chebyshev recursion.

With a real Hamiltonian H = c + aH̃, H̃ in [-1, 1], and a real initial state ψ₀,
the state after m sampling steps δ is e^{-icmδ}(C_m - iS_m), where

    C_m = cos(mδaH̃) ψ₀,    C_{m+1} = 2 cos(δaH̃) C_m - C_{m-1},
    S_m = sin(mδaH̃) ψ₀,    S_{m+1} = 2 sin(δaH̃) C_m + S_{m-1}.

Both functions of H̃ come from the Chebyshev polynomials T_k(H̃) C_m of one recursion
(Tal-Ezer and Kosloff, J. Chem. Phys. 81, 3967 (1984)),

    cos(xH̃) = J₀(x) + 2 Σ_{k>0} (-1)^k J_{2k}(x) T_{2k}(H̃),
    sin(xH̃) = 2 Σ_{k≥0} (-1)^k J_{2k+1}(x) T_{2k+1}(H̃),

so no complex number is ever formed.
"""

import numpy as np
from numpy.typing import NDArray


def bessel_coefficients(
    phase: NDArray[np.float64], tolerance: float
) -> tuple[NDArray[np.float64], int]:
    """Chebyshev coefficients of cos(xH̃) and sin(xH̃).

    Parameters
    ----------
    phase : (realization,)
        The phase ``x = aδ`` that a sampling step adds at the edge of the spectrum.
    tolerance : float
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
    capacity = max(256, 1 << pairs.bit_length())
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
