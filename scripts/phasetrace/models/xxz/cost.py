"""What realizations of an XXZ chain cost, known before they start."""

from collections.abc import Iterable, Sequence
from math import comb, hypot, pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.chebyshev import truncation
from phasetrace.evolution.cost import evolution_terms, work
from phasetrace.evolution.steps import runs
from phasetrace.models.heisenberg.cost import nanoseconds
from phasetrace.models.xxz.disorder import Labels, fields
from phasetrace.models.xxz.numbers import with_value
from phasetrace.models.xxz.sampling import sampling_times

if TYPE_CHECKING:
    from phasetrace.models.xxz.settings import XXZSettings

CHANGES_NUMBERS = False

# Half of the width of the spectrum for each bond, of free fermions and, times Δ, of the Ising
# chain. Between them it is, to some percent, this root of the sum of so high powers: J ln 2 / 2 at
# Δ = 1 (Hulthén 1938). Beyond, ferromagnetic domains of the sector have walls, one or, on a ring,
# two of √(Δ² - 1) / 2.
FREE, ISING, POWER = 1 / pi, 1 / 4, 4


def half_width(
    bonds: int, up_spins: int, coupling: float, anisotropy: float, field: NDArray[np.float64]
) -> float:
    """Half of the width of a chain's spectrum in some fields, about.

    Parameters
    ----------
    bonds, up_spins, coupling, anisotropy
        The chain and its sector.
    field : (site,)
        The fields w_i.
    """
    of_bond = (FREE**POWER + abs(ISING * anisotropy) ** POWER) ** (1 / POWER)
    walls = (1 + bonds - (len(field) - 1)) * sqrt(max(0.0, anisotropy**2 - 1)) / 4
    ascending = np.sort(field)
    of_fields = (ascending[len(field) - up_spins :].sum() - ascending[:up_spins].sum()) / 2
    return hypot(coupling * (of_bond * bonds - walls), of_fields)


def configured_width(chain: "XXZSettings", value: float) -> float:
    """Half-width of the spectrum of a configured chain at a value of its sweep, about."""
    here = with_value(_numbers(chain), chain.parameter, value)
    labels: Labels = {"sites": chain.sites, "boundary": chain.boundary, "seed": 0}
    (field,) = fields(here["field"], 1, labels)
    _, bonds = sector_size(chain, chain.sites)
    return half_width(bonds, chain.up, here["coupling"], here["anisotropy"], field)


def sector_size(chain: "XXZSettings", sites: int) -> tuple[int, int]:
    """Basis states and bonds of a configured chain, were it of so many sites."""
    up_spins = sites // 2 if chain.up_spins == "half" else min(chain.up_spins, sites)
    return comb(sites, up_spins), sites - (chain.boundary == "open")


def seconds(chain: "XXZSettings", values: Sequence[float]) -> float:
    """Seconds of one core that the realizations of some values of the sweep take, about.

    They evolve in batches of like width; each takes as long as if it were full and of its widest.
    Realizations of different couplings share no batch.
    """
    sector = sector_size(chain, chain.sites)
    size = batch_size(*sector, chain.precision, "cpu", 2**62)
    steps = runs(sampling_times(_numbers(chain)["times"]))
    truncated = truncation(chain.tolerance, chain.precision, sum(run.steps for run in steps))
    # A term of the expansions is the work that it is in the Heisenberg chain.
    shares = zip(nanoseconds(chain.precision), work(*sector, chain.precision), strict=True)
    each = 1e-9 * sector[0] * sum(price * share for price, share in shares)
    widths = [configured_width(chain, value) for value in values]
    apart = chain.parameter in ("coupling", "anisotropy")
    groups = [[width] for width in widths] if apart else [sorted(widths)]
    return sum(
        size * each * evolution_terms(steps, width, truncated)
        for group in groups
        for width in _widest(group, chain.realizations, size)
    )


def _widest(ascending: Sequence[float], realizations: int, size: int) -> Iterable[float]:
    """Width of the widest of each batch, of so many realizations of each width."""
    every = np.repeat(ascending, realizations)
    return (every[min(first + size, len(every)) - 1] for first in range(0, len(every), size))


def _numbers(chain: "XXZSettings") -> dict[str, Any]:
    return chain.model_dump(
        mode="json", include={"coupling", "anisotropy", "field", "initial", "times"}
    )
