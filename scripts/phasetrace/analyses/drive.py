"""The driven chain along its drive, as Figs. 3 and 7 show it."""

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.transitions import locate
from phasetrace.learning.networks import RETRAINING


def along_drive(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Outputs and confusion by drive, means over retrainings, and the transitions.

    ``output_error`` and ``confusion_error`` are standard errors by initial weights.
    """
    located = locate(predictions, averaging)
    averaged = located[["output", "confusion"]]
    errors = {f"{name}_error": standard_error(averaged[name], RETRAINING) for name in averaged}
    averages = averaged.mean(RETRAINING, keep_attrs=True).assign(errors)
    return located.drop_vars(["output", "confusion"]).merge(averages)
