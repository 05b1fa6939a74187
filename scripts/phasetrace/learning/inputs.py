"""What networks are given of traces: numbers of order one, without gaps.

All channels are shifted and scaled alike: they are of one quantity, and how it differs from channel
to channel is for the networks to see. The numbers are those of the training samples, also for
whatever else is judged.

A gap is filled with the last value measured on its channel, so that a trace that ends early ends
as it was last seen; before a channel's first value stands the mean of the training samples, 0. Both
tell nothing that was not measured. docs/gaps.md says what other fillings gave.
"""

import dataclasses

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclasses.dataclass(frozen=True)
class Inputs:
    """What the inputs of networks are of.

    Attributes
    ----------
    variable
        Name of the variable.
    units
        Its units.
    channel
        Name of the dimension of its channels, site or channel.
    channels
        Numbers or names of the channels, in the order of the inputs.
    times
        Times of the training samples, increasing.
    mean, deviation
        What was subtracted from every value, and what it was divided by then.
    """

    variable: str
    units: str
    channel: str
    channels: tuple[int | float | str, ...]
    times: tuple[float, ...]
    mean: float = 0.0
    deviation: float = 1.0

    def of(self, values: ArrayLike) -> NDArray[np.float64]:
        """Inputs (..., time, channel) from what was measured there, NaN where nothing was."""
        return fill_gaps((np.asarray(values, dtype=np.float64) - self.mean) / self.deviation)


def mean_and_deviation(values: ArrayLike) -> tuple[float, float]:
    """Mean and standard deviation of all that was measured.

    Raises
    ------
    ValueError
        If nothing was, or the same everywhere.
    """
    array = np.asarray(values, dtype=np.float64)
    measured = array[~np.isnan(array)]
    if not len(measured):
        raise ValueError("training samples hold no measured value, must hold some")
    mean, deviation = float(measured.mean()), float(measured.std())
    # Of equal numbers rounding leaves a deviation of about one unit in the last place.
    if deviation <= 1e-12 * np.abs(measured).max():
        raise ValueError(f"training samples are {measured[0]:g} everywhere, must differ")
    return mean, deviation


def fill_gaps(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fill NaN (..., time, channel) with the last value of the channel, or 0 before its first."""
    measured = ~np.isnan(values)
    if measured.all():
        return values
    place = np.arange(values.shape[-2])[:, None]
    last = np.maximum.accumulate(np.where(measured, place, 0), axis=-2)
    held = np.take_along_axis(values, last, axis=-2)
    return np.where(np.isnan(held), 0.0, held)
