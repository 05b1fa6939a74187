"""The XXZ chain in any fields and its exact dynamics."""

from dataclasses import dataclass

import numpy as np

from phasetrace.evolution.chain import Chain


@dataclass(frozen=True)
class XXZChain(Chain):
    """XXZ chain in the sector with a fixed number of up spins.

    H = Σ_i [J/2 (S⁺_i S⁻_{i+1} + S⁻_i S⁺_{i+1}) + J Δ Sᶻ_i Sᶻ_{i+1}] + Σ_i w_i Sᶻ_i, sites numbered
    from the left. Its fields w_i, initial states and times are arguments of `evolve`. With Δ = 0 it
    is one of free fermions that hop by J/2.

    >>> import numpy as np
    >>> chain = XXZChain(sites=8, anisotropy=0.5)
    >>> field = 2.0 * np.arange(8) + np.random.default_rng(1).uniform(-0.1, 0.1, size=(4, 8))
    >>> neel, times = np.tile([1, -1], (4, 4)), np.geomspace(0.1, 1000, 30)
    >>> chain.evolve(field, None, times, initial_spin=neel).magnetization.shape
    (4, 30, 8)

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
    anisotropy : float
        Δ, the coupling of Sᶻ in units of J; 1 is the Heisenberg chain.

    Raises
    ------
    ValueError
        If the chain has fewer than 2 sites (a ring: 3), no such sector or a coupling that is not
        finite.
    """

    anisotropy: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not np.isfinite(self.anisotropy):
            raise ValueError(f"anisotropy = {self.anisotropy} is not finite")

    @property
    def ising(self) -> float:
        """J Δ."""
        return self.coupling * self.anisotropy
