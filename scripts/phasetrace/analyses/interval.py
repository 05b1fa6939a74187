"""How far a transition found by networks may be off: a 68 % interval, and its parts.

The estimate is the crossing of the mean output of k retrainings on all training realizations,
judged on other realizations. It would be another one with

- other initial weights (*retraining*), a variance σ²/k if σ² is that of one network;
- other realizations to train on, a variance δ² that all retrainings share, and other ones to judge
  (both *disorder*);
- another *grid* of the parameter.

The four are independent and add up in quadrature. With pseudo-values P of the crossing of a mean,
what each of n outputs contributes to it (the jackknife: Efron and Tibshirani, An Introduction to
the Bootstrap, 1993, chapter 11), the variances of retraining and of judging are those of P over n.
A realization that exists at some points only is left out at those (the jackknife of clusters of
unequal size: Wolter, Introduction to Variance Estimation, 2007, chapter 4); where a point has m of
n realizations, its part of the variance is too large by about 1/m - 1/n of itself.

For δ² every retraining is repeated on one of B bootstraps of the training realizations, several on
the same one. Networks of one bootstrap differ by their initial weights alone, so that the analysis
of variance of their pseudo-values (Searle, Casella and McCulloch, Variance Components, 1992,
chapter 3) tells δ² from σ²: neither is counted twice, and δ² is not divided by k, as resampling
networks would do. An estimate of δ² below zero counts as zero, and with one network a bootstrap
all of its variance counts. The grid's part is how far the line between two points is from the cubic
through four, or, if that is more, the standard deviation of a place anywhere in the step, times the
third power of the share of the whole change that is within it: where all is, nothing says where.

The interval is Student's, with the degrees of freedom of Welch and Satterthwaite (GUM, JCGM
100:2008, G.4) but at least the fewest of its parts, such as B - 1; the grid counts as known.
Samples of one group (a day, a device) are left out, and drawn, together. What no realization and no
initial weight changes is not in it: the choices of a method, a bias that more realizations would
remove, and the length of the chain.
"""

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtrit

from phasetrace.analyses.crossing import crossing, crossing_verdict, gaps
from phasetrace.analyses.realizations import existing

ONE_SIGMA = float(ndtr(1.0))
"""The quantile at the upper end of a 68 % interval."""


