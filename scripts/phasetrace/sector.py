"""Basis states of a spin chain with a fixed number of up spins.

A basis state is an integer whose bit ``i`` is 1 where spin ``i`` points up. The
states of a sector are kept in ascending order, so that flipping two neighbouring
spins near site 0 moves a state by a short way in memory.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

jax.config.update("jax_enable_x64", True)

Boundary = Literal["open", "periodic"]

# Rows added at a time in a sum over states, and states whose spins are added at a time.
FOLD = 16
BLOCK = 256


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

    def index(self, spins: NDArray[np.integer]) -> NDArray[np.int32]:
        """Index of each product state of `spins` (realization, site), which are ±1."""
        patterns = (spins > 0) @ (np.int64(1) << np.arange(self.sites))
        return np.searchsorted(self.states, patterns).astype(np.int32)

    def spins(self, index: NDArray[np.integer]) -> NDArray[np.int8]:
        """Spins ±1 (realization, site) of the basis states numbered `index`."""
        up = self.states[index, None] >> np.arange(self.sites) & 1
        return (2 * up - 1).astype(np.int8)


@lru_cache(maxsize=2)
def sector(sites: int, up_spins: int, boundary: Boundary) -> Sector:
    """Basis of `sites` spins of which `up_spins` point up, and its exchanges."""
    states = _ascending_states(sites, up_spins)
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


def column_sum(values: jax.Array) -> jax.Array:
    """Sum of `values` (state, ..., realization) over states.

    The rows are folded until one is left. Every addition is spelt out, so a
    realization's sum has the same bits whatever stands beside it and however many
    there are; a library reduction or matrix product does not promise that.
    """
    while len(values) > 1:
        rows = -(-len(values) // FOLD)
        padding = [(0, FOLD * rows - len(values))] + [(0, 0)] * (values.ndim - 1)
        parts = list(jnp.pad(values, padding).reshape(FOLD, rows, *values.shape[1:]))
        while len(parts) > 1:
            parts = [even + odd for even, odd in zip(parts[::2], parts[1::2], strict=True)]
        values = jax.lax.optimization_barrier(parts[0])
    return values[0]


@jax.jit
def overlap(bra: jax.Array, ket: jax.Array) -> jax.Array:
    """Scalar products (realization,) of real vectors (state, realization)."""
    return column_sum(bra * ket)


def magnetizations(states: jax.Array, density: jax.Array, sites: int) -> jax.Array:
    """Expectation values ⟨σ^z_i⟩ (site, realization) for probabilities (state, realization)."""
    rows = min(BLOCK, len(states))
    missing = -len(states) % rows
    states = jnp.pad(states, (0, missing)).reshape(-1, rows)
    density = jnp.pad(density, ((0, missing), (0, 0))).reshape(*states.shape, -1)

    def add(sums: jax.Array, block: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, None]:
        up = (block[0][:, None] >> jnp.arange(sites) & 1)[:, :, None]
        weight = block[1][:, None, :]
        return sums + jnp.where(up, weight, -weight), None

    nothing = jnp.zeros((rows, sites, density.shape[-1]), density.dtype)
    sums, _ = jax.lax.scan(add, nothing, (states, density))
    return column_sum(sums)


@jax.jit
def field_energy(states: jax.Array, field: jax.Array) -> jax.Array:
    """Energy Σ_i w_i S^z_i (state, realization) of every basis state.

    `field` is (site, realization).
    """

    def add(site: jax.Array, energy: jax.Array) -> jax.Array:
        up = (states >> site & 1)[:, None]
        return energy + 0.5 * jnp.where(up, field[site], -field[site])

    nothing = jnp.zeros((len(states), field.shape[1]), field.dtype)
    return jax.lax.fori_loop(0, len(field), add, nothing)


def _ascending_states(sites: int, up_spins: int) -> NDArray[np.int64]:
    grown = {0: np.zeros(1, dtype=np.int64)}
    none = np.zeros(0, dtype=np.int64)
    for site in range(sites):
        fewest = max(0, up_spins - (sites - 1 - site))
        grown = {
            count: np.concatenate([grown.get(count, none), grown.get(count - 1, none) | 1 << site])
            for count in range(fewest, min(up_spins, site + 1) + 1)
        }
    return grown[up_spins]
