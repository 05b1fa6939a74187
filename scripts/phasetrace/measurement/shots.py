"""Bit strings that a measurement of σᶻ on every site gives, drawn from |ψ|².

A bit string is a whole number whose bit i is site i, set where the spin is found up. Its bits are
those of one shot, so that correlations between sites are the state's.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from phasetrace.evolution.observation import Observe
from phasetrace.measurement.readout import Readout
from phasetrace.models.disorder import unit_uniform


def string_type(sites: int) -> np.dtype:
    """Smallest unsigned type that has a bit for every site."""
    return np.min_scalar_type((1 << sites) - 1)


def drawn(
    probability: npt.NDArray[np.floating],
    patterns: npt.NDArray[np.integer],
    uniform: npt.NDArray[np.float64],
) -> npt.NDArray[np.integer]:
    """Draw shots from states, by the inverse of their distribution functions.

    Parameters
    ----------
    probability : (state, realization)
        |ψ|² of each basis state, whose sum may be off 1 by the rounding of an evolution.
    patterns : (state,)
        Bit patterns of the basis states.
    uniform : (realization, shot)
        Independent numbers, uniform in [0, 1), one a shot.

    Returns
    -------
    ndarray, shape (realization, shot)
        Bit patterns. Those of a realization depend on nothing of the others.
    """
    cumulative = np.cumsum(np.ascontiguousarray(probability.T, np.float64), axis=1)
    places = np.empty(uniform.shape, np.intp)
    for place, below, one in zip(places, cumulative, uniform, strict=True):
        # Less than the last number even after rounding, and a state of probability 0 is never met.
        place[:] = below.searchsorted(one * below[-1], side="right")
    return patterns[places]


class Recording:
    """Shots of realizations, drawn while these evolve.

    The random numbers of a realization are a stream of its own, one number a sampling time and
    shot, keyed by its labels alone.

    Parameters
    ----------
    shots : int
        At every sampling time.
    sites : int
        Length of the chain.
    times : int
        Number of sampling times.
    labels : sequence of mapping
        Physical labels of each realization, its number among them.
    """

    def __init__(
        self, shots: int, sites: int, times: int, labels: Sequence[Mapping[str, str | int]]
    ) -> None:
        self.sites, self.labels = sites, labels
        self.strings = np.zeros((len(labels), times, shots), string_type(sites))
        """Bit strings (realization, time, shot) so far."""
        self._streams: dict[int, npt.NDArray[np.float64]] = {}

    def among(self, numbers: Sequence[int]) -> Observe:
        """Observe realizations that evolve apart from the others: these, numbered from 0."""
        places = np.array(numbers)
        return lambda realizations, *state: self.observe(places[realizations], *state)

    def observe(
        self,
        realizations: npt.NDArray[np.integer],
        sample: int,
        patterns: npt.NDArray[np.integer],
        probability: npt.NDArray[np.floating],
    ) -> None:
        """Draw all shots of a sampling time.

        Parameters
        ----------
        realizations : (realization,)
            Their numbers.
        sample : int
            Number of the sampling time.
        patterns, probability
            See `drawn`.
        """
        uniform = np.array([self._uniform(number)[sample] for number in realizations.tolist()])
        self.strings[realizations, sample] = drawn(probability, patterns, uniform)
        times = self.strings.shape[1]
        if sample == times - 1:
            for number in realizations.tolist():
                del self._streams[number]

    def _uniform(self, number: int) -> npt.NDArray[np.float64]:
        """Random numbers (time, shot) of a realization."""
        if number not in self._streams:
            times, shots = self.strings.shape[1:]
            stream = unit_uniform(times * shots, **self.labels[number], draw="shots")
            self._streams[number] = stream.reshape(times, shots)
        return self._streams[number]

    def read(self, readout: Readout | None) -> npt.NDArray[np.unsignedinteger]:
        """Bit strings (realization, time, shot) as they are read, ascending at each time.

        Their order tells nothing, and sorted ones are kept in a fraction of the space.
        """
        strings = self.strings.copy()
        if readout is not None:
            shape = (*strings.shape[1:], self.sites)
            for number, one in enumerate(strings):
                uniform = unit_uniform(
                    int(np.prod(shape)), **self.labels[number], draw="readout"
                ).reshape(shape)
                strings[number] = readout.misread(one, uniform)
        strings.sort(axis=-1)
        return strings
