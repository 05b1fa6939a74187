"""Time the evolution of a realization by every tool, once its result is right."""

from collections.abc import Callable, Iterator
from statistics import median

import numpy as np
from benchmarks.propagators import TOOLS
from benchmarks.ring import INTERVALS, Ring, reference, sample_times
from benchmarks.timing import Timing, alone, repeated, seconds

Row = dict[str, str | int | float]

FEW = 3
"""Intervals of a ring that is not evolved to the end. What precedes the evolution takes QuSpin as
long as two, and is subtracted: extrapolated from one, its time varied by a factor of two."""


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
