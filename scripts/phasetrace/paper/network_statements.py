"""The paper's statements about the networks: Fig. 2 left, the accuracies, Figs. 4 and 6."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import hypot, sqrt

import numpy as np
import xarray as xr

from phasetrace.learning.networks import PHASE
from phasetrace.paper.statements import (
    Point,
    Row,
    every,
    exceeds,
    negligible,
    plus_minus,
)

CONVERGED = 32
"""LSTM units that converge the results (the paper's MBL transition)."""

ROUNDING = 0.005
"""The published accuracies have two decimals."""


def convergence_rows(fig2: xr.Dataset) -> list[Row]:
    """Judge the statement about the left panel of Fig. 2.

    Parameters
    ----------
    fig2 : xarray.Dataset
        From `phasetrace.analyses.fig2.analyse`.

    Returns
    -------
    list of Row
    """
    sizes = sorted(int(size) for size in fig2["units"].values)
    smaller = [size for size in sizes if size < CONVERGED]
    says = f"{CONVERGED} LSTM units are enough to converge the results (MBL transition)"
    texts = (
        f"W_c at N = {CONVERGED} and at the next smaller N equal within 2 standard errors of "
        "their difference",
        f"root mean square change of C(W) on the last step to N = {CONVERGED} below that on the "
        "first step",
    )
    if CONVERGED not in sizes or not smaller:
        lacks = f"not measured: N = {', '.join(map(str, sizes))}"
        return [Row("Fig. 2, left", says, text, lacks, None) for text in texts]

    pair = (smaller[-1], CONVERGED)
    before, after = (Point.of(fig2.sel(units=size), "units_transition") for size in pair)
    found = before.found and after.found
    error = hypot(before.retraining, after.retraining)
    points = "; ".join(
        f"N = {size}: {point.text('W_c', 'J')}"
        for size, point in zip(pair, (before, after), strict=True)
    )
    steps = list(pairwise([*smaller, CONVERGED]))
    curves = fig2["units_confusion"]
    changes = [
        float(np.sqrt(((curves.sel(units=b) - curves.sel(units=a)) ** 2).mean())) for a, b in steps
    ]
    moved = "; ".join(
        f"N = {a} to {b}: {change:.3f}" for (a, b), change in zip(steps, changes, strict=True)
    )
    return [
        Row(
            "Fig. 2, left",
            says,
            texts[0],
            points,
            negligible(after.value - before.value, error) if found else False,
        ),
        Row(
            "Fig. 2, left",
            says,
            texts[1],
            moved,
            changes[-1] < changes[0] if len(changes) > 1 else None,
        ),
    ]


def accuracy_rows(accuracies: Sequence[Mapping[str, float]]) -> list[Row]:
    """Judge the statements about the table of accuracies.

    Parameters
    ----------
    accuracies : sequence of mapping
        Rows of `phasetrace.paper.accuracy.accuracy_table`, by increasing number of units.

    Returns
    -------
    list of Row
    """
    rows = [_growth(accuracies, "train"), _growth(accuracies, "test")]
    for row in accuracies:
        published, texts, verdicts = [], [], []
        for part in ("train", "test"):
            difference = row[f"{part}_mean"] - row[f"{part}_published"]
            published.append(f"{part} {row[f'{part}_published']:.2f}")
            texts.append(
                f"{part} {_accuracy(row, part)} (difference {difference:+.3f})",
            )
            # The published means are of retrainings too: their error is taken to be as large.
            verdicts.append(negligible(difference, sqrt(2) * _error(row, part), ROUNDING))
        rows.append(
            Row(
                "Table",
                f"{row['units']:.0f} units: accuracies {', '.join(published)} (Training procedure)",
                f"both differ by at most {ROUNDING} (rounding of the published) and 2 standard "
                "errors of the difference, the published value's taken to be ours",
                ", ".join(texts),
                every(verdicts),
            )
        )
    return rows


def fig4_rows(fig4: xr.Dataset) -> list[Row]:
    """Judge the statements about Fig. 4.

    Parameters
    ----------
    fig4 : xarray.Dataset
        From `phasetrace.analyses.fig4.analyse`, the handcrafted unit first.

    Returns
    -------
    list of Row
    """
    crafted, trained = fig4.isel(network=0), fig4.isel(network=slice(1, None))
    tried = trained.sizes["network"]
    up, *down = (float(crafted["rise"].sel(constant=m)) for m in (0, 1, -1))
    rows = [
        Row(
            "Fig. 4",
            "A handcrafted unit builds confidence for thermalization while m is close to 0 and "
            "for localization while it sticks to extreme values (caption)",
            "its output y rises in total while m rests at 0, and falls while m rests at +1 and "
            "at −1",
            f"y changes by {up:+.2f} at m = 0, {down[0]:+.2f} at +1, {down[1]:+.2f} at −1",
            up > 0 > max(down),
        )
    ]
    for says, values, ergodic in (
        ("a magnetization that sticks to zero favours the ergodic phase", [0], True),
        ("a magnetization constantly close to ±1 favours MBL", [1, -1], False),
    ):
        favours = (trained["constant_output"].sel(constant=values) > 0.5) == ergodic
        moves = (trained["rise"].sel(constant=values) > 0) == ergodic
        right = int(favours.all("constant").sum())
        moving = int(moves.all("constant").sum())
        at = " and ".join({0: "0", 1: "+1", -1: "−1"}[value] for value in values)
        side = "above" if ergodic else "below"
        rows.append(
            Row(
                "Fig. 4",
                f"Retrained single units always respond as integrators: {says} "
                "(Training LSTMs on a single spin)",
                f"every retrained unit's y ends {side} 1/2 on a constant signal m = {at}",
                f"{right} of {tried} units; y moves that way while the handcrafted signal rests "
                f"there in {moving} of {tried}",
                right == tried,
            )
        )
    return rows


def fig6_rows(fig6: xr.Dataset) -> list[Row]:
    """Judge the statements about Fig. 6.

    Parameters
    ----------
    fig6 : xarray.Dataset
        From `phasetrace.analyses.fig6.analyse`, the ergodic phase first.

    Returns
    -------
    list of Row
    """
    judged = fig6["count"].values > 0
    output, frequency, count = (
        fig6[name].values[judged] for name in ("output", "frequency", "count")
    )
    ergodic = output > 0.5
    confidence = np.where(ergodic, output, 1 - output)
    accuracy = np.where(ergodic, frequency, 1 - frequency)
    under = accuracy > confidence
    share = float(count[under].sum() / count.sum())
    first, second = (str(phase) for phase in fig6[PHASE].values)
    sure, right = fig6.attrs["mean_confidence"], fig6.attrs["accuracy"]
    gap = [float(a - c) for a, c in zip(right, sure, strict=True)]
    correlation = _correlation(confidence, accuracy, count)
    return [
        Row(
            "Fig. 6",
            "The networks are mostly underconfident (Calibration)",
            "accuracy above the middle confidence in more than half of the bins of the output",
            f"in {under.sum()} of {len(under)} bins, which hold {share:.0%} of the judgements",
            bool(under.mean() > 0.5),
        ),
        Row(
            "Fig. 6",
            f"This is especially true for the {second} phase (Calibration)",
            f"accuracy less mean confidence larger for {second} samples than for {first} ones",
            f"{second}: {right[1]:.3f} − {sure[1]:.3f} = {gap[1]:+.3f}; "
            f"{first}: {right[0]:.3f} − {sure[0]:.3f} = {gap[0]:+.3f}",
            gap[1] > gap[0],
        ),
        Row(
            "Fig. 6",
            f"Mean confidence is higher for {first} samples than for {second} samples (caption)",
            "mean output for the correct phase larger",
            f"{first} {sure[0]:.3f}, {second} {sure[1]:.3f} ({fig6.attrs['retrainings']} networks)",
            bool(sure[0] > sure[1]),
        ),
        Row(
            "Fig. 6",
            "The networks' confidence is correlated with their accuracy (Blanking)",
            "correlation of confidence and accuracy over the bins, weighted by their judgements, "
            "positive",
            "not measured: too few bins" if np.isnan(correlation) else f"r = {correlation:.2f}",
            None if np.isnan(correlation) else correlation > 0,
        ),
    ]


def _growth(accuracies: Sequence[Mapping[str, float]], part: str) -> Row:
    first, last = accuracies[0], accuracies[-1]
    grows = exceeds(
        last[f"{part}_mean"] - first[f"{part}_mean"], hypot(_error(last, part), _error(first, part))
    )
    falls = [
        exceeds(a[f"{part}_mean"] - b[f"{part}_mean"], hypot(_error(a, part), _error(b, part)))
        for a, b in pairwise(accuracies)
    ]
    return Row(
        "Table",
        f"The {part} accuracy increases with the number of LSTM units (Training procedure)",
        "larger at the largest N than at the smallest by more than 2 standard errors of the "
        "difference, and on no step smaller by more than that",
        "; ".join(f"N = {row['units']:.0f}: {_accuracy(row, part)}" for row in accuracies),
        every([grows, *(None if fallen is None else not fallen for fallen in falls)]),
    )


def _accuracy(row: Mapping[str, float], part: str) -> str:
    return plus_minus(row[f"{part}_mean"], row[f"{part}_std"], decimals=3)


def _error(row: Mapping[str, float], part: str) -> float:
    return row[f"{part}_std"] / sqrt(row["retrainings"])


def _correlation(a: np.ndarray, b: np.ndarray, weight: np.ndarray) -> float:
    a, b = (value - np.average(value, weights=weight) for value in (a, b))
    scale = np.sqrt(np.sum(weight * a * a) * np.sum(weight * b * b))
    return float(np.sum(weight * a * b) / scale) if scale > 0 else float("nan")
