"""H applied to vectors of many realizations on one core of a CPU, compiled by Numba.

Vectors are (state * batch,): a state's numbers for all realizations lie side by side and are one
SIMD vector, whose lanes are the realizations; the states are in the order of
`phasetrace.evolution.cpu.bipartition`. One pass over a vector applies H, subtracts the vector
before and adds terms to a sum, four rows of a charge at a time, which share the places of their
neighbours. Nothing but the vectors themselves comes from memory.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from phasetrace.compile.simd import (
    CACHE_LINE,
    SimdVector,
    add,
    fill,
    load,
    multiply,
    multiply_add,
    pack,
    prefetch,
    store,
    subtract,
)
from phasetrace.evolution.cpu.bipartition import Table, Tables

ROWS = 4
"""Rows of a charge that are computed at a time."""

Vector = NDArray[np.floating]


class Energies(NamedTuple):
    """Elements of H, or of a multiple of it, for every realization.

    Attributes
    ----------
    strength : tuple of float
        Prefactor of the exchanges, one for each realization.
    left : (4 * configuration * batch,)
        Energy of the left segment's configurations and of the bonds between the segments;
        see `phasetrace.evolution.cpu.bipartition.Bipartition.energies`.
    right : (configuration * batch,)
        Energy of the right segment's configurations.
    """

    strength: tuple[float, ...]
    left: Vector
    right: Vector


@njit(inline="always")
def _sum_rows(
    like: SimdVector,
    lanes: int,
    neighbours: Table,
    antiparallel: Table,
    row: int,
    vectors: Vector,
    matrix: int,
    length: int,
    work: Vector,
    into: int,
) -> None:
    """Add up the rows that exchanges within the right segment lead to, four at a time."""
    count = antiparallel[row]
    if count == 0:
        for place in range(0, length, lanes):
            store(work, into + place, fill(like, 0.0))
    for done in range(0, count, 4):
        first = matrix + neighbours[row, done] * length
        second = matrix + neighbours[row, min(done + 1, count - 1)] * length
        third = matrix + neighbours[row, min(done + 2, count - 1)] * length
        fourth = matrix + neighbours[row, min(done + 3, count - 1)] * length
        for place in range(0, length, lanes):
            total = load(like, vectors, first + place)
            if count > done + 1:
                total = add(total, load(like, vectors, second + place))
            if count > done + 2:
                total = add(total, load(like, vectors, third + place))
            if count > done + 3:
                total = add(total, load(like, vectors, fourth + place))
            if done:
                total = add(total, load(like, work, into + place))
            store(work, into + place, total)


@njit(inline="always")
def _finish(
    strength: SimdVector,
    energy: SimdVector,
    hopped: SimdVector,
    vectors: Vector,
    before: Vector,
    sums: Vector,
    old_share: SimdVector,
    new_share: SimdVector,
    place: int,
) -> None:
    """Do what `recur` does for the state at a place, whose neighbours are added up already."""
    old = load(strength, before, place)
    rest = subtract(multiply(energy, load(strength, vectors, place)), old)
    new = multiply_add(strength, hopped, rest)
    store(before, place, new)
    if len(sums):
        total = multiply_add(new_share, new, load(strength, sums, place))
        store(sums, place, multiply_add(old_share, old, total))


@njit
def recur(
    tables: Tables,
    energies: Energies,
    vectors: Vector,
    before: Vector,
    sums: Vector,
    old_share: SimdVector,
    new_share: SimdVector,
    work: Vector,
) -> None:
    """Replace `before` by ``H vectors - before``, and add the old and the new to a sum.

    `sums` grows by ``old_share * before + new_share * (H vectors - before)``, unless it is empty.
    `work` is memory for `ROWS` of the longest rows.
    """
    # Arrays one by one: to take one out of a tuple counts references to all of them.
    state, right, left = tables.state, tables.right, tables.left
    right_run, right_runs, right_ends = tables.right_run, tables.right_runs, tables.right_ends
    left_run, left_runs, left_ends = tables.left_run, tables.left_runs, tables.left_ends
    right_antiparallel, right_neighbours = tables.right_antiparallel, tables.right_neighbours
    left_antiparallel, left_neighbours = tables.left_antiparallel, tables.left_neighbours
    across, crossed = tables.across, tables.crossed
    right_energy, left_energy = energies.right, energies.left
    lanes = len(energies.strength)
    strength = pack(energies.strength)
    # Rows are shorter than a line where vectors are longer than the caches.
    half_lines = lanes * before.itemsize < CACHE_LINE
    for charge in range(len(right)):
        first_column = left[charge, 0]
        length = (left[charge, 1] - first_column) * lanes
        matrix = state[charge]
        for same in range(right_run[charge, 0], right_run[charge, 1]):
            ends, last = right_ends[same], right_runs[same + 1] - 1
            # The charges that exchanges across the two bonds between the segments lead to.
            one = charge - 1 if ends & 2 else charge + 1
            two = charge - 1 if ends & 1 else charge + 1
            one_first, one_length = _matrix(state, left, one, lanes)
            two_first, two_length = _matrix(state, left, two, lanes)
            beside = ends * (len(left_energy) // 4)
            # Where fewer rows are left over, the last one is read again, and written once.
            for r0 in range(right_runs[same], last + 1, ROWS):
                r1, r2, r3 = min(r0 + 1, last), min(r0 + 2, last), min(r0 + 3, last)
                for r in range(r0, r3 + 1):
                    into = (r - r0) * length
                    _sum_rows(
                        strength,
                        lanes,
                        right_neighbours,
                        right_antiparallel,
                        r,
                        vectors,
                        matrix,
                        length,
                        work,
                        into,
                    )
                row = matrix + (r0 - right[charge, 0]) * length
                w1, w2, w3 = (r1 - r0) * length, (r2 - r0) * length, (r3 - r0) * length
                e0 = load(strength, right_energy, r0 * lanes)
                e1 = load(strength, right_energy, r1 * lanes)
                e2 = load(strength, right_energy, r2 * lanes)
                e3 = load(strength, right_energy, r3 * lanes)
                p0 = one_first + across[0, r0] * one_length
                p1 = one_first + across[0, r1] * one_length
                p2 = one_first + across[0, r2] * one_length
                p3 = one_first + across[0, r3] * one_length
                q0 = two_first + across[1, r0] * two_length
                q1 = two_first + across[1, r1] * two_length
                q2 = two_first + across[1, r2] * two_length
                q3 = two_first + across[1, r3] * two_length
                for run in range(left_run[charge, 0], left_run[charge, 1]):
                    count, opposite = left_antiparallel[run], left_ends[run] ^ ends
                    for c in range(left_runs[run], left_runs[run + 1]):
                        at = (c - first_column) * lanes
                        x0, x1 = load(strength, work, at), load(strength, work, w1 + at)
                        x2, x3 = load(strength, work, w2 + at), load(strength, work, w3 + at)
                        for bond in range(count):
                            near = row + left_neighbours[c, bond]
                            x0 = add(x0, load(strength, vectors, near))
                            x1 = add(x1, load(strength, vectors, near + w1))
                            x2 = add(x2, load(strength, vectors, near + w2))
                            x3 = add(x3, load(strength, vectors, near + w3))
                        if opposite & 2:
                            near = crossed[0, c]
                            x0 = add(x0, load(strength, vectors, p0 + near))
                            x1 = add(x1, load(strength, vectors, p1 + near))
                            x2 = add(x2, load(strength, vectors, p2 + near))
                            x3 = add(x3, load(strength, vectors, p3 + near))
                        if opposite & 1:
                            near = crossed[1, c]
                            x0 = add(x0, load(strength, vectors, q0 + near))
                            x1 = add(x1, load(strength, vectors, q1 + near))
                            x2 = add(x2, load(strength, vectors, q2 + near))
                            x3 = add(x3, load(strength, vectors, q3 + near))
                        here = row + at
                        if half_lines:
                            for ahead in range(ROWS, 2 * ROWS):
                                prefetch(before, here + ahead * length)
                            if len(sums):
                                for ahead in range(ROWS, 2 * ROWS):
                                    prefetch(sums, here + ahead * length)
                        e = load(strength, left_energy, (beside + c * lanes))
                        a, b = old_share, new_share
                        _finish(strength, add(e0, e), x0, vectors, before, sums, a, b, here)
                        if r1 > r0:
                            _finish(
                                strength, add(e1, e), x1, vectors, before, sums, a, b, here + w1
                            )
                        if r2 > r1:
                            _finish(
                                strength, add(e2, e), x2, vectors, before, sums, a, b, here + w2
                            )
                        if r3 > r2:
                            _finish(
                                strength, add(e3, e), x3, vectors, before, sums, a, b, here + w3
                            )


@njit(inline="always")
def _matrix(state: Table, left: Table, charge: int, lanes: int) -> tuple[int, int]:
    """Place of the first state of a charge and length of its rows, if there is such a charge."""
    if 0 <= charge < len(left):
        return state[charge], (left[charge, 1] - left[charge, 0]) * lanes
    return 0, 0
