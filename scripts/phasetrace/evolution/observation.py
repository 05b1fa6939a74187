"""What watches the states of realizations while these evolve."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Observe = Callable[[NDArray[np.integer], int, NDArray[np.int64], NDArray[np.floating]], None]
"""Called with numbers of some realizations and of a sampling time, with bit patterns (state,) and
with |ψ|² (state, realization); of each realization at all sampling times, one after another."""