class Transition(NamedTuple):
    """A transition in each gap between known regimes, all of shape (gap,).

    Attributes
    ----------
    value, verdict
        See `phasetrace.analyses.crossing`; no value where the verdict is not "found".
    low, high
        The 68 % interval, within the gap. NaN where there is no value, without bootstraps, and
        with a single judged realization or group, be it at one point of the gap alone.
    retraining
        The part of initial weights. NaN for a single retraining.
    disorder
        The part of the realizations trained on and judged. NaN where the interval is.
    grid
        The part of the steps of the parameter.
    """

    value: NDArray[np.float64]
    verdict: NDArray[np.str_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    retraining: NDArray[np.float64]
    disorder: NDArray[np.float64]
    grid: NDArray[np.float64]


def estimate(
    parameter: ArrayLike,
    probability: ArrayLike,
    labels: ArrayLike,
    bootstrap_output: ArrayLike | None = None,
    bootstrap: ArrayLike = (),
    trained_elsewhere: bool = False,
    groups: ArrayLike | None = None,
) -> Transition:
    """Estimate transitions with their errors.

    Parameters
    ----------
    parameter
        (point,), increasing.
    probability
        (retraining, point, realization, phase), of the judged realizations; NaN for all
        retrainings where one does not exist.
    labels
        (point,), from `phasetrace.learning.labels.label_points`.
    bootstrap_output
        (retraining, point, phase), the mean output for the judged realizations of each retraining
        repeated on a bootstrap of the training realizations.
    bootstrap
        (retraining,), the number of that bootstrap.
    trained_elsewhere
        Whether the networks are given, and learned from other traces than those judged: then other
        realizations to train on are no part of the error.
    groups
        (point, realization), which realizations may be alike; without it, none.

    Returns
    -------
    transition

    Raises
    ------
    ValueError
        As `phasetrace.analyses.crossing.crossing_verdict`.
    """
    p = existing(probability, axis=2, points=1)
    output, realizations = np.nanmean(p, axis=(0, 2)), p.mean(axis=0).swapaxes(0, 1)
    groups = None if groups is None else np.asarray(groups)
    apart = realizations
    if groups is not None:
        sums, counts = _by_group(np.asarray(probability, dtype=float).mean(axis=0), groups)
        apart = np.divide(
            sums, counts[..., None], out=np.full_like(sums, np.nan), where=counts[..., None] > 0
        )
    said = crossing_verdict(parameter, apart, labels)
    value = np.where(said == "found", crossing(parameter, output, labels), np.nan)
    networks = _pseudo_values(parameter, *_each(np.nanmean(p, axis=2)), labels)
    together = _each(realizations) if groups is None else (sums, counts)
    judged = _pseudo_values(parameter, *together, labels)
    retraining, judging = _variance_of_mean(networks), _variance_of_mean(judged)
    grid = grid_error(parameter, output, labels) ** 2
    training = np.full_like(grid, 0.0 if trained_elsewhere else np.nan)
    spread, least = np.zeros_like(grid), 1
    if bootstrap_output is not None:
        outputs = np.asarray(bootstrap_output, dtype=float)
        repeated = _pseudo_values(parameter, *_each(outputs), labels)
        training, spread, least = _between(repeated, np.asarray(bootstrap))
    total = retraining + training + judging + grid
    uncertain = spread + retraining**2 / max(len(p) - 1, 1)
    uncertain += judging**2 / max(len(judged) - 1, 1)
    freedom = np.divide(total**2, uncertain, out=np.full_like(total, np.inf), where=uncertain > 0)
    # No sum of variances has fewer than the one of its parts that has the fewest.
    fewest = np.full_like(total, least)
    for variance, count in ((retraining, len(p)), (judging, len(judged))):
        fewest = np.where(variance > 0, np.minimum(fewest, max(count - 1, 1)), fewest)
    half = stdtrit(np.maximum(freedom, fewest), ONE_SIGMA) * np.sqrt(total)
    ends = np.array([np.asarray(parameter)[gap][[0, -1]] for gap in gaps(labels)])
    known = np.where(np.isnan(value), np.nan, 1.0)
    return Transition(
        value,
        said,
        np.maximum(value - half, ends[:, 0]),
        np.minimum(value + half, ends[:, 1]),
        known * np.sqrt(retraining),
        known * np.sqrt(training + judging),
        known * np.sqrt(grid),
    )


def standard_error(values: xr.DataArray, dimension: str) -> xr.DataArray:
    """Standard error of the mean along a dimension; NaN for a single value."""
    count = values.sizes[dimension]
    name = f"standard error of the mean {values.attrs.get('long_name', values.name)}"
    error = values.std(dimension, ddof=1) if count > 1 else values.mean(dimension) * np.nan
    return (error / count**0.5).assign_attrs({**values.attrs, "long_name": name})


def binomial_error(share: float, count: float) -> float:
    """Standard error of a share of independent trials, not zero even if all are alike.

    Two more of either outcome are counted (Agresti and Coull, The American Statistician 52, 119,
    1998).

    Parameters
    ----------
    share : float
        Between 0 and 1.
    count : float
        Of how many trials.
    """
    among = (share * count + 2) / (count + 4)
    return float(np.sqrt(among * (1 - among) / (count + 4)))


def _each(outputs: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Outputs (sample, point, phase), 0 where there is none, and how many there are."""
    there = ~np.isnan(outputs)
    return np.where(there, outputs, 0), np.asarray(there.any(axis=-1), dtype=np.int64)


def _by_group(
    outputs: NDArray[np.float64], groups: NDArray
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Sums over each group of outputs (point, realization, phase), and how many there are."""
    there = ~np.isnan(outputs).any(axis=-1)
    names = np.unique(groups[there])
    members = there & (groups == names[:, None, None])
    counts: NDArray[np.int64] = members.sum(axis=-1)
    return np.einsum("gpr,prc->gpc", members, np.nan_to_num(outputs)), counts


def _pseudo_values(
    parameter: ArrayLike,
    sums: NDArray[np.float64],
    counts: NDArray[np.integer],
    labels: ArrayLike,
) -> NDArray[np.float64]:
    """What each sample or group of them adds to the crossing of the mean output.

    Of sums of outputs (sample, point, phase) and how many these are (sample, point). NaN in a gap
    where all outputs of a point are of one, so that it cannot be left out.
    """
    count = len(sums)
    if count < 2:
        return np.full((count, len(gaps(labels))), np.nan)
    total, here = sums.sum(axis=0), counts.sum(axis=0)[:, None]
    mean = total / here
    rest = here - counts[..., None]
    without = np.where(counts[..., None] > 0, (total - sums) / np.maximum(rest, 1), mean)
    others = crossing(parameter, without, labels)
    pseudo = count * crossing(parameter, mean, labels) - (count - 1) * others
    left = (rest > 0).all(axis=(0, 2))
    return np.where([left[gap].all() for gap in gaps(labels)], pseudo, np.nan)


def _variance_of_mean(pseudo: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(pseudo) < 2:
        return np.full(pseudo.shape[1:], np.nan)
    return pseudo.var(axis=0, ddof=1) / len(pseudo)


def _between(
    pseudo: NDArray[np.float64], bootstrap: NDArray[np.integer]
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Variance between bootstraps, by one-way analysis of variance.

    With half of its own variance, by which degrees of freedom are counted, and those between.
    """
    numbers, sizes = np.unique(bootstrap, return_counts=True)
    means = np.stack([pseudo[bootstrap == number].mean(axis=0) for number in numbers])
    between, within = len(numbers) - 1, len(pseudo) - len(numbers)
    of_means = (sizes[:, None] * (means - pseudo.mean(axis=0)) ** 2).sum(axis=0) / between
    rest = pseudo - means[np.searchsorted(numbers, bootstrap)]
    of_rest = (rest**2).sum(axis=0) / max(within, 1)
    share = (len(pseudo) - (sizes**2).sum() / len(pseudo)) / between
    spread = (of_means**2 / between + of_rest**2 / max(within, 1)) / share**2
    return np.maximum(of_means - of_rest, 0) / share, spread, between


def grid_error(
    parameter: ArrayLike, output: NDArray[np.float64], labels: ArrayLike
) -> NDArray[np.float64]:
    """How far a crossing by lines may be off, for its steps.

    Parameters
    ----------
    parameter
        (point,), increasing.
    output
        (point, phase), averaged over networks and realizations.
    labels
        (point,), from `phasetrace.learning.labels.label_points`.

    Returns
    -------
    error
        (gap,), a standard deviation.

    Notes
    -----
    As far as it is from that by cubics, to first order, or, if that is more, as a place anywhere in
    its step, times the third power of the share of the whole change that is within the step.
    """
    x, known = np.asarray(parameter, dtype=np.float64), np.asarray(labels)
    errors = []
    for gap in gaps(labels):
        before, after = known[gap][[0, -1]]
        lead, points = output[gap, before] - output[gap, after], x[gap]
        whole = max(np.ptp(lead), np.finfo(float).tiny)
        squares = 0.0
        for cell in np.flatnonzero((lead[1:] < 0) != (lead[:-1] < 0)):
            around = slice(max(cell - 1, 0), cell + 3)
            step, slope = points[cell + 1] - points[cell], lead[cell + 1] - lead[cell]
            at = points[cell] - lead[cell] / slope * step
            # The signs at both ends say that it is within the step.
            off = min(abs(_cubic(points[around], lead[around], at) / slope), 1.0)
            # About its middle a fall is odd, and a line through it off by the third order.
            anywhere = (abs(slope) / whole) ** 3 / 12**0.5
            squares += max(off, anywhere) ** 2 * step**2
        errors.append(squares**0.5)
    return np.array(errors)


def _cubic(x: NDArray[np.float64], y: NDArray[np.float64], at: float) -> float:
    """Value of the polynomial through all points, in Lagrange's form."""
    factors = (at - x) / (x[:, None] - x + np.eye(len(x)))
    np.fill_diagonal(factors, 1)
    return float(y @ factors.prod(axis=1))
