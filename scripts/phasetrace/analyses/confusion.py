"""Where networks change their mind: confusion and transition points.

The confusion C = -log2(p1 / (p1 + p2)) of the two largest outputs peaks where the prediction
changes.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
        (..., point, realization, phase).
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
        If `averaging` is neither of the two.
    """
    p = np.asarray(probability, dtype=np.float64)
    if averaging == "mean_output":
        return confusion(p.mean(axis=-2))
    if averaging == "per_sample":
        return confusion(p).mean(axis=-1)
    raise ValueError(f"averaging is {averaging!r}, must be one of {get_args(Averaging)}")


def transition(
    parameter: ArrayLike,
    probability: ArrayLike,
    labels: ArrayLike,
    averaging: Averaging = "mean_output",
) -> NDArray[np.float64]:
    """Parameter values at which the confusion peaks between the labelled regimes.

    With "mean_output" the confusion reaches its largest value, 1, where the two largest averaged
    outputs are equal. That is between the two grid points next to the highest confusion where the
    prediction changes, and is found there by linear interpolation of the two outputs. With
    "per_sample" the peak is the grid point of the highest confusion.

    Parameters
    ----------
    parameter
        (point,), increasing.
    probability
        (..., point, realization, phase), for example of several networks.
    labels
        (point,), from `phasetrace.learning.labels.label_points`.
    averaging
        See `averaged_confusion`.

    Returns
    -------
    transition
        (..., gap): one value for each pair of neighbouring regimes, searched between the last
        point of the one and the first of the other. NaN where there is none: the averaged
        prediction does not change in the gap, or ("per_sample") the confusion is highest at its
        edge.

    Raises
    ------
    ValueError
        If the shapes do not fit, the parameter does not increase, or there are fewer than two
        regimes.
    """
    x = _increasing(parameter)
    p = np.asarray(probability, dtype=np.float64)
    if p.ndim < 3 or p.shape[-3] != len(x):
        raise ValueError(
            f"probability has shape {p.shape}, must be (..., {len(x)} points, realization, phase)"
        )
    gaps = _gaps(np.asarray(labels), len(x))
    c = averaged_confusion(p, averaging).reshape(-1, len(x))
    mean = p.mean(axis=-2).reshape(-1, len(x), p.shape[-1])
    found = np.array(
        [
            [
                _crossing(x[gap], mean[k, gap], c[k, gap])
                if averaging == "mean_output"
                else _inner_peak(x[gap], c[k, gap])
                for gap in gaps
            ]
            for k in range(len(c))
        ]
    )
    return found.reshape(*p.shape[:-3], len(gaps))


def _crossing(x: NDArray[np.float64], p: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    phase = p.argmax(axis=-1)
    cells = np.flatnonzero(phase[1:] != phase[:-1])
    if not len(cells):
        return float("nan")
    k = cells[np.argmax(np.maximum(c[cells], c[cells + 1]))]
    lead = p[k : k + 2, phase[k]] - p[k : k + 2, phase[k + 1]]
    return float(x[k] + (x[k + 1] - x[k]) * lead[0] / (lead[0] - lead[1]))


def _inner_peak(x: NDArray[np.float64], c: NDArray[np.float64]) -> float:
    k = int(c.argmax())
    return float(x[k]) if 0 < k < len(x) - 1 else float("nan")


def _gaps(labels: NDArray[np.integer], points: int) -> list[slice]:
    """Slices from the last point of each regime to the first point of the next one."""
    if labels.shape != (points,):
        raise ValueError(f"labels have shape {labels.shape}, must be ({points},)")
    labelled = np.flatnonzero(labels >= 0)
    ends = np.flatnonzero(np.diff(labels[labelled]))
    if not len(ends):
        raise ValueError("labels have fewer than two regimes, must have at least two")
    return [slice(labelled[end], labelled[end + 1] + 1) for end in ends]


def _increasing(parameter: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(parameter, dtype=np.float64)
    if x.ndim != 1 or not (np.diff(x) > 0).all():
        raise ValueError(f"parameter has shape {x.shape}, must be one increasing axis")
    return x
