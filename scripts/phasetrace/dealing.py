"""Which traces each step of an epoch trains on, and what dropout leaves of them.

Drawn on the host, so that compiled code depends on no number of labelled traces.
"""

import numpy as np
from numpy.typing import NDArray

from phasetrace.batches import LABELLED_SHARE
from phasetrace.recipe import Architecture, Recipe


def batches(
    recipe: Recipe,
    rng: np.random.Generator,
    labelled: NDArray[np.int32],
    unlabelled: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Deal the traces of one epoch, shuffled, into batches.

    Parameters
    ----------
    recipe
        Says what an epoch is, and the size of a batch.
    rng
        Shuffles.
    labelled, unlabelled
        Indices of the two kinds of traces, together 0 ... n - 1.

    Returns
    -------
    index
        (step, trace); places left over in the last batch hold n, the index of no trace.
    """
    nothing = len(labelled) + len(unlabelled)

    def deal(traces: NDArray[np.int32], places: int) -> NDArray[np.int32]:
        rest = -len(traces) % places
        dealt = np.pad(rng.permutation(traces), (0, rest), constant_values=nothing)
        return dealt.reshape(-1, places)

    if recipe.epoch == "all" or not len(unlabelled):
        return deal(np.concatenate([labelled, unlabelled]), recipe.batch)
    dealt = deal(labelled, recipe.batch // LABELLED_SHARE)
    company = np.resize(rng.permutation(unlabelled), (len(dealt), recipe.batch - dealt.shape[1]))
    return np.concatenate([dealt, company], axis=1)


def dropout_draws(
    architecture: Architecture, rng: np.random.Generator, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """Draw what decides on dropout, uniform in [0, 1).

    Parameters
    ----------
    architecture
        Says whether units or sites are dropped.
    rng
        Draws.
    shape
        Shape of the samples, such as (step, sample).

    Returns
    -------
    draws
        (..., unit) or (..., site).
    """
    dropped = {"output": architecture.units, "input": architecture.sites}
    return rng.random((*shape, dropped[architecture.dropout_on]), dtype=np.float32)
