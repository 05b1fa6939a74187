"""What the engines evolve under: Hamiltonians that differ in their diagonal alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.basis import Boundary, bonds


@dataclass(frozen=True)
class Hamiltonians:
    """Hamiltonians of the realizations of a spin-1/2 chain, in one sector of it.

    H = Σ_b [J⊥ (SˣSˣ + SʸSʸ) + Jz SᶻSᶻ]_b + Σ_i w_i Sᶻ_i over nearest neighbours b. All
    realizations share the exchanges; the fields and the SᶻSᶻ of bonds are diagonal.

    Attributes
    ----------
    up_spins : int
        Up spins of the sector.
    boundary : {"open", "periodic"}
        Whether the last site and the first are neighbours.
    exchange, ising : float
        J⊥ and Jz; the isotropic chain has both alike. Their unit is that of all energies.
    field : (realization, site) float64
        The fields w_i.
    """

    up_spins: int
    boundary: Boundary
    exchange: float
    ising: float
    field: NDArray[np.float64]

    @property
    def sites(self) -> int:
        """Length of the chain."""
        return self.field.shape[1]

    @property
    def size(self) -> NDArray[np.float64]:
        """A number (realization,) that no absolute value of an energy exceeds."""
        of_bond = (abs(self.exchange) + abs(self.ising)) / 2
        return of_bond * bonds(self.sites, self.boundary) + np.abs(self.field).sum(axis=1) / 2

    def deviation(self, spins: NDArray[np.integer]) -> NDArray[np.float64]:
        """Energy's standard deviations (realization,) in product states ±1 (realization, site).

        Of the variance ⟨H²⟩ - ⟨H⟩² the diagonal has no part: it is (J⊥/2)² for each antiparallel
        bond.
        """
        first = spins[:, : bonds(self.sites, self.boundary)]
        second = np.roll(spins, -1, axis=1)[:, : first.shape[1]]
        antiparallel: NDArray[np.float64] = np.sqrt((first != second).sum(axis=1))
        return abs(self.exchange) / 2 * antiparallel

    def of(self, realizations: Sequence[int] | NDArray[np.integer]) -> "Hamiltonians":
        """Those of some realizations, by their numbers."""
        return replace(self, field=self.field[realizations])
