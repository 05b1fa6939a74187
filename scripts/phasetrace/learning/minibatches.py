"""Which traces each step of an epoch trains on, and what dropout leaves of them.

Drawn on the host, so that compiled code depends on no number of labelled traces.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.recipe import LABELLED_SHARE, UNLABELLED, Architecture, Recipe

_NOBODY = -1


def deal(
    architecture: Architecture,
    recipe: Recipe,
    seeds: NDArray[np.int64],
    epoch: int,
    labels: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.float32], int]:
    """Deal one epoch to each of a group of networks.

    Filled up to a power of two, so that trainings with other labels mostly share compiled code.

    Parameters
    ----------
    architecture, recipe
        What is trained, and how.
    seeds
        (network,), the seed of each.
    epoch
        Number of the epoch, from 1; a seed deals every one anew.
    labels
        (sample,), from 0 to phases - 1, or `UNLABELLED`; behind them may come other negative
        numbers, which are dealt to nobody.

    Returns
    -------
    dealt
        (network, step, trace), see `batches`.
    draws
        (network, step, trace, unit or site), see `dropout_draws`.
    steps
        How many steps the epoch has; what comes after them is filling.
    """
    labelled, unlabelled = (
        np.flatnonzero(kind).astype(np.int32) for kind in (labels >= 0, labels == UNLABELLED)
    )
    dealt, draws = [], []
    for seed in seeds:
        rng = np.random.default_rng([seed, epoch])
        dealt.append(batches(recipe, rng, labelled, unlabelled))
        draws.append(dropout_draws(architecture, rng, dealt[-1].shape))
    steps = len(dealt[0])
    length = 2 ** (steps - 1).bit_length()
    return _filled(dealt, length), _filled(draws, length), steps


def _filled(parts: list[NDArray[Any]], length: int) -> NDArray[Any]:
    """Arrays as one, each behind the other, filled up to a length with zeros."""
    first = parts[0]
    whole = np.zeros((len(parts), length, *first.shape[1:]), first.dtype)
    for place, part in enumerate(parts):
        whole[place, : len(part)] = part
    return whole


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
        Indices of the two kinds of traces.

    Returns
    -------
    index
        (step, trace); places left over in the last batch hold -1, the index of no trace.
    """

    def shuffled(traces: NDArray[np.int32], places: int) -> NDArray[np.int32]:
        dealt = np.full(-(-len(traces) // places) * places, _NOBODY, np.int32)
        dealt[: len(traces)] = rng.permutation(traces)
        return dealt.reshape(-1, places)

    if recipe.epoch == "all" or not len(unlabelled):
        return shuffled(np.concatenate([labelled, unlabelled]), recipe.batch)
    dealt = shuffled(labelled, recipe.batch // LABELLED_SHARE)
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
