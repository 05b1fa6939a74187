"""A study's phases against two parameters, one sweep for each value of the second."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.phases import analyse as along_sweep
from phasetrace.learning.networks import RETRAINING


def analyse(
    predictions: Sequence[xr.Dataset],
    averaging: Averaging,
    second: str,
    unit: str,
    values: Sequence[float],
) -> xr.Dataset:
    """Put the sweeps of a map side by side.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Of the networks of each sweep.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.
    second, unit : str
        Name and unit of the second parameter.
    values : sequence of float
        Its value of each sweep.

    Returns
    -------
    xarray.Dataset
        What `phasetrace.analyses.phases.analyse` gives of a sweep, along the dimension `second`.
        Where a sweep has no point that others have, it is NaN. The attributes ``parameter`` and
        ``second`` name both parameters.

    Raises
    ------
    ValueError
        If sweeps do not have the same phases in the same order.
    """
    shown = [along_sweep(one, averaging) for one in predictions]
    between = [list(zip(one["from"].values, one["to"].values, strict=True)) for one in shown]
    if any(one != between[0] for one in between):
        raise ValueError("sweeps of the map have their known phases in different orders, must not")
    axis = (second, list(values), {"units": unit, "long_name": second})
    (parameter,) = set(map(str, shown[0]["confusion"].dims))
    kept = [one.drop_vars("label") for one in shown]
    joined = xr.concat(kept, dim=second, combine_attrs="drop_conflicts", coords="minimal")
    return joined.assign_coords({second: axis}).assign_attrs(
        parameter=parameter, second=second, retrainings=predictions[0].sizes[RETRAINING]
    )
