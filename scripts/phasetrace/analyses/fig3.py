"""Fig. 3: the driven chain as networks see it that know all of its phases."""

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.drive import along_drive
from phasetrace.analyses.observables import late_imbalance
from phasetrace.learning.networks import RETRAINING
from phasetrace.store.traces import TIME


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
        retrainings; ``imbalance`` at the last sampled period; the transition points (gap), with
        interval and verdict (see `phasetrace.analyses.transitions.locate`).
    """
    seen = along_drive(predictions, averaging)
    return seen.assign(imbalance=late_imbalance(traces)).assign_attrs(
        retrainings=predictions.sizes[RETRAINING],
        period=int(traces[TIME].values[-1]),
    )
