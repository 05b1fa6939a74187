"""The paper's statements on how training shapes the phase diagram: Fig. 5 and regularization."""

from collections.abc import Sequence
from math import hypot, sqrt

import numpy as np
import xarray as xr

from phasetrace.paper.statements import (
    NOT_FOUND,
    Estimate,
    Point,
    Row,
    every,
    present,
    standard_error,
    support,
    told,
)

FIRST_WIDTH = 0.75
"""W_B / J from which W_c has converged (the paper's Fig. 5)."""

NARROW = 0.1
"""Share of the mean W_c within which a range of them is narrow."""

WEAK = 0.1
"""Slope of W_c against W_B below which it depends weakly; it is 1 if W_c follows the labels."""

SMALL = 0.1
"""Share of W_c up to which the standard deviation between networks is small."""

NONE = 0.05
"""Share of W_c below which a change of the diagram is none."""

_SECTION = "(Blanking region dependence)"


def fig5_rows(fig5: xr.Dataset) -> list[Row]:
    """Judge the statements about Fig. 5, by the mean of the networks' own W_c as the paper does.

    Parameters
    ----------
    fig5 : xarray.Dataset
        From `phasetrace.analyses.fig5.analyse`.

    Returns
    -------
    list of Row
    """
    beyond = fig5["width"] >= FIRST_WIDTH - 1e-9
    shown, below = (fig5.sel(width=part).sortby("width") for part in (beyond, ~beyond))
    networks, others = (
        [Estimate.of(row) for row in part["transition"].transpose("width", ...).values]
        for part in (shown, below)
    )
    lacking = [
        (f"{width:g} J (mean output: {point.verdict})", point.found)
        for width, point, one in zip(
            shown["width"].values, Point.along(shown, "width"), networks, strict=True
        )
        if one.found < 2
    ]
    lacks: tuple[str, bool | None] | None = None
    if len(networks) < 2:
        lacks = f"not measured: fewer than two W_B from {FIRST_WIDTH} J on", None
    elif lacking:
        texts, found = zip(*lacking, strict=True)
        lacks = (
            f"fewer than two networks find a transition at W_B = {', '.join(texts)}",
            None if all(found) else False,
        )
    rows = []
    for statement, criterion, judge in (
        (
            f"W_c converges to a narrow range for W_B ≳ {FIRST_WIDTH} J {_SECTION}",
            f"every W_c from W_B = {FIRST_WIDTH} J on within {NARROW:.0%} of their mean, with more "
            "than 2 standard errors to spare",
            _narrow,
        ),
        (
            f"W_c depends weakly on W_B beyond {_SECTION}",
            f"slope of a line through W_c from W_B = {FIRST_WIDTH} J on below {WEAK} in magnitude, "
            "where 1 would follow the labels, with more than 2 standard errors to spare",
            _weak,
        ),
        (
            f"The variance is reasonably small for W_B ≳ {FIRST_WIDTH} J (caption)",
            f"standard deviation between networks less than {SMALL:.0%} of W_c, with more than 2 "
            f"standard errors to spare, at every W_B from {FIRST_WIDTH} J on",
            _small,
        ),
    ):
        judged = (*lacks, "") if lacks else judge(shown["width"].values, networks)
        rows.append(Row("Fig. 5", statement, criterion, *judged))
    return [*rows, _larger_below(networks, others)]


def _narrow(width: np.ndarray, networks: Sequence[Estimate]) -> tuple[str, bool | None, str]:
    mean, error = _means(networks)
    off = np.abs(mean - mean.mean())
    verdicts = [told(NARROW * mean.mean() - o, e) for o, e in zip(off, error, strict=True)]
    found, tried = (sum(getattr(one, name) for one in networks) for name in ("found", "tried"))
    alone = "" if found == tried else f" (of the {found} of {tried} networks that find one)"
    listed = ", ".join(
        f"{one.mean:.2f} J at {w:g} J" for w, one in zip(width, networks, strict=True)
    )
    return (
        f"means of the networks' own: {listed}{alone}: at most {off.max() / mean.mean():.0%} off "
        f"the mean{standard_error(error[off.argmax()])}",
        every(verdicts),
        support(verdicts, "widths"),
    )


def _weak(width: np.ndarray, networks: Sequence[Estimate]) -> tuple[str, bool | None, str]:
    mean, error = _means(networks)
    lever = (width - width.mean()) / ((width - width.mean()) ** 2).sum()
    slope, of_slope = float(lever @ mean), float(np.sqrt(lever**2 @ error**2))
    measured = f"slope {slope:.2f}{standard_error(of_slope, unit='')}"
    return measured, told(WEAK - abs(slope), of_slope), ""


