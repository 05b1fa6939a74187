"""The paper's statements about the phase diagram: Fig. 2 right, Fig. 5 and regularization."""

from collections.abc import Sequence
from math import hypot

import numpy as np
import xarray as xr

from phasetrace.paper.statements import (
    NOT_FOUND,
    Estimate,
    Point,
    Row,
    every,
    exceeds,
    standard_error,
    told,
)

EXACT = 3.7
"""W_c / J at ε = 0.5 by exact diagonalization of up to 22 sites, extrapolated (Luitz, Laflorencie
and Alet, Phys. Rev. B 91, 081103, 2015), the paper's Ref. [60]."""

SLIGHTLY = 0.25
"""Share of the value by exact diagonalization within which a boundary is slightly off."""

NARROW = 0.1
"""Share of W_c within which it is narrow, and a slope that is weak."""

FIRST_WIDTH = 0.75
"""W_B / J from which W_c has converged (the paper's Fig. 5)."""


def diagram_rows(fig2: xr.Dataset, regimes: Sequence[tuple[float, float]]) -> list[Row]:
    """Judge the statements about the right panel of Fig. 2.

    Parameters
    ----------
    fig2 : xarray.Dataset
        From `phasetrace.analyses.fig2.analyse`.
    regimes : sequence of (float, float)
        Labelled intervals of W, the ergodic one first.

    Returns
    -------
    list of Row
    """
    return [_ridge(fig2, regimes), _dome(fig2), *_against_exact(fig2)]


def _ridge(fig2: xr.Dataset, regimes: Sequence[tuple[float, float]]) -> Row:
    confusion = fig2["confusion"].transpose("epsilon", "W").values
    peak = fig2["W"].values[confusion.argmax(axis=1)]
    between = (peak > regimes[0][1]) & (peak < regimes[1][0])
    height = confusion.max(axis=1)
    found = np.isfinite(fig2["transition_value"].values)
    measured = (
        f"between them at {between.sum()} of {len(peak)} ε, C there {height.min():.2f} to "
        f"{height.max():.2f}; W_c found at {found.sum()} of {found.size} ε"
    )
    if not found.all():
        measured += f"; {_missing(fig2)}"
    return Row(
        "Fig. 2, right",
        "The confusion peaks between the ergodic and the MBL extreme at every energy density "
        "(Blanking, MBL transition)",
        "largest mean C between the labelled W, and W_c found, at every ε",
        measured,
        bool(between.all() and found.all()),
    )


def _dome(fig2: xr.Dataset) -> Row:
    statement = (
        "The diagram agrees with that from entanglement spectra (MBL transition), in which W_c is "
        "largest near the middle of the spectrum"
    )
    criterion = (
        "mean W_c over the middle third of the ε range around 0.5 above that over the lower and "
        "over the upper third, each by more than 2 standard errors of the difference"
    )
    off = fig2["epsilon"].values - 0.5
    third = np.abs(off).max() / 3 + 1e-9
    parts = {"lower": off < -third, "middle": np.abs(off) <= third, "upper": off > third}
    if not all(part.any() for part in parts.values()):
        lacks = "not measured: too few energy densities"
        return Row("Fig. 2, right", statement, criterion, lacks, None)
    points = Point.along(fig2, "epsilon")
    means, errors = (np.array([getattr(p, name) for p in points]) for name in ("value", "error"))
    mean = {name: float(means[part].mean()) for name, part in parts.items()}
    error = {
        name: float(np.sqrt((errors[part] ** 2).sum()) / part.sum()) for name, part in parts.items()
    }
    if not all(point.found for point in points):
        return Row("Fig. 2, right", statement, criterion, _missing(fig2), False)
    texts = [f"{name} {mean[name]:.2f} J{standard_error(error[name])}" for name in parts]
    top = float(fig2["epsilon"].values[means.argmax()])
    return Row(
        "Fig. 2, right",
        statement,
        criterion,
        "; ".join([*texts, f"largest {means.max():.2f} J at ε = {top:.2f}"]),
        every(
            exceeds(mean["middle"] - mean[end], hypot(error["middle"], error[end]))
            for end in ("lower", "upper")
        ),
    )


def _missing(fig2: xr.Dataset) -> str:
    lacking = [
        f"{value:.2f} ({point.verdict})"
        for value, point in zip(fig2["epsilon"].values, Point.along(fig2, "epsilon"), strict=True)
        if not point.found
    ]
    return f"{NOT_FOUND} at ε = {', '.join(lacking)}"


def _against_exact(fig2: xr.Dataset) -> list[Row]:
    says = (
        "The boundary is at a slightly lower disorder strength than that of exact diagonalization "
        f"(Discussion), at ε = 0.5 {EXACT} J extrapolated to long chains"
    )
    criteria = (
        "lower: W_c at ε = 0.5 below the crossing of the gap ratio of the same chains, by more "
        "than 2 standard errors of the difference",
        "slightly: W_c at ε = 0.5 differs from it by less than a quarter of it, with more than 2 "
        "standard errors to spare",
    )

    def judged(measured: str, verdicts: Sequence[bool | None]) -> list[Row]:
        return [
            Row("Fig. 2, right", says, criterion, measured, verdict)
            for criterion, verdict in zip(criteria, verdicts, strict=True)
        ]

    (places,) = np.nonzero(np.isclose(fig2["epsilon"].values, 0.5))
    if not len(places):
        return judged("not measured: no ε = 0.5", (None, None))
    here = fig2.isel(epsilon=places[0])
    point, exact = Point.of(here), float(here["exact_transition"])
    sites, error = fig2.attrs["exact_L"], float(here["exact_error"])
    if not point.found:
        return judged(point.text("W_c", "J"), (False, False))
    if not np.isfinite(exact):
        return judged(f"not measured: the gap ratio at L = {sites} has no crossing", (None, None))
    below = exact - point.value
    measured = (
        f"{point.text('W_c', 'J')}, {abs(below) / exact:.0%} {'below' if below > 0 else 'above'} "
        f"{exact:.2f} J{standard_error(error)} of the gap ratio at L = {sites}"
    )
    if sites != fig2.attrs["L"]:
        return judged(f"{measured}, not of the same chains", (None, None))
    of_both = hypot(point.error, error)
    return judged(measured, (told(below, of_both), told(SLIGHTLY * exact - abs(below), of_both)))


