"""What methods see of traces (sample, time, site), as features (sample, feature)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from phasetrace.analyses import observables

Features = Callable[[NDArray[np.floating]], NDArray[np.floating]]


def magnetizations(traces: NDArray[np.floating]) -> NDArray[np.floating]:
    """Every m_i(t), as it is."""
    return traces.reshape(len(traces), -1)


def overlaps(traces: NDArray[np.floating]) -> NDArray[np.floating]:
    """Every m_i(t) m_i(0): what is left of each spin's start."""
    return magnetizations(traces * traces[:, :1])


def imbalances(traces: NDArray[np.floating]) -> NDArray[np.floating]:
    """The imbalance I(t) at every time."""
    return observables.imbalance(traces)


def mean_imbalance(traces: NDArray[np.floating]) -> NDArray[np.floating]:
    """The imbalance, averaged over all times: blind to their order."""
    return imbalances(traces).mean(axis=1, keepdims=True)


def last_imbalance(traces: NDArray[np.floating]) -> NDArray[np.floating]:
    """The imbalance at the last time alone."""
    return observables.imbalance(traces[:, [0, -1]])[:, -1:]
