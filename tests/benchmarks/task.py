"""The retraining that is timed: the paper's network and numbers of traces, on an easy problem."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

SITES, TIMES, UNITS = 20, 50, 32
LABELLED, UNLABELLED, TEST = 480, 5600, 400
BATCH, LABELLED_IN_BATCH = 64, 21
"""Traces of a batch, and how many are labelled where there are unlabelled ones too."""
LEARNING_RATE, L2, DROPOUT, CONFIDENCE = 2e-3, 0.01, 0.2, 0.1


class Samples(NamedTuple):
    """Traces (sample, time, site) float32, and labels (sample,), 0 or 1, or -1 for none."""

    traces: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Task:
    """One retraining.

    Attributes
    ----------
    epochs : int
        Passes over the labelled traces.
    enhanced : bool
        With confidence enhancement, for which two thirds of each batch are unlabelled.
    """

    epochs: int
    enhanced: bool

    @property
    def steps(self) -> int:
        """Training steps in all."""
        return self.epochs * -(-LABELLED // (LABELLED_IN_BATCH if self.enhanced else BATCH))

    def samples(self) -> Samples:
        """Traces to train on."""
        labelled = _samples(1, LABELLED)
        if not self.enhanced:
            return labelled
        unlabelled = _samples(2, UNLABELLED)
        return Samples(
            np.concatenate([labelled.traces, unlabelled.traces]),
            np.concatenate([labelled.labels, np.full(UNLABELLED, -1, np.int32)]),
        )


def test_samples() -> Samples:
    """Traces to judge by; never trained on."""
    return _samples(3, TEST)


def _samples(seed: int, count: int) -> Samples:
    """Noisy spins that forget one of a few product states (label 0) or keep it (label 1)."""
    states = np.random.default_rng(0).choice([-1.0, 1.0], (32, 1, SITES))
    rng = np.random.default_rng(seed)
    labels = np.arange(count, dtype=np.int32) % 2
    start = states[rng.integers(len(states), size=count)]
    kept = 0.8 * labels[:, None, None]
    decay = np.exp(-np.arange(TIMES) / 5)[:, None]
    traces = start * (kept + (1 - kept) * decay) + 0.1 * rng.standard_normal((count, TIMES, SITES))
    return Samples(traces.astype(np.float32), labels)


def some_weights() -> dict[str, np.ndarray]:
    """Weights of a network, named and laid out as in `phasetrace.learning.classifier`."""
    rng = np.random.default_rng(3)
    shapes = {
        "input_kernel": (SITES, 4 * UNITS),
        "recurrent_kernel": (UNITS, 4 * UNITS),
        "bias": (4 * UNITS,),
        "output_kernel": (UNITS, 2),
        "output_bias": (2,),
    }
    return {
        name: (0.3 * rng.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes.items()
    }
