"""The driven chain by dense matrices of all its spins."""

from functools import reduce
from itertools import pairwise

import numpy as np
from scipy.linalg import expm

IDENTITY, PAULI_X, PAULI_Z = np.eye(2), np.array([[0, 1], [1, 0]]), np.diag([1, -1])


def kron(chain, factors):
    return reduce(np.kron, [factors.get(site, IDENTITY) for site in range(chain.sites)])


def dense(chain, drive, coupling, field, initial_spin, periods):
    """Magnetization (period, site) of one realization, from dense matrices."""
    sites = range(chain.sites)
    spins = [kron(chain, {site: PAULI_Z}) for site in sites]
    pulse = (chain.pulse - drive) * sum(kron(chain, {site: PAULI_X}) for site in sites)
    interaction = sum(field[site] * spins[site] for site in sites)
    pairs = list(pairwise(sites)) + ([(sites[-1], 0)] if chain.boundary == "periodic" else [])
    for strength, (left, right) in zip(coupling, pairs, strict=True):
        interaction = interaction + strength * spins[left] @ spins[right]
    first, second = chain.durations
    unitary = expm(-1j * second * interaction) @ expm(-1j * first * pulse)
    up, down = np.array([1, 0]), np.array([0, 1])
    state = reduce(np.kron, [up if spin > 0 else down for spin in initial_spin]).astype(complex)
    samples = []
    for _ in range(periods + 1):
        samples.append([np.abs(state) ** 2 @ np.diag(spin) for spin in spins])
        state = unitary @ state
    return np.array(samples)
