"""Files that analyses read, and what a figure is that is computed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from phasetrace.jobs.spectra import Levels
from phasetrace.jobs.trainings import Training

CHANGES_NUMBERS = False

PAGE = ("html",)
"""Formats of a figure that is a page to look around on."""

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


@dataclass(frozen=True)
class Shown:
    """What another figure shows, that an analysis reads for one of its arguments.

    Parameters
    ----------
    name : str
        Name of the other figure.
    figure : Figure
        What that is computed from.
    study : str
        Of which study it is; without one it is of the paper's figures.
    """

    name: str
    figure: "Figure"
    study: str = ""
    several: ClassVar[bool] = False
    kind: ClassVar[str] = "shown"
    trainings: ClassVar[tuple[Training, ...]] = ()

    @property
    def files(self) -> list[list[str]]:
        """The dataset that it draws."""
        folder = f"results/studies/{self.study}" if self.study else "results"
        return [[f"{folder}/{self.name}.nc"]]


def one_source(kind: Kind, training: Training) -> Source:
    """Files of one training, for an argument that is no list."""
    return Source(kind, (training,), several=False)


def each_source(kind: Kind, several: Sequence[Training]) -> Source:
    """Files of several trainings, for an argument that is a list of them."""
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
    formats : tuple of str
        Endings of the files that are drawn.
    """

    reads: Mapping[str, Source | Spectra | Shown] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    judged: bool = False
    trains: bool = False
    usual: bool = True
    formats: tuple[str, ...] = ("pdf", "png")

    @property
    def files(self) -> list[str]:
        """Every file that the analysis reads."""
        return [file for source in self.reads.values() for files in source.files for file in files]
