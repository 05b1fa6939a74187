"""Fig. 5: how the transition point depends on how much of the disorder axis is labelled."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.networks import RETRAINING


def analyse(
    widths: Sequence[float], predictions: Sequence[xr.Dataset], averaging: Averaging
) -> xr.Dataset:
    """Put together what Fig. 5 shows.

    Parameters
    ----------
    widths : sequence of float
        W_B, in units of J: labels end at W_B and begin again at the last W less W_B.
    predictions : sequence of xarray.Dataset
        Of the networks trained with each width.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        The transition point (width), with interval and verdict, and ``transition`` (width,
        retraining), that of each network; see `phasetrace.analyses.transitions.locate`.
    """
    names = ["transition", *TRANSITION]
    located = [locate(one, averaging)[names].isel({GAP: 0}) for one in predictions]
    widths_axis = ("width", list(widths), {"units": "J", "long_name": "labelled width W_B"})
    return (
        xr.concat(located, dim="width")
        .assign_coords(width=widths_axis)
        .assign_attrs(retrainings=predictions[0].sizes[RETRAINING])
    )
