"""How l2 and the confidence weight shape the phase diagram (the paper's supplement)."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.networks import RETRAINING

_SWITCHED = ("learning_l2", "learning_confidence_weight", "epsilon")


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
        Against ``weight``: the transition point with interval and verdict (see
        `phasetrace.analyses.transitions.locate`) under ``weight_transition_value`` and so on, and
        mean and standard deviation over retrainings of ``weight_accuracy`` and
        ``weight_cross_entropy`` (in nats) on the validation realizations, by which a weight is
        chosen. Against ``l2`` and ``confidence``, the weights of both, off and on, and ``epsilon``:
        the transition point with interval and verdict, and ``transition`` (…, retraining), that of
        each network. Transition points are in units of J; standard deviations have k - 1 in the
        denominator.
    """
    by_weight = xr.concat([_at_weight(one, averaging) for one in weights], dim="weight")
    located = {
        tuple(float(one.attrs[key]) for key in _SWITCHED): locate(one, averaging)[
            ["transition", *TRANSITION]
        ].isel({GAP: 0})
        for one in switched
    }
    # A weight that is configured to be zero is the same off and on.
    l2, confidence = ([0.0, max(values)] for values in list(zip(*located, strict=True))[:2])
    epsilon = sorted({place[2] for place in located})
    missing = next(iter(located.values())).where(False).assign(transition_verdict="no crossing")
    switches = xr.combine_nested(
        [
            [
                [located.get((one, other, density), missing) for density in epsilon]
                for other in confidence
            ]
            for one in l2
        ],
        concat_dim=["l2", "confidence", "epsilon"],
        combine_attrs="override",
    )
    return (
        switches.merge(by_weight)
        .assign_coords(
            weight=[float(one.attrs["learning_confidence_weight"]) for one in weights],
            epsilon=("epsilon", epsilon, {"units": "1", "long_name": "energy density"}),
            l2=l2,
            confidence=confidence,
        )
        .assign_attrs(
            weight_epsilon=weights[0].attrs["epsilon"],
            retrainings=weights[0].sizes[RETRAINING],
        )
    )


def _at_weight(predictions: xr.Dataset, averaging: Averaging) -> xr.Dataset:
    located = locate(predictions, averaging)[list(TRANSITION)].isel({GAP: 0})
    data = located.rename({name: f"weight_{name}" for name in TRANSITION})
    for name, units in (("accuracy", "1"), ("cross_entropy", "nat")):
        values = predictions[f"validation_{name}"]
        for kind, value in (("mean", values.mean()), ("std", values.std(ddof=1))):
            text = {"units": units, "long_name": f"{kind} validation {name.replace('_', ' ')}"}
            data[f"weight_{name}_{kind}"] = value.assign_attrs(text)
    return data
