"""Fig. 8: single traces, and the imbalance as a phase diagram."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.observables import each_imbalance
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
        Traces at the energy density of panel (a).
    disorder : sequence of float
        Disorder strengths of panel (a), in units of J; the nearest of the sweep are
        taken.
    site : int
        The spin of panel (a), counted from 1.

    Returns
    -------
    xarray.Dataset
        Left panel: ``magnetization`` (trace_W, time) of the spin in the first
        realization, and the realization-averaged ``trace_imbalance`` (trace_W, time); beside it
        ``memory`` (trace_W, realization, time), the spin's magnetization in every realization
        towards its initial sign. Right panel: ``imbalance`` (epsilon, W) at the last time.
        ``<name>_error`` are standard errors of means over realizations.
    """
    shown = focus.sel(W=list(disorder), method="nearest").rename(W="trace_W")
    ordered = shown[MAGNETIZATION].transpose("trace_W", REALIZATION, TIME, SITE)
    each = each_imbalance(shown)
    spins = ordered.sel({SITE: site})
    late = [each_imbalance(one.isel({TIME: [0, -1]})).isel({TIME: -1}) for one in diagram]
    epsilon = [one.attrs["epsilon"] for one in diagram]
    return xr.Dataset(
        {
            "magnetization": spins.isel({REALIZATION: 0}),
            "memory": (spins * np.sign(spins.isel({TIME: 0})))
            .reset_coords(drop=True)
            .assign_attrs(units="1", long_name="magnetization towards its initial sign"),
            "trace_imbalance": each.mean(REALIZATION).assign_attrs(
                units="1", long_name="mean imbalance"
            ),
            "trace_imbalance_error": standard_error(each, REALIZATION),
            "imbalance": xr.concat(
                [one.mean(REALIZATION, keep_attrs=True) for one in late], dim="epsilon"
            ),
            "imbalance_error": xr.concat(
                [standard_error(one, REALIZATION) for one in late], dim="epsilon"
            ),
        },
        {
            "W": diagram[0]["W"],
            "epsilon": ("epsilon", epsilon, {"units": "1", "long_name": "energy density"}),
        },
        {"trace_epsilon": focus.attrs["epsilon"], "site": site},
    )
