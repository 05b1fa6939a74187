"""Measurements kept in files, and what plans take from them."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

CHANGES_NUMBERS = False


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of a table of measurements; lines that begin with # say how they were made."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def fitted(parts: Sequence[Sequence[float]], totals: Sequence[float]) -> tuple[float, ...]:
    """Prices of the parts of which measured totals are made.

    Parameters
    ----------
    parts : (measurement, part)
        How much of each part a measurement has.
    totals : (measurement,)
        What was measured, positive.

    Returns
    -------
    tuple of float
        Prices, 0 or more, by least squares of the relative errors.
    """
    relative = np.asarray(parts) / np.asarray(totals)[:, None]
    used = np.ones(relative.shape[1], bool)
    prices = np.zeros(len(used))
    while used.any():
        prices[:] = 0
        prices[used] = np.linalg.lstsq(relative[:, used], np.ones(len(relative)))[0]
        if (prices >= 0).all():
            break
        used[np.argmin(prices)] = False
    return tuple(float(price) for price in prices)
