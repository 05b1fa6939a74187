"""Labels: where the phase is known, which realizations train, and how well others are judged.

Blanking labels only the points of the parameter axis where the phase is known.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

PARTS = ("train", "validation", "test")
"""What realizations are for: networks learn from the first, settings are chosen by the second."""


def label_points(parameter: ArrayLike, regimes: Sequence[tuple[float, float]]) -> NDArray[np.int64]:
    """Phase of each point of the parameter axis, -1 where it is not known.

    Parameters
    ----------
    parameter
        (point,).
    regimes
        Closed interval (low, high) of each phase.

    Returns
    -------
    labels
        (point,), the number of the regime a point lies in, or -1.

    Raises
    ------
    ValueError
        If a regime is no interval, overlaps another one, or holds no point.
    """
    x = np.asarray(parameter, dtype=np.float64)
    labels = np.full(x.shape, -1)
    for phase, (low, high) in enumerate(regimes):
        if not low <= high:
            raise ValueError(f"regime {phase} is ({low}, {high}), must have low <= high")
        for other in range(phase):
            if low <= regimes[other][1] and regimes[other][0] <= high:
                raise ValueError(
                    f"regime {phase} ({low}, {high}) overlaps regime {other} "
                    f"({regimes[other][0]}, {regimes[other][1]}), must not"
                )
        inside = within(x, low, high)
        if not inside.any():
            raise ValueError(
                f"regime {phase} ({low}, {high}) holds no point of the parameter, "
                f"which runs from {x.min():g} to {x.max():g}; must hold one"
            )
        labels[inside] = phase
    return labels


def within(parameter: NDArray[np.float64], low: float, high: float) -> NDArray[np.bool_]:
    """Which points are in a closed interval."""
    # Grids such as 0.1 k miss their own decimal ends by a rounding error.
    slack = 1e-9 * np.ptp(parameter)
    return np.asarray((parameter >= low - slack) & (parameter <= high + slack))


def split(
    realizations: int, train: float = 0.6, validation: float = 0.2
) -> tuple[slice, slice, slice]:
    """The realizations to train on, to choose by and to test on, in this order.

    Raises
    ------
    ValueError
        If one of the three would be empty.
    """
    first, second = round(train * realizations), round(validation * realizations)
    if not (first > 0 and second > 0 and first + second < realizations):
        raise ValueError(
            f"train is {train} and validation {validation} of {realizations} realizations, "
            "must leave some to train on, some to choose by and some to test on"
        )
    return slice(0, first), slice(first, first + second), slice(first + second, realizations)


def split_in_two(realizations: int, validation: float = 0.2) -> tuple[slice, slice]:
    """The realizations to train on and to choose by, where others test.

    Raises
    ------
    ValueError
        If one of the two would be empty.
    """
    second = round(validation * realizations)
    if not 0 < second < realizations:
        raise ValueError(
            f"validation is {validation} of {realizations} realizations, must leave some to train "
            "on and some to choose by"
        )
    return slice(0, realizations - second), slice(realizations - second, realizations)


def accuracy(probability: ArrayLike, labels: ArrayLike) -> NDArray[np.float64]:
    """Fraction of the labelled samples whose most probable phase is their label.

    Parameters
    ----------
    probability
        (..., sample, phase).
    labels
        (sample,), -1 for samples that do not count.

    Raises
    ------
    ValueError
        If no sample is labelled.
    """
    labels = np.asarray(labels)
    labelled = labels >= 0
    if not labelled.any():
        raise ValueError("labels hold no label, must hold at least one")
    predicted = np.asarray(probability)[..., labelled, :].argmax(axis=-1)
    return (predicted == labels[labelled]).mean(axis=-1)


def cross_entropy(probability: ArrayLike, labels: ArrayLike) -> NDArray[np.float64]:
    """Mean of -ln p(label) over the labelled samples, in nats; p counts as 1e-37 at least.

    Parameters
    ----------
    probability
        (..., sample, phase).
    labels
        (sample,), -1 for samples that do not count.

    Raises
    ------
    ValueError
        If no sample is labelled.
    """
    known = np.asarray(labels)
    labelled = np.flatnonzero(known >= 0)
    if not len(labelled):
        raise ValueError("labels hold no label, must hold at least one")
    told = np.asarray(probability)[..., labelled, known[labelled]]
    return -np.log(np.maximum(told, 1e-37)).mean(axis=-1)
