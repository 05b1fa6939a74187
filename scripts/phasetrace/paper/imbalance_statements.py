"""The paper's statements about the imbalance of the Heisenberg chain: Fig. 8."""

from collections.abc import Sequence
from math import hypot

import numpy as np
import xarray as xr

from phasetrace.analyses.interval import binomial_error
from phasetrace.paper.statements import (
    Point,
    Row,
    every,
    present,
    rise_through,
    support,
    told,
)
from phasetrace.store.traces import REALIZATION, TIME

RELAXED, KEPT = 0.25, 0.5
"""A magnetization or an imbalance has relaxed below the one, and is kept above the other."""

UNAMBIGUOUS = 0.1
"""Share of W by which a boundary may move and still be the same."""


def fig8_rows(
    fig8: xr.Dataset, fig2: xr.Dataset, regimes: Sequence[tuple[float, float]]
) -> list[Row]:
    """Judge the statements about Fig. 8.

    Parameters
    ----------
    fig8, fig2 : xarray.Dataset
        From `phasetrace.analyses`.
    regimes : sequence of (float, float)
        Labelled intervals of W, the ergodic one first.

    Returns
    -------
    list of Row
    """
    return [
        *_spins(fig8),
        _typical(fig8),
        _extremes(fig8, regimes),
        _threshold(fig8, fig2),
    ]


def _later(fig8: xr.Dataset) -> np.ndarray:
    time = fig8[TIME].values
    return time > 0.1 * time[-1]


def _spins(fig8: xr.Dataset) -> list[Row]:
    spins = fig8["memory"].sortby("trace_W").transpose("trace_W", REALIZATION, TIME)
    weak_w, strong_w = (float(spins["trace_W"][place]) for place in (0, -1))
    late = np.abs(spins.values[0][:, _later(fig8)]).mean(axis=1)
    least = spins.values[-1].min(axis=1)
    rows = []
    for statement, criterion, measured, holds in (
        (
            "For weak disorder the spin quickly relaxes (Comparison with imbalance)",
            f"mean of its |m| after the first tenth of the time below {RELAXED:g}",
            f"W = {weak_w:g} J: median of that mean {np.median(late):.2f}",
            late < RELAXED,
        ),
        (
            "For strong disorder the spin keeps a value close to its initial one for the entire "
            "time (Comparison with imbalance)",
            f"m(t) m(0) above {KEPT:g} at every sampled time",
            f"W = {strong_w:g} J: median of the least m(t) m(0) {np.median(least):.2f}",
            least > KEPT,
        ),
    ):
        share = float(holds.mean())
        rows.append(
            Row(
                "Fig. 8",
                statement,
                f"{criterion} in more than half of all realizations, by more than 2 standard "
                "errors (the paper shows one)",
                f"{measured}; it holds in {share:.0%} of {holds.size} realizations",
                told(share - 0.5, binomial_error(share, holds.size)),
                support(holds.tolist(), "realizations"),
            )
        )
    return rows


def _typical(fig8: xr.Dataset) -> Row:
    shown = fig8.sortby("trace_W")
    mean, error = (
        shown[name].transpose("trace_W", TIME).values
        for name in ("trace_imbalance", "trace_imbalance_error")
    )
    later, least = _later(fig8), int(mean[-1].argmin())
    weak, of_weak = float(np.abs(mean[0][later]).mean()), float(error[0][later].mean())
    strong, of_strong = float(mean[-1][least]), float(error[-1][least])
    return Row(
        "Fig. 8",
        "The mean imbalance indicates that these behaviours are typical (caption)",
        "at the two disorder strengths mean |I| after the first tenth of the time below "
        f"{RELAXED:g}, and I above {KEPT:g} at every sampled time, with more than 2 standard "
        "errors to spare",
        f"weak: mean |I| = {weak:.2f}; strong: at least {strong:.2f}",
        every([told(RELAXED - weak, of_weak), told(strong - KEPT, of_strong)]),
    )


def _extremes(fig8: xr.Dataset, regimes: Sequence[tuple[float, float]]) -> Row:
    disorder = fig8["W"].values
    low, high = (
        [
            fig8[name]
            .transpose("epsilon", "W")
            .values[:, (disorder >= a - 1e-9) & (disorder <= b + 1e-9)]
            for name in ("imbalance", "imbalance_error")
        ]
        for a, b in regimes
    )
    most, least = low[0].argmax(), high[0].argmin()
    top, of_top = (float(one.flat[most]) for one in low)
    bottom, of_bottom = (float(one.flat[least]) for one in high)
    return Row(
        "Fig. 8",
        "The final imbalance easily distinguishes the extremes (Comparison with imbalance)",
        "at the labelled MBL points, at every ε, above that at every labelled ergodic point, by "
        "more than 2 standard errors of the difference",
        f"ergodic: at most {top:.2f}; MBL: at least {bottom:.2f}",
        told(bottom - top, hypot(of_top, of_bottom)),
    )


def _threshold(fig8: xr.Dataset, fig2: xr.Dataset) -> Row:
    epsilon = float(fig8.attrs["trace_epsilon"])
    final = fig8.sel(epsilon=epsilon, method="nearest")
    quarter, half = (_reaches(final, level) for level in (0.25, 0.5))
    point = Point.of(fig2.sel(epsilon=epsilon, method="nearest"))
    crossings = " and ".join(
        f"{level} {'nowhere' if np.isnan(at) else f'at {at:.2f} J'}"
        for level, (at, _) in (("1/4", quarter), ("1/2", half))
    )
    error = hypot(point.error, quarter[1], half[1])
    return Row(
        "Fig. 8",
        "A phase boundary by a threshold on the imbalance is ambiguous (caption)",
        "moving the threshold from 1/4 to 1/2 moves W by more than 2 standard errors of that and "
        f"of the networks' W_c; no if it is as surely by less than {UNAMBIGUOUS:.0%}",
        f"at ε = {epsilon:.2f} I reaches {crossings}; networks: {point.text('W_c', 'J')}",
        present(abs(half[0] - quarter[0]), error, UNAMBIGUOUS * half[0]),
    )


def _reaches(final: xr.Dataset, level: float) -> tuple[float, float]:
    """Where the imbalance rises through a level, and the error of that by realizations."""
    disorder, mean = final["W"].values, final["imbalance"].values
    at = rise_through(disorder, mean, level)
    if np.isnan(at):
        return at, at
    slope = abs(np.interp(at, disorder, np.gradient(mean, disorder)))
    error = np.interp(at, disorder, final["imbalance_error"].values)
    return at, float(error / slope) if slope else np.inf
