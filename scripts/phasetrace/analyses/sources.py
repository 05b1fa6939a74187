"""What a figure's dataset says of the data behind it."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import LEFT_OUT, TIME


def described(shown: xr.Dataset, sources: Sequence[xr.Dataset]) -> xr.Dataset:
    """Add what its sources are of to what a figure shows.

    Parameters
    ----------
    shown : xarray.Dataset
        From an analysis, with the attributes that are its own.
    sources : sequence of xarray.Dataset
        The predictions and traces that the analysis was given.

    Returns
    -------
    xarray.Dataset
        `shown` with every attribute in which no two sources differ, such as the chain and the
        learning stage, unless it has its own of that name, and, of a single model without
        gaps, with the sampling times. The attribute ``software`` is that of the analysis.

    Raises
    ------
    ValueError
        If sources of one model differ in their sampling times by more than how many there are.
    """
    several = len({source.attrs.get("model") for source in sources}) > 1
    # Of traces with gaps networks may have learned some times only.
    several |= any(LEFT_OUT in source.attrs for source in sources)
    shared = xr.merge(
        [source[[] if several else [TIME]] for source in sources],
        join="outer",
        combine_attrs="drop_conflicts",
    )
    for source in () if several else sources:
        first = shared[TIME].values[: source.sizes[TIME]]
        if not np.array_equal(source[TIME].values, first):
            raise ValueError(f"time is {source[TIME].values}, must be the first of {first}")
    return shown.assign_coords(shared.coords).assign_attrs(
        {**shared.attrs, **shown.attrs, "software": software_versions()}
    )
