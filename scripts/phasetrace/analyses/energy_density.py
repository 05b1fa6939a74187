"""Which energy density the initial states of the phase diagram have, beside that asked for.

A product state at exactly E_min + ε (E_max - E_min) need not exist. The nearest one is taken, which
is far off where the spectrum ends in states that are no product states: of a clean chain even the
Néel state is well above the ground state.
"""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.store.traces import REALIZATION

EPSILON, ATTAINED = "epsilon", "epsilon_attained"


def attained(diagram: Sequence[xr.Dataset]) -> xr.Dataset:
    """Average the attained energy density over the realizations.

    Parameters
    ----------
    diagram : sequence of xarray.Dataset
        Predictions with ``epsilon_attained`` (W, realization), one dataset for each energy
        density asked for, which is their attribute ``epsilon``.

    Returns
    -------
    xarray.Dataset
        ``epsilon_attained_mean`` and ``epsilon_attained_std`` (epsilon, W); the standard
        deviation has n - 1 in the denominator.
    """
    asked = (EPSILON, [one.attrs[EPSILON] for one in diagram])
    stacked = xr.concat([one[ATTAINED] for one in diagram], dim=EPSILON)
    by_realization = stacked.assign_coords({EPSILON: asked})
    mean, spread = by_realization.mean(REALIZATION), by_realization.std(REALIZATION, ddof=1)
    text = "energy density of the initial states"
    return xr.Dataset(
        {
            f"{ATTAINED}_mean": mean.assign_attrs(units="1", long_name=f"mean {text}"),
            f"{ATTAINED}_std": spread.assign_attrs(
                units="1", long_name=f"standard deviation (n - 1) of the {text}"
            ),
        }
    )


def missed(diagram: xr.Dataset) -> xr.DataArray:
    """Say where the mean attained energy density is off by more than half a step of the grid.

    Parameters
    ----------
    diagram : xarray.Dataset
        ``epsilon_attained_mean`` (epsilon, W), ``epsilon`` increasing.

    Returns
    -------
    xarray.DataArray
        Booleans (epsilon, W). A step is that to the nearest other energy density; without
        another one nothing is missed.
    """
    steps = np.pad(np.diff(diagram[EPSILON]), 1, constant_values=np.inf)
    half = xr.DataArray(np.minimum(steps[1:], steps[:-1]) / 2, dims=EPSILON)
    return abs(_off(diagram)) > half


def in_one_line(diagram: xr.Dataset) -> str:
    """Say at how many points the energy density is missed, and where it is furthest off."""
    misses, worst = missed(diagram), diagram.isel(abs(_off(diagram)).argmax(...))
    share = (
        f"off by more than half a step of the grid at {int(misses.sum())} of {misses.size} points, "
        "and "
        if misses.sizes[EPSILON] > 1
        else ""
    )
    return (
        f"the energy density of the initial states is {share}furthest off at "
        f"ε = {float(worst[EPSILON]):.2f}, W = {float(worst['W']):g} J, where its mean is "
        f"{float(worst[f'{ATTAINED}_mean']):.3f}"
    )


def density_table(diagram: xr.Dataset) -> list[dict[str, float]]:
    """List what was attained, a row for each point of the phase diagram."""
    columns = [f"{ATTAINED}_mean", f"{ATTAINED}_std"]
    frame = diagram[columns].to_dataframe(dim_order=[EPSILON, "W"])[columns]
    return frame.reset_index().to_dict("records")


def _off(diagram: xr.Dataset) -> xr.DataArray:
    return (diagram[f"{ATTAINED}_mean"] - diagram[EPSILON]).transpose(EPSILON, "W")
