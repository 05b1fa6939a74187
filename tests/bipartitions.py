"""Small sectors cut in two, as the kernels for a CPU need them, with their dense matrices."""

from typing import NamedTuple

import numpy as np
from dense import spins_of
from phasetrace.compile.simd import empty
from phasetrace.evolution.basis import sector
from phasetrace.evolution.cpu.bipartition import Bipartition, Tables, bipartition, tables
from phasetrace.evolution.cpu.recursion import ROWS, Energies

CUTS = [
    (2, 1, "open", 1),
    (3, 1, "periodic", 1),
    (3, 2, "periodic", 2),
    (5, 0, "open", 2),
    (5, 5, "periodic", 3),
    (7, 2, "open", 6),
    (7, 5, "periodic", 1),
    (9, 4, "periodic", 5),
    (8, 4, "open", 4),
    (10, 5, "periodic", 5),
]


class Problem(NamedTuple):
    basis: Bipartition
    tables: Tables
    energies: Energies
    matrices: np.ndarray  # (realization, state, state)
    spins: np.ndarray  # (state, site)
    batch: int
    precision: str

    def vectors(self, count, seed=0):
        """Vectors (state * batch,) of random numbers."""
        rng = np.random.default_rng(seed)
        found = []
        for _ in range(count):
            found.append(empty(len(self.spins), self.batch, self.precision))
            found[-1][:] = rng.standard_normal(found[-1].shape)
        return found

    def work(self):
        columns = int(np.diff(self.basis.left_ranges).max())
        return empty(ROWS * columns, self.batch, self.precision)

    def applied(self, vector):
        """H times a vector, (state, realization)."""
        return np.einsum("rij,jr->ir", self.matrices, vector.reshape(-1, self.batch))


def states(basis):
    """Bit patterns (state,) of a sector in the order of a bipartition of it."""
    charges = zip(basis.left_ranges, basis.right_ranges, strict=True)
    left, right = basis.left.patterns, basis.right.patterns << basis.cut
    return np.concatenate([(right[slice(*j), None] | left[slice(*i)]).ravel() for i, j in charges])


def problem(sites, up_spins, boundary, cut, batch, precision="float64", size=1.0):
    """Realizations of a chain whose Jz is not its J⊥."""
    basis = bipartition(sites, up_spins, boundary, cut)
    exchange, ising = 0.8 * size, 0.5 * size
    field = size * np.random.default_rng(1).uniform(-1, 1, (sites, batch))
    flat = [np.ascontiguousarray(v.ravel(), precision) for v in basis.energies(ising, field)]
    energies = Energies(tuple(np.full(batch, exchange / 2, precision)), *flat)
    full, patterns = sector(sites, up_spins, boundary), states(basis)
    place = np.searchsorted(full.states, patterns)
    hops = sum(np.eye(len(place))[swap] for swap in full.swaps)
    np.fill_diagonal(hops, 0)
    spins = spins_of(patterns, sites)
    bonds = spins * np.roll(spins, -1, axis=1)
    bonds = bonds[:, : sites - (boundary == "open")].sum(axis=1)
    diagonals = ising / 4 * bonds[:, None] + spins @ field / 2
    matrices = [exchange / 2 * hops[np.ix_(place, place)] + np.diag(d) for d in diagonals.T]
    made = tables(sites, up_spins, boundary, cut, batch)
    return Problem(basis, made, energies, np.array(matrices), spins, batch, precision)
