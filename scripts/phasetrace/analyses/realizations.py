"""Means over the realizations that there are: NaN is what a realization does not say of a point.

Measured data may have more realizations at one point of the parameter axis than at another.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def existing(outputs: ArrayLike, axis: int, points: int) -> NDArray[np.float64]:
    """Leave out the realizations that do not exist at any point.

    They would change no mean, but its last bits, and would count as realizations.

    Parameters
    ----------
    outputs
        Outputs (..., phase) of networks, with an axis of realizations and one of points. NaN for
        all networks and phases where a realization does not exist.
    axis, points
        Number of the axis of the realizations, and of that of the points.

    Raises
    ------
    ValueError
        If a point has no realization.
    """
    p = np.asarray(outputs, dtype=np.float64)
    first = np.moveaxis(p, (axis, points), (0, 1))
    there = np.asarray(~np.isnan(first).all(axis=tuple(range(2, p.ndim))))
    if not there.any(axis=0).all():
        point = int(np.flatnonzero(~there.any(axis=0))[0])
        raise ValueError(f"outputs have no realization at point {point}, must have one at every")
    kept = there.any(axis=1)
    if kept.all():
        return p
    # In the same order in memory, by which sums round.
    shape = np.insert(np.delete(p.shape, axis), axis % p.ndim, kept.sum())
    return np.compress(kept, p, axis=axis, out=np.empty_like(p, shape=tuple(shape)))
