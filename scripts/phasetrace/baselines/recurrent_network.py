"""The recurrent networks themselves, shown times of a trace in another order, or few of them."""

from collections.abc import Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.classifier import predict
from phasetrace.learning.recipe import UNLABELLED, Architecture, Recipe
from phasetrace.learning.training import fit


class RecurrentNetwork:
    """A recurrent network that sees chosen times of a trace.

    Parameters
    ----------
    architecture, recipe
        What is trained, and how.
    times
        Numbers of the times that it sees, in the order in which it does.
    """

    cheap = False

    def __init__(self, architecture: Architecture, recipe: Recipe, times: Sequence[int]) -> None:
        self._architecture, self._recipe, self._times = architecture, recipe, list(times)

    def fit(self, traces: NDArray[np.floating], labels: NDArray[np.integer], seed: int) -> Self:
        """Train, on unlabelled traces too where confidence is enhanced; see `Method.fit`."""
        shown = (labels != UNLABELLED) | (self._recipe.confidence_weight > 0)
        seen = traces[shown][:, self._times]
        fitted = fit(self._architecture, self._recipe, seen, labels[shown], [seed])
        self._weights = fitted.weights
        return self

    def predict(self, traces: NDArray[np.floating]) -> NDArray[np.floating]:
        """See `phasetrace.baselines.method.Method.predict`."""
        (probability,) = predict(self._architecture, self._weights, traces[:, self._times])
        return probability
