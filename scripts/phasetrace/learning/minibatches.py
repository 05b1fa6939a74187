"""Which traces every mini-batch of an epoch holds, and what dropout leaves of them.

Drawn on the host, so that compiled code depends on no number of labelled traces.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.recipe import LABELLED_SHARE, UNLABELLED, Architecture, Recipe

PADDING = -1
"""Index in a mini-batch where there is no trace."""


def draw_epoch(
    architecture: Architecture,
    recipe: Recipe,
    seeds: NDArray[np.int64],
    epoch: int,
    labels: NDArray[np.int32],
    resampled: NDArray[np.int32] | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.float32], int]:
    """Draw the mini-batches of one epoch, and their dropout, for each of a group of networks.

    Padded to a power of two, so that trainings with other labels mostly share compiled code.

    Parameters
    ----------
    architecture, recipe
        What is trained, and how.
    seeds
        (network,), the seed of each.
    epoch
        Number of the epoch, from 1; a seed draws every one anew.
    labels
        (sample,), from 0 to phases - 1, or `UNLABELLED`; behind them may come other negative
        numbers, which are in no mini-batch.
    resampled
        (network, sample), the trace that a network learns from in place of each; without it,
        every network learns from all traces as they are.

    Returns
    -------
    indices
        (network, step, trace), see `shuffle`.
    draws
        (network, step, trace, unit or site), see `dropout_draws`.
    steps
        How many steps the epoch has; what comes after them is padding.
    """
    labelled, unlabelled = (
        np.flatnonzero(kind).astype(np.int32) for kind in (labels >= 0, labels == UNLABELLED)
    )
    indices, draws = [], []
    for network, seed in enumerate(seeds):
        rng = np.random.default_rng([seed, epoch])
        shuffled = shuffle(recipe, rng, labelled, unlabelled)
        if resampled is not None:
            shuffled = np.where(shuffled == PADDING, PADDING, resampled[network, shuffled])
        indices.append(shuffled)
        draws.append(dropout_draws(architecture, rng, indices[-1].shape))
    steps = len(indices[0])
    length = 2 ** (steps - 1).bit_length()
    return _padded(indices, length), _padded(draws, length), steps


def _padded(arrays: Sequence[NDArray[Any]], length: int) -> NDArray[Any]:
    """Stack arrays, each padded with zeros to a length."""
    first = arrays[0]
    stack = np.zeros((len(arrays), length, *first.shape[1:]), first.dtype)
    for place, array in enumerate(arrays):
        stack[place, : len(array)] = array
    return stack


def shuffle(
    recipe: Recipe,
    rng: np.random.Generator,
    labelled: NDArray[np.int32],
    unlabelled: NDArray[np.int32],
) -> NDArray[np.int32]:
    """Shuffle the traces of one epoch into mini-batches.

    Parameters
    ----------
    recipe
        Says what an epoch is, and the size of a mini-batch.
    rng
        Shuffles.
    labelled, unlabelled
        Indices of the two kinds of traces.

    Returns
    -------
    indices
        (step, trace); places left over in the last mini-batch hold `PADDING`.
    """

    def shuffled(traces: NDArray[np.int32], size: int) -> NDArray[np.int32]:
        indices = np.full(-(-len(traces) // size) * size, PADDING, np.int32)
        indices[: len(traces)] = rng.permutation(traces)
        return indices.reshape(-1, size)

    if recipe.epoch == "all" or not len(unlabelled):
        return shuffled(np.concatenate([labelled, unlabelled]), recipe.batch)
    known = shuffled(labelled, recipe.batch // LABELLED_SHARE)
    blanked = np.resize(rng.permutation(unlabelled), (len(known), recipe.batch - known.shape[1]))
    return np.concatenate([known, blanked], axis=1)


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
