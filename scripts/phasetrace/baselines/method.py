"""What every method keeps to: it is fitted where the phase is known, and judges any trace."""

from collections.abc import Callable
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from phasetrace.baselines.features import Features
from phasetrace.learning.recipe import UNLABELLED


class Method(Protocol):
    """A way to tell phases from traces.

    Attributes
    ----------
    cheap
        Whether it can be fitted many times, to see what other realizations would have taught it.
    """

    cheap: bool

    def fit(self, traces: NDArray[np.floating], labels: NDArray[np.integer], seed: int) -> Self:
        """Learn from labelled and unlabelled traces.

        Parameters
        ----------
        traces
            Magnetization, (sample, time, site).
        labels
            (sample,), the phase of each trace, or `phasetrace.learning.recipe.UNLABELLED`. Every
            phase has a trace.
        seed
            Of what is random in the method.

        Returns
        -------
        method
            Itself, fitted.
        """
        ...

    def predict(self, traces: NDArray[np.floating]) -> NDArray[np.floating]:
        """Probability of each phase, (sample, phase), for traces (sample, time, site)."""
        ...


class Supervised:
    """A classifier of scikit-learn's kind on features of the labelled traces.

    Parameters
    ----------
    features
        What it sees of the traces.
    classifier
        Makes an unfitted classifier of a seed, with ``fit`` and ``predict_proba``.
    """

    cheap = True

    def __init__(self, features: Features, classifier: Callable[[int], Any]) -> None:
        self._features, self._classifier = features, classifier

    def fit(self, traces: NDArray[np.floating], labels: NDArray[np.integer], seed: int) -> Self:
        """Learn from the labelled traces alone; see `Method.fit`."""
        known = labels != UNLABELLED
        self._fitted = self._classifier(seed).fit(self._features(traces[known]), labels[known])
        return self

    def predict(self, traces: NDArray[np.floating]) -> NDArray[np.floating]:
        """See `Method.predict`."""
        return np.asarray(self._fitted.predict_proba(self._features(traces)))
