"""Basis states of a spin chain with a fixed number of up spins.

A basis state is an integer whose bit ``i`` is 1 where spin ``i`` points up. The
states of a sector are kept in ascending order.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Boundary = Literal["open", "periodic"]


@dataclass(frozen=True)
class Sector:
    """Basis states of a sector and what exchanging two neighbours does to them.

    Attributes
    ----------
    sites : int
        Length of the chain.
    states : (state,) int64
        Bit patterns in ascending order.
    swaps : (bond, state) int32
        Index of the state reached by exchanging the two spins of a bond; a state
        whose two spins are parallel maps to itself. Bond ``i`` joins sites ``i``
        and ``i + 1``; a ring's last bond joins its last site and site 0.
    """

    sites: int
    states: NDArray[np.int64]
    swaps: NDArray[np.int32]


@lru_cache(maxsize=2)
def sector(sites: int, up_spins: int, boundary: Boundary) -> Sector:
    """Basis of `sites` spins of which `up_spins` point up, and its exchanges."""
    states = ascending_states(sites, up_spins)
    swaps = np.empty((bonds(sites, boundary), len(states)), dtype=np.int32)
    for bond in range(len(swaps)):
        pair = 1 << bond | 1 << (bond + 1) % sites
        both = states & pair
        antiparallel = (both != 0) & (both != pair)
        swaps[bond] = np.searchsorted(states, np.where(antiparallel, states ^ pair, states))
    return Sector(sites, states, swaps)


def bonds(sites: int, boundary: Boundary) -> int:
    """Count the nearest-neighbour pairs of a chain."""
    return sites if boundary == "periodic" else sites - 1


def ascending_states(sites: int, up_spins: int) -> NDArray[np.int64]:
    """Bit patterns (state,) of `sites` spins of which `up_spins` point up, in ascending order."""
    grown = {0: np.zeros(1, dtype=np.int64)}
    none = np.zeros(0, dtype=np.int64)
    for site in range(sites):
        fewest = max(0, up_spins - (sites - 1 - site))
        grown = {
            count: np.concatenate([grown.get(count, none), grown.get(count - 1, none) | 1 << site])
            for count in range(fewest, min(up_spins, site + 1) + 1)
        }
    return grown[up_spins]
