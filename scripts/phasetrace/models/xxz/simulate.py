"""A block of an XXZ chain: draw its fields and starts, evolve them, keep the traces."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as names_of
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.evolution.basis import Boundary
from phasetrace.evolution.propagation import Evolution
from phasetrace.evolution.trajectories import Dephasing
from phasetrace.measurement.recording import Recording, measured
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.preparation import with_errors
from phasetrace.models.xxz.chain import XXZChain
from phasetrace.models.xxz.disorder import Labels, fields, labels, starts
from phasetrace.models.xxz.numbers import PARAMETERS, TERMS, listed, with_value
from phasetrace.models.xxz.sampling import sampling_times
from phasetrace.store.traces import trace_dataset


@dataclass(frozen=True, eq=False)
class _Realization:
    """What is drawn of a realization.

    Attributes
    ----------
    chain : XXZChain
        Of the sector of its start.
    labelled : mapping
        Its physical labels.
    field : (site,)
        w_i.
    spins : (site,) or None
        Its start, unless the energy decides.
    epsilon, rate : float or None
        Energy density of its start, and rate at which it dephases.
    """

    chain: XXZChain
    labelled: Labels
    field: NDArray[np.float64]
    spins: NDArray[np.int8] | None
    epsilon: float | None
    rate: float | None


def simulate(
    values: Sequence[float],
    seed: int,
    *,
    parameter: str,
    sites: int,
    coupling: float | None,
    boundary: Boundary,
    up_spins: int | str,
    anisotropy: float | None,
    field: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    initial: Mapping[str, Any],
    initial_errors: float = 0.0,
    dephasing: Mapping[str, Any] | None = None,
    times: Mapping[str, Any] | Sequence[float],
    realizations: int,
    precision: str,
    tolerance: float,
    shots: int | None = None,
    readout: Mapping[str, Any] | None = None,
    postselect: bool = False,
    memory: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Evolve every realization of a block of an XXZ chain.

    Parameters
    ----------
    values : sequence of float, length P
        Values of the swept parameter.
    seed : int
        Number of the set of realizations.
    parameter : str
        Name of the swept parameter, which the others leave out.
    sites, coupling, boundary, up_spins, anisotropy, field, initial, initial_errors, dephasing
        See `phasetrace.models.xxz.settings`.
    times, realizations, precision, tolerance, shots, readout, postselect
        See there, too.
    memory : int, optional
        Bytes that the evolution may use; by default half of what there is.
    progress : callable, optional
        Called with what is done and what there is to do.

    Returns
    -------
    xarray.Dataset
        Traces with dimensions (parameter, realization, time, site).
    """
    up = sites // 2 if up_spins == "half" else int(up_spins)
    numbers = {
        "coupling": coupling,
        "anisotropy": anisotropy,
        "field": field,
        "initial": initial,
        "dephasing": dephasing,
    }
    samples = sampling_times(times)
    drawn: list[_Realization] = []
    for value in values:
        here = with_value(numbers, parameter, value)
        chain = XXZChain(sites, here["coupling"], boundary, up, here["anisotropy"])
        epsilon, rate = here["initial"].get("epsilon"), (here["dephasing"] or {}).get("rate")
        labelled = labels(
            sites=sites,
            boundary=boundary,
            up_spins=up,
            coupling=chain.coupling,
            anisotropy=chain.anisotropy,
            field=here["field"],
            epsilon=epsilon,
            rate=rate,
            seed=seed,
        )
        w = fields(here["field"], realizations, labelled)
        spins = starts(initial["kind"], initial.get("spins"), realizations, labelled)
        if spins is not None:
            spins = with_errors(spins, initial_errors, labelled)
        for number in range(realizations):
            start = None if spins is None else spins[number]
            of = chain if start is None else replace(chain, up_spins=int((start > 0).sum()))
            label = {**labelled, "realization": number}
            drawn.append(_Realization(of, label, w[number], start, epsilon, rate))
    # Realizations that share their couplings and their sector evolve together.
    groups: dict[XXZChain, list[int]] = {}
    for place, one in enumerate(drawn):
        groups.setdefault(one.chain, []).append(place)
    variables: dict[str, NDArray[Any]] = {}
    recording = None
    if shots is not None:
        recording = Recording(shots, sites, len(samples), [one.labelled for one in drawn])
    done = 0
    for chain, places in groups.items():
        evolution = _evolved(
            chain,
            [drawn[place] for place in places],
            samples,
            trajectories=None if dephasing is None else dephasing["trajectories"],
            precision=precision,
            tolerance=tolerance,
            memory=memory,
            progress=progress and _of_all(progress, done, len(places), len(drawn)),
            observe=None if recording is None else recording.among(places),
        )
        done += len(places)
        for name in (one.name for one in names_of(evolution) if one.name != "energy_drift"):
            found = getattr(evolution, name)
            if name not in variables:
                variables[name] = np.empty((len(drawn), *found.shape[1:]), found.dtype)
            variables[name][places] = found
    estimates, of_shots = (
        measured(recording, readout, up if postselect else None) if recording else ({}, {})
    )
    return trace_dataset(
        PARAMETERS[parameter],
        values,
        samples,
        {**variables, **estimates, "field": np.array([one.field for one in drawn])},
        energy_unit="J",
        time_unit="1/J",
        attributes={
            "model": "XXZ chain",
            "L": sites,
            **({} if parameter == "coupling" else {"J": drawn[0].chain.coupling}),
            **({} if parameter == "anisotropy" else {"anisotropy": drawn[0].chain.anisotropy}),
            "boundary": boundary,
            "up_spins": up,
            **_of_fields(listed(field)),
            "initial": initial["kind"],
            **({"epsilon": initial["epsilon"]} if initial.get("epsilon") is not None else {}),
            **({"initial_errors": initial_errors} if initial_errors else {}),
            **_of_dephasing(dephasing),
            **of_shots,
            "seed": seed,
            "precision": precision,
            "tolerance": tolerance,
        },
    )


