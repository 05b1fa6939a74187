"""Whether networks see more than simpler methods do, on traces as a laboratory has them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from phasetrace.analyses.degradation import DEGRADATIONS, Samples
from phasetrace.baselines.methods import methods_by_sight
from phasetrace.learning.recipe import UNLABELLED, Fit
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME, swept_parameter

REALIZATIONS = "realizations"
"""The degradation that is none of single traces: to train on fewer of them."""
CONDITION = "condition"


def analyse(
    predictions: Sequence[xr.Dataset],
    networks: Sequence[Fit],
    traces: Sequence[xr.Dataset],
    fits: int,
    amounts: Mapping[str, Sequence[float]],
) -> xr.Dataset:
    """Train methods on degraded traces, and let them judge other traces that are no better.

    Nothing else is chosen anew: networks are trained as they are configured. On fewer realizations
    they have as many more epochs, so that the steps are as many.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Of the networks of each chain: which phases are known, and which realizations train.
    networks : sequence of Fit
        The networks of each chain, whose architecture and recipe are trained anew.
    traces : sequence of xarray.Dataset
        The traces of each chain.
    fits : int
        How often every method is fitted: to other noise, other missing values, other realizations
        of those to train on, and with another seed.
    amounts : mapping
        By degradation, one of `phasetrace.analyses.degradation.DEGRADATIONS` or `REALIZATIONS`, how
        much of it. A chain has no condition of more than its traces have, nor of less than two
        times.

    Returns
    -------
    xarray.Dataset
        By ``method``, the networks first, and ``condition``, which is of a ``chain``, a
        ``degradation`` and an ``amount``, the first of each degradation being none:
        ``accuracy``, mean over the fits on the labelled traces that no method is trained on, with
        its 68 % interval ``low`` to ``high`` from their number (that of Wilson, J. Am. Stat. Assoc.
        22, 209 (1927)) and from the fits together; and ``lead``, by how much the networks are
        ahead on the same traces, with its standard error ``lead_error``. By condition, ``guess``,
        the share of the most frequent phase, and ``traces``, the number of judged ones.
    """
    rows: list[dict[str, Any]] = []
    # Sums over several threads round differently.
    with threadpool_limits(limits=1):
        for of_phases, fit, one in zip(predictions, networks, traces, strict=True):
            order = (swept_parameter(one), REALIZATION, TIME, SITE)
            chain = _Chain(
                one[MAGNETIZATION].transpose(*order).values,
                of_phases["label"].values,
                of_phases["part"].values == "train",
                fit,
            )
            rows += _conditions(one.attrs["model"], chain, fits, amounts)
    texts = {
        "accuracy": "held-out accuracy",
        "low": "lower end of the 68 % interval of the accuracy",
        "high": "upper end of the 68 % interval of the accuracy",
        "lead": "accuracy of the networks less that of the method",
        "lead_error": "standard error of the difference",
    }
    data: dict[str, Any] = {
        name: (
            ("method", CONDITION),
            np.stack([row[name] for row in rows], axis=1),
            {"units": "1", "long_name": text},
        )
        for name, text in texts.items()
    }
    for name, text in {
        "guess": "share of the most frequent phase",
        "traces": "number of held-out traces",
    }.items():
        attributes = {"units": "1", "long_name": text}
        data[name] = ((CONDITION,), np.array([row[name] for row in rows]), attributes)
    labels = {
        name: (CONDITION, [row[name] for row in rows])
        for name in ("chain", "degradation", "amount")
    }
    return xr.Dataset(data, {"method": rows[0]["method"], **labels}, {"fits": fits})


class _Chain(NamedTuple):
    """What is learnt on one chain: samples (point, realization, time, site) and what is known."""

    samples: Samples
    label: NDArray[np.integer]
    training: NDArray[np.bool_]
    networks: Fit

    @property
    def known(self) -> NDArray[np.integer]:
        """The phase of every trace that is judged."""
        labelled = self.label[self.label != UNLABELLED]
        return np.repeat(labelled, (~self.training).sum())


def _conditions(
    name: str, chain: _Chain, fits: int, amounts: Mapping[str, Sequence[float]]
) -> list[dict[str, Any]]:
    """What comes of every condition of one chain."""
    clean = _right(chain, fits, REALIZATIONS, chain.training.sum())
    rows = []
    for degradation, several in amounts.items():
        none, least, most = _limits(degradation, chain)
        some = [one for one in several if one != none and least <= one <= most]
        for amount in [none, *some]:
            right = _right(chain, fits, degradation, amount) if amount in some else clean
            rows.append(
                {
                    "chain": name,
                    "degradation": degradation,
                    "amount": float(amount),
                    "method": list(right),
                    "guess": np.bincount(chain.known).max() / len(chain.known),
                    "traces": len(chain.known),
                    **_measured(np.array(list(right.values()))),
                }
            )
    return rows


def _limits(degradation: str, chain: _Chain) -> tuple[float, float, float]:
    """The amount that is none, and the least and the most that are some and leave two times."""
    times, realizations = chain.samples.shape[2], int(chain.training.sum())
    return {
        "shots": (np.inf, 1, np.inf),
        "first_samples": (times, 2, times - 1),
        "skipped_samples": (0, 1, times - 2),
        REALIZATIONS: (realizations, 1, realizations - 1),
    }.get(degradation, (0, 0, np.inf))


def _right(
    chain: _Chain, fits: int, degradation: str, amount: float
) -> dict[str, NDArray[np.bool_]]:
    """Which traces (fit, trace) each method is right on, of those that are judged."""
    right: dict[str, list[NDArray[np.bool_]]] = {}
    for number in range(fits):
        # The same for every condition, which are the easier to compare.
        rng = np.random.default_rng([3, number])
        samples, shown = chain.samples, rng.permutation(np.flatnonzero(chain.training))
        recipe = chain.networks.recipe
        if degradation == REALIZATIONS:
            more = len(shown) / amount
            recipe = replace(recipe, epochs=round(recipe.epochs * more))
            shown = shown[: int(amount)]
        else:
            samples = DEGRADATIONS[degradation](samples, amount, rng)
        sample = samples.shape[2:]
        seen = samples[:, shown].reshape(-1, *sample)
        labels = np.repeat(chain.label, len(shown))
        judged = samples[chain.label != UNLABELLED][:, ~chain.training].reshape(-1, *sample)
        seed = int(chain.networks.seeds[0]) + number
        for name, method in methods_by_sight(
            chain.networks.architecture, recipe, sample[0]
        ).items():
            told = method.fit(seen, labels, seed).predict(judged).argmax(axis=1)
            right.setdefault(name, []).append(told == chain.known)
    return {name: np.array(one) for name, one in right.items()}


def _measured(right: NDArray[np.bool_]) -> dict[str, NDArray[np.float64]]:
    """Accuracy and lead with their errors, of right judgements (method, fit, trace)."""
    traces = right.shape[2]
    accuracy = right.mean(axis=(1, 2))
    centre = (accuracy + 0.5 / traces) / (1 + 1 / traces)
    half = np.sqrt(accuracy * (1 - accuracy) / traces + 0.25 / traces**2) / (1 + 1 / traces)
    scatter = _error(right.mean(axis=2))
    behind = right[:1].astype(float) - right
    return {
        "accuracy": accuracy,
        "low": accuracy - np.hypot(accuracy - (centre - half), scatter),
        "high": accuracy + np.hypot(centre + half - accuracy, scatter),
        "lead": behind.mean(axis=(1, 2)),
        "lead_error": np.hypot(_error(behind.mean(axis=1)), _error(behind.mean(axis=2))),
    }


def _error(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Standard error of the mean along the last axis."""
    return np.asarray(values.std(axis=-1, ddof=1) / values.shape[-1] ** 0.5)
