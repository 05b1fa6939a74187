"""A perceptron of one hidden layer on every magnetization."""

from sklearn.neural_network import MLPClassifier

from phasetrace.baselines.features import magnetizations
from phasetrace.baselines.method import Method, Supervised

UNITS = 32
"""As many as the LSTM has in most of the paper."""
EPOCHS = 2000
"""At most: far more than the loss takes to settle."""


def perceptron() -> Method:
    """A hidden layer of `UNITS` rectified units, trained by Adam until its loss settles."""
    return Supervised(
        magnetizations,
        lambda seed: MLPClassifier((UNITS,), random_state=seed, max_iter=EPOCHS),
    )
