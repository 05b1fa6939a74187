"""The paper's statements about the imbalance of the Heisenberg chain: Fig. 8."""

from collections.abc import Sequence

import numpy as np
import xarray as xr

from phasetrace.paper.statements import ERRORS, Point, Row, rise_through


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
    time = fig8["time"].values
    later = time > 0.1 * time[-1]
    traces = fig8.sortby("trace_W")
    weak_w, strong_w = (float(traces["trace_W"][place]) for place in (0, -1))
    spins = traces["magnetization"].transpose("trace_W", "time").values
    weak, strong = spins[0] * np.sign(spins[0, 0]), spins[-1] * np.sign(spins[-1, 0])
    weak_late, strong_least = float(np.abs(weak[later]).mean()), float(strong.min())
    typical = traces["trace_imbalance"].transpose("trace_W", "time").values
    typical_late, typical_least = float(np.abs(typical[0][later]).mean()), float(typical[-1].min())
    disorder = fig8["W"].values
    final = fig8["imbalance"].transpose("epsilon", "W").values
    low, high = (
        final[:, (disorder >= first - 1e-9) & (disorder <= last + 1e-9)] for first, last in regimes
    )
    rows = (
        (
            "For weak disorder the spin quickly relaxes (Comparison with imbalance)",
            "mean of its |m| after the first tenth of the time below 1/4",
            f"W = {weak_w:g} J: mean |m| = {weak_late:.2f}",
            weak_late < 0.25,
        ),
        (
            "For strong disorder the spin keeps a value close to its initial one for the entire "
            "time (Comparison with imbalance)",
            "m(t) m(0) above 1/2 at every sampled time",
            f"W = {strong_w:g} J: at least {strong_least:.2f}",
            strong_least > 0.5,
        ),
        (
            "The mean imbalance indicates that these behaviours are typical (caption)",
            "the same of the mean imbalance at the two disorder strengths",
            f"weak: mean |I| = {typical_late:.2f}; strong: at least {typical_least:.2f}",
            typical_late < 0.25 and typical_least > 0.5,
        ),
        (
            "The final imbalance easily distinguishes the extremes (Comparison with imbalance)",
            "at the labelled MBL points, at every ε, above that at every labelled ergodic point",
            f"ergodic: at most {low.max():.2f}; MBL: at least {high.min():.2f}",
            bool(high.min() > low.max()),
        ),
    )
    return [*(Row("Fig. 8", *row) for row in rows), _threshold(fig8, fig2)]


def _threshold(fig8: xr.Dataset, fig2: xr.Dataset) -> Row:
    epsilon = float(fig8.attrs["trace_epsilon"])
    final = fig8["imbalance"].sel(epsilon=epsilon, method="nearest").values
    quarter, half = (rise_through(fig8["W"].values, final, level) for level in (0.25, 0.5))
    point = Point.of(fig2.sel(epsilon=epsilon, method="nearest"))
    crossings = " and ".join(
        f"{level} {'nowhere' if np.isnan(at) else f'at {at:.2f} J'}"
        for level, at in (("1/4", quarter), ("1/2", half))
    )
    undecided = np.isnan(half - quarter) or (point.found and np.isnan(point.error))
    return Row(
        "Fig. 8",
        "A phase boundary by a threshold on the imbalance is ambiguous (caption)",
        "moving the threshold from 1/4 to 1/2 moves W by more than 2 standard errors of the "
        "networks' W_c",
        f"at ε = {epsilon:.2f} I reaches {crossings}; networks: {point.text('W_c', 'J')}",
        None if undecided else abs(half - quarter) > ERRORS * point.error,
    )