def _small(width: np.ndarray, networks: Sequence[Estimate]) -> tuple[str, bool | None, str]:
    verdicts = [told(SMALL * one.mean - one.spread, one.spread_error) for one in networks]
    worst = max(networks, key=lambda one: one.spread / one.mean)
    spreads = [one.spread for one in networks]
    return (
        f"standard deviations {min(spreads):.2f} to {max(spreads):.2f} J: at most "
        f"{worst.spread / worst.mean:.0%} of W_c{standard_error(worst.spread_error)}",
        every(verdicts),
        support(verdicts, "widths"),
    )


def _larger_below(networks: Sequence[Estimate], others: Sequence[Estimate]) -> Row:
    (small, error), (large, other) = (_pooled(group) for group in (networks, others))
    known = not np.isnan(small + large)
    return Row(
        "Fig. 5",
        f'The variance is larger below: "from W_B ≳ {FIRST_WIDTH} the predicted W_c shows little '
        'variation and reasonably small variance" (caption)',
        f"standard deviation between networks, pooled over all W_B, larger below {FIRST_WIDTH} J "
        "than from there on by more than 2 standard errors of the difference",
        f"below {large:.2f} J{standard_error(other)}, beyond {small:.2f} J{standard_error(error)}"
        if known
        else "not measured: too few networks with a transition on one side",
        told(large - small, hypot(error, other)),
    )


def _pooled(networks: Sequence[Estimate]) -> tuple[float, float]:
    """Standard deviation within groups of networks, and its standard error for normal scatter."""
    groups = [(one.spread, one.found - 1) for one in networks if one.found > 1]
    freedom = sum(number for _, number in groups)
    if not freedom:
        return float("nan"), float("nan")
    pooled = sqrt(sum(number * spread**2 for spread, number in groups) / freedom)
    return pooled, pooled / sqrt(2 * freedom)


def _means(networks: Sequence[Estimate]) -> tuple[np.ndarray, np.ndarray]:
    """Means of the networks' W_c and their standard errors: all are of the same realizations."""
    return (
        np.array([one.mean for one in networks]),
        np.array([one.spread / sqrt(one.found) for one in networks]),
    )


def regularization_rows(data: xr.Dataset) -> list[Row]:
    """Judge the supplement's statements about l2 and confidence enhancement.

    Parameters
    ----------
    data : xarray.Dataset
        From `phasetrace.analyses.regularization.analyse`.

    Returns
    -------
    list of Row
    """
    points, errors, verdicts = (
        data[f"transition_{name}"].transpose("l2", "confidence", "epsilon").values
        for name in ("value", "retraining", "verdict")
    )

    def lacking(*places: tuple[int, int]) -> tuple[str, bool] | None:
        """What is said if a transition is missing, and the verdict."""
        missing = {
            f"{epsilon:.2f} ({verdict})": None
            for place in places
            for epsilon, point, verdict in zip(
                data["epsilon"].values, points[place], verdicts[place], strict=True
            )
            if np.isnan(point)
        }
        return (f"{NOT_FOUND} at ε = {', '.join(missing)}", False) if missing else None

    rows = []
    for name, without in (("l2 regularization", (0, 1)), ("confidence enhancement", (1, 0))):
        difference = points[without] - points[1, 1]
        size = float(np.sqrt(np.mean(difference**2)))
        error = float(np.sqrt(np.mean(errors[without] ** 2 + errors[1, 1] ** 2)))
        least = NONE * float(np.mean(points[1, 1]))
        found = f"{size:.2f} J{standard_error(error)}", present(size, error, least)
        rows.append(
            Row(
                "Supplement",
                f"The {name} affects the shape of the diagram {_SECTION}",
                "root mean square over ε of the change of W_c without it more than 2 standard "
                f"errors of the change; no if it is as surely below {NONE:.0%} of W_c",
                *(lacking(without, (1, 1)) or found),
            )
        )
    with_both, error = _span(points[1, 1], errors[1, 1])
    without_both, other = _span(points[0, 0], errors[0, 0])
    of_both = hypot(error, other)
    found = (
        f"range with both {with_both:.2f} J, without {without_both:.2f} J"
        f"{standard_error(of_both, of=' of the difference')}",
        told(with_both - without_both, of_both),
    )
    rows.append(
        Row(
            "Supplement",
            f"In the absence of both, W_c depends more weakly on the energy density {_SECTION}",
            "range of W_c over ε smaller without both than with both, by more than 2 standard "
            "errors of the difference",
            *(lacking((0, 0), (1, 1)) or found),
        )
    )
    return rows


def _span(mean: np.ndarray, error: np.ndarray) -> tuple[float, float]:
    """Range of W_c and its standard error; NaN where a W_c is missing."""
    if not np.isfinite(mean).all():
        return float("nan"), float("nan")
    ends = [int(mean.argmax()), int(mean.argmin())]
    return float(np.ptp(mean)), float(np.sqrt(np.sum(error[ends] ** 2)))
