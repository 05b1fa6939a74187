"""What trajectories of a chain that dephases cost, known before they start."""

from functools import cache
from math import comb, log, sqrt
from pathlib import Path

import numpy as np

from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.cost import terms, work
from phasetrace.models.heisenberg.cost import nanoseconds
from phasetrace.models.measured import fitted, rows

CHANGES_NUMBERS = False

MEASURED = Path(__file__).with_name("trajectories.csv")
"""Seconds of one core that trajectories took, of open chains with half of their spins up."""
TOLERANCE = 1e-9
"""Of those measurements."""


def term_seconds(states: int, bonds: int, precision: str) -> float:
    """Seconds of one core of a Chebyshev term of a batch, which is that of the Heisenberg chain."""
    prices = zip(nanoseconds(precision), work(states, bonds, precision), strict=True)
    size = batch_size(states, bonds, precision, "cpu", 2**62)
    return 1e-9 * size * states * sum(price * part for price, part in prices)


def batch_seconds(
    states: int,
    bonds: int,
    precision: str,
    half_width: float,
    until: float,
    samples: int,
    jumps: float,
    tolerance: float,
) -> float:
    """Seconds of one core that a batch of trajectories takes, about.

    Parameters
    ----------
    states, bonds : int
        Of the sector and of the chain.
    precision : {"float64", "float32"}
        Of the evolution.
    half_width : float
        Of the spectrum.
    until : float
        The last sampling time.
    samples : int
        How often they are sampled.
    jumps : float
        Of a trajectory, on average.
    tolerance : float
        Of the evolution.
    """
    of_term = term_seconds(states, bonds, precision)
    size = batch_size(states, bonds, precision, "cpu", 2**62)
    in_terms, steps = _terms(size, half_width, until, samples, jumps, tolerance)
    dearer, of_step = _prices()
    return dearer * of_term * in_terms + of_step * steps


def _terms(
    size: int, half_width: float, until: float, samples: int, jumps: float, tolerance: float
) -> tuple[float, float]:
    """Chebyshev terms and steps of a batch of so many trajectories, about."""
    # It goes on until the trajectory of most jumps has ended. Numbers of jumps scatter by their
    # root, the largest of several by more.
    steps = samples + jumps + sqrt(2 * jumps * log(size))
    # A step is as long as the longest in the batch. Those to the next sampling time are all alike
    # where there are no jumps; those to the next jump are exponential, and the mean of the largest
    # of several is their mean times this sum.
    longest = float(np.sum(1 / np.arange(1, size + 1)))
    stretch = 1 + (longest - 1) * jumps / (jumps + samples)
    phase = half_width * until * stretch / steps
    # C and S take an expansion each.
    return 2 * steps * terms(phase, tolerance / steps), steps


@cache
def _prices() -> tuple[float, ...]:
    """By how much terms are dearer than planned, and seconds of a step besides its terms."""
    parts, times = [], []
    for row in rows(MEASURED):
        sites, samples = int(row["sites"]), int(row["samples"])
        half_width, until = float(row["half_width"]), float(row["until"])
        states, bonds = comb(sites, sites // 2), sites - 1
        size = batch_size(states, bonds, "float64", "cpu", 2**62)
        jumps = float(row["rate"]) * sites * until
        in_terms, steps = _terms(size, half_width, until, samples, jumps, TOLERANCE)
        parts.append([term_seconds(states, bonds, "float64") * in_terms, steps])
        times.append(size * float(row["seconds"]))
    return fitted(parts, times)
