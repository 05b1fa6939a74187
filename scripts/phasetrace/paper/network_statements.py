"""The paper's statements about the networks: Fig. 2 left and Fig. 4."""

from itertools import pairwise
from math import hypot

import numpy as np
import xarray as xr

from phasetrace.paper.statements import (
    Estimate,
    Point,
    Row,
    equal,
    standard_error,
    told,
)

CONVERGED = 32
"""LSTM units that converge the results (the paper's MBL transition)."""

RESOLUTION = 0.1
"""Share of W_c beyond which its uncertainty cannot tell whether it has converged."""


def convergence_rows(fig2: xr.Dataset) -> list[Row]:
    """Judge the statements about panel (a) of Fig. 2.

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
        f"their difference, which are less than {RESOLUTION:.0%} of W_c",
        f"root mean square change of C(W) on the last step to N = {CONVERGED} below that on the "
        "first step by more than 2 standard errors of the difference",
    )
    if CONVERGED not in sizes or not smaller:
        lacks = f"not measured: N = {', '.join(map(str, sizes))}"
        rows = [Row("Fig. 2, left", says, text, lacks, None) for text in texts]
        return [*rows, _robust(fig2)]

    pair = (smaller[-1], CONVERGED)
    before, after = (Point.of(fig2.sel(units=size), "units_transition") for size in pair)
    error = hypot(before.retraining, after.retraining)
    points = "; ".join(
        f"N = {size}: {point.text('W_c', 'J')}"
        for size, point in zip(pair, (before, after), strict=True)
    )
    steps = list(pairwise([*smaller, CONVERGED]))
    changes = [_change(fig2, a, b) for a, b in steps]
    moved = "; ".join(
        f"N = {a} to {b}: {change:.3f}" for (a, b), (change, _) in zip(steps, changes, strict=True)
    )
    (begin, of_begin), (end, of_end) = changes[0], changes[-1]
    of_both = hypot(of_begin, of_end)
    moved += standard_error(of_both, unit="", of=" of the difference of last and first")
    return [
        Row(
            "Fig. 2, left",
            says,
            texts[0],
            points,
            equal(after.value - before.value, error, RESOLUTION * before.value)
            if before.found and after.found
            else False,
        ),
        Row(
            "Fig. 2, left",
            says,
            texts[1],
            moved,
            told(begin - end, of_both) if len(changes) > 1 else None,
        ),
        _robust(fig2),
    ]


def _change(fig2: xr.Dataset, before: int, after: int) -> tuple[float, float]:
    """Root mean square change of C(W), and its error as if that were the same at all W."""
    curves, errors = fig2["units_confusion"], fig2["units_confusion_error"]
    change = curves.sel(units=after) - curves.sel(units=before)
    error = errors.sel(units=[before, after]) ** 2
    return (
        float(np.sqrt((change**2).mean())),
        float(np.sqrt(error.sum("units", skipna=False).mean())),
    )


def _robust(fig2: xr.Dataset) -> Row:
    """Whether more units make W_c more robust, as the paper judges by Fig. 2."""
    shown = fig2.sortby("units")
    sizes = [int(size) for size in shown["units"].values]
    groups = [Estimate.of(row) for row in shown["units_transition"].transpose("units", ...).values]
    few, many = groups[0], groups[-1]
    measured = "; ".join(
        f"N = {size}: {one.spread:.2f} J"
        for size, one in zip(sizes, groups, strict=True)
        if one.found > 1
    )
    error = hypot(few.spread_error, many.spread_error)
    known = not np.isnan(error) and len(groups) > 1
    measured += standard_error(error, of=" of the difference of last and first")
    return Row(
        "Fig. 2, left",
        "Combining the results of several units leads to a more robust prediction for the "
        "transition point, as judged from the scaling analysis of their number (Training LSTMs on "
        "a single spin)",
        "standard deviation of W_c between networks smaller at the largest N than at the smallest "
        "by more than 2 standard errors of the difference",
        measured if known else "not measured: too few networks with a transition",
        told(few.spread - many.spread, error) if known else None,
    )


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
                f"{right} of {tried} units",
            )
        )
    rows.append(
        Row(
            "Fig. 4",
            "Several units on a single spin all behave as similar integrators, but integrate "
            "different parts of the signal (Training LSTMs on a single spin)",
            "every unit of such networks moves as an integrator, and they do so at different times",
            "not measured: networks of one unit alone are trained on a single spin",
            None,
        )
    )
    return rows
