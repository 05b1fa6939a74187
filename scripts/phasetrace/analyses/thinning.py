"""Which times and channels of traces a page shows, so that it stays small."""

import numpy as np
from numpy.typing import NDArray

MOST = 3_000_000
"""Values of single traces, all points and realizations together."""
LEAST_TIMES = 25
"""Times that are kept as long as channels can be left out in their place."""

Kept = tuple[NDArray[np.intp], NDArray[np.intp]]


def kept(traces: int, times: int, channels: int) -> Kept:
    """Choose times and channels.

    Parameters
    ----------
    traces : int
        Number of traces that are shown.
    times, channels : int
        Of each.

    Returns
    -------
    times, channels : ndarray
        Numbers of those that are kept, all if they are at most `MOST` values; as evenly as they
        can be. The last time is one of them. Times are an odd number of steps apart, so that a
        sign that alternates from step to step, as a time crystal's, goes on alternating.
    """
    step, every = 1, 1
    while traces * -(-times // step) * -(-channels // every) > MOST:
        if -(-times // (step + 2)) >= LEAST_TIMES or every >= channels:
            step += 2
        else:
            every += 1
        if step > times and every >= channels:
            break
    return np.arange(times)[::-step][::-1], np.arange(0, channels, every)
