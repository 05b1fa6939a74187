"""The paper's statements about the driven chain without one of its phases: Fig. 7."""

from math import hypot

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses.fig7 import UNSEEN
from phasetrace.paper.floquet_statements import regions_along_drive
from phasetrace.paper.statements import NOT_FOUND, Row, every, mostly, support, told

CONFUSED = 0.5
"""A confusion above which an output is highly confused."""


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
        "transitions), and its mean C there above that in the two seen phases, each beyond 2 "
        "standard errors"
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
        regions = regions_along_drive(fig3)
        if regions is None:
            rows.append(Row("Fig. 7", statement, criterion, NOT_FOUND, False))
            continue
        inside = regions[phases.index(unseen)]
        confusion, error, confused = _confused(fig7, unseen)
        # Networks that err do so along the drive: errors of means are no smaller than at a point.
        (mean, of_mean), (other, of_other) = (
            (float(confusion[part].mean()), float(error[part].mean())) for part in (inside, ~inside)
        )
        there = [one for one, known in zip(confused, inside, strict=True) if known]
        rows.append(
            Row(
                "Fig. 7",
                statement,
                criterion,
                f"C > 1/2 at {np.mean(confusion[inside] > CONFUSED):.0%} of its drive values; mean "
                f"C {mean:.2f}, in the seen phases {other:.2f}",
                every([mostly(there), told(mean - other, hypot(of_mean, of_other))]),
                support(there, "drive values"),
            )
        )
    confusion, _, confused = _confused(fig7, middle)
    rows.append(
        Row(
            "Fig. 7",
            f"Networks trained without the {middle} phase are not confident throughout most of the "
            "parameter range (caption)",
            "C > 1/2 at more than half of all drive values, each beyond 2 standard errors",
            f"C > 1/2 at {np.mean(confusion > CONFUSED):.0%} of all drive values",
            mostly(confused),
            support(confused, "drive values"),
        )
    )
    return rows


def _confused(
    fig7: xr.Dataset, unseen: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[bool | None]]:
    """Confusion along the drive without a phase, its error, and where it is high."""
    one = fig7.sel({UNSEEN: unseen})
    confusion, error = one["confusion"].values, one["confusion_error"].values
    pairs = zip(confusion, error, strict=True)
    return confusion, error, [told(value - CONFUSED, of_value) for value, of_value in pairs]
