"""The steps between sampling times, in runs of equal ones."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SPACING = 1e-9
"""Of the last time: by how much equally spaced times may miss their places."""


@dataclass(frozen=True)
class Run:
    """Equal steps, one after another.

    Attributes
    ----------
    duration : float
        Of all of them together.
    steps : int
        How many they are.
    """

    duration: float
    steps: int


def runs(times: NDArray[np.float64]) -> list[Run]:
    """Runs of equal steps that lead from 0 to sampling times.

    Steps that differ by rounding alone are equal.

    Parameters
    ----------
    times : (time,)
        Increasing, from 0 or later on; a first time of 0 takes no step.
    """
    reached = times if times[0] > 0 else times[1:]
    count = len(reached)
    if not count:
        return []
    even = np.linspace(0, reached[-1], count + 1)[1:]
    if np.allclose(reached, even, rtol=0, atol=SPACING * reached[-1]):
        return [Run(float(reached[-1]), count)]
    marks = np.concatenate([[0.0], reached])
    rounding = 4 * np.finfo(np.float64).eps * reached
    changed = np.flatnonzero(np.abs(np.diff(marks, 2)) > rounding[1:]) + 1
    ends = [0, *changed.tolist(), count]
    return [Run(float(marks[end] - marks[begin]), end - begin) for begin, end in pairwise(ends)]
