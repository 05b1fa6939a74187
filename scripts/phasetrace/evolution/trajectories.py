r"""Dephasing by quantum trajectories.

Jump operators √γ σᶻ_i on every site i make the density matrix decay,

.. math:: \dot ρ = -i [H, ρ] + γ \sum_i (σ^z_i ρ σ^z_i - ρ),

which is the mean of |ψ⟩⟨ψ| over trajectories of a state: it evolves under H alone, and at the times
of a Poisson process of rate γ of each site it becomes σᶻ_i ψ (Dalibard, Castin and Mølmer, Phys.
Rev. Lett. 68, 580 (1992)). Their effective Hamiltonian has no part that depends on the state, since
the operators are unitary but for √γ, so no time step is made and every state keeps its norm and its
sector.

Trajectories evolve side by side like realizations, each from its own jump or sampling time to its
next one, so that a step of a batch has as many lengths as trajectories.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.chebyshev import expansions
from phasetrace.evolution.drift import drift_bound, refuse_drift
from phasetrace.evolution.engine import Realizations
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.starts import Start, in_batches

NONE = -1
"""Number of the site, or of the sampling time, where there is none."""


@dataclass(frozen=True)
class Dephasing:
    """Jump operators √γ σᶻ_i on every site.

    >>> import numpy as np
    >>> from phasetrace import HeisenbergChain
    >>> def uniform(realization, trajectory, count):
    ...     return np.random.default_rng([realization, trajectory]).random(count)
    >>> noise = Dephasing(rate=np.full(2, 0.1), trajectories=5, uniform=uniform)
    >>> chain, field = HeisenbergChain(sites=4), np.zeros((2, 4))
    >>> evolution = chain.evolve(field, 0.5, np.linspace(0, 10, 6), dephasing=noise)
    >>> evolution.magnetization_error.shape
    (2, 6, 4)

    Attributes
    ----------
    rate : (realization,) float64
        γ of each realization, in the units of the coupling.
    trajectories : int
        Of each realization.
    uniform : callable
        Called with the numbers of a realization and of its trajectory and with a count, gives so
        many independent numbers in [0, 1), of which those of a smaller count are the first.
    """

    rate: NDArray[np.float64]
    trajectories: int
    uniform: Callable[[int, int, int], NDArray[np.float64]]

    def check(self, realizations: int) -> None:
        """Refuse what so many realizations cannot do.

        Raises
        ------
        ValueError
            If they have not one rate each, of 0 or more, and a trajectory at least.
        """
        if self.rate.shape != (realizations,):
            raise ValueError(f"rate has shape {self.rate.shape}, not ({realizations},)")
        if not (np.all(self.rate >= 0) and np.all(np.isfinite(self.rate))):
            raise ValueError("rate holds values that are not finite or below 0")
        if self.trajectories < 1:
            raise ValueError(f"trajectories = {self.trajectories}, must be at least 1")

    def jumps(
        self, realization: int, trajectory: int, sites: int, until: float
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Times (jump,), in ascending order, and sites (jump,) of the jumps of a trajectory.

        A later end leaves the jumps before it as they are.
        """
        rate = float(self.rate[realization]) * sites
        expected = rate * until
        if expected == 0:
            return np.empty(0), np.empty(0, np.int64)
        # Hardly ever are there more.
        count = ceil(expected + 8 * sqrt(expected) + 16)
        while True:
            drawn = self.uniform(realization, trajectory, 2 * count).reshape(count, 2)
            times = np.cumsum(-np.log1p(-drawn[:, 0])) / rate
            if times[-1] > until:
                break
            count *= 2
        within = times < until
        return times[within], (sites * drawn[within, 1]).astype(np.int64)


@dataclass(frozen=True)
class _Itineraries:
    """Steps of some trajectories, from one event to the next, padded with steps of no length.

    Attributes
    ----------
    duration : (step, trajectory) float64
        Of each step.
    site : (step, trajectory) int64
        Site whose spin jumps after a step.
    sample : (step, trajectory) int64
        Number of the sampling time that a step leads to.
    steps : (trajectory,) int64
        How many each has.
    """

    duration: NDArray[np.float64]
    site: NDArray[np.int64]
    sample: NDArray[np.int64]
    steps: NDArray[np.int64]


