"""A block of the binary-drive Floquet chain: draw its disorder, evolve it, keep the traces."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import xarray as xr

from phasetrace.evolution.basis import Boundary
from phasetrace.measurement.recording import Recording, measured
from phasetrace.models.floquet.chain import FloquetChain
from phasetrace.models.floquet.disorder import (
    DRIVE,
    Distribution,
    Initial,
    labels,
    random_drive,
)
from phasetrace.models.floquet.sampling import Sampling, sampled_periods
from phasetrace.store.traces import trace_dataset


def simulate(
    values: Sequence[float],
    seed: int,
    *,
    sites: int,
    boundary: Boundary,
    pulse: float,
    durations: Sequence[float],
    strength: float,
    distribution: Distribution = "uniform",
    periods: int,
    sampling: Sampling,
    initial: Initial,
    initial_errors: float = 0.0,
    realizations: int,
    precision: str,
    tolerance: float,
    shots: int | None = None,
    readout: Mapping[str, Any] | None = None,
    postselect: Literal[False] = False,
    memory: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Evolve every disorder realization of a block of the binary-drive Floquet chain.

    Parameters
    ----------
    values : sequence of float, length P
        Drive parameters ε in rad.
    seed : int
        Number of the set of realizations.
    sites, boundary, pulse, durations, strength, distribution, periods, sampling, initial
        See `phasetrace.models.floquet.settings`.
    initial_errors, realizations, precision, tolerance, shots, readout, postselect
        See there, too.
    memory : int, optional
        Bytes that the evolution may use; by default half of what there is.
    progress : callable, optional
        Called with what is done and what there is to do.

    Returns
    -------
    xarray.Dataset
        Traces with dimensions (drive, realization, time, site), time in periods.
    """
    pulse_time, phase_time = durations
    chain = FloquetChain(sites, boundary, pulse, (pulse_time, phase_time))
    draws = [
        random_drive(
            sites=sites,
            boundary=boundary,
            drive=value,
            seed=seed,
            realizations=realizations,
            strength=strength,
            initial=initial,
            distribution=distribution,
            initial_errors=initial_errors,
        )
        for value in values
    ]
    coupling, field, initial_spin = (np.concatenate(part) for part in zip(*draws, strict=True))
    samples = sampled_periods(periods, sampling)
    recording = None
    if shots is not None:
        labelled = [
            {
                **labels(sites=sites, boundary=boundary, drive=value, seed=seed),
                "realization": number,
            }
            for value in values
            for number in range(realizations)
        ]
        recording = Recording(shots, sites, periods + 1, labelled)
    evolution = chain.evolve(
        np.repeat(np.asarray(values), realizations),
        coupling,
        field,
        initial_spin,
        periods,
        precision=precision,
        tolerance=tolerance,
        memory=memory,
        progress=progress,
        observe=None if recording is None else recording.observe,
    )
    estimates, of_shots = measured(recording, readout, None) if recording else ({}, {})
    estimates = {name: estimate[:, samples] for name, estimate in estimates.items()}
    return trace_dataset(
        DRIVE,
        values,
        samples,
        {
            "magnetization": evolution.magnetization[:, samples],
            **estimates,
            "norm_drift": evolution.norm_drift,
            "coupling": coupling,
            "field": field,
            "initial_spin": initial_spin,
        },
        energy_unit="1",
        time_unit="periods",
        attributes={
            "model": "binary-drive Floquet chain",
            "L": sites,
            "boundary": boundary,
            "pulse": pulse,
            "T1": pulse_time,
            "T2": phase_time,
            "strength": strength,
            "distribution": distribution,
            "initial": initial,
            **({"initial_errors": initial_errors} if initial_errors else {}),
            **of_shots,
            "seed": seed,
            "precision": precision,
            "tolerance": tolerance,
        },
    )
