"""After which periods a driven chain is sampled."""

from typing import Literal

import numpy as np
import numpy.typing as npt

Sampling = Literal["every", "odd"]


def sampled_periods(periods: int, sampling: Sampling) -> npt.NDArray[np.int64]:
    """Numbers of the periods after which the magnetization is sampled.

    Parameters
    ----------
    periods
        Number of periods.
    sampling
        "every" one, or "odd" ones alone. The start, 0, is always among them: without it a time
        crystal at odd periods, the start with every spin flipped, would be a localized chain that
        started so.
    """
    if sampling == "every":
        return np.arange(periods + 1)
    return np.concatenate([[0], np.arange(1, periods + 1, 2)])
