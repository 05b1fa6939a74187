"""Exchanges of antiparallel neighbours, the only elements of H off its diagonal.

An exchange P_b of two parallel spins leaves a state alone, so Σ_b P_b counts a state's
parallel bonds on the diagonal and leads off it along its antiparallel ones only, about
half of all. Sorting the basis by the number of antiparallel bonds makes groups of
states that all have the same number of neighbours, and every neighbour that is
gathered counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from phasetrace.evolution.basis import Boundary, sector

ROW = lax.GatherDimensionNumbers(offset_dims=(1,), collapsed_slice_dims=(), start_index_map=(0,))


@dataclass(frozen=True)
class Hopping:
    """States of a sector by their number of antiparallel bonds, and their neighbours.

    Attributes
    ----------
    order : (state,) int64
        Place in the ascending order of `phasetrace.evolution.basis.Sector` of each state here.
    neighbours : tuple of (state of a group, antiparallel bond) uint32
        One table for each group of consecutive states with equally many antiparallel
        bonds: the state that the exchange of each such bond leads to.
    """

    order: NDArray[np.int64]
    neighbours: tuple[NDArray[np.uint32], ...]

    @property
    def antiparallel(self) -> NDArray[np.int64]:
        """Number of antiparallel bonds of each state."""
        counts, states = zip(*(table.shape[::-1] for table in self.neighbours), strict=True)
        return np.repeat(counts, states)

    def places(self, realizations: int) -> tuple[NDArray[np.unsignedinteger], ...]:
        """Where neighbours begin in vectors (state, realization) laid out in memory.

        With the length of a row already multiplied, and without a sign to be checked, a
        neighbour takes an instruction or two less.
        """
        places = len(self.order) * realizations
        integer = np.promote_types(np.uint32, np.min_scalar_type(places)).type
        return tuple(table * integer(realizations) for table in self.neighbours)


@lru_cache(maxsize=2)
def hopping(sites: int, up_spins: int, boundary: Boundary) -> Hopping:
    """Neighbours of the states of `phasetrace.evolution.basis.sector` with the same arguments."""
    swaps = sector(sites, up_spins, boundary).swaps
    dimension = swaps.shape[1]
    antiparallel = swaps != np.arange(dimension)
    count = np.sum(antiparallel, axis=0)
    order = np.argsort(count, kind="stable")
    place = np.empty(dimension, np.uint32)
    place[order] = np.arange(dimension, dtype=np.uint32)
    tables = []
    for states in np.split(order, np.flatnonzero(np.diff(count[order])) + 1):
        reached = swaps[:, states].T[antiparallel[:, states].T]
        tables.append(place[reached].reshape(len(states), -1))
    return Hopping(order, tuple(tables))


def recur(
    neighbours: Sequence[jax.Array],
    strength: jax.Array | float,
    diagonal: jax.Array,
    vectors: jax.Array,
    before: jax.Array,
    into: jax.Array,
) -> jax.Array:
    """``H vectors - before``, where H = strength Σ |neighbour⟩⟨state| + diag(diagonal).

    Parameters
    ----------
    neighbours
        See `Hopping.places`.
    strength : (realization,) or float
        Prefactor of the exchanges.
    diagonal, vectors, before : (state, realization)
        In the order of `Hopping`.
    into : (state, realization)
        Memory for the result, whose values do not matter: written group by group in
        place, where concatenated groups would be copied.
    """
    first = 0
    for table in neighbours:
        states, bonds = table.shape
        group = slice(first, first + states)
        image = diagonal[group] * vectors[group]
        if bonds:
            first_neighbour, *others = (_rows(vectors, table[:, bond]) for bond in range(bonds))
            image = strength * sum(others, start=first_neighbour) + image
        into = lax.dynamic_update_slice(into, image - before[group], (first, 0))
        first = group.stop
    return into


def image(
    neighbours: Sequence[jax.Array],
    strength: jax.Array | float,
    diagonal: jax.Array,
    vectors: jax.Array,
) -> jax.Array:
    """H applied to `vectors`, see `recur`."""
    zeros = jnp.zeros_like(vectors)
    return recur(neighbours, strength, diagonal, vectors, zeros, zeros)


def _rows(vectors: jax.Array, places: jax.Array) -> jax.Array:
    """Rows of `vectors` that begin at `places`."""
    return lax.gather(
        vectors.reshape(-1),
        places[:, None],
        ROW,
        slice_sizes=(vectors.shape[1],),
        mode=lax.GatherScatterMode.PROMISE_IN_BOUNDS,
    )
