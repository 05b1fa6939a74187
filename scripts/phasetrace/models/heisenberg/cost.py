"""What realizations of the random-field Heisenberg chain cost, known before they start."""

from collections.abc import Sequence
from functools import cache
from math import comb, hypot, log
from pathlib import Path
from typing import TYPE_CHECKING

from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.chebyshev import truncation
from phasetrace.evolution.cost import terms, work
from phasetrace.evolution.spectrum import LARGEST_DENSE
from phasetrace.models.measured import fitted, rows

if TYPE_CHECKING:
    from phasetrace.models.heisenberg.settings import HeisenbergSettings

CHANGES_NUMBERS = False

MEASURED = Path(__file__).with_name("seconds.csv")
"""Seconds of one core that realizations took."""
MEASURED_LEVELS = Path(__file__).with_name("levels.csv")
"""Seconds of one core that the levels of realizations took."""

# Half of the width of the spectrum, of the bonds alone and of the fields alone: per bond J/4 of the
# ferromagnet and J (ln 2 - 1/4) of the antiferromagnet (Hulthén 1938), per site and W the mean of
# |w_i| S^z_i with half of the spins up.
HALF_WIDTH_BOND = log(2) / 2
HALF_WIDTH_SITE = 1 / 4
# Copies of a dense matrix while it is diagonalized, and of sparse factors, which grow in steps; a
# number of these has an index.
COPIES_DENSE, COPIES_FACTORS = 3, 1.6
FACTOR_BYTES = 12
# Vectors of a sector that finding levels by shift and invert holds, for each of them.
VECTORS_A_LEVEL = 4


def up_spins(chain: "HeisenbergSettings", sites: int) -> int:
    """Up spins of a configured chain, were it of so many sites."""
    return sites // 2 if chain.up_spins == "half" else min(chain.up_spins, sites)


def sector_size(chain: "HeisenbergSettings", sites: int) -> tuple[int, int]:
    """Basis states and bonds of a configured chain, were it of so many sites."""
    return comb(sites, up_spins(chain, sites)), sites - (chain.boundary == "open")


def chebyshev_terms(chain: "HeisenbergSettings", sites: int, disorder: float) -> float:
    """Chebyshev terms of a whole evolution, about.

    As many as the phase that a sampling step adds at the edges of the spectrum takes.
    """
    steps = chain.times.points - 1
    truncated = truncation(chain.tolerance, chain.precision, steps)
    return steps * terms(step_phase(chain, sites, disorder), truncated)


def step_phase(chain: "HeisenbergSettings", sites: int, disorder: float) -> float:
    """Phase that a sampling step adds at the edges of the spectrum, about."""
    _, bonds = sector_size(chain, sites)
    half_width = hypot(HALF_WIDTH_BOND * bonds * chain.coupling, HALF_WIDTH_SITE * sites * disorder)
    return half_width * chain.times.stop / (chain.times.points - 1)


def realization_seconds(chain: "HeisenbergSettings", sites: int, disorder: float) -> float:
    """Seconds of one core that a realization takes, about."""
    dimension, _ = sector_size(chain, sites)
    shares = work(*sector_size(chain, sites), chain.precision)
    prices = zip(nanoseconds(chain.precision), shares, strict=True)
    each = 1e-9 * sum(price * part for price, part in prices)
    return each * dimension * chebyshev_terms(chain, sites, disorder)


def seconds(chain: "HeisenbergSettings", values: Sequence[float]) -> float:
    """Seconds of one core that the realizations of some W take, about.

    They evolve in batches of like disorder; each takes as long as if it were full and of its
    strongest.
    """
    size = batch_size(*sector_size(chain, chain.sites), chain.precision, "cpu", 2**62)
    disorder = sorted(value for value in values for _ in range(chain.realizations))
    batches = (disorder[start : start + size] for start in range(0, len(disorder), size))
    return sum(size * realization_seconds(chain, chain.sites, one[-1]) for one in batches)


@cache
def nanoseconds(precision: str) -> tuple[float, ...]:
    """Nanoseconds of a number, of a state from memory, and of a term besides its states."""
    from phasetrace.models.heisenberg.settings import HeisenbergSettings

    parts, times = [], []
    for row in rows(MEASURED):
        if row["precision"] == precision:
            chain = HeisenbergSettings.model_validate(
                {"boundary": row["boundary"], "precision": precision}
            )
            sites, disorder = int(row["sites"]), float(row["W"])
            dimension, _ = sector_size(chain, sites)
            products = dimension * chebyshev_terms(chain, sites, disorder)
            shares = work(*sector_size(chain, sites), precision)
            parts.append([1e-9 * products * share for share in shares])
            times.append(float(row["seconds"]))
    return fitted(parts, times)


def level_bytes(chain: "HeisenbergSettings", sites: int, levels: int) -> int:
    """Bytes that finding the levels of a realization takes, were the chain of so many sites."""
    size, _ = sector_size(chain, sites)
    if size <= LARGEST_DENSE:
        return COPIES_DENSE * 8 * size**2
    factors = COPIES_FACTORS * FACTOR_BYTES * _fill(chain.boundary) * size**2
    return round(factors) + VECTORS_A_LEVEL * levels * 8 * size


def level_seconds(chain: "HeisenbergSettings", sites: int) -> float:
    """Seconds of one core that finding the levels of a realization takes, about."""
    size, _ = sector_size(chain, sites)
    parts = _level_work(size, chain.boundary)
    return sum(price * part for price, part in zip(_level_prices(), parts, strict=True))


def _level_work(size: int, boundary: str) -> tuple[float, float, float]:
    """Of a realization: elements to diagonalize, to factorize, and of the factors to apply."""
    if size <= LARGEST_DENSE:
        return float(size) ** 3, 0.0, 0.0
    fill = _fill(boundary)
    return 0.0, fill**2 * float(size) ** 3, fill * float(size) ** 2


@cache
def _fill(boundary: str) -> float:
    """Share of the numbers of a matrix that its factors have, at most."""
    measured = rows(MEASURED_LEVELS)
    found = [float(row["fill"]) for row in measured if row["boundary"] == boundary]
    return max(one for one in found if one < 1)


@cache
def _level_prices() -> tuple[float, ...]:
    measured = rows(MEASURED_LEVELS)
    parts = [
        _level_work(comb(int(row["sites"]), int(row["sites"]) // 2), row["boundary"])
        for row in measured
    ]
    return fitted(parts, [float(row["seconds"]) for row in measured])