def sample_trajectories(
    engine: type[Realizations],
    hamiltonians: Hamiltonians,
    start: Start,
    times: NDArray[np.float64],
    dephasing: Dephasing,
    precision: str,
    tolerance: float,
    batch: int,
    advance: Callable[[int], None],
) -> tuple[
    NDArray[np.float64], NDArray[np.float64] | None, NDArray[np.float64], NDArray[np.float64]
]:
    """Evolve trajectories and average their magnetization.

    Parameters
    ----------
    engine, hamiltonians, times, precision, tolerance, batch
        See `phasetrace.evolution.propagation.propagate`.
    start : Start
        Of every realization.
    dephasing : Dephasing
        What makes the trajectories.
    advance : callable
        Called with the number of trajectories that have reached a sampling time.

    Returns
    -------
    mean : (realization, time, site)
        Of the magnetization over the trajectories, 0 at a first time of 0.
    error : (realization, time, site) or None
        The standard error of that; None of a single trajectory.
    norm_drift, energy_drift : (realization,)
        Largest ``|⟨ψ|ψ⟩ - 1|`` of all steps and trajectories, and ``|⟨H⟩ - energy|`` over
        `Hamiltonians.size` before the first jump or sampling time.

    Raises
    ------
    RuntimeError
        If the norm or the energy of a trajectory drifts too far.
    """
    count, sites = hamiltonians.field.shape
    each, size = dephasing.trajectories, hamiltonians.size
    shift, scale = start.bounds.interval(size, precision)
    mean, spread = np.zeros((2, count, len(times), sites))
    norm_drift, energy_drift = np.zeros((2, count))
    # Trajectories with as many jumps and expansions of like length evolve together.
    order = np.repeat(np.lexsort((scale, dephasing.rate)), each)
    for numbers, padded in in_batches(np.arange(len(order)), batch):
        of, here = order[padded], order[numbers]
        ways = _itineraries(dephasing, of, padded % each, sites, times)
        steps = np.maximum(ways.steps, 1)
        # Each step begins with the state alone, so that errors of steps add up.
        truncated = max(tolerance, float(np.finfo(precision).eps)) / steps
        phases = [scale[of] * duration for duration in ways.duration]
        bound = drift_bound(precision, tolerance, steps, scale[of] * times[-1] / steps)
        motion = engine(hamiltonians.of(of)).motion(
            start.patterns[of], shift[of], scale[of], precision
        )
        traces = np.zeros((len(here), len(times), sites))
        elapsed = np.zeros(len(of))
        for step, expansion in enumerate(expansions(phases, truncated)):
            spin, norm = motion.step(*expansion)
            elapsed += ways.duration[step]
            drift = np.abs(norm.astype(np.float64) - 1)[: len(here)]
            refuse_drift("norm", drift, bound[: len(here)], here, elapsed[: len(here)])
            np.maximum.at(norm_drift, here, drift)
            if step == 0:
                drift = np.abs(scale[of] * motion.energy() + shift[of] - start.energy[of])
                drift = drift[: len(here)] / np.where(size[here] > 0, size[here], 1)
                refuse_drift("energy", drift, bound[: len(here)], here, elapsed[: len(here)])
                np.maximum.at(energy_drift, here, drift)
            reached = np.flatnonzero(ways.sample[step, : len(here)] != NONE)
            traces[reached, ways.sample[step, reached]] = spin.T[reached]
            if len(reached):
                advance(len(reached))
            if np.any(ways.site[step] != NONE):
                motion.apply_sigma_z(ways.site[step])
        for trace, realization, trajectory in zip(traces, here, numbers % each, strict=True):
            # Welford's recurrence, in the order of the trajectories.
            departure = trace - mean[realization]
            mean[realization] += departure / (trajectory + 1)
            spread[realization] += departure * (trace - mean[realization])
    spread /= max(1, each * (each - 1))
    error = None if each == 1 else np.sqrt(spread, out=spread)
    return mean, error, norm_drift, energy_drift


def _itineraries(
    dephasing: Dephasing,
    realizations: NDArray[np.integer],
    trajectories: NDArray[np.integer],
    sites: int,
    times: NDArray[np.float64],
) -> _Itineraries:
    """From the start to the last sampling time, by way of all others and of the jumps."""
    samples = np.flatnonzero(times > 0)
    ways = []
    for realization, trajectory in zip(realizations.tolist(), trajectories.tolist(), strict=True):
        jumped, where = dephasing.jumps(realization, trajectory, sites, float(times[-1]))
        events = np.concatenate([times[samples], jumped])
        order = np.argsort(events, kind="stable")
        site = np.concatenate([np.full(len(samples), NONE), where])[order]
        sample = np.concatenate([samples, np.full(len(where), NONE)])[order]
        ways.append((np.diff(events[order], prepend=0.0), site, sample))
    steps = np.array([len(site) for _, site, _ in ways])
    duration = np.zeros((steps.max(), len(ways)))
    site, sample = np.full((2, *duration.shape), NONE)
    for number, way in enumerate(ways):
        for column, values in zip((duration, site, sample), way, strict=True):
            column[: len(values), number] = values
    return _Itineraries(duration, site, sample, steps)
