"""The paper's statements about the phase diagram: Fig. 2 right."""

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

import numpy as np
import xarray as xr

from phasetrace.paper.statements import (
    NOT_FOUND,
    Point,
    Row,
    every,
    standard_error,
    support,
    told,
)

EXACT = 3.7
"""W_c / J at ε = 0.5 by exact diagonalization of up to 22 sites, extrapolated (Luitz, Laflorencie
and Alet, Phys. Rev. B 91, 081103, 2015), the paper's Ref. [60]."""

SLIGHTLY = 0.25
"""Share of the value by exact diagonalization within which a boundary is slightly off."""


def diagram_rows(
    fig2: xr.Dataset,
    regimes: Sequence[tuple[float, float]],
    readings: xr.Dataset | None = None,
) -> list[Row]:
    """Judge the statements about panel (b) of Fig. 2.

    Parameters
    ----------
    fig2 : xarray.Dataset
        From `phasetrace.analyses.fig2.analyse`.
    regimes : sequence of (float, float)
        Labelled intervals of W, the ergodic one first.
    readings : xarray.Dataset
        From `phasetrace.analyses.readings.analyse`.

    Returns
    -------
    list of Row
    """
    return [_ridge(fig2, regimes), _dome(fig2), *_against_exact(fig2, readings)]


def _ridge(fig2: xr.Dataset, regimes: Sequence[tuple[float, float]]) -> Row:
    confusion = fig2["confusion"].transpose("epsilon", "W").values
    peak = fig2["W"].values[confusion.argmax(axis=1)]
    between = (peak > regimes[0][1]) & (peak < regimes[1][0])
    height = confusion.max(axis=1)
    points = Point.along(fig2, "epsilon")
    found = np.array([point.found for point in points])
    verdicts = (between & found).tolist()
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
        every(verdicts),
        support(verdicts, "ε"),
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
            told(mean["middle"] - mean[end], hypot(error["middle"], error[end]))
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


def _against_exact(fig2: xr.Dataset, readings: xr.Dataset | None) -> list[Row]:
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
    rows = judged(measured, _below(point, point.error, exact, error))
    if readings is None:
        return rows
    other = _of_realizations(fig2)
    verdicts = [
        _below(one, hypot(one.retraining, other), exact, error)
        for one in _of_boundary(readings, fig2.attrs["boundary"])
    ]
    return [
        replace(row, support=support(same, f"readings of {fig2.attrs['boundary']} chains"))
        for row, same in zip(rows, zip(*verdicts, strict=True), strict=True)
    ]


def _below(
    point: Point, of_point: float, exact: float, of_exact: float
) -> tuple[bool | None, bool | None]:
    """Whether a transition is below the exact one, and whether slightly off."""
    if not point.found:
        return False, False
    below, error = exact - point.value, hypot(of_point, of_exact)
    return told(below, error), told(SLIGHTLY * exact - abs(below), error)


def _of_realizations(fig2: xr.Dataset) -> float:
    """Error of W_c at the focus by realizations and grid, which all readings share; or NaN."""
    units = fig2.attrs["learning_units"]
    if units not in fig2["units"]:
        return float("nan")
    here = fig2.sel(units=units)
    return hypot(*(float(here[f"units_transition_{name}"]) for name in ("disorder", "grid")))


def _of_boundary(readings: xr.Dataset, boundary: str) -> list[Point]:
    """Transitions of the readings whose chains have a boundary."""
    chosen = (
        readings["chosen"].sel(choice="boundary").values == boundary
        if "boundary" in readings["choice"]
        else np.full(readings.sizes["reading"], True)
    )
    nowhere = float("nan")
    return [
        Point(float(value), nowhere, nowhere, float(retraining), str(verdict))
        for value, retraining, verdict in zip(
            *(
                readings[f"transition_{name}"].values[chosen]
                for name in ("value", "retraining", "verdict")
            ),
            strict=True,
        )
    ]
