"""What an evolution on a CPU costs: its Chebyshev terms, and what each of them touches."""

from collections.abc import Sequence
from functools import cache
from math import ceil, floor, log10

import numpy as np

from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.chebyshev import bessel_coefficients
from phasetrace.evolution.steps import Run

CHANGES_NUMBERS = False

# Up to which phase of a sampling step its Chebyshev terms are counted, not estimated.
COUNTED = 2000.0
# Vectors of a batch that a term touches. Their bytes up to which they stay in the caches of a core,
# and from which on all of them come from memory.
TOUCHED = 4
CACHED, UNCACHED = 6e6, 36e6
# Numbers of a term that are read or written besides the neighbours' (see ENGINE.md).
BESIDES_NEIGHBOURS = 5


def evolution_terms(runs: Sequence[Run], half_width: float, tolerance: float) -> float:
    """Chebyshev terms of a whole evolution, about.

    Parameters
    ----------
    runs : sequence of Run
        Of its steps. The first of a run takes two expansions, but for the very first.
    half_width : float
        Of the spectrum.
    tolerance : float
        See `terms`.
    """
    return sum(
        (run.steps + (number > 0)) * terms(half_width * run.duration / run.steps, tolerance)
        for number, run in enumerate(runs)
    )


def terms(phase: float, tolerance: float) -> float:
    """Chebyshev terms of a step, about.

    Parameters
    ----------
    phase : float
        That the step adds at the edges of the spectrum.
    tolerance : float
        See `phasetrace.evolution.chebyshev.truncation`.
    """
    if phase <= COUNTED:
        # Of a sweep of thousands of values only those that differ in three digits are counted.
        digit = 10.0 ** (floor(log10(max(phase, 1.0))) - 2)
        return _counted(ceil(phase / digit) * digit, tolerance)
    # Beyond its argument a Bessel function falls off on the scale of the argument's cube root.
    beyond = (_counted(COUNTED, tolerance) - COUNTED) * (phase / COUNTED) ** (1 / 3)
    return phase + beyond


def work(dimension: int, bonds: int, precision: str) -> tuple[float, float, float]:
    """Of a state and a term: numbers read or written, the share of memory, and of the call."""
    size = batch_size(dimension, bonds, precision, "cpu", 2**62)
    touched = TOUCHED * size * dimension * np.dtype(precision).itemsize
    # About half of the bonds are antiparallel and have a neighbour.
    streamed = min(1.0, max(0.0, (touched - CACHED) / (UNCACHED - CACHED)))
    return bonds / 2 + BESIDES_NEIGHBOURS, streamed, 1 / dimension


@cache
def _counted(phase: float, tolerance: float) -> int:
    return 2 * bessel_coefficients(np.array([phase]), tolerance)[1]
