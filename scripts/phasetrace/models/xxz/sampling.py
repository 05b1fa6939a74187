"""When the magnetization of an XXZ chain is sampled."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def sampling_times(times: Mapping[str, Any] | Sequence[float]) -> NDArray[np.float64]:
    """Times (time,) of a configured grid.

    Parameters
    ----------
    times : mapping with start, stop, points and spacing, or sequence of float
        Times from start to stop, both included, whose differences or, of spacing "logarithmic",
        whose ratios are equal; or the times themselves.
    """
    if not isinstance(times, Mapping):
        return np.asarray(times, np.float64)
    spaced = np.geomspace if times["spacing"] == "logarithmic" else np.linspace
    return spaced(times["start"], times["stop"], int(times["points"]), dtype=np.float64)
