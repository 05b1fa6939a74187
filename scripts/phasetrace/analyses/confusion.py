"""How undecided networks are: the confusion C = -log2(p1 / (p1 + p2)) of the two largest outputs.

It peaks where the prediction changes; see `phasetrace.analyses.crossing`.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.analyses.realizations import existing

Averaging = Literal["mean_output", "per_sample"]


def confusion(probability: ArrayLike, axis: int = -1) -> NDArray[np.float64]:
    """Confusion of network outputs, from 0 (certain) to 1 (undecided).

    Parameters
    ----------
    probability
        Outputs p, with the phases along `axis`.
    axis
        Axis of the phases.

    Returns
    -------
    confusion
        C = -log2(p1 / (p1 + p2)) with p1 >= p2 the two largest outputs; `axis` is gone.

    Raises
    ------
    ValueError
        If there are fewer than two phases.
    """
    p = np.asarray(probability, dtype=np.float64)
    if p.shape[axis] < 2:
        raise ValueError(f"probability has {p.shape[axis]} phases, must have at least 2")
    p = np.partition(p, -2, axis=axis)
    return np.log1p(np.take(p, -2, axis=axis) / np.take(p, -1, axis=axis)) / np.log(2)


def averaged_confusion(
    probability: ArrayLike, averaging: Averaging = "mean_output"
) -> NDArray[np.float64]:
    """Confusion of each network at each point of the parameter axis.

    Parameters
    ----------
    probability
        (..., point, realization, phase), NaN where a realization does not exist.
    averaging
        "mean_output": the confusion of the output averaged over the realizations;
        "per_sample": the average over the realizations of their confusion.

    Returns
    -------
    confusion
        (..., point).

    Raises
    ------
    ValueError
        If `averaging` is neither of the two, or a point has no realization.
    """
    p = existing(probability, axis=-2, points=-3)
    if averaging == "mean_output":
        return confusion(np.nanmean(p, axis=-2))
    if averaging == "per_sample":
        return np.nanmean(confusion(p), axis=-1)
    raise ValueError(f"averaging is {averaging!r}, must be one of {get_args(Averaging)}")
