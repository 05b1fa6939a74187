"""Spin chains as dense matrices, from Kronecker products of spin matrices."""

from functools import reduce

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
    sites = chain.sites
    bonds = [(i, (i + 1) % sites) for i in range(sites - (chain.boundary == "open"))]
    matrix = np.zeros((2**sites, 2**sites), complex)
    for i, j in bonds:
        for spin in SPIN:
            matrix += chain.coupling * operator(spin, i, sites) @ operator(spin, j, sites)
    up = [np.diag(operator(SPIN[2], i, sites)).real for i in range(sites)]
    matrix += np.diag(sum(w * z for w, z in zip(field, up, strict=True)))
    spins = 2 * np.stack(up, axis=1)
    kept = np.flatnonzero(spins.sum(axis=1) == 2 * chain.up - sites)
    return matrix[np.ix_(kept, kept)].real, spins[kept]


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
