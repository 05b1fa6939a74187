"""The basis of a sector as pairs of configurations of the two segments of a bipartition.

The left segment has sites 0 to `cut` - 1, the right one those from `cut` on. The charge of a
state is the number of up spins in its right segment: states of equal charge are a matrix of
configurations of the right segment (rows) and of the left one (columns). A bond within the right
segment exchanges whole rows, one within the left segment exchanges columns, in every row the
same, and only the bonds between the segments change the charge, by one. So neighbours need tables
for the configurations of a segment instead of one for all states, and the energy of a product
state is the sum of two segments'.

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
    first : (charge + 1,) int64
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


class Tables(NamedTuple):
    """A bipartition as `phasetrace.evolution.cpu.recursion` and the kernels need it.

    Places in memory are counted in numbers, of which a state has one for each realization.

    Attributes
    ----------
    cut : int
        Sites of the left segment.
    left_patterns, right_patterns, right_antiparallel : (configuration,)
        See `Segment`.
    state : (charge + 1,)
        Place of the first state of a charge.
    left, right : (charge, 2)
        First configuration of each segment at a charge, and the one behind its last.
    left_run, right_run : (charge, 2)
        Right configurations with the same ends are a run, and left ones with the same ends and
        equally many antiparallel bonds: the first run at a charge and the one behind its last.
    left_runs, right_runs : (run + 1,)
        First configuration of each run.
    left_ends, right_ends, left_antiparallel : (run,)
        See `Segment`.
    left_neighbours
        See `Segment`; places in a row.
    right_neighbours
        See `Segment`; counted in rows.
    across : (2, right configuration)
        Row that the exchange across each bond between the segments leads to, at one charge less
        (if the right spin there is up) or more.
    crossed : (2, left configuration)
        Place in that row.
    """

    cut: int
    left_patterns: Table
    right_patterns: Table
    right_antiparallel: Table
    state: Table
    left: Table
    right: Table
    left_run: Table
    right_run: Table
    left_runs: Table
    right_runs: Table
    left_ends: Table
    right_ends: Table
    left_antiparallel: Table
    left_neighbours: Table
    right_neighbours: Table
    across: Table
    crossed: Table


class Bipartition(NamedTuple):
    """A sector cut into two segments.

    Attributes
    ----------
    sites, cut : int
        Sites of the chain and of the left segment.
    left, right : Segment
        Its segments.
    ends : tuple of (int, int)
        Sites, each counted within its segment, that a bond between the left and the right
        segment joins.
    left_ranges, right_ranges : (charge, 2) int64
        First configuration of a segment at a charge, and the one behind its last.
    state : (charge + 1,) int64
        Number of the first state of a charge.
    """

    sites: int
    cut: int
    left: Segment
    right: Segment
    ends: tuple[tuple[int, int], ...]
    left_ranges: NDArray[np.int64]
    right_ranges: NDArray[np.int64]
    state: NDArray[np.int64]

    def located(self, patterns: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Left and right configuration of states with these bit patterns."""
        return (
            self.left.number(patterns & (1 << self.cut) - 1),
            self.right.number(patterns >> self.cut),
        )

    def number(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the states with these bit patterns."""
        left, right = self.located(patterns)
        charge = np.searchsorted(self.right_ranges[:, 1], right, side="right")
        row, column = right - self.right_ranges[charge, 0], left - self.left_ranges[charge, 0]
        return self.state[charge] + row * np.diff(self.left_ranges)[charge, 0] + column

    def patterns(self) -> NDArray[np.int64]:
        """Bit patterns (state,) of all states, in the order of their numbers."""
        right, left = self.right.patterns << self.cut, self.left.patterns
        return np.concatenate(
            [
                (right[slice(*rows), None] | left[slice(*columns)]).ravel()
                for rows, columns in zip(self.right_ranges, self.left_ranges, strict=True)
            ]
        )

    def energies(
        self, ising: float, field: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Energies of the segments' configurations, of which a product state's is the sum.

        Parameters
        ----------
        ising : float
            Jz; see `phasetrace.evolution.hamiltonians.Hamiltonians`.
        field : (site, realization)
            w_i.

        Returns
        -------
        left : (4, configuration, realization)
            Energy of the left segment's bonds and fields and of the bonds between the segments,
            for each of the right one's `Segment.ends`.
        right : (configuration, realization)
            Energy of the right segment's.
        """
        left = np.repeat(_energy(self.left, ising, field[: self.cut])[None], 4, axis=0)
        right = _energy(self.right, ising, field[self.cut :])
        for bond, (bit, _) in enumerate(self.ends):
            for ends in range(4):
                opposite = self.left.patterns >> bit & 1 != ends >> 1 - bond & 1
                left[ends] += ising * (0.25 - 0.5 * opposite)[:, None]
        return left, right


@lru_cache(maxsize=2)
def bipartition(sites: int, up_spins: int, boundary: Boundary, cut: int) -> Bipartition:
    """Cut the sector of `phasetrace.evolution.basis.sector` behind its first `cut` sites."""
    ends: tuple[tuple[int, int], ...] = ((cut - 1, 0),)
    if bonds(sites, boundary) == sites:
        ends += ((0, sites - cut - 1),)
    charges = range(max(0, up_spins - cut), min(sites - cut, up_spins) + 1)
    left_ends, right_ends = zip(*ends, strict=True)
    left = _segment(cut, range(up_spins - charges[-1], up_spins - charges[0] + 1), left_ends)
    right = _segment(sites - cut, charges, right_ends)
    left_ranges = np.stack([left.first[:-1], left.first[1:]], axis=1)[::-1]
    right_ranges = np.stack([right.first[:-1], right.first[1:]], axis=1)
    states = np.diff(left_ranges)[:, 0] * np.diff(right_ranges)[:, 0]
    state = np.concatenate([[0], np.cumsum(states)])
    return Bipartition(sites, cut, left, right, ends, left_ranges, right_ranges, state)


@lru_cache(maxsize=4)
def tables(sites: int, up_spins: int, boundary: Boundary, cut: int, batch: int) -> Tables:
    """Tables of `bipartition` for so many realizations side by side."""
    basis = bipartition(sites, up_spins, boundary, cut)
    left, right = basis.left, basis.right
    left_runs = _runs(left.first, 2 * sites * left.ends + left.antiparallel)
    right_runs = _runs(right.first, right.ends)
    across, crossed = np.zeros((2, len(right.ends)), int), np.zeros((2, len(left.ends)), int)
    for bond, (left_bit, right_bit) in enumerate(basis.ends):
        across[bond] = right.place(right.patterns ^ 1 << right_bit)
        crossed[bond] = left.place(left.patterns ^ 1 << left_bit)
    arrays = {
        "left_patterns": left.patterns,
        "right_patterns": right.patterns,
        "right_antiparallel": right.antiparallel,
        "state": basis.state * batch,
        "left": basis.left_ranges,
        "right": basis.right_ranges,
        "left_run": np.searchsorted(left_runs, basis.left_ranges),
        "right_run": np.searchsorted(right_runs, basis.right_ranges),
        "left_runs": left_runs,
        "right_runs": right_runs,
        "left_ends": left.ends[left_runs[:-1]],
        "right_ends": right.ends[right_runs[:-1]],
        "left_antiparallel": left.antiparallel[left_runs[:-1]],
        "left_neighbours": left.neighbours * batch,
        "right_neighbours": right.neighbours,
        "across": across,
        "crossed": crossed * batch,
    }
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return Tables(cut=cut, **contiguous)


def _runs(first: NDArray[np.int64], key: NDArray[np.int64]) -> NDArray[np.int64]:
    """First configurations of runs with as many up spins and the same key, and their number."""
    return np.unique(np.concatenate([first, np.flatnonzero(np.diff(key)) + 1]))


def _segment(sites: int, counts: range, bits: tuple[int, ...]) -> Segment:
    """Configurations of so many sites with some numbers of up spins, which end at `bits`."""
    by_count = [ascending_states(sites, count) for count in counts]
    sizes = [len(patterns) for patterns in by_count]
    patterns = np.concatenate(by_count)
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


def _energy(segment: Segment, ising: float, field: NDArray[np.float64]) -> NDArray[np.float64]:
    """Energy (configuration, realization) of a segment's own bonds and fields."""
    bonds = ising * ((len(field) - 1) / 4 - segment.antiparallel / 2)
    energy = np.repeat(bonds[:, None], field.shape[1], axis=1)
    # One site after another: a matrix product's rounding may depend on the realization's column.
    for site, strength in enumerate(field):
        up = (segment.patterns >> site & 1)[:, None] == 1
        energy += np.where(up, strength / 2, -strength / 2)
    return energy
