"""Fig. 7: the driven chain as networks see it that know all of its phases but one."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.drive import along_drive
from phasetrace.analyses.observables import late_imbalance
from phasetrace.analyses.transitions import GAP, TRANSITION
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import TIME

UNSEEN = "unseen"


def analyse(
    predictions: Sequence[xr.Dataset],
    phases: Sequence[str],
    traces: xr.Dataset,
    averaging: Averaging,
) -> xr.Dataset:
    """Put together what Fig. 7 shows.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Of networks that know all phases but one, one dataset for each unseen phase.
    phases : sequence of str
        The unseen phases, in the same order.
    traces : xarray.Dataset
        The driven chain's traces.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        ``output`` (unseen, drive, phase), zero for the phase that is unseen, and
        ``confusion`` (unseen, drive), means over retrainings, and ``confusion_error``; the
        transition point (unseen) between the two phases that are seen, with interval and verdict
        (see `phasetrace.analyses.transitions.locate`); ``label`` (drive), the number of the known
        phase or -1; ``imbalance`` (drive).
    """
    panels = [
        along_drive(one, averaging)[["output", "confusion", "confusion_error", *TRANSITION]]
        .isel({GAP: 0})
        # Reindexing would cut longer names to the width of the array's longest.
        .assign_coords({PHASE: one[PHASE].astype(object)})
        .reindex({PHASE: list(phases)}, fill_value=0.0)
        for one in predictions
    ]
    stacked = xr.concat(panels, dim=UNSEEN).assign_coords({UNSEEN: list(phases)})
    label = np.full(stacked.sizes["drive"], -1)
    for one in predictions:
        for number, phase in enumerate(one[PHASE].values):
            label[one["label"].values == number] = list(phases).index(phase)
    return stacked.assign(
        imbalance=late_imbalance(traces),
        label=("drive", label, {"units": "1", "long_name": "number of the known phase, or -1"}),
    ).assign_attrs(
        retrainings=predictions[0].sizes[RETRAINING],
        period=int(traces[TIME].values[-1]),
    )
