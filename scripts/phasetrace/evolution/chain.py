"""Chains of spins 1/2 in a fixed sector, whose realizations differ in their fields alone.

They evolve together, on a core of a CPU or, where JAX finds one, on a GPU.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from phasetrace.evolution.arguments import (
    check_chain,
    checked_density,
    checked_field,
    checked_numerics,
    checked_spins,
    checked_times,
)
from phasetrace.evolution.basis import Boundary, bonds
from phasetrace.evolution.batches import batch_bytes, batch_size
from phasetrace.evolution.device import default_memory, kind_of_device
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.observation import Observe
from phasetrace.evolution.propagation import Evolution, propagate
from phasetrace.evolution.trajectories import Dephasing


@dataclass(frozen=True)
class Chain(ABC):
    """A chain in the sector with a fixed number of up spins.

    H = Σ_i [J (SˣSˣ + SʸSʸ) + Jz SᶻSᶻ]_{i,i+1} + Σ_i w_i Sᶻ_i, sites numbered from the left.

    Attributes
    ----------
    sites : int
        Length of the chain.
    coupling : float
        J, in whose unit all energies are.
    boundary : {"open", "periodic"}
        Whether the last site and the first are neighbours.
    up_spins : int or None
        Up spins of the sector; None for half of the sites, rounded down.

    Raises
    ------
    ValueError
        If the chain has fewer than 2 sites (a ring: 3) or no such sector.
    """

    sites: int
    coupling: float = 1.0
    boundary: Boundary = "open"
    up_spins: int | None = None

    def __post_init__(self) -> None:
        check_chain(self.sites, self.boundary)
        if not np.isfinite(self.coupling):
            raise ValueError(f"coupling = {self.coupling} is not finite")
        if self.up_spins is not None and not 0 <= self.up_spins <= self.sites:
            raise ValueError(
                f"up_spins = {self.up_spins} is not between 0 and sites = {self.sites}"
            )

    @property
    @abstractmethod
    def ising(self) -> float:
        """Jz, the coupling of Sᶻ."""

    @property
    def up(self) -> int:
        """Number of up spins of the sector."""
        return self.sites // 2 if self.up_spins is None else self.up_spins

    @property
    def dimension(self) -> int:
        """Number of basis states of the sector."""
        return comb(self.sites, self.up)

    def evolve(
        self,
        field: ArrayLike,
        energy_density: ArrayLike | None,
        times: ArrayLike,
        *,
        initial_spin: ArrayLike | None = None,
        precision: str = "float64",
        tolerance: float = 1e-9,
        memory: int | None = None,
        batch: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        dephasing: Dephasing | None = None,
        observe: Observe | None = None,
    ) -> Evolution:
        """Evolve product states exactly and sample their magnetization.

        On one machine a realization's result has the same bits whichever realizations are
        evolved with it, in whatever order and number; on a CPU also in batches of any size.

        Parameters
        ----------
        field : (realization, site)
            The fields w_i, in the units of the coupling.
        energy_density : float or (realization,) or None
            Target ε in [0, 1]: the initial state is the product state of the sector
            whose energy is nearest to ``E_min + ε (E_max - E_min)``. None where
            `initial_spin` is given.
        times : (time,)
            Sampling times that increase, from 0 or later on, in inverse units of the coupling.
            At equal steps each costs half as much as at others.
        initial_spin : (realization, site), optional
            Product states ±1 to start from instead.
        precision : {'float64', 'float32'}
            Of the evolution. The extremal energies and with them the initial state
            are always found in float64.
        tolerance : float
            Bound on the distance of the state from the exact one that cutting off the
            Chebyshev expansions may cause at any sampling time, rounding aside. The
            magnetization then errs by twice as much at most.
        memory : int, optional
            Bytes to use; by default half of what the machine or the device has. On a CPU a
            batch must fit, on a GPU as many realizations are evolved together as fit.
        batch : int, optional
            Realizations to evolve together, a power of two, whatever memory they take; by
            default as many as are fastest on the device and fit.
        progress : callable, optional
            Called with (done, total), in sampling steps of a realization, or of its trajectories.
        dephasing : Dephasing, optional
            Jump operators √γ σᶻ_i on every site, by quantum trajectories, whose mean is sampled; of
            more than one the result is a `phasetrace.evolution.propagation.DephasedEvolution`.
        observe : callable, optional
            Shown ``|ψ|²`` at every sampling time, as by `phasetrace.evolution.observation.Observe`;
            of a chain that does not dephase.

        Raises
        ------
        ValueError
            If an argument is out of its range.
        MemoryError
            If `memory` is too small for one realization.
        RuntimeError
            If the norm or the energy of a realization drifts by more than
            `phasetrace.evolution.drift.drift_bound`, or its extremal energies cannot be found.
        """
        checked_numerics(precision, tolerance, batch)
        if dephasing is not None and observe is not None:
            raise ValueError("observe is given, must be None of a chain with dephasing")
        fields = checked_field(field, self.sites)
        if dephasing is not None:
            dephasing.check(len(fields))
        given, density = None, energy_density
        if initial_spin is not None:
            given = checked_spins(initial_spin, fields.shape, self.up)
            density = 0.0 if density is None else density
        if density is None:
            raise ValueError("energy_density is None and there is no initial_spin to start from")
        return propagate(
            engine(kind_of_device()),
            Hamiltonians(self.up, self.boundary, self.coupling, self.ising, fields),
            checked_density(density, len(fields)),
            checked_times(times),
            initial_spin=given,
            precision=precision,
            tolerance=tolerance,
            batch=batch or self.batch(precision, memory),
            progress=progress,
            dephasing=dephasing,
            observe=observe,
        )

    def batch(self, precision: str, memory: int | None = None) -> int:
        """Realizations that are evolved together; see `evolve`.

        Raises
        ------
        MemoryError
            If `memory` is too small for one.
        """
        available = default_memory() if memory is None else memory
        pairs = bonds(self.sites, self.boundary)
        size = batch_size(self.dimension, pairs, precision, kind_of_device(), available)
        if not size:
            raise MemoryError(
                f"memory = {available} bytes: one realization of {self.sites} sites needs "
                f"{memory_needed(self, precision)} bytes; "
                f"{self._largest_fitting(precision, available)}"
            )
        return size

    def _largest_fitting(self, precision: str, available: int) -> str:
        for sites in range(self.sites - 1, 2, -1):
            up_spins = None if self.up_spins is None else min(self.up_spins, sites)
            shorter = replace(self, sites=sites, up_spins=up_spins)
            if memory_needed(shorter, precision) <= available:
                return f"the largest chain that fits has {sites} sites"
        return "no chain fits"


def memory_needed(chain: Chain, precision: str, realizations: int = 1) -> int:
    """Bytes that evolving `realizations` at a time takes; see `batch_bytes`."""
    pairs = bonds(chain.sites, chain.boundary)
    return batch_bytes(chain.dimension, pairs, precision, kind_of_device(), realizations)
