"""What a statement of the paper is judged by: a criterion, numbers and their uncertainty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

NOT_FOUND = "no transition found"
ERRORS = 2.0
"""Standard errors by which two numbers must differ to count as different."""


@dataclass(frozen=True)
class Row:
    """A statement of the paper beside what a run measured.

    Parameters
    ----------
    figure : str
        The figure or table it is about.
    statement : str
        What the paper says, and where.
    criterion : str
        When a run agrees.
    measured : str
        What the run measured.
    agrees : bool or None
        Whether the criterion holds; None where the run has too little to tell.
    support : str
        Of how many readings, or points, it holds; empty where only the configured reading is
        judged.
    """

    figure: str
    statement: str
    criterion: str
    measured: str
    agrees: bool | None
    support: str = ""

    @property
    def holds_in(self) -> str:
        """Of how many readings, or points, it holds; a dash if it was told of none."""
        if not self.support and self.agrees is None:
            return "–"
        return self.support or support([self.agrees], "reading")


@dataclass(frozen=True)
class Estimate:
    """Mean and standard deviation of the values that there are, of networks or of points.

    Parameters
    ----------
    mean : float
        NaN where no network has a value.
    spread : float
        Standard deviation (k - 1) of k values, NaN for fewer than two.
    found, tried : int
        Networks that have a value, and all networks.
    """

    mean: float
    spread: float
    found: int
    tried: int

    @property
    def spread_error(self) -> float:
        """Standard error of the spread, for normal scatter."""
        return self.spread / (2 * (self.found - 1)) ** 0.5 if self.found > 1 else float("nan")

    @classmethod
    def of(cls, values: ArrayLike) -> "Estimate":
        """Average values of networks, NaN where a network has none."""
        values = np.asarray(values, dtype=np.float64)
        present = values[np.isfinite(values)]
        return cls(
            float(present.mean()) if len(present) else float("nan"),
            float(present.std(ddof=1)) if len(present) > 1 else float("nan"),
            len(present),
            len(values),
        )


@dataclass(frozen=True)
class Point:
    """A transition point and its errors.

    Parameters
    ----------
    value : float
        Where the networks' mean output crosses; NaN where it is not found.
    low, high : float
        The 68 % interval, from all realizations and initial weights that there might have been.
    retraining : float
        The error by initial weights alone, for what is compared on the same realizations.
    verdict : str
        A `phasetrace.analyses.crossing.Verdict`.
    """

    value: float
    low: float
    high: float
    retraining: float
    verdict: str

    @classmethod
    def of(cls, data: xr.Dataset, name: str = "transition") -> "Point":
        """Take one from variables of which no dimension but that of networks is left."""
        value, low, high, retraining = (
            float(data[f"{name}_{part}"]) for part in ("value", "low", "high", "retraining")
        )
        return cls(value, low, high, retraining, str(data[f"{name}_verdict"].values))

    @classmethod
    def along(cls, data: xr.Dataset, dimension: str, name: str = "transition") -> "list[Point]":
        """Take one from each place along a dimension."""
        places = range(data.sizes[dimension])
        return [cls.of(data.isel({dimension: place}), name) for place in places]

    @property
    def found(self) -> bool:
        """Whether there is a value."""
        return not np.isnan(self.value)

    @property
    def error(self) -> float:
        """Half of the interval."""
        return (self.high - self.low) / 2

    def text(self, name: str, unit: str) -> str:
        """Print value and interval, or why there is none."""
        if not self.found:
            return f"{NOT_FOUND} ({self.verdict})"
        ends = "" if np.isnan(self.error) else f" ({self.low:.2f} to {self.high:.2f})"
        return f"{name} = {self.value:.2f}{ends} {unit}"


def plus_minus(mean: float, spread: float, decimals: int = 2) -> str:
    """Print a number with its spread, or without where the spread is not known."""
    text = f"{mean:.{decimals}f}"
    return text if np.isnan(spread) else f"{text} ± {spread:.{decimals}f}"


def standard_error(error: float, unit: str = "J", of: str = "") -> str:
    """Print a standard error in brackets, or nothing where it is not known."""
    return "" if np.isnan(error) else f" (standard error{of} {error:.2f} {unit}".rstrip() + ")"


def told(difference: float, error: float) -> bool | None:
    """Whether a difference is positive; None if its uncertainty is larger, or not known."""
    return bool(difference > 0) if abs(difference) > ERRORS * error else None


def present(size: float, error: float, least: float) -> bool | None:
    """Whether there is an effect at all.

    Parameters
    ----------
    size : float
        What was measured of it.
    error : float
        Its standard error.
    least : float
        Size below which an effect is none.

    Returns
    -------
    bool or None
        Whether it differs from zero beyond its uncertainty. False only if it is below `least` as
        surely; None in between, or if its uncertainty is not known.
    """
    if size > ERRORS * error:
        return True
    return False if size + ERRORS * error < least else None


def equal(difference: float, error: float, most: float, slack: float = 0.0) -> bool | None:
    """Whether a difference is zero.

    Parameters
    ----------
    difference, error : float
        The difference and its standard error.
    most : float
        Uncertainty beyond which it says nothing.
    slack : float
        Difference that does not count.

    Returns
    -------
    bool or None
        False beyond its uncertainty; None if that is more than `most`, or not known.
    """
    if abs(difference) > slack + ERRORS * error:
        return False
    return True if ERRORS * error <= most else None


def mostly(verdicts: Sequence[bool | None], weights: ArrayLike | None = None) -> bool | None:
    """Whether more than half, by weight, is yes; None if what is open decides that."""
    weight = np.ones(len(verdicts)) if weights is None else np.asarray(weights, dtype=np.float64)
    yes, no = (weight[[one is value for one in verdicts]].sum() for value in (True, False))
    if yes > weight.sum() / 2:
        return True
    return False if no >= weight.sum() / 2 else None


def support(verdicts: Sequence[bool | None], what: str) -> str:
    """Say of how many a statement holds, and of how many that cannot be told."""
    text = f"{sum(one is True for one in verdicts)} of {len(verdicts)} {what}"
    unclear = sum(one is None for one in verdicts)
    return f"{text} ({unclear} open)" if unclear else text


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether all verdicts are yes; one no decides, else one that is open leaves it open."""
    verdicts = list(verdicts)
    if False in verdicts:
        return False
    return None if None in verdicts else True


