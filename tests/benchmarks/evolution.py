"""Time the evolution of a realization by every tool, once its result is right."""

from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
from benchmarks.propagators import TOOLS
from benchmarks.ring import INTERVALS, Ring, W, reference, sample_times
from benchmarks.timing import Timing, alone, repeated, seconds
from phasetrace import HeisenbergChain, XXZChain

Row = dict[str, str | int | float]

FEW = 3
"""Intervals of a ring that is not evolved to the end. What precedes the evolution takes QuSpin as
long as two, and is subtracted: extrapolated from one, its time varied by a factor of two."""

GOLDEN = 0.6180339887
GRIDS = {
    "equal": np.linspace(0, 500, 50),
    "logarithmic": np.geomspace(0.1, 500, 50),
    "quadratic": 500 * np.linspace(0, 1, 50) ** 2,
}
"""Times of 49 or 50 steps to t = 500; all but the first grid have no two that are equal."""
CHAINS = ("Heisenberg, random", "XXZ, quasi-periodic")


def rows(
    whole: tuple[int, ...],
    single: tuple[int, ...],
    repeats: int,
    say: Callable[[str], None],
) -> Iterator[Row]:
    """Time every tool.

    Parameters
    ----------
    whole : tuple of int
        Lengths of rings evolved to the end.
    single : tuple of int
        Lengths of rings evolved for `FEW` intervals, from which the rest is extrapolated.
    repeats : int
        Calls after the first.
    say : callable
        Told what is going on.

    Yields
    ------
    Row
        Seconds a realization, and what they are of.
    """
    for sites in (*whole, *single):
        say(f"L = {sites}: the reference")
        intervals = INTERVALS if sites in whole else FEW
        right = alone(reference, sites, intervals)
        for name in TOOLS:
            row = alone(case, name, sites, intervals, right, repeats)
            say(f"L = {sites}: {name} {row['warm_s']:.3g} s, error {row['error']:.0e}")
            yield row


def case(name: str, sites: int, intervals: int, right: np.ndarray, repeats: int) -> Row:
    """Check one tool against the magnetization `right` of realization 0, then time it.

    Raises
    ------
    ArithmeticError
        If its error is above what it is allowed; it then has no time.
    """
    tool, ring, times = TOOLS[name], Ring(sites), sample_times(intervals)
    count = tool.realizations(ring)
    start, evolve = seconds(lambda: tool.build(ring))
    fields = [ring.fields(number * count, count) for number in range(repeats + 1)]
    first, magnetization = seconds(lambda: evolve(fields[0], times))
    error = float(np.abs(magnetization[0] - right).max())
    if not error <= tool.accuracy:
        raise ArithmeticError(f"{name} errs by {error:.1e} at L = {sites}: {tool.accuracy} allowed")
    timing = Timing(first, repeated(lambda number: evolve(fields[number], times), repeats))
    if intervals < INTERVALS:
        evolve(fields[0], times[:1])
        prepared = median(repeated(lambda _: evolve(fields[0], times[:1]), repeats))
        timing = extrapolated(timing, prepared, INTERVALS / intervals)
    return {
        "sites": sites,
        "tool": name,
        "precision": tool.precision,
        "realizations": count,
        "intervals": intervals,
        "error": error,
        "start_s": start,
        **timing.columns(1 / count),
    }


def extrapolated(timing: Timing, prepared: float, factor: float) -> Timing:
    """Timing of an evolution `factor` times as long.

    Only what comes after the `prepared` seconds that a realization takes before its evolution
    grows; so does not what the first call spends on compiling.
    """
    later = tuple(prepared + factor * (duration - prepared) for duration in timing.later)
    longer = Timing(0.0, later)
    return Timing(longer.median + timing.first - timing.median, later)


def chain_rows(lengths: tuple[int, ...], repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Time chains of phasetrace's own and grids of times, in turns; see `rows`.

    Yields
    ------
    Row
        Seconds a realization, and how many times as long as the first chain at equal steps.
    """
    for sites in lengths:
        found = alone(_chains, sites, repeats)
        first = min(found[CHAINS[0], "equal"])
        for (chain, grid), durations in found.items():
            ratio = min(durations) / first
            say(f"L = {sites}: {chain}, {grid} {min(durations):.3g} s, {ratio:.2f} times")
            yield {
                "sites": sites,
                "chain": chain,
                "grid": grid,
                "least_s": min(durations),
                "median_s": median(durations),
                "ratio": ratio,
            }


def _chains(sites: int, repeats: int) -> dict[tuple[str, str], list[float]]:
    """Seconds a realization of every chain on every grid.

    Raises
    ------
    ArithmeticError
        If magnetizations at t = 500 depend on the grid by more than 1e-8.
    """
    ring, count = Ring(sites), 64 if sites <= 14 else 16
    site, phase = np.arange(sites), np.arange(count)[:, None] / count
    # Of this amplitude fields are on average as strong as random ones, and spectra as wide.
    waves = W * np.pi / 4 * np.cos(2 * np.pi * (GOLDEN * site + phase))
    start = np.broadcast_to(ring.neel, waves.shape)
    evolve = {
        CHAINS[0]: (HeisenbergChain(sites, boundary="periodic"), ring.fields(0, count)),
        CHAINS[1]: (XXZChain(sites, boundary="periodic", anisotropy=0.5), waves),
    }
    found: dict[tuple[str, str], list[float]] = {}
    # Nothing of the first turn counts: it compiles.
    for turn in range(repeats + 1):
        for name, (chain, fields) in evolve.items():
            last = []
            for grid, times in GRIDS.items():
                duration, evolution = seconds(
                    lambda c=chain, f=fields, t=times: c.evolve(f, None, t, initial_spin=start)
                )
                last.append(evolution.magnetization[:, -1])
                if turn:
                    found.setdefault((name, grid), []).append(duration / count)
            error = np.abs(np.subtract(last, last[0])).max()
            if not error <= 1e-8:
                raise ArithmeticError(f"{name} errs by {error:.1e} at L = {sites}: 1e-8 allowed")
    return found
