"""Exact evolution of product states under any number of Hamiltonians, in batches.

First every realization's extremal energies are found, and its initial state; then all evolve,
those together whose expansions are of like length.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.chebyshev import Expansion, expansions, truncation
from phasetrace.evolution.drift import drift_bound, refuse_drift
from phasetrace.evolution.engine import Motion, Realizations
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.observation import Observe
from phasetrace.evolution.starts import Start, find_start, in_batches
from phasetrace.evolution.steps import Run, runs
from phasetrace.evolution.trajectories import Dephasing, sample_trajectories

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Evolution:
    """Exact dynamics of a set of disorder realizations.

    Attributes
    ----------
    magnetization : (realization, time, site)
        ⟨σ^z_i(t)⟩ in [-1, 1], in the precision of the evolution.
    initial_spin : (realization, site) int8
        The initial product state, ±1.
    energy_min, energy_max : (realization,) float64
        Extremal energies of the sector, in the units of the coupling.
    energy : (realization,) float64
        Energy expectation of the initial state.
    epsilon_attained : (realization,) float64
        ``(energy - energy_min) / (energy_max - energy_min)``; 0 for a sector whose
        energies are all equal.
    epsilon_width : (realization,) float64
        Standard deviation √(⟨H²⟩ - ⟨H⟩²) in the initial state, which is no eigenstate, over
        ``energy_max - energy_min``; 0 for a sector whose energies are all equal.
    norm_drift : (realization,) float64
        Largest ``|⟨ψ|ψ⟩ - 1|`` over the sampling times.
    energy_drift : (realization,) float64
        ``|⟨H⟩ - energy|`` at the last sampling time, over
        `phasetrace.evolution.hamiltonians.Hamiltonians.size`.
    """

    magnetization: NDArray[np.floating]
    initial_spin: NDArray[np.int8]
    energy_min: NDArray[np.float64]
    energy_max: NDArray[np.float64]
    energy: NDArray[np.float64]
    epsilon_attained: NDArray[np.float64]
    epsilon_width: NDArray[np.float64]
    norm_drift: NDArray[np.float64]
    energy_drift: NDArray[np.float64]


@dataclass(frozen=True)
class DephasedEvolution(Evolution):
    """Dynamics of realizations that dephase.

    The magnetization is a mean over trajectories, drifts are the largest of them, and that of the
    energy is until the first jump or sampling time.

    Attributes
    ----------
    magnetization_error : (realization, time, site)
        Standard error of the magnetization, in the precision of the evolution.
    """

    magnetization_error: NDArray[np.floating]


def propagate(
    engine: type[Realizations],
    hamiltonians: Hamiltonians,
    energy_density: NDArray[np.float64],
    times: NDArray[np.float64],
    *,
    initial_spin: NDArray[np.integer] | None,
    precision: str,
    tolerance: float,
    batch: int,
    progress: Progress | None,
    dephasing: Dephasing | None = None,
    observe: Observe | None = None,
) -> Evolution:
    """Evolve product states and sample their magnetization.

    Arguments are not checked here.

    Parameters
    ----------
    engine : type
        See `phasetrace.evolution.engine.engine`.
    hamiltonians : Hamiltonians
        Of every realization.
    energy_density : (realization,)
        Target ε in [0, 1] of the initial states.
    times : (time,)
        Sampling times that increase, from 0 or later on.
    initial_spin : (realization, site) or None
        Product states ±1 of the sector to start from instead.
    precision : {"float64", "float32"}
        Of the evolution.
    tolerance : float
        Bound on the distance of a state from the exact one that truncation may cause.
    batch : int
        Realizations to evolve together.
    progress : callable or None
        Called with (done, total), in sampling steps of a realization, or of its trajectories.
    dephasing : Dephasing, optional
        Of the chain. With more than one trajectory the result is a `DephasedEvolution`.
    observe : callable, optional
        See `phasetrace.evolution.observation.Observe`; of a chain that does not dephase.

    Raises
    ------
    RuntimeError
        If the norm or the energy of a realization drifts by more than
        `phasetrace.evolution.drift.drift_bound`, or its extremal energies cannot be found.
    """
    count, sites = hamiltonians.field.shape
    steps = len(times) - int(times[0] == 0)
    trajectories = 1 if dephasing is None else dephasing.trajectories
    done = 0

    def advance(realizations: int) -> None:
        nonlocal done
        done += realizations
        if progress is not None:
            progress(done, count * (1 + steps * trajectories))

    given = None
    if initial_spin is not None:
        given = (initial_spin > 0) @ (1 << np.arange(sites))
    start = find_start(engine, hamiltonians, energy_density, given, batch, advance)
    initial = np.where(start.patterns[:, None] >> np.arange(sites) & 1, 1, -1).astype(np.int8)
    # The state at a first time of 0 takes no step.
    unmoved = len(times) - steps
    error = None
    if dephasing is None:
        magnetization = np.empty((count, len(times), sites), precision)
        norm_drift, energy_drift = _sample(
            engine,
            hamiltonians,
            start,
            times,
            precision,
            tolerance,
            batch,
            advance,
            magnetization,
            observe,
        )
    else:
        mean, error, norm_drift, energy_drift = sample_trajectories(
            engine, hamiltonians, start, times, dephasing, precision, tolerance, batch, advance
        )
        magnetization = mean.astype(precision, copy=False)
    magnetization[:, :unmoved] = initial[:, None]
    low, high = start.bounds.energy_min, start.bounds.energy_max
    span = high - low
    epsilon, width = (
        np.where(span > 0, energy / np.where(span > 0, span, 1), 0)
        for energy in (start.energy - low, hamiltonians.deviation(initial))
    )
    evolution = Evolution(
        magnetization, initial, low, high, start.energy, epsilon, width, norm_drift, energy_drift
    )
    if error is None:
        return evolution
    error = error.astype(precision, copy=False)
    return DephasedEvolution(**vars(evolution), magnetization_error=error)


def _sample(
    engine: type[Realizations],
    hamiltonians: Hamiltonians,
    start: Start,
    times: NDArray[np.float64],
    precision: str,
    tolerance: float,
    batch: int,
    advance: Callable[[int], None],
    magnetization: NDArray[np.floating],
    observe: Observe | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Fill `magnetization` at all times but 0; drifts of norm and energy (realization,)."""
    alike, size = runs(times), hamiltonians.size
    steps = sum(run.steps for run in alike)
    shift, scale = start.bounds.interval(size, precision)
    truncated = truncation(tolerance, precision, steps)
    phases = [scale * run.duration / run.steps for run in alike]
    bound = drift_bound(precision, tolerance, steps, scale * times[-1] / max(1, steps))
    norm_drift, energy_drift = np.zeros((2, len(size)))
    # Realizations of like spectral width need expansions of like length.
    for here, padded in in_batches(np.argsort(scale, kind="stable"), batch):
        realizations = engine(hamiltonians.of(padded))
        motion = realizations.motion(
            start.patterns[padded], shift[padded], scale[padded], precision
        )
        if observe is not None:
            patterns = realizations.patterns()
            if steps < len(times):
                for one in here:
                    observe(np.array([one]), 0, start.patterns[[one]], np.ones((1, 1)))
        series = expansions([phase[padded] for phase in phases], truncated)
        moved = _moved(motion, alike, series)
        for sample, (spin, norm) in enumerate(moved, len(times) - steps):
            magnetization[here, sample] = spin.T[: len(here)]
            drift = np.abs(norm[: len(here)].astype(np.float64) - 1)
            norm_drift[here] = np.maximum(norm_drift[here], drift)
            refuse_drift("norm", drift, bound[here], here, times[sample])
            if observe is not None:
                observe(here, sample, patterns, motion.probabilities()[:, : len(here)])
            advance(len(here))
        reached = motion.energy()[: len(here)]
        drift = np.abs(scale[here] * reached + shift[here] - start.energy[here])
        drift /= np.where(size[here] > 0, size[here], 1)
        energy_drift[here] = drift
        refuse_drift("energy", drift, bound[here], here, times[-1])
    return norm_drift, energy_drift


def _moved(
    motion: Motion, alike: Sequence[Run], series: Iterable[Expansion]
) -> Iterator[tuple[NDArray[np.floating], NDArray[np.floating]]]:
    """Magnetization and norm after every step of some runs; `series` has their expansions."""
    for run, expansion in zip(alike, series, strict=True):
        yield motion.step(*expansion)
        for _ in range(run.steps - 1):
            yield motion.repeat()
