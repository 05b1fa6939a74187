"""The driven chain along its drive, as Figs. 3 and 7 show it."""

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.transitions import locate
from phasetrace.learning.networks import RETRAINING


def along_drive(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    """Outputs and confusion by drive, means over retrainings, and the transitions."""
    located = locate(predictions, averaging)
    averages = located[["output", "confusion"]].mean(RETRAINING, keep_attrs=True)
    return located.drop_vars(["output", "confusion"]).merge(averages)
