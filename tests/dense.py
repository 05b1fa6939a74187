"""Spin chains as dense matrices, from Kronecker products of spin matrices."""

from functools import lru_cache, reduce

import numpy as np

SPIN = (
    np.array([[0, 1], [1, 0]]) / 2,
    np.array([[0, -1j], [1j, 0]]) / 2,
    np.array([[1, 0], [0, -1]]) / 2,
)


def operator(matrix, site, sites):
    """Kronecker product that acts with `matrix` on one site; site 0 comes first."""
    return reduce(np.kron, [matrix if i == site else np.eye(2) for i in range(sites)])


def dense(chain, field):
    """Hamiltonian of the sector from spin matrices, and the spins of its basis."""
    return _matrix(chain.up, chain.boundary, chain.coupling, chain.coupling, field)


def dense_of(hamiltonians):
    """Hamiltonian and spins as `dense` gives them, of every realization."""
    h = hamiltonians
    return [_matrix(h.up_spins, h.boundary, h.exchange, h.ising, field) for field in h.field]


def _matrix(up_spins, boundary, exchange, ising, field):
    hopping, bonds, spins = _chain(len(field), up_spins, boundary)
    return exchange * hopping + np.diag(ising * bonds + spins @ field / 2), spins


@lru_cache
def _chain(sites, up_spins, boundary):
    """Sums of SxSx + SySy and, on the diagonal, SzSz over bonds in a sector, and its spins."""
    up = np.stack([np.diag(operator(SPIN[2], i, sites)).real for i in range(sites)], axis=1)
    kept = np.flatnonzero(up.sum(axis=1) == up_spins - sites / 2)
    hopping, ising = np.zeros((len(kept), len(kept)), complex), np.zeros(len(kept))
    for i in range(sites - (boundary == "open")):
        j = (i + 1) % sites
        for spin in SPIN[:2]:
            bond = reduce(np.kron, [spin if k in (i, j) else np.eye(2) for k in range(sites)])
            hopping += bond[np.ix_(kept, kept)]
        ising += (up[:, i] * up[:, j])[kept]
    return hopping.real, ising, 2 * up[kept]


def exact_magnetization(matrix, spins, start, times):
    energies, vectors = np.linalg.eigh(matrix)
    amplitudes = (np.exp(-1j * np.outer(times, energies)) * vectors[start]) @ vectors.T
    return np.abs(amplitudes) ** 2 @ spins


def random_field(strengths, sites, seed=0):
    uniform = np.random.default_rng(seed).uniform(-1, 1, (len(strengths), sites))
    return uniform * np.array(strengths)[:, None]


def spins_of(patterns, sites):
    """Spins ±1 (state, site) of bit patterns."""
    return 2 * (np.asarray(patterns)[:, None] >> np.arange(sites) & 1) - 1


def patterns_of(spins):
    """Bit patterns (state,) of spins ±1 (state, site)."""
    return (np.asarray(spins) > 0) @ (1 << np.arange(np.shape(spins)[1]))
