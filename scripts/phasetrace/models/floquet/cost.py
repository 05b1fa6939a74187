"""What realizations of the binary-drive Floquet chain cost, known before they start."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from phasetrace.models.measured import fitted, rows

if TYPE_CHECKING:
    from phasetrace.models.floquet.settings import FloquetSettings

CHANGES_NUMBERS = False

MEASURED = Path(__file__).with_name("seconds.csv")
"""Seconds of one core that realizations took."""


def seconds(chain: "FloquetSettings", values: Sequence[float]) -> float:
    """Seconds of one core that the realizations of some drives take, about.

    A period takes as long for each basis state and site, and some time of its own.
    """
    state, period = _nanoseconds(chain.precision)
    each = 1e-9 * (state * 2**chain.sites * chain.sites + period) * chain.periods
    return len(values) * chain.realizations * each


@cache
def _nanoseconds(precision: str) -> tuple[float, ...]:
    """Nanoseconds of a basis state, site and period, and of a period besides its states."""
    parts, times = [], []
    for row in rows(MEASURED):
        if row["precision"] == precision:
            sites = int(row["sites"])
            periods = 1e-9 * int(row["periods"])
            parts.append([periods * 2**sites * sites, periods])
            times.append(float(row["seconds"]))
    return fitted(parts, times)
