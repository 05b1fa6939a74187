"""Fig. 8: single traces, and the imbalance as a phase diagram."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.analyses.observables import imbalance, late_imbalance
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME


def analyse(
    diagram: Sequence[xr.Dataset], focus: xr.Dataset, disorder: Sequence[float], site: int
) -> xr.Dataset:
    """Put together what Fig. 8 shows.

    Parameters
    ----------
    diagram : sequence of xarray.Dataset
        Traces at the energy densities of the phase diagram.
    focus : xarray.Dataset
        Traces at the energy density of the left panel.
    disorder : sequence of float
        Disorder strengths of the left panel, in units of J; the nearest of the sweep are
        taken.
    site : int
        The spin of the left panel, counted from 1.

    Returns
    -------
    xarray.Dataset
        Left panel: ``magnetization`` (trace_W, time) of the spin in the first
        realization, and the realization-averaged ``trace_imbalance`` (trace_W, time).
        Right panel: ``imbalance`` (epsilon, W) at the last time.
    """
    shown = focus.sel(W=list(disorder), method="nearest").rename(W="trace_W")
    ordered = shown[MAGNETIZATION].transpose("trace_W", REALIZATION, TIME, SITE)
    average = xr.DataArray(imbalance(ordered.values), dims=("trace_W", REALIZATION, TIME)).mean(
        REALIZATION
    )
    epsilon = [one.attrs["epsilon"] for one in diagram]
    return xr.Dataset(
        {
            "magnetization": ordered.sel({SITE: site}).isel({REALIZATION: 0}),
            "trace_imbalance": average.assign_attrs(units="1", long_name="mean imbalance"),
            "imbalance": xr.concat([late_imbalance(one) for one in diagram], dim="epsilon"),
        },
        {
            "W": diagram[0]["W"],
            "epsilon": ("epsilon", epsilon, {"units": "1", "long_name": "energy density"}),
        },
        {"trace_epsilon": focus.attrs["epsilon"], "site": site},
    )
