"""How the kernels of the LSTM lay out numbers, and what forth and back have in common.

Units stand in vectors of `LANES` lanes, and samples are taken several at once.
"""

import llvmlite.binding
import numpy as np
from numba import njit
from numpy.typing import NDArray

from phasetrace.compile.simd import CACHE_LINE, load, pack, prefetch, store

LANES, HEIGHT = (16, 4) if llvmlite.binding.get_host_cpu_features().get("avx512f") else (8, 2)
"""Lanes of a vector, and rows of a matrix of `TILE` vectors for which, besides one row more, there
are registers."""
SAMPLES_TOGETHER = 8
"""Numbers of samples must be multiples of this."""
SAVED = 6
"""Vectors that are saved of a vector of units: its four gates, c and tanh(c)."""

LIKE = (np.float32(0),) * LANES
"""What makes the type of a vector."""
ROW = 4 * LANES
"""Numbers in the four gates of a vector of units, which stand side by side."""
TILE = 4 * HEIGHT
_LINE = CACHE_LINE // 4

Numbers = NDArray[np.float32]
Indices = NDArray[np.int32]


@njit
def regroup(source: Numbers, target: Numbers, rows: int, columns: int) -> None:
    """Transpose a matrix (row, column) of vectors."""
    like = pack(LIKE)
    for row in range(rows):
        for column in range(columns):
            vector = load(like, source, (row * columns + column) * LANES)
            store(target, (column * rows + row) * LANES, vector)


@njit
def choose(indices: Indices, traces: int, chosen: Indices) -> int:
    """Number of samples up to the last that is a trace, in whole groups; chooses their traces."""
    count = 0
    for sample in range(len(indices)):
        chosen[sample] = min(max(indices[sample], 0), traces - 1)
        if indices[sample] >= 0:
            count = sample + 1
    return count + -count % SAMPLES_TOGETHER


@njit
def fetch(traces: Numbers, place: int, sites: int) -> None:
    """Let the caches fetch what drives the layer at another time of a trace, if there is one."""
    for site in range(0, sites + _LINE - 1, _LINE):
        prefetch(traces, place + site)
