"""Bootstraps of the traces that train: which of them are drawn again, and how often.

They tell how much networks trained on other realizations would differ; see
`phasetrace.analyses.interval`.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.recipe import UNLABELLED


def count_bootstraps(settings: Mapping[str, Any]) -> int:
    """How many bootstraps there are; a single one tells nothing, and none is made."""
    count = int(min(settings["bootstraps"], settings["retrainings"]))
    return count if count > 1 else 0


def stand_ins(
    trained_on: NDArray[np.bool_],
    labels: NDArray[np.integer],
    groups: NDArray | None,
    seed: int,
    bootstraps: int,
) -> NDArray[np.int64]:
    """Find which of the traces shown stands in each bootstrap for each of them.

    Parameters
    ----------
    trained_on
        (parameter, realization), which traces are shown.
    labels
        (parameter,), the phase of each, or `UNLABELLED`.
    groups
        (parameter, realization), what is drawn as a whole; None if nothing is.
    seed
        Of the first network.
    bootstraps
        How many there are.

    Returns
    -------
    stand_ins
        (bootstrap, trace), of the same label. Realizations that are shown at the same points are
        drawn with their traces at all of them; otherwise traces or groups are drawn.
    """
    # An epoch's random numbers are keyed by two numbers, (seed, epoch).
    generators = [np.random.default_rng([seed, 0, one]) for one in range(1, bootstraps + 1)]
    points, training = trained_on.any(axis=1).sum(), trained_on.any(axis=0).sum()
    if groups is None and trained_on.sum() == points * training:
        number = np.arange(points * training).reshape(points, training)
        draws = [rng.integers(training, size=training) for rng in generators]
        return np.stack([number[:, drawn].ravel() for drawn in draws])
    place = np.argwhere(trained_on)
    known = labels[place[:, 0]]
    strata = np.where(known != UNLABELLED, known, known.max() + 1 + place[:, 0])
    drawn_as = np.arange(len(place)) if groups is None else groups[trained_on]
    return np.stack([drawn_in_groups(strata, drawn_as, rng) for rng in generators])


def drawn_in_groups(
    strata: NDArray[np.integer], groups: NDArray, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw groups of samples with replacement, and let samples of these stand for all.

    Parameters
    ----------
    strata, groups
        (sample,), within which samples stand for others, and which are drawn as a whole.
    rng
        The random numbers.

    Returns
    -------
    stand_ins
        (sample,), one of its stratum for each, as often as its group was drawn; where none of a
        stratum was, itself.
    """
    names, group = np.unique(groups, return_inverse=True)
    times = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))[group]
    stand_ins = np.arange(len(strata))
    for stratum in np.unique(strata):
        own = np.flatnonzero(strata == stratum)
        drawn = rng.permutation(np.repeat(own, times[own]))
        if len(drawn):
            stand_ins[own] = np.resize(drawn, len(own))
    return stand_ins
