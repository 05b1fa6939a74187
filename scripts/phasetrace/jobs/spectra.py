"""Which energy levels a configuration asks for: of which chains, at which W, and their files."""

from dataclasses import dataclass, replace
from typing import Any

from phasetrace.jobs.config import Config
from phasetrace.models.heisenberg.cost import sector_size, up_spins
from phasetrace.models.heisenberg.disorder import DISORDER
from phasetrace.models.heisenberg.entry import ENTRY
from phasetrace.models.heisenberg.settings import HeisenbergSettings

CHANGES_NUMBERS = False

SMALLEST_SHARE = 10
"""Of a sector's levels at most one in so many is near an energy density."""
FEWEST_LEVELS = 3
"""Of which there is a gap ratio."""


@dataclass(frozen=True)
class Levels:
    """Energy levels of chains of one length at the energy density of the focus.

    Parameters
    ----------
    settings : HeisenbergSettings
        Settings of the chain.
    seeds : tuple of int
        Numbers of the sets of realizations.
    realizations : int
        Realizations of each set, from its first on.
    disorder : tuple of float
        Values of W, in units of J.
    count : int
        How many levels of a large sector.
    """

    settings: HeisenbergSettings
    seeds: tuple[int, ...]
    realizations: int
    disorder: tuple[float, ...]
    count: int

    @property
    def chain(self) -> dict[str, Any]:
        """The chain as it is diagonalized, with its realizations of each set."""
        settings = self.settings
        return {
            "sites": settings.sites,
            "coupling": settings.coupling,
            "boundary": settings.boundary,
            "up_spins": up_spins(settings, settings.sites),
            "realizations": self.realizations,
        }

    @property
    def near(self) -> int:
        """How many levels of a realization are taken for near its energy density."""
        size, _ = sector_size(self.settings, self.settings.sites)
        return min(self.count, max(size // SMALLEST_SHARE, FEWEST_LEVELS))

    @property
    def folder(self) -> str:
        """Folder of the files; chains, and sets of realizations, that differ in it share none."""
        length = ENTRY.folder(self.settings).removeprefix("results/traces/")
        seeds = "+".join(map(str, self.seeds))
        point = ENTRY.point(self.settings.focus.energy_density)
        return f"results/spectra/{length}/{point}seed{seeds}"

    @property
    def files(self) -> dict[str, float]:
        """W by file."""
        return {f"{self.folder}/W{DISORDER.label(value)}.nc": value for value in self.disorder}


def focus_levels(config: Config) -> Levels:
    """Plan the levels of the chains at the focus, at W that are spread to the traces' last."""
    chain, asked = config.heisenberg, config.figures.gap_ratio
    sweep = chain.sweep
    count = min(asked.points, len(sweep))
    return Levels(
        chain.model_copy(update={"sites": asked.sites(chain.sites)}),
        tuple(chain.focus.seeds),
        asked.realizations,
        tuple(sweep[len(sweep) - 1 - k * len(sweep) // count] for k in reversed(range(count))),
        asked.levels,
    )


def length_levels(config: Config) -> list[Levels]:
    """Plan the levels of chains of every length up to the longest that is diagonalized.

    Of the length of the focus' levels these are taken; of others, those in the fields whose traces
    networks see and further ones, at the lower half of the values of W. Chains that have few levels
    near the energy density have as many more realizations.
    """
    chain, drift = config.heisenberg, config.figures.drift
    focus = focus_levels(config)
    planned = []
    for sites in drift.sites(chain):
        one = replace(focus, settings=chain.model_copy(update={"sites": sites}))
        if sites == focus.settings.sites:
            planned.append(focus)
        elif sites <= config.figures.gap_ratio.longest:
            more = -(-one.count // one.near)
            half = -(-len(focus.disorder) // 2)
            planned.append(
                replace(
                    one,
                    realizations=more * drift.realizations,
                    disorder=focus.disorder[:half],
                )
            )
    return planned
