"""What realizations of an XXZ chain cost, known before they start."""

from collections.abc import Iterable, Sequence
from math import ceil, comb, hypot, pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.basis import bonds as bonds_of
from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.chebyshev import truncation
from phasetrace.evolution.cost import evolution_terms
from phasetrace.evolution.steps import runs
from phasetrace.models.settings import up_spins_of
from phasetrace.models.xxz.disorder import Labels, fields
from phasetrace.models.xxz.numbers import with_value
from phasetrace.models.xxz.sampling import sampling_times
from phasetrace.models.xxz.trajectory_cost import batch_seconds, term_seconds

if TYPE_CHECKING:
    from phasetrace.models.xxz.settings import XXZSettings

CHANGES_NUMBERS = False

# Half of the width of the spectrum for each bond, of free fermions and, times Δ, of the Ising
# chain. Between them it is, to some percent, this root of the sum of so high powers: J ln 2 / 2 at
# Δ = 1 (Hulthén 1938). Beyond, ferromagnetic domains of the sector have walls, one or, on a ring,
# two of √(Δ² - 1) / 2.
FREE, ISING, POWER = 1 / pi, 1 / 4, 4
# Share of the starts below which a sector is not planned for.
LEAST_SHARE = 1e-6


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


def configured_width(chain: "XXZSettings", value: float, up_spins: int | None = None) -> float:
    """Half-width of the spectrum of a configured chain at a value of its sweep, about.

    It is that of the sector of its start, or of one with `up_spins`.
    """
    here = with_value(_numbers(chain), chain.parameter, value)
    labels: Labels = {"sites": chain.sites, "boundary": chain.boundary, "seed": 0}
    (field,) = fields(here["field"], 1, labels)
    up = chain.up if up_spins is None else up_spins
    bonds = bonds_of(chain.sites, chain.boundary)
    return half_width(bonds, up, here["coupling"], here["anisotropy"], field)


def sectors(chain: "XXZSettings", sites: int) -> dict[int, float]:
    """Share of the starts with each number of up spins, were the configured chain of so many sites.

    Each spin is the wrong one by itself; numbers that hardly any start has are left out.
    """
    aim, wrong = min(up_spins_of(sites, chain.up_spins), sites), chain.initial_errors
    still, turned = _binomial(aim, 1 - wrong), _binomial(sites - aim, wrong)
    shares = enumerate(np.convolve(still, turned).tolist())
    return {up_spins: share for up_spins, share in shares if share > LEAST_SHARE}


def sector_size(chain: "XXZSettings", sites: int) -> tuple[int, int]:
    """Basis states and bonds of a configured chain, were it of so many sites.

    If its starts are in several sectors, it is the largest of them.
    """
    states = max(comb(sites, up_spins) for up_spins in sectors(chain, sites))
    return states, bonds_of(sites, chain.boundary)


def seconds(chain: "XXZSettings", values: Sequence[float]) -> float:
    """Seconds of one core that the realizations of some values of the sweep take, about.

    They evolve in batches of like width; each takes as long as if it were full and of its widest.
    Realizations of different couplings, rates or sectors share no batch.
    """
    apart = chain.parameter in ("coupling", "anisotropy", "rate")
    groups = [[value] for value in values] if apart else [list(values)]
    return sum(
        _group_seconds(chain, group, up_spins, share)
        for group in groups
        for up_spins, share in sectors(chain, chain.sites).items()
    )


def _group_seconds(
    chain: "XXZSettings", values: Sequence[float], up_spins: int, share: float
) -> float:
    """Seconds of the realizations of some values whose start has so many up spins."""
    numbers = with_value(_numbers(chain), chain.parameter, values[0])
    times, dephasing = sampling_times(numbers["times"]), numbers["dephasing"]
    sector = comb(chain.sites, up_spins), bonds_of(chain.sites, chain.boundary)
    steps = runs(times)
    samples = sum(run.steps for run in steps)
    if dephasing is None:
        each = share * chain.realizations
        term = term_seconds(*sector, chain.precision)
        truncated = truncation(chain.tolerance, chain.precision, samples)

        def of_batch(width: float) -> float:
            return term * evolution_terms(steps, width, truncated)
    else:
        each = share * chain.realizations * dephasing["trajectories"]
        until = float(times[-1])
        jumps = dephasing["rate"] * chain.sites * until

        def of_batch(width: float) -> float:
            return batch_seconds(
                *sector, chain.precision, width, until, samples, jumps, chain.tolerance
            )

    size = batch_size(*sector, chain.precision, "cpu", 2**62)
    widths = sorted(configured_width(chain, value, up_spins) for value in values)
    # Of fewer than one realization there is a batch as often as there is one.
    rarity = min(1.0, share * chain.realizations * len(widths))
    return rarity * sum(
        count * of_batch(width) for width, count in _batches(widths, each, size) if count
    )


def _batches(ascending: Sequence[float], each: float, size: int) -> Iterable[tuple[float, int]]:
    """Widths, each of so many that evolve, and the number of batches that it is the widest of."""
    ended = np.floor(np.arange(1, len(ascending) + 1) * each / size).astype(int)
    ended[-1] = ceil(len(ascending) * each / size)
    return zip(ascending, np.diff(ended, prepend=0).tolist(), strict=True)


def _binomial(count: int, probability: float) -> list[float]:
    """Probabilities of 0 to `count` of so many independent events."""
    return [
        comb(count, number) * probability**number * (1 - probability) ** (count - number)
        for number in range(count + 1)
    ]


def _numbers(chain: "XXZSettings") -> dict[str, Any]:
    return chain.model_dump(
        mode="json",
        include={"coupling", "anisotropy", "field", "initial", "dephasing", "times"},
    )
