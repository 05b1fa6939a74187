"""Energy levels of the random-field Heisenberg chain in the very fields that its traces are of."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.evolution.basis import Boundary
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.spectrum import levels as levels_of
from phasetrace.models.heisenberg.chain import HeisenbergChain
from phasetrace.models.heisenberg.disorder import DISORDER, random_field
from phasetrace.store.spectra import spectrum_dataset


def diagonalize(
    W: float,
    seeds: Sequence[int],
    *,
    epsilon: float,
    sites: int,
    coupling: float,
    boundary: Boundary,
    up_spins: int,
    realizations: int,
    levels: int,
) -> xr.Dataset:
    """Find energy levels of every disorder realization of a disorder strength.

    Parameters
    ----------
    W : float
        Disorder strength, in units of J.
    seeds : sequence of int
        Numbers of the sets of realizations.
    epsilon : float
        Energy density of the traces in the same fields, and of the levels in a large sector.
    sites, coupling, boundary, up_spins
        The chain and its sector.
    realizations : int
        Realizations of each set, from its first on.
    levels : int
        How many levels of a large sector.

    Returns
    -------
    xarray.Dataset
        See `phasetrace.store.spectra.spectrum_dataset`.
    """
    chain = HeisenbergChain(sites, coupling, boundary, up_spins)
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
            for seed in seeds
        ]
    )
    found = levels_of(Hamiltonians(up_spins, boundary, coupling, coupling, field), epsilon, levels)
    return spectrum_dataset(
        DISORDER,
        W,
        seeds,
        {name: getattr(found, name) for name in ("energy", "energy_min", "energy_max")},
        energy_unit="J",
        attributes={
            "model": "random-field Heisenberg chain",
            "L": sites,
            "J": coupling,
            "boundary": boundary,
            "up_spins": up_spins,
            "epsilon": epsilon,
            "dimension": chain.dimension,
        },
    )
