"""Logistic regression: a weighted sum of features, turned into probabilities."""

from sklearn.linear_model import LogisticRegression

from phasetrace.baselines.features import Features
from phasetrace.baselines.method import Method, Supervised

STEPS = 10_000
"""At most: many more than it takes to converge, on features that tell nothing, too."""


def logistic_regression(features: Features) -> Method:
    """Logistic regression on features, with scikit-learn's l2 penalty of C = 1."""
    return Supervised(features, lambda seed: LogisticRegression(max_iter=STEPS))
