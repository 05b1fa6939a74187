"""Where realizations start from, and the extremal energies that their evolution needs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.bounds import SpectralBounds
from phasetrace.evolution.engine import Realizations
from phasetrace.evolution.hamiltonians import Hamiltonians


@dataclass(frozen=True)
class Start:
    """Where realizations start from, and the bounds that their evolution needs.

    Attributes
    ----------
    patterns : (realization,) int64
        Bit patterns of the initial product states.
    energy : (realization,) float64
        Their energies.
    bounds : SpectralBounds
        Extremal energies of every realization.
    """

    patterns: NDArray[np.int64]
    energy: NDArray[np.float64]
    bounds: SpectralBounds


def find_start(
    engine: type[Realizations],
    hamiltonians: Hamiltonians,
    energy_density: NDArray[np.float64],
    given: NDArray[np.int64] | None,
    batch: int,
    advance: Callable[[int], None],
) -> Start:
    """Find extremal energies, and the states nearest to their targets unless some are given."""
    count = len(hamiltonians.field)
    low, high, residual, energy = np.empty((4, count))
    patterns = np.zeros(count, np.int64) if given is None else given
    for here, padded in in_batches(np.arange(count), batch):
        realizations = engine(hamiltonians.of(padded))
        bounds = realizations.bounds()
        if given is None:
            span = bounds.energy_max - bounds.energy_min
            aim = bounds.energy_min + energy_density[padded] * span
            patterns[here] = realizations.nearest(aim)[: len(here)]
        low[here] = bounds.energy_min[: len(here)]
        high[here] = bounds.energy_max[: len(here)]
        residual[here] = bounds.residual[: len(here)]
        energy[here] = realizations.energy(patterns[padded])[: len(here)]
        advance(len(here))
    return Start(patterns, energy, SpectralBounds(low, high, residual))


def in_batches(
    order: NDArray[np.integer], batch: int
) -> Iterator[tuple[NDArray[np.integer], NDArray[np.integer]]]:
    """Batches of `order`, each also padded to `batch` with its last entry."""
    for first in range(0, len(order), batch):
        here = order[first : first + batch]
        yield here, np.pad(here, (0, batch - len(here)), mode="edge")
