"""Which energy levels a configuration asks for: of the chains at the focus, and their files."""

from typing import Any

from phasetrace.jobs.config import Config
from phasetrace.models.heisenberg.cost import up_spins
from phasetrace.models.heisenberg.disorder import DISORDER
from phasetrace.models.heisenberg.entry import ENTRY

CHANGES_NUMBERS = False


def chain(config: Config) -> dict[str, Any]:
    """The chain whose levels are found, with its realizations of each set."""
    settings, asked = config.heisenberg, config.figures.gap_ratio
    sites = asked.sites(settings.sites)
    return {
        "sites": sites,
        "coupling": settings.coupling,
        "boundary": settings.boundary,
        "up_spins": up_spins(settings, sites),
        "realizations": asked.realizations,
    }


def disorders(config: Config) -> dict[str, float]:
    """Disorder strengths at which levels are found, by file: some of the traces', to their last."""
    sweep, points = config.heisenberg.sweep, config.figures.gap_ratio.points
    count = min(points, len(sweep))
    chosen = [sweep[len(sweep) - 1 - k * len(sweep) // count] for k in reversed(range(count))]
    return {f"{folder(config)}/W{DISORDER.label(value)}.nc": value for value in chosen}


def folder(config: Config) -> str:
    """Folder of the files; chains, and sets of realizations, that differ in it share none."""
    focus = config.heisenberg.focus
    settings = config.heisenberg.model_copy(update={"sites": chain(config)["sites"]})
    length = ENTRY.folder(settings).removeprefix("results/traces/")
    seeds = "+".join(map(str, focus.seeds))
    return f"results/spectra/{length}/{ENTRY.point(focus.energy_density)}seed{seeds}"
