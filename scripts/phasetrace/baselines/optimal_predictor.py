"""What a network of unlimited capacity would say of one number, without any network.

Arnold and Schäfer, Phys. Rev. X 12, 031044 (2022), arXiv:2203.06084: trained on labelled regimes,
it approaches p(phase | x) of Bayes' rule for the distributions of x in these regimes.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.neighbors import KernelDensity

from phasetrace.baselines.features import last_imbalance
from phasetrace.baselines.method import Method, Supervised

NARROWEST = 1e-3
"""Smallest width of a kernel, for numbers that are all alike."""


class Bayes:
    """Tells phases, all equally probable beforehand, by the density that one number has in each.

    Densities are sums of Gaussians at the labelled numbers, as wide as Scott's rule says of those
    of the phase. Between the regimes, where there is no number, they are what their tails are.
    """

    def fit(self, x: NDArray[np.floating], labels: NDArray[np.integer]) -> Self:
        """Estimate the density in every phase, of numbers (sample, 1) and phases (sample,)."""
        by_phase = [x[labels == phase] for phase in range(labels.max() + 1)]
        self.densities = [KernelDensity(bandwidth=_scott(one)).fit(one) for one in by_phase]
        return self

    def predict_proba(self, x: NDArray[np.floating]) -> NDArray[np.float64]:
        """Probability (sample, phase) of each phase, for numbers (sample, 1)."""
        return softmax(np.stack([one.score_samples(x) for one in self.densities], axis=1), axis=1)


def optimal_predictor() -> Method:
    """The optimal predictor that sees the last imbalance alone."""
    return Supervised(last_imbalance, lambda seed: Bayes())


def _scott(x: NDArray[np.floating]) -> float:
    return max(float(x.std(ddof=1)) * len(x) ** -0.2, NARROWEST) if len(x) > 1 else NARROWEST
