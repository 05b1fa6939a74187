"""The paper's statements about the driven chain: Fig. 3."""

from collections.abc import Sequence
from math import hypot

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.networks import PHASE
from phasetrace.paper.statements import (
    NOT_FOUND,
    Estimate,
    Point,
    Row,
    equal,
    every,
    fall,
    plus_minus,
    support,
    told,
)
from phasetrace.store.traces import TIME

VANISHING = 0.1
"""An imbalance is about zero below this, negative or positive beyond it."""

KEPT = 0.5
"""A magnitude of the imbalance above which it is close to its initial one, 1."""


def fig3_rows(fig3: xr.Dataset, phases: list[str]) -> list[Row]:
    """Judge the statements about Fig. 3.

    Parameters
    ----------
    fig3 : xarray.Dataset
        From `phasetrace.analyses.fig3.analyse`.
    phases : list of str
        The three phases in the order of the drive.

    Returns
    -------
    list of Row
    """
    return [
        _two_transitions(fig3, phases),
        *_signs(fig3, phases),
        _flips(fig3, phases[0]),
        *_boundaries(fig3, phases),
    ]


def phases_along_drive(fig7: xr.Dataset) -> list[str]:
    """List the phases in the order in which the drive is labelled with them."""
    drive, label = fig7["drive"].values, fig7["label"].values
    phases = [str(phase) for phase in fig7[PHASE].values]
    return sorted(phases, key=lambda phase: drive[label == phases.index(phase)].mean())


def _two_transitions(fig3: xr.Dataset, phases: list[str]) -> Row:
    leading = fig3[PHASE].values[fig3["output"].transpose("drive", PHASE).values.argmax(axis=1)]
    changes = np.flatnonzero(leading[1:] != leading[:-1])
    order = [str(leading[0]), *(str(phase) for phase in leading[changes + 1])]
    points = Point.along(fig3, "gap")
    measured = "; ".join(
        [
            *(point.text(f"ε_{number}", "rad") for number, point in enumerate(points, 1)),
            f"leading output changes {len(changes)} times",
        ]
    )
    found = all(point.found for point in points)
    return Row(
        "Fig. 3",
        "The confusion indicates two transition points between the three phases (caption)",
        f"leading output changes exactly twice along the drive, {' → '.join(phases)}; both found",
        measured,
        found and order == phases,
    )


def _signs(fig3: xr.Dataset, phases: list[str]) -> list[Row]:
    expected = (
        ("negative", f"below −{VANISHING}", lambda mean, error: told(-VANISHING - mean, error)),
        (
            "vanishing",
            f"within ±{VANISHING}",
            lambda mean, error: told(VANISHING - abs(mean), error),
        ),
        ("positive", f"above {VANISHING}", lambda mean, error: told(mean - VANISHING, error)),
    )
    regions, rows = regions_along_drive(fig3), []
    for number, (phase, (word, text, holds)) in enumerate(zip(phases, expected, strict=True)):
        measured = NOT_FOUND
        agrees: bool | None = False
        if regions is not None:
            inside = Estimate.of(fig3["imbalance"].values[regions[number]])
            agrees = holds(inside.mean, inside.spread / inside.found**0.5)
            measured = (
                f"I = {plus_minus(inside.mean, inside.spread)} (mean and standard deviation over "
                f"its {inside.tried} drive values)"
            )
        rows.append(
            Row(
                "Fig. 3",
                f"The long-time imbalance at odd periods is {word} in the {phase} phase (caption)",
                f"mean I over the phase, between the networks' transitions, {text}, with more than "
                "2 standard errors to spare",
                measured,
                agrees,
            )
        )
    return rows


def _flips(fig3: xr.Dataset, crystal: str) -> Row:
    statement = (
        "The imbalance retains a value close to its initial one in magnitude, but flips sign every "
        f"driving period below the {crystal}'s boundary (Time Crystals)"
    )
    criterion = (
        "mean I over the phase, up to the networks' transition, negative after every odd period "
        f"and positive after every even one, and its magnitude above {KEPT:g} at all of them, each "
        "beyond 2 standard errors"
    )
    point, periods = Point.along(fig3, "gap")[0], fig3[TIME].values
    odd = periods % 2 == 1
    lacks = ""
    if not point.found:
        lacks = NOT_FOUND
    elif odd[periods > 0].all():
        lacks = "not measured: odd periods alone"
    if lacks:
        verdict = None if point.found else False
        return Row("Fig. 3", statement, criterion, lacks, verdict)
    inside = fig3["drive"].values < point.value
    mean, error = (
        fig3[name].transpose("drive", TIME).values[inside]
        for name in ("period_imbalance", "period_imbalance_error")
    )
    # Realizations of different drive values are independent.
    towards = np.where(odd, -1, 1) * mean.mean(axis=0)
    of_mean = np.sqrt((error**2).sum(axis=0)) / len(mean)
    flips = [told(value, of) for value, of in zip(towards, of_mean, strict=True)]
    least = int(towards.argmin())
    return Row(
        "Fig. 3",
        statement,
        criterion,
        f"it has that sign at {sum(one is True for one in flips)} of {len(flips)} samples; least "
        f"magnitude {towards[least]:.2f}, after period {periods[least]:.0f}",
        every([*flips, told(towards[least] - KEPT, of_mean[least])]),
        support(flips, "samples"),
    )


