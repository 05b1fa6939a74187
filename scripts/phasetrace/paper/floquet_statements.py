"""The paper's statements about the driven chain: Figs. 3 and 7."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.fig7 import UNSEEN
from phasetrace.learning.networks import PHASE
from phasetrace.paper.statements import (
    ERRORS,
    NOT_FOUND,
    Estimate,
    Point,
    Row,
    fall,
    plus_minus,
)

VANISHING = 0.1
"""An imbalance is about zero below this, negative or positive beyond it."""


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
        *_boundaries(fig3, phases),
    ]


def fig7_rows(fig7: xr.Dataset, fig3: xr.Dataset, phases: list[str]) -> list[Row]:
    """Judge the statements about Fig. 7.

    Parameters
    ----------
    fig7, fig3 : xarray.Dataset
        From `phasetrace.analyses`; Fig. 3's transitions say where each phase is.
    phases : list of str
        The three phases in the order of the drive.

    Returns
    -------
    list of Row
    """
    criterion = (
        "C > 1/2 at more than half of the drive values of the unseen phase (between Fig. 3's "
        "transitions), and its mean C there above that in the two seen phases"
    )
    rows = []
    middle = phases[1]
    for unseen in (middle, *(phase for phase in phases if phase != middle)):
        statement = (
            f"Networks trained without the {unseen} phase assign a highly confused output to most "
            "of it (Unseen phases)"
            if unseen == middle
            else f"Networks trained without the {unseen} phase are baffled by it (caption)"
        )
        confusion = fig7["confusion"].sel({UNSEEN: unseen}).values
        regions = _regions(fig3)
        if regions is None:
            rows.append(Row("Fig. 7", statement, criterion, NOT_FOUND, False))
            continue
        inside = regions[phases.index(unseen)]
        share, mean, other = (
            float(np.mean(confusion[inside] > 0.5)),
            float(np.mean(confusion[inside])),
            float(np.mean(confusion[~inside])),
        )
        measured = (
            f"C > 1/2 at {share:.0%} of its drive values; mean C {mean:.2f}, "
            f"in the seen phases {other:.2f}"
        )
        rows.append(Row("Fig. 7", statement, criterion, measured, share > 0.5 and mean > other))
    confusion = fig7["confusion"].sel({UNSEEN: middle}).values
    share = float(np.mean(confusion > 0.5))
    rows.append(
        Row(
            "Fig. 7",
            f"Networks trained without the {middle} phase are not confident throughout most of the "
            "parameter range (caption)",
            "C > 1/2 at more than half of all drive values",
            f"C > 1/2 at {share:.0%} of all drive values",
            share > 0.5,
        )
    )
    return rows


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
        ("negative", f"below −{VANISHING}", lambda mean: mean < -VANISHING),
        ("vanishing", f"within ±{VANISHING}", lambda mean: abs(mean) <= VANISHING),
        ("positive", f"above {VANISHING}", lambda mean: mean > VANISHING),
    )
    regions, rows = _regions(fig3), []
    for number, (phase, (word, text, holds)) in enumerate(zip(phases, expected, strict=True)):
        measured, agrees = NOT_FOUND, False
        if regions is not None:
            within = Estimate.of(fig3["imbalance"].values[regions[number]])
            agrees = bool(holds(within.mean))
            measured = (
                f"I = {plus_minus(within.mean, within.spread)} (mean and standard deviation over "
                f"its {within.tried} drive values)"
            )
        rows.append(
            Row(
                "Fig. 3",
                f"The long-time imbalance at odd periods is {word} in the {phase} phase (caption)",
                f"mean I over the phase, between the networks' transitions, {text}",
                measured,
                agrees,
            )
        )
    return rows


def _boundaries(fig3: xr.Dataset, phases: list[str]) -> list[Row]:
    drive, imbalance = fig3["drive"].values, fig3["imbalance"].values
    points = Point.along(fig3, "gap")
    rows = []
    for number, outer, neighbour in ((0, phases[0], phases[1]), (1, phases[2], phases[1])):
        output = fig3["output"].sel({PHASE: outer}).values
        between = f"between {outer} and {neighbour}"
        if number == 0:
            by_imbalance, by_output = fall(drive, -imbalance), fall(drive, output)
        else:
            by_imbalance, by_output = (
                -fall(-drive[::-1], curve[::-1])[::-1] for curve in (imbalance, output)
            )
        rows += [
            _consistent(between, points[number], by_imbalance),
            _sharper(between, by_output, by_imbalance),
        ]
    return rows


def _consistent(between: str, point: Point, interval: NDArray[np.float64]) -> Row:
    agrees: bool | None = False
    crossover = "the imbalance does not fall from 3/4 to 1/4"
    if np.isfinite(interval).all():
        crossover = f"the imbalance falls between {interval[0]:.3f} and {interval[1]:.3f} rad"
        if point.found:
            low, high = interval + ERRORS * point.error * np.array([-1, 1])
            agrees = None if np.isnan(point.error) else bool(low <= point.value <= high)
    return Row(
        "Fig. 3",
        f"The network's boundary {between} is consistent with the imbalance (caption)",
        "ε_c, give or take 2 standard errors, where |I| falls from 3/4 to 1/4",
        f"{point.text('ε_c', 'rad')}; {crossover}",
        agrees,
    )


def _sharper(
    between: str, by_output: NDArray[np.float64], by_imbalance: NDArray[np.float64]
) -> Row:
    output, imbalance = float(np.diff(by_output)[0]), float(np.diff(by_imbalance)[0])
    texts = [
        f"{name} {'never' if np.isnan(width) else f'over {width:.3f} rad'}"
        for name, width in (("output", output), ("imbalance", imbalance))
    ]
    return Row(
        "Fig. 3",
        f"The network's boundary {between} seems sharper than the imbalance (caption)",
        "mean output of the outer phase falls from 3/4 to 1/4 over a shorter drive interval "
        "than |I|",
        "falls from 3/4 to 1/4: " + ", ".join(texts),
        output < imbalance,
    )


def _regions(fig3: xr.Dataset) -> list[NDArray[np.bool_]] | None:
    """Drive values of each phase, between the transitions; None if one is not found."""
    points = Point.along(fig3, "gap")
    if not all(point.found for point in points):
        return None
    drive = fig3["drive"].values
    number = np.searchsorted([point.value for point in points], drive)
    return [number == phase for phase in range(len(points) + 1)]
