"""A block of the random-field Heisenberg chain: draw its fields, evolve them, keep the traces."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import xarray as xr

from phasetrace.evolution.basis import Boundary
from phasetrace.models.heisenberg.chain import HeisenbergChain
from phasetrace.models.heisenberg.disorder import DISORDER, random_field
from phasetrace.store.traces import trace_dataset


def simulate(
    values: Sequence[float],
    seed: int,
    *,
    epsilon: float,
    sites: int,
    coupling: float,
    boundary: Boundary,
    up_spins: int | str,
    times: Mapping[str, float],
    realizations: int,
    precision: str,
    tolerance: float,
    memory: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Evolve every disorder realization of a block of the random-field Heisenberg chain.

    Parameters
    ----------
    values : sequence of float, length P
        Disorder strengths W in units of J.
    seed : int
        Number of the set of realizations.
    epsilon : float
        Energy density of the initial product states.
    sites, coupling, boundary, up_spins, times, realizations, precision, tolerance
        See `phasetrace.models.heisenberg.settings`.
    memory : int, optional
        Bytes that the evolution may use; by default half of what there is.
    progress : callable, optional
        Called with what is done and what there is to do.

    Returns
    -------
    xarray.Dataset
        Traces with dimensions (W, realization, time, site).
    """
    chain = HeisenbergChain(
        sites, coupling, boundary, sites // 2 if up_spins == "half" else int(up_spins)
    )
    field = np.concatenate(
        [
            random_field(
                sites=sites,
                boundary=boundary,
                epsilon=epsilon,
                W=W,
                seed=seed,
                realizations=realizations,
            )
            for W in values
        ]
    )
    samples = np.linspace(0.0, times["stop"], int(times["points"]))
    evolution = chain.evolve(
        field,
        epsilon,
        samples,
        precision=precision,
        tolerance=tolerance,
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
        "epsilon_width",
        "norm_drift",
    )
    return trace_dataset(
        DISORDER,
        values,
        samples,
        {**{name: getattr(evolution, name) for name in names}, "field": field},
        energy_unit="J",
        time_unit="1/J",
        attributes={
            "model": "random-field Heisenberg chain",
            "L": sites,
            "J": coupling,
            "boundary": boundary,
            "up_spins": chain.up,
            "epsilon": epsilon,
            "seed": seed,
            "precision": precision,
            "tolerance": tolerance,
        },
    )