def _evolved(
    chain: XXZChain,
    drawn: Sequence[_Realization],
    times: NDArray[np.float64],
    *,
    trajectories: int | None,
    **options: Any,
) -> Evolution:
    """Evolve realizations of one chain and sector; `trajectories` of each, if they dephase."""
    by_energy = drawn[0].spins is None

    def uniform(realization: int, trajectory: int, count: int) -> NDArray[np.float64]:
        labelled = drawn[realization].labelled
        return unit_uniform(count, **labelled, draw="jumps", trajectory=trajectory)

    return chain.evolve(
        np.array([one.field for one in drawn]),
        np.array([one.epsilon for one in drawn]) if by_energy else None,
        times,
        initial_spin=None if by_energy else np.array([one.spins for one in drawn]),
        dephasing=None
        if trajectories is None
        else Dephasing(np.array([one.rate for one in drawn]), trajectories, uniform),
        **options,
    )


def _of_dephasing(dephasing: Mapping[str, Any] | None) -> dict[str, Any]:
    """Attributes that tell of dephasing; a rate that is swept is a coordinate."""
    if dephasing is None:
        return {}
    rate = {} if dephasing.get("rate") is None else {"dephasing_rate": dephasing["rate"]}
    return {**rate, "trajectories": dephasing["trajectories"]}


def _of_fields(terms: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Attributes that tell what fields are the sum of; numbers of several terms in their order."""
    numbers: dict[str, list[float]] = {}
    for term in terms:
        for name in TERMS[term["kind"]]:
            if term.get(name) is not None:
                numbers.setdefault(name, []).append(term[name])
    kinds = " + ".join(term["kind"] for term in terms)
    return {"field_kind": kinds} | {
        name: found[0] if len(found) == 1 else found for name, found in numbers.items()
    }


def _of_all(
    progress: Callable[[int, int], None], before: int, group: int, every: int
) -> Callable[[int, int], None]:
    """Progress of a group of realizations, as a part of that of every one, some before it."""
    return lambda done, total: progress(before * (total // group) + done, every * (total // group))
