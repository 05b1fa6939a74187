"""Figs. 3 and 7: the driven chain as networks see it that know all or all but one phase."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.observables import imbalance
from phasetrace.analyses.transitions import locate
from phasetrace.store.networks import PHASE, RETRAINING
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME

UNSEEN = "unseen"
_KEPT = ("model", "L", "boundary", "T1", "T2", "learning_units", "software")


def late_imbalance(traces: xr.Dataset) -> xr.DataArray:
    """Average the imbalance at the last sampled time over the realizations.

    Parameters
    ----------
    traces : xarray.Dataset
        ``magnetization`` (parameter, realization, time, site).

    Returns
    -------
    xarray.DataArray
        Imbalance by parameter (the paper's Eq. 3).
    """
    ordered = traces[MAGNETIZATION].transpose(..., TIME, SITE)
    values = imbalance(ordered.values[..., [0, -1], :])[..., -1]
    late = xr.DataArray(values, dims=ordered.dims[:-2]).mean(REALIZATION)
    return late.assign_attrs(units="1", long_name="imbalance")


def fig3(predictions: xr.Dataset, traces: xr.Dataset, averaging: Averaging) -> xr.Dataset:
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
        retrainings; ``imbalance`` at the last sampled period; ``transition`` (retraining,
        gap) with its mean and standard deviation.
    """
    seen = _along_drive(predictions, averaging)
    return seen.assign(imbalance=late_imbalance(traces)).assign_attrs(
        {key: predictions.attrs[key] for key in _KEPT},
        retrainings=predictions.sizes[RETRAINING],
        period=int(traces[TIME].values[-1]),
    )


def fig7(
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
        ``confusion`` (unseen, drive), means over retrainings; ``label`` (drive), the
        number of the known phase or -1; ``imbalance`` (drive).
    """
    panels = [
        _along_drive(one, averaging)[["output", "confusion"]]
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
        {key: predictions[0].attrs[key] for key in _KEPT},
        retrainings=predictions[0].sizes[RETRAINING],
        period=int(traces[TIME].values[-1]),
    )


def _along_drive(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    located = locate(predictions, averaging)
    averages = located[["output", "confusion"]].mean(RETRAINING, keep_attrs=True)
    return located.drop_vars(["output", "confusion"]).merge(averages)
