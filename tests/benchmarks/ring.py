"""The evolution that is timed: random-field Heisenberg rings from the Néel state.

Basis and Hamiltonian are made from scratch here, so that a mistake in phasetrace's own would show
as a disagreement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from typing import NamedTuple

import numpy as np
import scipy.linalg
import scipy.sparse
from phasetrace import random_field
from scipy.sparse.linalg import expm_multiply
from scipy.special import jv

W = 3.0
"""Disorder strength in units of J, near the transition."""
INTERVALS = 49
INTERVAL = 500 / INTERVALS
"""Of the paper's times, linspace(0, 500, 50), in units of 1/J."""
LARGEST_DENSE = 4000
"""States whose Hamiltonian is diagonalized in full for the reference."""

Evolve = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Maps fields (realization, site) and times (time,) to magnetization (realization, time, site)."""


@dataclass(frozen=True)
class Ring:
    """A periodic chain in the sector of zero magnetization."""

    sites: int

    @property
    def states(self) -> int:
        """Number of basis states."""
        return comb(self.sites, self.sites // 2)

    @property
    def neel(self) -> np.ndarray:
        """Spins ±1 (site,) of the initial state, up on even sites."""
        return np.where(np.arange(self.sites) % 2, -1, 1)

    def fields(self, first: int, count: int) -> np.ndarray:
        """Fields w_i (realization, site) of `count` realizations from number `first` on."""
        drawn = random_field(
            sites=self.sites,
            boundary="periodic",
            epsilon=0.5,
            W=W,
            seed=0,
            realizations=first + count,
        )
        return drawn[first:]


def chebyshev_terms(phase: float, tolerance: float) -> int:
    """Terms after which the Chebyshev series of e^{-i phase x} leaves out less than `tolerance`."""
    bessel = 2 * np.abs(jv(np.arange(4096), phase))
    return int(np.argmax(np.cumsum(bessel[::-1])[::-1] < tolerance))


def sample_times(intervals: int) -> np.ndarray:
    """Times of the paper's grid, up to the end of so many of its intervals."""
    return INTERVAL * np.arange(intervals + 1)


class Sector(NamedTuple):
    """Basis of a ring's sector and the part of H that all realizations share.

    Attributes
    ----------
    spins : (site, state)
        ±1.
    swaps : (bond, state)
        Number of the state that exchanging the two spins of a bond leads to.
    start : int
        Number of the Néel state.
    """

    spins: np.ndarray
    swaps: np.ndarray
    start: int

    @property
    def initial(self) -> np.ndarray:
        """Amplitudes (state,) of the Néel state."""
        return (np.arange(self.spins.shape[1]) == self.start).astype(complex)

    def hopping(self) -> scipy.sparse.csr_array:
        """Σ S·S over the bonds, each half an exchange less a quarter."""
        bonds, states = self.swaps.shape
        ends = np.tile(np.arange(states), bonds), self.swaps.ravel()
        exchanges = scipy.sparse.coo_array((np.full(bonds * states, 0.5), ends), (states, states))
        return (exchanges - bonds / 4 * scipy.sparse.eye_array(states)).tocsr()

    def diagonal(self, field: np.ndarray) -> np.ndarray:
        """Σ w_i S^z_i of every state."""
        return field @ self.spins / 2

    def magnetization(self, amplitudes: np.ndarray) -> np.ndarray:
        """⟨σ^z_i⟩ (time, site) of states (time, state)."""
        return np.abs(amplitudes) ** 2 @ self.spins.T


def sector(ring: Ring) -> Sector:
    """Enumerate the sector; bit i of a state's pattern is spin i."""
    sites = np.arange(ring.sites)
    patterns = np.arange(1 << ring.sites)
    patterns = patterns[np.bitwise_count(patterns) == ring.sites // 2]
    up = patterns >> sites[:, None] & 1
    pairs = (1 << sites | 1 << (sites + 1) % ring.sites)[:, None]
    exchanged = np.where(up != np.roll(up, -1, axis=0), patterns ^ pairs, patterns)
    start = np.searchsorted(patterns, np.sum(1 << np.flatnonzero(ring.neel > 0)))
    return Sector(2.0 * up - 1, np.searchsorted(patterns, exchanged).astype(np.int32), int(start))


def one_by_one(evolve: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Evolve:
    """Make an `Evolve` of a function that evolves one realization."""
    return lambda fields, times: np.array([evolve(field, times) for field in fields])


def eigendecomposition(ring: Ring) -> Evolve:
    """Diagonalize in full: slow, and right to rounding."""
    basis = sector(ring)
    hopping = basis.hopping().toarray()

    def evolve(field: np.ndarray, times: np.ndarray) -> np.ndarray:
        energies, vectors = scipy.linalg.eigh(hopping + np.diag(basis.diagonal(field)))
        phases = np.exp(-1j * np.outer(times, energies)) * vectors[basis.start]
        return basis.magnetization(phases @ vectors.T)

    return one_by_one(evolve)


def taylor_series(ring: Ring) -> Evolve:
    """SciPy's expm_multiply over all times at once, truncated at double precision."""
    basis = sector(ring)
    hopping = basis.hopping()

    def evolve(field: np.ndarray, times: np.ndarray) -> np.ndarray:
        generator = -1j * (hopping + scipy.sparse.diags_array(basis.diagonal(field))).tocsr()
        if len(times) == 1:
            return basis.magnetization(basis.initial[None])
        states = expm_multiply(generator, basis.initial, start=0, stop=times[-1], num=len(times))
        return basis.magnetization(states)

    return one_by_one(evolve)


def reference(sites: int, intervals: int) -> np.ndarray:
    """Magnetization (time, site) of realization 0 that every tool must agree with.

    From the eigenvectors where there are few enough states; from SciPy otherwise, which they check
    in turn on the smaller rings.
    """
    ring = Ring(sites)
    evolve = eigendecomposition if ring.states <= LARGEST_DENSE else taylor_series
    return evolve(ring)(ring.fields(0, 1), sample_times(intervals))[0]
