"""How l2 and the confidence weight shape the phase diagram (the paper's supplement)."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.transitions import GAP, locate
from phasetrace.learning.networks import RETRAINING


def analyse(
    weights: Sequence[xr.Dataset], switched: Sequence[xr.Dataset], averaging: Averaging
) -> xr.Dataset:
    """Put together the dependence on l2 and on the confidence weight.

    Parameters
    ----------
    weights : sequence of xarray.Dataset
        Predictions with different confidence weights at one energy density.
    switched : sequence of xarray.Dataset
        Predictions at several energy densities, with l2 and confidence enhancement each
        on and off.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.

    Returns
    -------
    xarray.Dataset
        Against ``weight``: mean and standard deviation over retrainings of
        ``weight_transition``, ``weight_accuracy`` and ``weight_cross_entropy`` (held-out,
        in nats). Against ``l2``, ``confidence`` (both 0 or 1) and ``epsilon``: mean and
        standard deviation of ``transition``. Transition points are in units of J.
    """
    by_weight: dict[str, list[float]] = {}
    for one in weights:
        located = locate(one, averaging).isel({GAP: 0})
        columns = {
            "weight_transition": located["transition"],
            "weight_accuracy": one["test_accuracy"],
            "weight_cross_entropy": one["test_cross_entropy"],
        }
        for name, column in columns.items():
            by_weight.setdefault(f"{name}_mean", []).append(float(column.mean()))
            by_weight.setdefault(f"{name}_std", []).append(float(column.std()))

    epsilon = sorted({float(one.attrs["epsilon"]) for one in switched})
    shape = (2, 2, len(epsilon))
    mean, spread = np.full(shape, np.nan), np.full(shape, np.nan)
    for one in switched:
        located = locate(one, averaging).isel({GAP: 0})
        place = (
            int(one.attrs["learning_l2"] > 0),
            int(one.attrs["learning_confidence_weight"] > 0),
            epsilon.index(float(one.attrs["epsilon"])),
        )
        mean[place] = float(located["transition_mean"])
        spread[place] = float(located["transition_std"])

    units = {"weight_transition": "J", "weight_accuracy": "1", "weight_cross_entropy": "nat"}
    data = {
        name: (
            "weight",
            column,
            {"units": units[name.rsplit("_", 1)[0]], "long_name": name.replace("_", " ")},
        )
        for name, column in by_weight.items()
    }
    dims = ("l2", "confidence", "epsilon")
    attributes = weights[0].attrs
    return xr.Dataset(
        {
            **data,
            "transition_mean": (dims, mean, {"units": "J", "long_name": "transition point"}),
            "transition_std": (dims, spread, {"units": "J", "long_name": "its spread"}),
        },
        {
            "weight": [float(one.attrs["learning_confidence_weight"]) for one in weights],
            "epsilon": ("epsilon", epsilon, {"units": "1", "long_name": "energy density"}),
        },
        {key: attributes[key] for key in ("model", "L", "boundary", "software")},
    ).assign_attrs(weight_epsilon=attributes["epsilon"], retrainings=weights[0].sizes[RETRAINING])