def fall(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Where y falls from 3/4 to 1/4 along x, by linear interpolation.

    Parameters
    ----------
    x, y : array_like, shape (point,)
        x increasing.

    Returns
    -------
    ndarray, shape (2,)
        The last x at which y leaves 3/4 before it first reaches 1/4, and that first x;
        NaN if it never does.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    ends = np.flatnonzero((y[:-1] > 0.25) & (y[1:] <= 0.25))
    if not len(ends):
        return np.full(2, np.nan)
    begins = np.flatnonzero((y[:-1] >= 0.75) & (y[1:] < 0.75))
    begins = begins[begins <= ends[0]]
    if not len(begins):
        return np.full(2, np.nan)
    cells = np.array([begins[-1], ends[0]])
    share = (y[cells] - [0.75, 0.25]) / (y[cells] - y[cells + 1])
    return x[cells] + share * (x[cells + 1] - x[cells])


def rise_through(x: ArrayLike, y: ArrayLike, level: float) -> float:
    """First x at which y rises through a level, by linear interpolation; NaN if nowhere."""
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    cells = np.flatnonzero((y[:-1] < level) & (y[1:] >= level))
    if not len(cells):
        return float("nan")
    k = cells[0]
    return float(x[k] + (level - y[k]) / (y[k + 1] - y[k]) * (x[k + 1] - x[k]))
