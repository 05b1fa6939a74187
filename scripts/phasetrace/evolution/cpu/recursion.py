"""H applied to vectors of many realizations on one core of a CPU, compiled by Numba.

Vectors are (state * lanes,), the realizations side by side as `phasetrace.compile.simd`, the states in
the order of `phasetrace.evolution.cpu.bipartition`. One pass over a vector applies H, subtracts the vector before
and adds terms to a sum, four rows of a block at a time, which share the places of their
neighbours. Nothing but the vectors themselves comes from memory.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from phasetrace.compile.simd import (
    CACHE_LINE,
    Lane,
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
from phasetrace.evolution.cpu.bipartition import Blocks, Table

ROWS = 4
"""Rows of a block that are computed together."""

Vector = NDArray[np.floating]


class Energies(NamedTuple):
    """Elements of H, or of a multiple of it, for every realization.

    Attributes
    ----------
    strength : tuple of float
        Prefactor of the exchanges, one for each lane.
    left : (configuration * lanes,)
        Energy of the left segment's configurations.
    right : (4 * configuration * lanes,)
        Energy of the right segment's configurations and of the bonds between the segments;
        see `phasetrace.evolution.cpu.bipartition.SplitSector.energies`.
    """

    strength: tuple[float, ...]
    left: Vector
    right: Vector


@njit(inline="always")
def _sum_rows(
    like: Lane,
    lanes: int,
    neighbours: Table,
    antiparallel: Table,
    row: int,
    vectors: Vector,
    matrix: int,
    width: int,
    work: Vector,
    into: int,
) -> None:
    """Add up the rows that exchanges within the left segment lead to, four at a time."""
    count = antiparallel[row]
    if count == 0:
        for place in range(0, width, lanes):
            store(work, into + place, fill(like, 0.0))
    for done in range(0, count, 4):
        first = matrix + neighbours[row, done] * width
        second = matrix + neighbours[row, min(done + 1, count - 1)] * width
        third = matrix + neighbours[row, min(done + 2, count - 1)] * width
        fourth = matrix + neighbours[row, min(done + 3, count - 1)] * width
        for place in range(0, width, lanes):
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
    strength: Lane,
    energy: Lane,
    hopped: Lane,
    vectors: Vector,
    before: Vector,
    sums: Vector,
    old_share: Lane,
    new_share: Lane,
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
    blocks: Blocks,
    energies: Energies,
    vectors: Vector,
    before: Vector,
    sums: Vector,
    old_share: Lane,
    new_share: Lane,
    work: Vector,
) -> None:
    """Replace `before` by ``H vectors - before``, and add the old and the new to a sum.

    `sums` grows by ``old_share * before + new_share * (H vectors - before)``, unless it is empty.
    `work` is memory for `ROWS` of the longest rows.
    """
    # Arrays one by one: to take one out of a tuple counts references to all of them.
    state, left, right = blocks.state, blocks.left, blocks.right
    left_run, left_runs, left_ends = blocks.left_run, blocks.left_runs, blocks.left_ends
    right_run, right_runs, right_ends = blocks.right_run, blocks.right_runs, blocks.right_ends
    left_antiparallel, left_neighbours = blocks.left_antiparallel, blocks.left_neighbours
    right_antiparallel, right_neighbours = blocks.right_antiparallel, blocks.right_neighbours
    across, crossed = blocks.across, blocks.crossed
    left_energy, right_energy = energies.left, energies.right
    lanes = len(energies.strength)
    strength = pack(energies.strength)
    # Rows are shorter than a line where vectors are longer than the caches.
    half_lines = lanes * before.itemsize < CACHE_LINE
    for block in range(len(left)):
        first_column = right[block, 0]
        width = (right[block, 1] - first_column) * lanes
        matrix = state[block]
        for same in range(left_run[block, 0], left_run[block, 1]):
            ends, last = left_ends[same], left_runs[same + 1] - 1
            # The blocks that exchanges across the two bonds between the segments lead to.
            one = block - 1 if ends & 2 else block + 1
            two = block - 1 if ends & 1 else block + 1
            one_first, one_width = _matrix(state, right, one, lanes)
            two_first, two_width = _matrix(state, right, two, lanes)
            beside = ends * (len(right_energy) // 4)
            # A last group of fewer rows reads its last one again, and writes it once.
            for r0 in range(left_runs[same], last + 1, ROWS):
                r1, r2, r3 = min(r0 + 1, last), min(r0 + 2, last), min(r0 + 3, last)
                for r in range(r0, r3 + 1):
                    into = (r - r0) * width
                    _sum_rows(
                        strength,
                        lanes,
                        left_neighbours,
                        left_antiparallel,
                        r,
                        vectors,
                        matrix,
                        width,
                        work,
                        into,
                    )
                row = matrix + (r0 - left[block, 0]) * width
                w1, w2, w3 = (r1 - r0) * width, (r2 - r0) * width, (r3 - r0) * width
                e0 = load(strength, left_energy, r0 * lanes)
                e1 = load(strength, left_energy, r1 * lanes)
                e2 = load(strength, left_energy, r2 * lanes)
                e3 = load(strength, left_energy, r3 * lanes)
                p0 = one_first + across[0, r0] * one_width
                p1 = one_first + across[0, r1] * one_width
                p2 = one_first + across[0, r2] * one_width
                p3 = one_first + across[0, r3] * one_width
                q0 = two_first + across[1, r0] * two_width
                q1 = two_first + across[1, r1] * two_width
                q2 = two_first + across[1, r2] * two_width
                q3 = two_first + across[1, r3] * two_width
                for run in range(right_run[block, 0], right_run[block, 1]):
                    count, opposite = right_antiparallel[run], right_ends[run] ^ ends
                    for c in range(right_runs[run], right_runs[run + 1]):
                        at = (c - first_column) * lanes
                        x0, x1 = load(strength, work, at), load(strength, work, w1 + at)
                        x2, x3 = load(strength, work, w2 + at), load(strength, work, w3 + at)
                        for bond in range(count):
                            near = row + right_neighbours[c, bond]
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
                                prefetch(before, here + ahead * width)
                            if len(sums):
                                for ahead in range(ROWS, 2 * ROWS):
                                    prefetch(sums, here + ahead * width)
                        e = load(strength, right_energy, (beside + c * lanes))
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
def _matrix(state: Table, right: Table, block: int, lanes: int) -> tuple[int, int]:
    """Place of a block's first state and length of its rows, if there is such a block."""
    if 0 <= block < len(right):
        return state[block], (right[block, 1] - right[block, 0]) * lanes
    return 0, 0
