"""A block of the binary-drive Floquet chain."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.models.disorder import random_drive
from phasetrace.models.floquet.chain import FloquetChain
from phasetrace.models.parameter import Progress, by_value
from phasetrace.store.traces import trace_dataset


def simulate_floquet(
    settings: Mapping[str, Any],
    drive: Sequence[float],
    seed: int,
    *,
    memory: int | None = None,
    progress: Progress | None = None,
) -> xr.Dataset:
    """Evolve every disorder realization of a block of the binary-drive Floquet chain.

    Parameters
    ----------
    settings : mapping
        The configuration of the chain: sites, boundary, pulse, durations, strength,
        periods, realizations, precision, tolerance.
    drive : sequence of float, length P
        Drive parameters ε in rad.
    seed : int
        Number of the batch of realizations.
    memory : int, optional
        Bytes that the evolution may use; by default half of what there is.
    progress : callable, optional
        Called with what is done and what there is to do.

    Returns
    -------
    xarray.Dataset
        Traces with dimensions (drive, realization, time, site), time in periods.
    """
    sites, boundary = settings["sites"], settings["boundary"]
    durations = tuple(settings["durations"])
    chain = FloquetChain(sites, boundary, settings["pulse"], durations)
    draws = [
        random_drive(
            sites=sites,
            boundary=boundary,
            drive=value,
            seed=seed,
            realizations=settings["realizations"],
            strength=settings["strength"],
        )
        for value in drive
    ]
    coupling, field, initial_spin = (np.array(part) for part in zip(*draws, strict=True))
    evolution = chain.evolve(
        np.repeat(np.asarray(drive), settings["realizations"]),
        _flat(coupling),
        _flat(field),
        _flat(initial_spin),
        settings["periods"],
        precision=settings["precision"],
        tolerance=settings["tolerance"],
        memory=memory,
        progress=progress,
    )
    variables = {
        "magnetization": by_value(evolution.magnetization, len(drive)),
        "norm_drift": by_value(evolution.norm_drift, len(drive)),
        "coupling": coupling,
        "field": field,
        "initial_spin": initial_spin,
    }
    attributes = {
        "model": "binary-drive Floquet chain",
        "L": sites,
        "boundary": boundary,
        "pulse": settings["pulse"],
        "T1": durations[0],
        "T2": durations[1],
        "strength": settings["strength"],
        "seed": seed,
        "precision": settings["precision"],
        "tolerance": settings["tolerance"],
    }
    return trace_dataset(
        "drive",
        drive,
        np.arange(settings["periods"] + 1),
        variables,
        energy_unit="1",
        time_unit="periods",
        attributes=attributes,
    )


def _flat(array: np.ndarray) -> np.ndarray:
    return array.reshape(-1, *array.shape[2:])