def _boundaries(fig3: xr.Dataset, phases: list[str]) -> list[Row]:
    points, regions = Point.along(fig3, "gap"), regions_along_drive(fig3)
    rows = []
    for number, outer, sign in ((0, phases[0], -1), (1, phases[2], 1)):
        neuron = fig3.sel({PHASE: outer})
        curves = [
            (sign * fig3["imbalance"].values, fig3["imbalance_error"].values),
            (neuron["output"].values, neuron["output_error"].values),
        ]
        between = f"between {outer} and {phases[1]}"
        rows += [
            _consistent(between, points[number], _falls(fig3, curves[0], number)[0]),
            _sharper(between, fig3, curves, number, regions),
        ]
    return rows


Curve = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Values along the drive and their standard errors."""


def _falls(
    fig3: xr.Dataset, curve: Curve, number: int, height: float = 1.0
) -> tuple[NDArray[np.float64], float]:
    """Where a curve falls from 3/4 to 1/4 of a height, away from its end, and the width's error."""
    drive, (values, errors) = fig3["drive"].values, curve
    if not height > 0:
        return np.full(2, np.nan), np.nan
    if number:
        interval = -fall(-drive[::-1], values[::-1] / height)[::-1]
    else:
        interval = fall(drive, values / height)
    slope = np.abs(np.interp(interval, drive, np.gradient(values, drive)))
    # Where a curve is flat nothing is known.
    error = np.divide(
        np.interp(interval, drive, errors), slope, out=np.full(2, np.inf), where=slope != 0
    )
    return interval, float(np.hypot(*error))


def _consistent(between: str, point: Point, interval: NDArray[np.float64]) -> Row:
    agrees: bool | None = False
    crossover = "the imbalance does not fall from 3/4 to 1/4"
    if np.isfinite(interval).all():
        crossover = f"the imbalance falls between {interval[0]:.3f} and {interval[1]:.3f} rad"
        if point.found:
            low, high = interval
            off = max(low - point.value, point.value - high, 0.0)
            agrees = equal(off, point.error, high - low)
    return Row(
        "Fig. 3",
        f"The network's boundary {between} is consistent with the imbalance (caption)",
        "ε_c, give or take 2 standard errors, where |I| falls from 3/4 to 1/4; these errors less "
        "than the width of that fall",
        f"{point.text('ε_c', 'rad')}; {crossover}",
        agrees,
    )


def _sharper(
    between: str,
    fig3: xr.Dataset,
    curves: Sequence[Curve],
    number: int,
    regions: list[NDArray[np.bool_]] | None,
) -> Row:
    statement = f"The network's boundary {between} seems sharper than the imbalance (caption)"
    criterion = (
        "mean output of the outer phase falls from 3/4 to 1/4 of its mean over the phase, up to "
        "the networks' transition, over a shorter drive interval than |I| does of its own, by more "
        "than 2 standard errors of the difference; |I| is 1 at the outer end by construction"
    )
    if regions is None:
        return Row("Fig. 3", statement, criterion, NOT_FOUND, False)
    outer = regions[2 if number else 0]
    widths, errors = [], []
    for curve in curves:
        interval, error = _falls(fig3, curve, number, float(curve[0][outer].mean()))
        widths.append(float(np.diff(interval)[0]))
        errors.append(error)
    texts = [
        f"{name} {'never' if np.isnan(width) else f'over {width:.3f} rad'}"
        for name, width in zip(("imbalance", "output"), widths, strict=True)
    ]
    difference, error = widths[0] - widths[1], hypot(*errors)
    never = np.isnan(difference)
    of_both = "" if np.isnan(error) else f" (standard error of the difference {error:.3f} rad)"
    return Row(
        "Fig. 3",
        statement,
        criterion,
        f"falls from 3/4 to 1/4: {', '.join(reversed(texts))}{of_both}",
        False if never else told(difference, error),
    )


def regions_along_drive(fig3: xr.Dataset) -> list[NDArray[np.bool_]] | None:
    """Drive values of each phase, between the transitions; None if one is not found."""
    points = Point.along(fig3, "gap")
    if not all(point.found for point in points):
        return None
    drive = fig3["drive"].values
    number = np.searchsorted([point.value for point in points], drive)
    return [number == phase for phase in range(len(points) + 1)]
