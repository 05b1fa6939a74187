"""A block of an XXZ chain: draw its fields and starts, evolve them, keep the traces."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as names_of
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.evolution.basis import Boundary
from phasetrace.evolution.propagation import Evolution
from phasetrace.models.xxz.chain import XXZChain
from phasetrace.models.xxz.disorder import fields, labels, starts
from phasetrace.models.xxz.numbers import PARAMETERS, TERMS, listed, with_value
from phasetrace.models.xxz.sampling import sampling_times
from phasetrace.store.traces import trace_dataset


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
    times: Mapping[str, Any] | Sequence[float],
    realizations: int,
    precision: str,
    tolerance: float,
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
    sites, coupling, boundary, up_spins, anisotropy, field, initial, times, realizations
        See `phasetrace.models.xxz.settings`.
    precision, tolerance
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
    numbers = {"coupling": coupling, "anisotropy": anisotropy, "field": field, "initial": initial}
    samples = sampling_times(times)
    chains, drawn = [], []
    for value in values:
        here = with_value(numbers, parameter, value)
        chain = XXZChain(sites, here["coupling"], boundary, up, here["anisotropy"])
        epsilon = here["initial"].get("epsilon")
        labelled = labels(
            sites=sites,
            boundary=boundary,
            up_spins=up,
            coupling=chain.coupling,
            anisotropy=chain.anisotropy,
            field=here["field"],
            epsilon=epsilon,
            seed=seed,
        )
        spins = starts(initial["kind"], initial.get("spins"), realizations, labelled)
        chains.append(chain)
        drawn.append((fields(here["field"], realizations, labelled), epsilon, spins))
    evolutions = []
    # Realizations that share their couplings evolve together.
    groups = [range(len(values))] if len(set(chains)) == 1 else [[n] for n in range(len(values))]
    for number, group in enumerate(groups):
        field_of, epsilon_of, spins_of = zip(*(drawn[n] for n in group), strict=True)
        evolutions.append(
            chains[group[0]].evolve(
                np.concatenate(field_of),
                None if spins_of[0] is not None else np.repeat(epsilon_of, realizations),
                samples,
                initial_spin=None if spins_of[0] is None else np.concatenate(spins_of),
                precision=precision,
                tolerance=tolerance,
                memory=memory,
                progress=progress and _of_all(progress, number, len(groups)),
            )
        )
    variables = {
        one.name: np.concatenate([getattr(evolution, one.name) for evolution in evolutions])
        for one in names_of(Evolution)
        if one.name != "energy_drift"
    }
    return trace_dataset(
        PARAMETERS[parameter],
        values,
        samples,
        {**variables, "field": np.concatenate([field for field, *_ in drawn])},
        energy_unit="J",
        time_unit="1/J",
        attributes={
            "model": "XXZ chain",
            "L": sites,
            **({} if parameter == "coupling" else {"J": chains[0].coupling}),
            **({} if parameter == "anisotropy" else {"anisotropy": chains[0].anisotropy}),
            "boundary": boundary,
            "up_spins": up,
            **_of_fields(listed(field)),
            "initial": initial["kind"],
            **({"epsilon": initial["epsilon"]} if initial.get("epsilon") is not None else {}),
            "seed": seed,
            "precision": precision,
            "tolerance": tolerance,
        },
    )


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
    progress: Callable[[int, int], None], number: int, groups: int
) -> Callable[[int, int], None]:
    """Progress of one of so many groups, as a part of all."""
    return lambda done, total: progress(number * total + done, groups * total)
