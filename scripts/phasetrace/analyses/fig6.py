"""Fig. 6: whether networks are as often right as they are sure."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.interval import binomial_error
from phasetrace.learning.labels import label_points
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import REALIZATION

OUTCOME = "outcome"
BIN = 0.05
"""Width of the bins of the output (the paper's Fig. 6)."""


def analyse(predictions: xr.Dataset, beyond: Mapping[str, Sequence[float]]) -> xr.Dataset:
    """Put together what Fig. 6 shows.

    Networks are judged on the labelled points, by the realizations that test them, and on the
    points beside, whose phase is known as well, by all realizations that they were not shown.

    Parameters
    ----------
    predictions : xarray.Dataset
        Of networks that tell two phases apart.
    beyond : mapping
        Interval (low, high) of the disorder, in units of J, by phase, beside the labelled
        regimes; labelled points in it count once.

    Returns
    -------
    xarray.Dataset
        Against ``output``, the centre of a bin of the first phase's output: the mean
        label ``frequency`` (1 for the first phase), NaN in an empty bin, the number
        ``count`` of judgements and their share ``probability``, and the same by
        ``phase``; ``underconfidence``, the share of right judgements less the mean of their
        confidence, the output of the phase judged, NaN in an empty bin. By phase: ``confidence``,
        the mean output for the right phase, ``right``, the share of right judgements, and
        ``phase_underconfidence``, their difference. By ``outcome``, right or wrong: ``sure``, the
        mean confidence, NaN where no judgement is so. ``<name>_error`` are standard errors,
        from the networks and the traces that there might have been.
    """
    phases = [str(phase) for phase in predictions[PHASE].values]
    known = predictions["label"].values.copy()
    also = label_points(predictions["W"].values, [(low, high) for low, high in beyond.values()])
    for number, phase in enumerate(beyond):
        known[(also == number) & (known < 0)] = phases.index(phase)
    tests = predictions["part"].values == "test"
    beside = (predictions["label"].values < 0)[:, None]
    judged = (known >= 0)[:, None] & ~predictions["trained_on"].values & (beside | tests)
    probability = predictions["probability"].transpose(RETRAINING, "W", REALIZATION, PHASE)
    output = probability.values[:, judged, 0]
    truth = np.broadcast_to(known[:, None], judged.shape)[judged]
    correct = np.where(truth == 0, output, 1 - output)
    confidence, is_right = np.maximum(output, 1 - output), correct > 0.5

    edges = np.linspace(0.0, 1.0, round(1 / BIN) + 1)
    counts = np.array(
        [np.histogram(output[:, truth == number], edges)[0] for number in range(len(phases))]
    )
    total = counts.sum(axis=0)
    frequency = np.where(total > 0, counts[0] / np.maximum(total, 1), np.nan)
    share = {"units": "1", "long_name": "share of the judgements"}
    inside = np.clip(np.digitize(output, edges) - 1, 0, len(total) - 1)
    of_bins = [_mean(is_right - confidence, inside == one, is_right) for one in range(len(total))]
    of_phases = [np.broadcast_to(truth == number, output.shape) for number in range(len(phases))]
    shown = {
        "underconfidence": ("output", of_bins, "accuracy less confidence"),
        "confidence": (
            PHASE,
            [_mean(correct, where) for where in of_phases],
            "mean output for the right phase",
        ),
        "right": (
            PHASE,
            [_mean(is_right, where, is_right) for where in of_phases],
            "share of right judgements",
        ),
        "phase_underconfidence": (
            PHASE,
            [_mean(is_right - correct, where, is_right) for where in of_phases],
            "accuracy less confidence",
        ),
        "sure": (
            OUTCOME,
            [_mean(confidence, where) for where in (is_right, ~is_right)],
            "mean confidence",
        ),
    }
    return xr.Dataset(
        {
            "frequency": ("output", frequency, {"units": "1", "long_name": "mean label"}),
            "count": ("output", total, {"units": "1", "long_name": "judgements"}),
            "probability": ("output", total / total.sum(), share),
            "phase_probability": ((PHASE, "output"), counts / total.sum(), share),
            **{
                f"{name}{suffix}": (
                    dimension,
                    np.array(values)[:, column],
                    {"units": "1", "long_name": of + text},
                )
                for name, (dimension, values, text) in shown.items()
                for column, (suffix, of) in enumerate(
                    (("", ""), ("_error", "standard error of the "))
                )
            },
        },
        {
            "output": ("output", edges[:-1] + BIN / 2, {"units": "1", "long_name": "output"}),
            PHASE: phases,
            OUTCOME: ["right", "wrong"],
        },
        {"retrainings": predictions.sizes[RETRAINING]},
    )


def _mean(
    values: NDArray[np.floating | np.bool_],
    where: NDArray[np.bool_],
    is_right: NDArray[np.bool_] | None = None,
) -> tuple[float, float]:
    """Mean over some of the judgements (retraining, trace), and its standard error.

    All judgements of a network have its weights in common and all of a trace its disorder, whence
    the error of two-way clusters (Cameron, Gelbach and Miller, Journal of Business & Economic
    Statistics 29, 238, 2011). Few wrong judgements show too little scatter: where it is given which
    are right, the error is at least that of their share among as many traces.
    """
    count = int(where.sum())
    if not count:
        return np.nan, np.nan
    mean = values[where].mean()
    off = np.where(where, values - mean, 0.0)
    by_trace, by_network = ((off.sum(axis=axis) ** 2).sum() for axis in (0, 1))
    variance = max(by_trace + by_network - (off**2).sum(), by_trace, by_network) / count**2
    if is_right is not None:
        traces = int(where.any(axis=0).sum())
        variance = max(variance, binomial_error(is_right[where].mean(), traces) ** 2)
    return float(mean), float(np.sqrt(variance))
