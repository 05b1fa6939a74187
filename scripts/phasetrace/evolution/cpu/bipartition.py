"""The basis of a sector as pairs of configurations of two segments of the chain.

The right segment has sites 0 to `low` - 1, the left one those above. States with equally many
up spins in the left segment make a block, a matrix of its configurations (rows) and those of
the right segment (columns). A bond within the left segment exchanges whole rows, one within
the right segment exchanges columns, in every row the same, and only the bonds between the
segments lead to another block. So neighbours need tables for the configurations of a segment
instead of one for all states, and the energy of a product state is the sum of two segments'.

Configurations with equally many up spins are sorted by their ends, which decide how they meet
the other segment, and then by their antiparallel bonds, of which alone neighbours come (see
`phasetrace.evolution.gpu.exchanges`).
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.basis import Boundary, ascending_states, bonds

Table = NDArray[np.int64]


class Segment(NamedTuple):
    """Configurations of a segment, by their up spins, their ends and their antiparallel bonds.

    Attributes
    ----------
    patterns : (configuration,) int64
        Bit ``i`` is 1 where spin ``i`` of the segment points up.
    first : (group + 1,) int64
        Number of the first configuration with so many more up spins than the first of all.
    ascending : (configuration,) int64
        Numbers of the configurations in ascending order of their patterns.
    ends : (configuration,) int64
        Spins, 0 or 1, at the bond where the segments meet (which counts 2) and, in a ring, at
        the other such bond.
    antiparallel : (configuration,) int64
        Antiparallel bonds within the segment.
    neighbours : (configuration, bond) int64
        Configurations that the exchanges of these bonds lead to, counted from the first with
        as many up spins; nothing of meaning behind the last.
    """

    patterns: NDArray[np.int64]
    first: NDArray[np.int64]
    ascending: NDArray[np.int64]
    ends: NDArray[np.int64]
    antiparallel: NDArray[np.int64]
    neighbours: NDArray[np.int64]

    def number(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the configurations with these patterns; any number where there is none."""
        place = np.searchsorted(self.patterns, patterns, sorter=self.ascending)
        return self.ascending[np.minimum(place, len(self.ascending) - 1)]

    def place(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of configurations, counted from the first with as many up spins."""
        number = self.number(patterns)
        return number - self.first[np.searchsorted(self.first, number, side="right") - 1]


class Blocks(NamedTuple):
    """Blocks of a sector, as `phasetrace.evolution.cpu.hamiltonian` and `phasetrace.evolution.cpu.kernels` need them.

    Places in memory are counted in numbers, of which a state has one for each realization.

    Attributes
    ----------
    low : int
        Sites of the right segment.
    left_patterns, right_patterns, left_antiparallel : (configuration,)
        See `Segment`.
    state : (block + 1,)
        Place of a block's first state.
    left, right : (block, 2)
        First configuration of each segment in a block, and the one behind its last.
    left_run, right_run : (block, 2)
        Left configurations with the same ends are a run, and right ones with the same ends and
        equally many antiparallel bonds: the first run of a block and the one behind its last.
    left_runs, right_runs : (run + 1,)
        First configuration of each run.
    left_ends, right_ends, right_antiparallel : (run,)
        See `Segment`.
    left_neighbours
        See `Segment`; counted in rows.
    right_neighbours
        See `Segment`; places in a row.
    across : (2, left configuration)
        Row that the exchange across each bond between the segments leads to, in the block before
        (if the left spin there is up) or after.
    crossed : (2, right configuration)
        Place in that row.
    """

    low: int
    left_patterns: Table
    right_patterns: Table
    left_antiparallel: Table
    state: Table
    left: Table
    right: Table
    left_run: Table
    right_run: Table
    left_runs: Table
    right_runs: Table
    left_ends: Table
    right_ends: Table
    right_antiparallel: Table
    left_neighbours: Table
    right_neighbours: Table
    across: Table
    crossed: Table


class SplitSector(NamedTuple):
    """A sector cut into two segments.

    Attributes
    ----------
    sites, low : int
        Sites of the chain and of the right segment.
    left, right : Segment
        Its segments.
    ends : tuple of (int, int)
        Sites of the left and of the right segment that each bond between them joins.
    left_ranges, right_ranges : (block, 2) int64
        First configuration of a segment in a block, and the one behind its last.
    state : (block + 1,) int64
        Number of a block's first state.
    """

    sites: int
    low: int
    left: Segment
    right: Segment
    ends: tuple[tuple[int, int], ...]
    left_ranges: NDArray[np.int64]
    right_ranges: NDArray[np.int64]
    state: NDArray[np.int64]

    def located(self, patterns: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """Left and right configuration of states with these bit patterns."""
        return (
            self.left.number(patterns >> self.low),
            self.right.number(patterns & (1 << self.low) - 1),
        )

    def number(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the states with these bit patterns."""
        left, right = self.located(patterns)
        block = np.searchsorted(self.left_ranges[:, 1], left, side="right")
        row, column = left - self.left_ranges[block, 0], right - self.right_ranges[block, 0]
        return self.state[block] + row * np.diff(self.right_ranges)[block, 0] + column

    def energies(
        self, coupling: float, field: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Energies of the segments' configurations, of which a product state's is the sum.

        Parameters
        ----------
        coupling : float
            J.
        field : (site, realization)
            w_i.

        Returns
        -------
        left : (configuration, realization)
            Energy of the left segment's bonds and fields.
        right : (4, configuration, realization)
            Energy of the right segment's and of the bonds between the segments, for each of the
            left one's `Segment.ends`.
        """
        left = _energy(self.left, coupling, field[self.low :])
        right = np.repeat(_energy(self.right, coupling, field[: self.low])[None], 4, axis=0)
        for bond, (_, bit) in enumerate(self.ends):
            for ends in range(4):
                opposite = self.right.patterns >> bit & 1 != ends >> 1 - bond & 1
                right[ends] += coupling * (0.25 - 0.5 * opposite)[:, None]
        return left, right


@lru_cache(maxsize=2)
def split_sector(sites: int, up_spins: int, boundary: Boundary, low: int) -> SplitSector:
    """Cut the sector of `phasetrace.evolution.basis.sector` behind its lowest `low` sites."""
    ends: tuple[tuple[int, int], ...] = ((0, low - 1),)
    if bonds(sites, boundary) == sites:
        ends += ((sites - low - 1, 0),)
    counts = range(max(0, up_spins - low), min(sites - low, up_spins) + 1)
    left_ends, right_ends = zip(*ends, strict=True)
    left = _segment(sites - low, counts, left_ends)
    right = _segment(low, range(up_spins - counts[-1], up_spins - counts[0] + 1), right_ends)
    left_ranges = np.stack([left.first[:-1], left.first[1:]], axis=1)
    right_ranges = np.stack([right.first[:-1], right.first[1:]], axis=1)[::-1]
    states = np.diff(left_ranges)[:, 0] * np.diff(right_ranges)[:, 0]
    state = np.concatenate([[0], np.cumsum(states)])
    return SplitSector(sites, low, left, right, ends, left_ranges, right_ranges, state)


@lru_cache(maxsize=4)
def blocks(sites: int, up_spins: int, boundary: Boundary, low: int, lanes: int) -> Blocks:
    """Tables of `split_sector` for so many realizations side by side."""
    basis = split_sector(sites, up_spins, boundary, low)
    left, right = basis.left, basis.right
    left_runs = _runs(left.first, left.ends)
    right_runs = _runs(right.first, 2 * sites * right.ends + right.antiparallel)
    across, crossed = np.zeros((2, len(left.ends)), int), np.zeros((2, len(right.ends)), int)
    for bond, (left_bit, right_bit) in enumerate(basis.ends):
        across[bond] = left.place(left.patterns ^ 1 << left_bit)
        crossed[bond] = right.place(right.patterns ^ 1 << right_bit)
    tables = {
        "left_patterns": left.patterns,
        "right_patterns": right.patterns,
        "left_antiparallel": left.antiparallel,
        "state": basis.state * lanes,
        "left": basis.left_ranges,
        "right": basis.right_ranges,
        "left_run": np.searchsorted(left_runs, basis.left_ranges),
        "right_run": np.searchsorted(right_runs, basis.right_ranges),
        "left_runs": left_runs,
        "right_runs": right_runs,
        "left_ends": left.ends[left_runs[:-1]],
        "right_ends": right.ends[right_runs[:-1]],
        "right_antiparallel": right.antiparallel[right_runs[:-1]],
        "left_neighbours": left.neighbours,
        "right_neighbours": right.neighbours * lanes,
        "across": across,
        "crossed": crossed * lanes,
    }
    contiguous = {name: np.ascontiguousarray(table) for name, table in tables.items()}
    return Blocks(low=low, **contiguous)


def _runs(first: NDArray[np.int64], key: NDArray[np.int64]) -> NDArray[np.int64]:
    """First configurations of runs with as many up spins and the same key, and their number."""
    return np.unique(np.concatenate([first, np.flatnonzero(np.diff(key)) + 1]))


def _segment(sites: int, counts: range, bits: tuple[int, ...]) -> Segment:
    """Configurations of so many sites with some numbers of up spins, which end at `bits`."""
    groups = [ascending_states(sites, count) for count in counts]
    sizes = [len(group) for group in groups]
    patterns = np.concatenate(groups)
    bonds = (patterns ^ patterns >> 1) & (1 << sites - 1) - 1
    antiparallel = np.bitwise_count(bonds).astype(np.int64)
    ends = np.zeros_like(patterns)
    for bond, bit in enumerate(bits):
        ends |= (patterns >> bit & 1) << 1 - bond
    order = np.lexsort((patterns, antiparallel, ends, np.repeat(counts, sizes)))
    patterns, bonds = patterns[order], bonds[order]
    ends, antiparallel = ends[order], antiparallel[order]
    first = np.concatenate([[0], np.cumsum(sizes)])
    neighbours = np.zeros((len(patterns), max(sites - 1, 1)), np.int64)
    segment = Segment(patterns, first, np.argsort(patterns), ends, antiparallel, neighbours)
    found = np.zeros(len(patterns), np.int64)
    for bond in range(sites - 1):
        here = np.flatnonzero(bonds >> bond & 1)
        neighbours[here, found[here]] = segment.place(patterns[here] ^ 0b11 << bond)
        found[here] += 1
    return segment


def _energy(segment: Segment, coupling: float, field: NDArray[np.float64]) -> NDArray[np.float64]:
    """Energy (configuration, realization) of a segment's own bonds and fields."""
    bonds = coupling * ((len(field) - 1) / 4 - segment.antiparallel / 2)
    energy = np.repeat(bonds[:, None], field.shape[1], axis=1)
    # One site after another: a matrix product's rounding may depend on the realization's column.
    for site, strength in enumerate(field):
        up = (segment.patterns >> site & 1)[:, None] == 1
        energy += np.where(up, strength / 2, -strength / 2)
    return energy
