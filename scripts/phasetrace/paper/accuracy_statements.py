"""The paper's statements about the accuracy of networks of several sizes (Training procedure)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import hypot, sqrt

import numpy as np
import xarray as xr

from phasetrace.analyses.interval import binomial_error
from phasetrace.learning.networks import RETRAINING
from phasetrace.paper.accuracy import PUBLISHED
from phasetrace.paper.statements import Row, equal, every, plus_minus, support, told

ROUNDING = 0.005
"""The published accuracies have two decimals."""

TRACES = {"train": 480, "test": 320}
"""By how many traces the published accuracies are measured."""

RANGE = {
    part: max(values) - min(values)
    for part, values in zip(TRACES, zip(*PUBLISHED.values(), strict=True), strict=True)
}
"""By how much the published accuracies differ: a larger uncertainty cannot tell them apart."""


def accuracy_rows(
    accuracies: Sequence[Mapping[str, float]], readings: xr.Dataset | None = None
) -> list[Row]:
    """Judge the statements about the table of accuracies.

    Parameters
    ----------
    accuracies : sequence of mapping
        Rows of `phasetrace.paper.accuracy.accuracy_table`, by increasing number of units.
    readings : xarray.Dataset
        From `phasetrace.analyses.readings.analyse`, of one number of units.

    Returns
    -------
    list of Row
    """
    rows = [_growth(accuracies, "train"), _growth(accuracies, "test")]
    for row in accuracies:
        judged = _published(row)
        if readings is not None and readings.attrs["learning_units"] == row["units"]:
            others = [_published({**row, **other}) for other in _of_readings(readings)]
            judged = replace(judged, support=support([one.agrees for one in others], "readings"))
        rows.append(judged)
    return rows


def _of_readings(readings: xr.Dataset) -> list[dict[str, float]]:
    """Accuracies under every reading, all by the same traces."""
    names = [f"{part}_{kind}" for part in TRACES for kind in ("mean", "std")]
    values = {name: readings[f"{name.replace('_', '_accuracy_')}"].values for name in names}
    return [
        {name: float(values[name][place]) for name in names}
        | {"retrainings": readings.sizes[RETRAINING]}
        for place in range(readings.sizes["reading"])
    ]


def _published(row: Mapping[str, float]) -> Row:
    published, texts, verdicts = [], [], []
    for part, traces in TRACES.items():
        value = row[f"{part}_published"]
        difference = row[f"{part}_mean"] - value
        scatter = sqrt(2) * row[f"{part}_std"] / sqrt(row["retrainings"])
        error = hypot(scatter, _binomial(row, part), binomial_error(value, traces))
        published.append(f"{part} {value:.2f}")
        uncertain = "" if np.isnan(error) else f", standard error {error:.3f}"
        texts.append(f"{part} {_accuracy(row, part)} (difference {difference:+.3f}{uncertain})")
        verdicts.append(equal(difference, error, RANGE[part], ROUNDING))
    return Row(
        "Table",
        f"{row['units']:.0f} units: accuracies {', '.join(published)} (Training procedure)",
        f"both differ by at most {ROUNDING} (rounding of the published) and 2 standard errors of "
        "the difference, which are less than all that the published ones differ by with N; errors "
        "are between networks, the published taken to scatter as ours, and binomial",
        f"{', '.join(texts)}; tested by {row['test_traces']:.0f} traces by which nothing was "
        "chosen",
        every(verdicts),
    )


def _growth(accuracies: Sequence[Mapping[str, float]], part: str) -> Row:
    first, last = accuracies[0], accuracies[-1]

    def change(before: Mapping[str, float], after: Mapping[str, float]) -> bool | None:
        difference = after[f"{part}_mean"] - before[f"{part}_mean"]
        return told(difference, hypot(_error(before, part), _error(after, part)))

    falls = any(change(before, after) is False for before, after in pairwise(accuracies))
    return Row(
        "Table",
        f"The {part} accuracy increases with the number of LSTM units (Training procedure)",
        "larger at the largest N than at the smallest by more than 2 standard errors of the "
        "difference, and on no step smaller by more than that; errors are between networks and "
        "binomial",
        "; ".join(f"N = {row['units']:.0f}: {_accuracy(row, part)}" for row in accuracies)
        + f"; of {last[f'{part}_traces']:.0f} traces",
        False if falls else change(first, last),
    )


def _accuracy(row: Mapping[str, float], part: str) -> str:
    return plus_minus(row[f"{part}_mean"], row[f"{part}_std"], decimals=3)


def _binomial(row: Mapping[str, float], part: str) -> float:
    return binomial_error(row[f"{part}_mean"], row[f"{part}_traces"])


def _error(row: Mapping[str, float], part: str) -> float:
    return hypot(row[f"{part}_std"] / sqrt(row["retrainings"]), _binomial(row, part))
