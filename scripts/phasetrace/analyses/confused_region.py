"""How wide the region is in which networks are confused, and how far that may be off.

The width is that part of the parameter axis where the confusion of the mean output, over networks
and realizations, is above one half: of two phases, where the larger output is below 2^(-1/2), 0.71.
In a Griffiths regime it would grow with the length of the chain.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.analyses.confusion import confusion

HALF = 0.5


def confused_width(parameter: ArrayLike, output: ArrayLike) -> NDArray[np.float64]:
    """Measure where the confusion is above one half, by linear interpolation.

    Parameters
    ----------
    parameter
        (point,), increasing.
    output
        (..., point, phase), averaged over networks and realizations.

    Returns
    -------
    width
        (...), in the units of the parameter; that of all places together, should there be several.
    """
    excess = confusion(output) - HALF
    before, after = excess[..., :-1], excess[..., 1:]
    height = np.maximum(np.abs(before) + np.abs(after), np.finfo(float).tiny)
    above = np.maximum(before, 0) + np.maximum(after, 0)
    # Of a step whose ends are on one side of one half, all or nothing is above.
    share = np.where(before * after < 0, above / height, above > 0)
    width: NDArray[np.float64] = (share * np.diff(np.asarray(parameter, dtype=float))).sum(axis=-1)
    return width


def width_error(
    parameter: ArrayLike,
    probability: ArrayLike,
    bootstrap_output: ArrayLike | None = None,
    bootstrap: ArrayLike = (),
) -> float:
    """Standard error of the width of the mean output.

    As that of a transition (`phasetrace.analyses.interval`) it has the parts of the initial weights
    and of the realizations judged, by the jackknife, and that of the realizations trained on, by
    bootstraps of them. The bootstraps' networks have other initial weights, too; what these
    add is counted twice, so that the error is rather too large.

    Parameters
    ----------
    parameter
        (point,), increasing.
    probability
        (retraining, point, realization, phase), of the judged realizations.
    bootstrap_output
        (retraining, point, phase), the mean output for them of each retraining repeated on a
        bootstrap of the training realizations.
    bootstrap
        (retraining,), the number of that bootstrap.

    Returns
    -------
    float
        In the units of the parameter. NaN without bootstraps, for a single network, and for a
        single realization.
    """
    p = np.asarray(probability, dtype=np.float64)
    if bootstrap_output is None:
        return float("nan")
    repeated, number = np.asarray(bootstrap_output, dtype=np.float64), np.asarray(bootstrap)
    trained = np.stack([repeated[number == one].mean(axis=0) for one in np.unique(number)])
    weights = _pseudo_values(parameter, p.mean(axis=2))
    judged = _pseudo_values(parameter, p.mean(axis=0).swapaxes(0, 1))
    training = _pseudo_values(parameter, trained)
    if min(map(len, (weights, judged, training))) < 2:
        return float("nan")
    of_means = weights.var(ddof=1) / len(weights) + judged.var(ddof=1) / len(judged)
    return float(np.sqrt(of_means + training.var(ddof=1)))


def _pseudo_values(parameter: ArrayLike, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each of the outputs (sample, point, phase) adds to the width of their mean."""
    count, total = len(outputs), outputs.sum(axis=0)
    if count < 2:
        return np.full(count, np.nan)
    others = confused_width(parameter, (total - outputs) / (count - 1))
    return count * confused_width(parameter, total / count) - (count - 1) * others
