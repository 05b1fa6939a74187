"""The gap ratio of the chains whose traces are at the focus, by exact diagonalization."""

import numpy as np
import xarray as xr

from phasetrace.analyses.energy_density import EPSILON
from phasetrace.analyses.level_statistics import crossing, crossing_error, gap_ratio, nearest
from phasetrace.store.spectra import ENERGY, LEVEL
from phasetrace.store.traces import REALIZATION

_TRANSITION = {"units": "J", "long_name": "where the mean gap ratio crosses the middle"}
_ERROR = {"units": "J", "long_name": "standard error of where it does, by bootstrap"}


def analyse(spectra: xr.Dataset, levels: int) -> xr.Dataset:
    """Put together what the figure shows.

    Parameters
    ----------
    spectra : xarray.Dataset
        Energy levels; see `phasetrace.store.spectra.spectrum_dataset`.
    levels : int
        How many of them, the nearest to the energy density of the traces in the same fields.

    Returns
    -------
    xarray.Dataset
        ``ratio_mean`` and ``ratio_error`` (W), mean over realizations and its standard error;
        ``transition`` and ``transition_error``, where the mean crosses the middle, in units of J.
    """
    ratios = gap_ratios(spectra, spectra.attrs["epsilon"], levels)
    count = ratios.sizes[REALIZATION]
    mean, spread = ratios.mean(REALIZATION), ratios.std(REALIZATION, ddof=1)
    of_mean = {"units": "1", "long_name": "standard error of the mean gap ratio"}
    found, error = transition(ratios)
    return xr.Dataset(
        {
            "ratio_mean": mean.assign_attrs(units="1", long_name="mean gap ratio"),
            "ratio_error": (spread / count**0.5).assign_attrs(of_mean),
            "transition": ((), found, _TRANSITION),
            "transition_error": ((), error, _ERROR),
        },
        attrs={**spectra.attrs, "levels": levels, "realizations": count},
    )


def boundary(spectra: xr.Dataset, density: xr.DataArray, levels: int) -> xr.Dataset:
    """Find where the gap ratio crosses the middle, along the energy densities of a phase diagram.

    Parameters
    ----------
    spectra : xarray.Dataset
        All levels of each realization, or those around the attribute ``epsilon``.
    density : xarray.DataArray
        Energy density (epsilon, W) that the initial states of the diagram have: of each of its
        rows the levels at a W are those nearest to it.
    levels : int
        How many levels.

    Returns
    -------
    xarray.Dataset
        ``exact_transition`` and ``exact_error`` (epsilon), in units of J; NaN where there is no
        crossing, and where the levels are not known. Attributes ``exact_L``, ``exact_levels`` and
        ``exact_realizations`` say of what.
    """
    complete = spectra.sizes[LEVEL] == spectra.attrs["dimension"]
    asked = density[EPSILON].values
    found = np.full((len(asked), 2), np.nan)
    for row, epsilon in enumerate(asked):
        if complete or np.isclose(epsilon, spectra.attrs["epsilon"]):
            there = density.isel({EPSILON: row}, drop=True).sel(W=spectra["W"])
            found[row] = transition(gap_ratios(spectra, there, levels))
    return xr.Dataset(
        {
            "exact_transition": (EPSILON, found[:, 0], _TRANSITION),
            "exact_error": (EPSILON, found[:, 1], _ERROR),
        },
        {EPSILON: density[EPSILON]},
        {
            "exact_L": spectra.attrs["L"],
            "exact_levels": levels,
            "exact_realizations": spectra.sizes[REALIZATION],
        },
    )


def gap_ratios(spectra: xr.Dataset, epsilon: float | xr.DataArray, levels: int) -> xr.DataArray:
    """Gap ratio (W, realization) of the levels nearest to an energy density, or to one a W."""
    low, high = spectra["energy_min"], spectra["energy_max"]
    target = (low + epsilon * (high - low)).transpose("W", REALIZATION)
    energy = spectra[ENERGY].transpose("W", REALIZATION, LEVEL)
    return target.copy(data=gap_ratio(nearest(energy.values, target.values, levels)))


def transition(ratios: xr.DataArray) -> tuple[float, float]:
    """Crossing of the mean over realizations of gap ratios (W, realization), and its error."""
    disorder, values = ratios["W"].values, ratios.values
    return float(crossing(disorder, values.mean(axis=1))), crossing_error(disorder, values)
