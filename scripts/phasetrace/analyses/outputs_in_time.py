"""What networks say of a trace as time passes: the output that each hidden state h(t) leads to."""

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.classifier import responses
from phasetrace.learning.recipe import Fit

_TOGETHER = 256
"""Samples evaluated at once, so that their many hidden states fit into memory."""


def outputs_in_time(
    networks: Fit, samples: NDArray[np.floating], moments: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Outputs after some of the times.

    Parameters
    ----------
    networks : Fit
        The networks.
    samples : ndarray, shape (sample, time, site)
        What they are given, without gaps; see `phasetrace.learning.recipe.Fit.given`.
    moments : ndarray, shape (moment,)
        Numbers of the times.

    Returns
    -------
    ndarray, shape (retraining, sample, moment, phase)
        At the last time it is the output for the whole trace.
    """
    parts = [
        responses(networks.architecture, networks.weights, samples[first : first + _TOGETHER])[1]
        for first in range(0, len(samples), _TOGETHER)
    ]
    return np.concatenate([part[:, :, moments] for part in parts], axis=1)