def fig5_rows(fig5: xr.Dataset) -> list[Row]:
    """Judge the statements about Fig. 5.

    Parameters
    ----------
    fig5 : xarray.Dataset
        From `phasetrace.analyses.fig5.analyse`.

    Returns
    -------
    list of Row
    """
    texts = (
        (
            f"W_c converges to a narrow range for W_B ≳ {FIRST_WIDTH} J (Blanking region "
            "dependence)",
            f"every W_c from W_B = {FIRST_WIDTH} J on within 10% of their mean",
        ),
        (
            "W_c depends weakly on W_B beyond (Blanking region dependence)",
            f"slope of a line through W_c from W_B = {FIRST_WIDTH} J on below {NARROW} in "
            "magnitude",
        ),
        (
            f"The variance is reasonably small for W_B ≳ {FIRST_WIDTH} J (caption)",
            f"standard deviation between networks at most 10% of W_c, from W_B = {FIRST_WIDTH} J "
            "on",
        ),
    )
    shown = fig5.sel(width=fig5["width"] >= FIRST_WIDTH - 1e-9).sortby("width")
    width = shown["width"].values
    points = Point.along(shown, "width")
    networks = [Estimate.of(row) for row in shown["transition"].transpose("width", ...).values]
    if len(points) < 2:
        lacks = f"not measured: fewer than two W_B from {FIRST_WIDTH} J on"
        return [Row("Fig. 5", *text, lacks, None) for text in texts]
    missing = [
        f"{w:g} J ({point.verdict})"
        for w, point in zip(width, points, strict=True)
        if not point.found
    ]
    if missing:
        lacks = f"{NOT_FOUND} at W_B = {', '.join(missing)}"
        return [Row("Fig. 5", *text, lacks, False) for text in texts]

    mean, error = (
        np.array([getattr(point, name) for point in points]) for name in ("value", "retraining")
    )
    spread = np.array([one.spread for one in networks])
    middle = mean.mean()
    off = float(np.abs(mean / middle - 1).max())
    lever = (width - width.mean()) / ((width - width.mean()) ** 2).sum()
    slope, slope_error = float(lever @ mean), float(np.sqrt(lever**2 @ error**2))
    noise, known = spread / mean, bool(np.isfinite(spread).all())
    measured = (
        f"{middle:.2f} J, from {mean.min():.2f} to {mean.max():.2f} J: at most {off:.0%} off",
        f"slope {slope:.2f}{standard_error(slope_error, unit='')}",
        f"standard deviations {spread.min():.2f} to {spread.max():.2f} J: at most "
        f"{noise.max():.0%} of W_c"
        if known
        else "not measured: a width has fewer than two networks with a transition",
    )
    narrow = bool(noise.max() <= NARROW) if known else None
    verdicts = (off <= NARROW, abs(slope) < NARROW, narrow)
    return [
        Row("Fig. 5", *text, number, verdict)
        for text, number, verdict in zip(texts, measured, verdicts, strict=True)
    ]


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
    points, errors = (
        data[f"transition_{name}"].transpose("l2", "confidence", "epsilon").values
        for name in ("value", "retraining")
    )
    rows = []
    for name, without in (("l2 regularization", (0, 1)), ("confidence enhancement", (1, 0))):
        difference = points[without] - points[1, 1]
        size = float(np.sqrt(np.mean(difference**2)))
        error = float(np.sqrt(np.mean(errors[without] ** 2 + errors[1, 1] ** 2)))
        found = bool(np.isfinite(difference).all())
        rows.append(
            Row(
                "Supplement",
                f"The {name} affects the shape of the diagram (Blanking region dependence)",
                "root mean square over ε of the change of W_c without it more than 2 standard "
                "errors of the change",
                f"{size:.2f} J{standard_error(error)}" if found else NOT_FOUND,
                exceeds(size, error) if found else False,
            )
        )
    with_both, error = _span(points[1, 1], errors[1, 1])
    without_both, other = _span(points[0, 0], errors[0, 0])
    found = bool(np.isfinite([with_both, without_both]).all())
    rows.append(
        Row(
            "Supplement",
            "In the absence of both, W_c depends more weakly on the energy density (Blanking "
            "region dependence)",
            "range of W_c over ε smaller without both than with both, by more than 2 standard "
            "errors of the difference",
            f"range with both {with_both:.2f} J, without {without_both:.2f} J"
            f"{standard_error(hypot(error, other), of=' of the difference')}"
            if found
            else NOT_FOUND,
            exceeds(with_both - without_both, hypot(error, other)) if found else False,
        )
    )
    return rows


def _span(mean: np.ndarray, error: np.ndarray) -> tuple[float, float]:
    """Range of W_c and its standard error; NaN where a W_c is missing."""
    if not np.isfinite(mean).all():
        return float("nan"), float("nan")
    ends = [int(mean.argmax()), int(mean.argmin())]
    return float(np.ptp(mean)), float(np.sqrt(np.sum(error[ends] ** 2)))
