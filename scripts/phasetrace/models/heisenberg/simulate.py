"""A block of the random-field Heisenberg chain."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.evolution.device import kind_of_device
from phasetrace.models.disorder import random_field
from phasetrace.models.heisenberg.chain import HeisenbergChain
from phasetrace.models.parameter import Progress, by_value
from phasetrace.store.traces import trace_dataset


def load_kernels(settings: Mapping[str, Any], memory: int | None = None) -> None:
    """Compile what evolving a configured chain on a CPU takes, or find it compiled.

    Parameters
    ----------
    settings, memory
        See `simulate_heisenberg`.
    """
    if kind_of_device() == "cpu":
        precision = settings["precision"]
        shortest, batch = HeisenbergChain(2), _chain(settings).batch(precision, memory)
        shortest.evolve(np.zeros((1, 2)), 0.5, [0.0, 1.0], precision=precision, batch=batch)


def simulate_heisenberg(
    settings: Mapping[str, Any],
    epsilon: float,
    disorder: Sequence[float],
    seed: int,
    *,
    memory: int | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Evolve every disorder realization of a block of the random-field Heisenberg chain.

    Parameters
    ----------
    settings : mapping
        The configuration of the chain: sites, coupling, boundary, up_spins, times,
        realizations, precision, tolerance.
    epsilon : float
        Energy density of the initial product states.
    disorder : sequence of float, length P
        Disorder strengths W in units of J.
    seed : int
        Number of the batch of realizations.
    memory : int, optional
        Bytes that the evolution may use; by default half of what there is.
    progress : callable, optional
        Called with what is done and what there is to do.

    Returns
    -------
    xarray.Dataset
        Traces with dimensions (W, realization, time, site).
    """
    chain = _chain(settings)
    sites, boundary = chain.sites, chain.boundary
    field = np.array(
        [
            random_field(
                sites=sites,
                boundary=boundary,
                epsilon=epsilon,
                W=W,
                seed=seed,
                realizations=settings["realizations"],
            )
            for W in disorder
        ]
    )
    times = np.linspace(0.0, settings["times"]["stop"], settings["times"]["points"])
    evolution = chain.evolve(
        field.reshape(-1, sites),
        epsilon,
        times,
        precision=settings["precision"],
        tolerance=settings["tolerance"],
        memory=memory,
        progress=progress,
    )
    names = (
        "magnetization",
        "initial_spin",
        "energy_min",
        "energy_max",
        "energy",
        "epsilon_attained",
        "norm_drift",
    )
    variables = {name: by_value(getattr(evolution, name), len(disorder)) for name in names}
    attributes = {
        "model": "random-field Heisenberg chain",
        "L": sites,
        "J": settings["coupling"],
        "boundary": boundary,
        "up_spins": chain.up,
        "epsilon": epsilon,
        "seed": seed,
        "precision": settings["precision"],
        "tolerance": settings["tolerance"],
    }
    return trace_dataset(
        "W",
        disorder,
        times,
        {**variables, "field": field},
        energy_unit="J",
        time_unit="1/J",
        attributes=attributes,
    )


def _chain(settings: Mapping[str, Any]) -> HeisenbergChain:
    sites = settings["sites"]
    up_spins = sites // 2 if settings["up_spins"] == "half" else settings["up_spins"]
    return HeisenbergChain(sites, settings["coupling"], settings["boundary"], up_spins)
