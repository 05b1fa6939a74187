"""The random-field Heisenberg chain and its exact dynamics."""

from dataclasses import dataclass

from phasetrace.evolution.chain import Chain


@dataclass(frozen=True)
class HeisenbergChain(Chain):
    """Heisenberg chain in the sector with a fixed number of up spins.

    H = Σ_i J S_i·S_{i+1} + Σ_i w_i Sᶻ_i, sites numbered from the left. Its fields w_i, initial
    states and times are arguments of `evolve`. Realizations of the disorder differ in the diagonal
    of H alone and evolve together, on a core of a CPU or, where JAX finds one, on a GPU.

    >>> import numpy as np
    >>> chain = HeisenbergChain(sites=8)
    >>> field = np.random.default_rng(1).uniform(-3, 3, size=(4, 8))
    >>> chain.evolve(field, 0.5, np.linspace(0, 500, 50)).magnetization.shape
    (4, 50, 8)

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

    @property
    def ising(self) -> float:
        """J."""
        return self.coupling
