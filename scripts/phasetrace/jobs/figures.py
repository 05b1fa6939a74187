"""What each figure is computed from: the files that its analysis reads, and its settings.

A figure is a module of `phasetrace.analyses` with a function ``analyse``, one of
`phasetrace.figures` of the same name with a function ``draw``, and an entry here; see
`module_name`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from phasetrace.jobs import trainings
from phasetrace.jobs.config import Config, models
from phasetrace.jobs.figure_settings import LEFT_OPEN
from phasetrace.jobs.spectra import Levels, focus_levels, length_levels
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import ChainSettings

CHANGES_NUMBERS = False

Kind = Literal["predictions", "networks", "traces"]


@dataclass(frozen=True)
class Source:
    """Files that an analysis reads for one of its arguments.

    Parameters
    ----------
    kind : {"predictions", "networks", "traces"}
        What of the trainings it reads.
    trainings : tuple of Training
        Of which trainings.
    several : bool
        Whether the argument is a list, with an item for each training.
    """

    kind: Kind
    trainings: tuple[Training, ...]
    several: bool

    @property
    def files(self) -> list[list[str]]:
        """Files of each training."""
        if self.kind == "traces":
            return [list(training.traces) for training in self.trainings]
        return [[getattr(training, self.kind)] for training in self.trainings]


@dataclass(frozen=True)
class Spectra:
    """Files of energy levels that an analysis reads for one of its arguments.

    Parameters
    ----------
    levels : tuple of Levels
        Of which chains.
    several : bool
        Whether the argument is a list, with an item for each of them.
    """

    levels: tuple[Levels, ...]
    several: bool
    kind: ClassVar[str] = "spectra"
    trainings: ClassVar[tuple[Training, ...]] = ()

    @property
    def files(self) -> list[list[str]]:
        """Files of each chain."""
        return [list(levels.files) for levels in self.levels]


def _one(kind: Kind, training: Training) -> Source:
    return Source(kind, (training,), several=False)


def _each(kind: Kind, several: Sequence[Training]) -> Source:
    return Source(kind, tuple(several), several=True)


@dataclass(frozen=True)
class Figure:
    """What a figure is computed from.

    Parameters
    ----------
    reads : mapping
        What its analysis reads, by argument.
    settings : mapping
        Other arguments of its analysis, from the configuration.
    judged : bool
        Whether statements of the paper are judged by it.
    trains : bool
        Whether its analysis trains on the traces that it reads.
    usual : bool
        Whether it is among the figures that are drawn where none is asked for by its name.
    """

    reads: Mapping[str, Source | Spectra] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    judged: bool = False
    trains: bool = False
    usual: bool = True

    @property
    def files(self) -> list[str]:
        """Every file that the analysis reads."""
        return [file for source in self.reads.values() for files in source.files for file in files]


def figures(config: Config) -> dict[str, Figure]:
    """What every figure of a configuration is computed from, by name."""
    heisenberg, settings = config.heisenberg, config.figures
    averaging = {"averaging": config.learning.averaging}
    driven = trainings.floquet_training(config)
    swept = trainings.floquet_training(config, trained_on="sweep")
    levels = Spectra((focus_levels(config),), several=False)
    lengths = length_levels(config)
    single = trainings.single_spin_training(config)
    focus = trainings.focus_training(config)
    return {
        "fig1": Figure(),
        "fig2": Figure(
            {
                "units": _each("predictions", trainings.units_trainings(config)),
                "diagram": _each("predictions", trainings.diagram_trainings(config)),
                "spectra": levels,
            },
            {**averaging, "levels": settings.gap_ratio.levels},
            judged=True,
        ),
        "fig3": Figure(
            {"predictions": _one("predictions", driven), "traces": _one("traces", driven)},
            averaging,
            judged=True,
        ),
        "fig4": Figure(
            {
                "networks": _one("networks", single),
                "predictions": _one("predictions", single),
                "traces": _one("traces", single),
            },
            judged=True,
        ),
        "fig5": Figure(
            {"predictions": _each("predictions", trainings.blanking_trainings(config))},
            {**averaging, "widths": list(settings.fig5.widths)},
            judged=True,
        ),
        "fig6": Figure(
            {"predictions": _one("predictions", trainings.calibration_training(config))},
            {"beyond": dict(settings.fig6.beyond)},
            judged=True,
        ),
        "fig7": Figure(
            {
                "predictions": _each("predictions", trainings.unseen_phase_trainings(config)),
                "traces": _one("traces", driven),
            },
            {**averaging, "phases": list(config.floquet.labels)},
            judged=True,
        ),
        "fig8": Figure(
            {
                "diagram": _each("traces", trainings.diagram_trainings(config)),
                "focus": _one("traces", focus),
            },
            {"disorder": list(settings.fig8.disorder), "site": heisenberg.sites // 2},
            judged=True,
        ),
        "regularization": Figure(
            {
                "weights": _each("predictions", trainings.confidence_trainings(config)),
                "switched": _each("predictions", trainings.regularization_trainings(config)),
            },
            averaging,
            judged=True,
        ),
        "gap-ratio": Figure({"spectra": levels}, {"levels": settings.gap_ratio.levels}),
        "methods": Figure(
            {
                "predictions": _one("predictions", focus),
                "networks": _one("networks", focus),
                "traces": _one("traces", focus),
                "spectra": levels,
            },
            {"levels": settings.gap_ratio.levels},
            trains=True,
        ),
        "drift": Figure(
            {
                "lengths": _each("predictions", trainings.length_trainings(config)),
                "traces": _each("traces", trainings.length_trainings(config)),
                "spectra": Spectra(tuple(lengths), several=True),
                "predictions": _one("predictions", focus),
                "networks": _one("networks", focus),
                "observed": _one("traces", focus),
                "times": _each("predictions", trainings.time_trainings(config)),
            },
            {"levels": [one.near for one in lengths]},
            usual=False,
        ),
        "robustness": Figure(
            {
                "predictions": _each("predictions", (focus, swept)),
                "networks": _each("networks", (focus, swept)),
                "traces": _each("traces", (focus, swept)),
            },
            {
                "fits": settings.robustness.fits,
                "amounts": settings.robustness.model_dump(exclude={"fits"}),
            },
            trains=True,
            usual=False,
        ),
        "readings": Figure(
            {"predictions": _each("predictions", trainings.reading_trainings(config))},
            {
                "beyond": dict(settings.fig6.beyond),
                "configured": {
                    "boundary": heisenberg.boundary,
                    **config.learning.model_dump(include=set(LEFT_OPEN)),
                },
            },
            judged=True,
        ),
    }


def module_name(figure: str) -> str:
    """Name of a figure's modules; that of its files may have a hyphen."""
    return figure.replace("-", "_")


def every_chain(config: Config) -> list[tuple[str, ChainSettings]]:
    """Every chain of which traces are made, with its model; the configured ones first."""
    chains: list[tuple[str, ChainSettings]] = [(name, getattr(config, name)) for name in models()]
    for training in every_training(config).values():
        for chain, _ in training.sweeps:
            if (training.model, chain) not in chains:
                chains.append((training.model, chain))
    return chains


def every_spectrum(config: Config) -> dict[str, tuple[Levels, float]]:
    """Levels and W of every file of energy levels that figures ask for."""
    return {
        file: (levels, value)
        for figure in figures(config).values()
        for source in figure.reads.values()
        for levels in (source.levels if isinstance(source, Spectra) else ())
        for file, value in levels.files.items()
    }


def every_training(config: Config) -> dict[str, Training]:
    """Every training that figures and tables ask for, by name."""
    asked = [*trainings.accuracy_trainings(config)]
    for figure in figures(config).values():
        for source in figure.reads.values():
            asked += source.trainings if source.kind != "traces" else ()
    return {training.name: training for training in asked}
