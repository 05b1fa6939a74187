"""Energy levels of Hamiltonians that differ in their diagonal alone.

A sector of up to `LARGEST_DENSE` states is diagonalized as a whole. Of a larger one, the levels
nearest to an energy E are found by shift and invert: the Lanczos method on (H - E)⁻¹, of which they
are the largest eigenvalues, as in Luitz, Laflorencie and Alet, Phys. Rev. B 91, 081103 (2015).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigvalsh
from scipy.sparse import csc_array, dia_array
from scipy.sparse.linalg import LinearOperator, SuperLU, eigsh, splu

from phasetrace.evolution.basis import Sector, sector
from phasetrace.evolution.bounds import start_vector
from phasetrace.evolution.hamiltonians import Hamiltonians

LARGEST_DENSE = 1500
"""States of the largest sector that is diagonalized as a whole: with half of the spins up, 12 sites
have 924, 14 have 3432."""

RESIDUAL = 1e-10
"""Largest residual norm of a level found by shift and invert, over the width of the spectrum."""

# Diagonal pivots keep the factors as sparse as symmetry allows; residuals tell whether they did.
_FACTORIZATION = {
    "permc_spec": "MMD_AT_PLUS_A",
    "diag_pivot_thresh": 1e-3,
    "options": {"SymmetricMode": True},
}


@dataclass(frozen=True)
class Levels:
    """Energy levels of every realization, in the units of the Hamiltonians.

    Attributes
    ----------
    energy : (realization, level) float64
        Consecutive levels, ascending.
    energy_min, energy_max : (realization,) float64
        The extremal energies.
    """

    energy: NDArray[np.float64]
    energy_min: NDArray[np.float64]
    energy_max: NDArray[np.float64]


def levels(hamiltonians: Hamiltonians, energy_density: float, count: int) -> Levels:
    """Find the levels nearest to an energy density, or all where a sector is small.

    Parameters
    ----------
    hamiltonians : Hamiltonians
        Of every realization.
    energy_density : float
        ε from 0 to 1: the levels of a large sector are those around
        ``E_min + ε (E_max - E_min)``.
    count : int
        So many of them, fewer than `LARGEST_DENSE`.

    Returns
    -------
    Levels
        All levels of a sector of up to `LARGEST_DENSE` states, `count` of a larger one.

    Raises
    ------
    RuntimeError
        If a residual exceeds `RESIDUAL`.
    """
    hopping, diagonals = exchanges(hamiltonians), diagonal(hamiltonians)
    if hopping.shape[0] <= LARGEST_DENSE:
        dense = hopping.toarray()
        every = np.array([eigvalsh(dense + np.diag(one)) for one in diagonals])
        return Levels(every, every[:, 0], every[:, -1])
    found = [_around(hopping + _diagonal(one), energy_density, count) for one in diagonals]
    energy, low, high = map(np.array, zip(*found, strict=True))
    return Levels(energy, low, high)


def exchanges(hamiltonians: Hamiltonians) -> csc_array:
    """Off-diagonal part (state, state), J⊥/2 between states that differ by an exchange."""
    swaps = _sector(hamiltonians).swaps
    bond, state = np.nonzero(swaps != np.arange(swaps.shape[1]))
    elements = np.full(len(state), hamiltonians.exchange / 2)
    return csc_array((elements, (state, swaps[bond, state])), shape=(swaps.shape[1],) * 2)


def diagonal(hamiltonians: Hamiltonians) -> NDArray[np.float64]:
    """Energies (realization, state) of the product states, in ascending order of their patterns."""
    basis = _sector(hamiltonians)
    spins = 2 * (basis.states[:, None] >> np.arange(basis.sites) & 1) - 1
    parallel = (basis.swaps == np.arange(len(basis.states))).sum(axis=0)
    ising = hamiltonians.ising / 4 * (2 * parallel - len(basis.swaps))
    return ising + hamiltonians.field @ spins.T / 2


def factors(matrix: csc_array, energy: float) -> SuperLU:
    """Factors of a Hamiltonian less an energy, by which its inverse is applied."""
    shifted = csc_array(matrix - _diagonal(np.full(matrix.shape[0], energy)))
    return splu(shifted, **_FACTORIZATION)


def _sector(hamiltonians: Hamiltonians) -> Sector:
    return sector(hamiltonians.sites, hamiltonians.up_spins, hamiltonians.boundary)


def _diagonal(elements: NDArray[np.float64]) -> dia_array:
    return dia_array((elements[None], [0]), shape=(len(elements),) * 2)


def _around(
    matrix: csc_array, energy_density: float, count: int
) -> tuple[NDArray[np.float64], float, float]:
    """Levels nearest to an energy density, and the extremal ones."""
    start = start_vector(matrix.shape[0])
    low, high = (
        float(eigsh(matrix, k=1, which=end, v0=start, return_eigenvectors=False)[0])
        for end in ("SA", "LA")
    )
    target = low + energy_density * (high - low)
    inverse = LinearOperator(matrix.shape, factors(matrix, target).solve, dtype=float)
    energy, vectors = eigsh(matrix, k=count, sigma=target, OPinv=inverse, v0=start)
    residual = np.linalg.norm(matrix @ vectors - vectors * energy, axis=0).max()
    if not residual <= RESIDUAL * (high - low):
        raise RuntimeError(
            f"a level at energy density {energy_density} has a residual of "
            f"{residual / (high - low):.1e} of the spectrum's width, allowed is {RESIDUAL:.0e}"
        )
    return np.sort(energy), low, high
