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
        in nats). Against ``l2`` and ``confidence``, the weights of both, off and on, and
        ``epsilon``: ``transition`` (…, retraining), NaN where a network has none, with its
        mean and standard deviation. Transition points are in units of J; standard deviations
        have k - 1 in the denominator.
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
            by_weight.setdefault(f"{name}_std", []).append(float(column.std(ddof=1)))

    epsilon = sorted({float(one.attrs["epsilon"]) for one in switched})
    networks = switched[0][RETRAINING]
    transition = np.full((2, 2, len(epsilon), len(networks)), np.nan)
    for one in switched:
        located = locate(one, averaging).isel({GAP: 0})
        place = (
            int(one.attrs["learning_l2"] > 0),
            int(one.attrs["learning_confidence_weight"] > 0),
            epsilon.index(float(one.attrs["epsilon"])),
        )
        transition[place] = located["transition"].values
    points = xr.DataArray(transition, dims=("l2", "confidence", "epsilon", RETRAINING))

    units = {"weight_transition": "J", "weight_accuracy": "1", "weight_cross_entropy": "nat"}
    data = {
        name: (
            "weight",
            column,
            {"units": units[name.rsplit("_", 1)[0]], "long_name": name.replace("_", " ")},
        )
        for name, column in by_weight.items()
    }
    return xr.Dataset(
        {
            **data,
            "transition": points.assign_attrs(units="J", long_name="transition point"),
            "transition_mean": points.mean(RETRAINING).assign_attrs(
                units="J", long_name="mean transition point"
            ),
            "transition_std": points.std(RETRAINING, ddof=1).assign_attrs(
                units="J", long_name="standard deviation (k - 1) of the transition point"
            ),
        },
        {
            "weight": [float(one.attrs["learning_confidence_weight"]) for one in weights],
            "epsilon": ("epsilon", epsilon, {"units": "1", "long_name": "energy density"}),
            "l2": [0.0, max(one.attrs["learning_l2"] for one in switched)],
            "confidence": [0.0, max(one.attrs["learning_confidence_weight"] for one in switched)],
            RETRAINING: networks,
        },
        {
            "weight_epsilon": weights[0].attrs["epsilon"],
            "retrainings": weights[0].sizes[RETRAINING],
        },
    )
