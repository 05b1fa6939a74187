"""Fig. 6: whether networks are as often right as they are sure."""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from phasetrace.learning.labels import label_points
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import REALIZATION

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
        ``phase``.
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

    edges = np.linspace(0.0, 1.0, round(1 / BIN) + 1)
    counts = np.array(
        [np.histogram(output[:, truth == number], edges)[0] for number in range(len(phases))]
    )
    total = counts.sum(axis=0)
    frequency = np.where(total > 0, counts[0] / np.maximum(total, 1), np.nan)
    share = {"units": "1", "long_name": "share of the judgements"}
    return xr.Dataset(
        {
            "frequency": ("output", frequency, {"units": "1", "long_name": "mean label"}),
            "count": ("output", total, {"units": "1", "long_name": "judgements"}),
            "probability": ("output", total / total.sum(), share),
            "phase_probability": ((PHASE, "output"), counts / total.sum(), share),
        },
        {
            "output": ("output", edges[:-1] + BIN / 2, {"units": "1", "long_name": "output"}),
            PHASE: phases,
        },
        {
            "retrainings": predictions.sizes[RETRAINING],
            "mean_confidence": [
                float(np.mean(output[:, truth == 0])),
                float(np.mean(1 - output[:, truth == 1])),
            ],
            "accuracy": [
                float(np.mean(output[:, truth == 0] > 0.5)),
                float(np.mean(output[:, truth == 1] < 0.5)),
            ],
        },
    )
