"""A threshold on one number, half-way between its means in the known phases."""

from typing import Self

import numpy as np
from numpy.typing import NDArray

from phasetrace.baselines.features import Features
from phasetrace.baselines.method import Method, Supervised


class HalfWay:
    """Tells by one number to which phase's mean it is nearest.

    A probability is how much of the way from the mean of one phase to that of the next lies behind:
    the average of many is one half where the average of the numbers is half-way.
    """

    def fit(self, x: NDArray[np.floating], labels: NDArray[np.integer]) -> Self:
        """Take the mean of every phase, of numbers (sample, 1) and phases (sample,)."""
        self.means = np.array([x[labels == phase].mean() for phase in range(labels.max() + 1)])
        return self

    def predict_proba(self, x: NDArray[np.floating]) -> NDArray[np.float64]:
        """Probability (sample, phase) of each phase, for numbers (sample, 1)."""
        order = np.argsort(self.means)
        certain = np.eye(len(order))[order]
        return np.stack(
            [np.interp(x[:, 0], self.means[order], column) for column in certain.T], axis=1
        )


def threshold(number: Features) -> Method:
    """Compare a number (sample, 1) with the half-way points between the phases' means."""
    return Supervised(number, lambda seed: HalfWay())
