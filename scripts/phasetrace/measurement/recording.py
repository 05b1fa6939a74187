"""Shots of realizations that evolve: drawn, read, and what they tell."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from phasetrace.evolution.observation import Observe
from phasetrace.measurement.estimate import mean_of_spins, spins_of
from phasetrace.measurement.readout import Readout
from phasetrace.measurement.shots import drawn, string_type
from phasetrace.models.disorder import unit_uniform
from phasetrace.store.traces import (
    BITSTRING,
    ERROR,
    KEPT_SHOTS,
    MAGNETIZATION,
    READOUT_INVERTED,
    SHOTS,
)


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
            times, shots = strings.shape[1:]
            for number, one in enumerate(strings):
                stream = unit_uniform(
                    times * self.sites * shots, **self.labels[number], draw="readout"
                )
                strings[number] = readout.misread(one, stream.reshape(times, self.sites, shots))
        strings.sort(axis=-1)
        return strings


def measured(
    recording: Recording, readout: Mapping[str, Any] | None, up_spins: int | None
) -> tuple[dict[str, npt.NDArray], dict[str, Any]]:
    """Read what was recorded, and estimate the magnetization.

    Parameters
    ----------
    recording : Recording
        The shots.
    readout : mapping or None
        ``p01``, ``p10`` and ``invert``; see `phasetrace.measurement.settings`.
    up_spins : int or None
        Number of up spins of the shots that are kept, if not all are.

    Returns
    -------
    variables : dict of ndarray, leading shape (realization, time)
        ``bitstring``, all shots as they were read; ``magnetization`` and its error; ``kept_shots``,
        if some are not.
    attributes : dict
        What was done.
    """
    errors = None if readout is None else Readout(readout["p01"], readout["p10"])
    strings = recording.read(errors)
    total, kept = spins_of(strings, recording.sites, up_spins)
    magnetization, error = mean_of_spins(total, kept)
    attributes: dict[str, Any] = {SHOTS: strings.shape[-1]}
    if errors is not None and readout is not None:
        if readout["invert"]:
            magnetization, error = errors.inverted(magnetization, error)
        attributes |= {f"readout_{name}": readout[name] for name in ("p01", "p10")}
        attributes[READOUT_INVERTED] = int(readout["invert"])
    variables = {
        MAGNETIZATION: magnetization,
        MAGNETIZATION + ERROR: error,
        BITSTRING: strings,
    }
    if up_spins is not None:
        variables[KEPT_SHOTS] = kept
        attributes["postselected_up_spins"] = up_spins
    return variables, attributes
