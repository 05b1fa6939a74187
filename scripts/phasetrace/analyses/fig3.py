"""Fig. 3: the driven chain as networks see it that know all of its phases."""

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.drive import along_drive
from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.observables import each_imbalance
from phasetrace.learning.networks import RETRAINING
from phasetrace.store.traces import REALIZATION, TIME


def analyse(predictions: xr.Dataset, traces: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Put together what Fig. 3 shows.

    Parameters
    ----------
    predictions : xarray.Dataset
        Of networks that know the three phases.
    traces : xarray.Dataset
        The driven chain's traces.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        Against ``drive``: ``output`` of each neuron and ``confusion``, means over
        retrainings, with their errors; ``imbalance`` at the last sampled period and
        ``period_imbalance`` (drive, time) at every one, means over realizations, with
        ``<name>_error``, their standard errors; the transition points (gap), with interval and
        verdict (see `phasetrace.analyses.transitions.locate`).
    """
    each = each_imbalance(traces)
    late = each.isel({TIME: -1})
    return (
        along_drive(predictions, averaging)
        .assign(
            imbalance=late.mean(REALIZATION, keep_attrs=True),
            imbalance_error=standard_error(late, REALIZATION),
            period_imbalance=each.mean(REALIZATION, keep_attrs=True),
            period_imbalance_error=standard_error(each, REALIZATION),
        )
        .assign_attrs(
            retrainings=predictions.sizes[RETRAINING],
            period=int(traces[TIME].values[-1]),
        )
    )
