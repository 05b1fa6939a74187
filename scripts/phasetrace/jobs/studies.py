"""What studies are made of: their trainings, figures and files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from glob import glob
from typing import Any

import numpy as np

from phasetrace.jobs.config import Config
from phasetrace.jobs.config_error import ConfigError
from phasetrace.jobs.gathered import Gathered
from phasetrace.jobs.sources import PAGE, Figure, Kind, Shown, each_source, one_source
from phasetrace.jobs.study_settings import SecondParameter, StudySettings, learning_of
from phasetrace.jobs.trainings import WHOLE, Training
from phasetrace.learning.labels import within
from phasetrace.models.entry import entry

CHANGES_NUMBERS = False

SHARES = ("0.5", "1", "1.5")
"""Of the labelled points of every other phase, from the first on, that networks are trained on to
see whether transitions follow them; where these have fewer, the phases between have more."""
EXPLORE = "explore"
"""Name of the page of a study, and of the figures of the paper."""
TABLES = ("transitions.csv", "accuracy.csv", "predictions.csv")


@dataclass(frozen=True)
class Study:
    """A study.

    Parameters
    ----------
    name : str
        Its name.
    training : Training
        Its traces and networks.
    averaging : str
        Of the confusion; see `phasetrace.analyses.confusion.averaged_confusion`.
    """

    name: str
    training: Training
    averaging: str

    @property
    def folder(self) -> str:
        """Folder of its results."""
        return f"results/studies/{self.name}"

    @property
    def files(self) -> tuple[str, ...]:
        """The user's files; none of a chain that is simulated."""
        chain = self.training.chain
        return chain.files if isinstance(chain, Gathered) else ()

    @property
    def figure_names(self) -> tuple[str, ...]:
        """Names of its figures; where other networks judge, nothing is learned from its labels."""
        return ("phases",) if self.training.judges else ("phases", "methods", "labels")

    def figure(self, name: str) -> Figure:
        """What a figure of it, or its page, is computed from.

        Raises
        ------
        FileNotFoundError
            If that follows from traces that are yet to be gathered.
        """
        averaging = {"averaging": self.averaging}
        if name == "labels":
            every = [self.relabelled(share) for share in SHARES]
            shares = [float(share) for share in SHARES]
            return Figure(
                {"predictions": each_source("predictions", every)}, {**averaging, "shares": shares}
            )
        if name == EXPLORE:
            methods = {
                other: Shown(other, self.figure(other), self.name)
                for other in self.figure_names
                if other == "methods"
            }
            return _explored([self.training], methods, averaging)
        predictions = {"predictions": one_source("predictions", self.training)}
        if name == "phases":
            return Figure(predictions, averaging)
        others = {kind: one_source(kind, self.training) for kind in ("networks", "traces")}
        return Figure({**predictions, **others}, trains=True)

    def read(self, figure: str) -> list[str]:
        """Files that the analysis of a figure reads, gathered or not."""
        if figure == "labels":
            return [self.predictions(share) for share in SHARES]
        own = self.training
        others = [own.networks, *own.traces] if figure in ("methods", EXPLORE) else []
        compared = figure == EXPLORE and "methods" in self.figure_names
        return [own.predictions, *others, *[f"{self.folder}/methods.nc"] * compared]

    def predictions(self, share: str) -> str:
        """File of what networks say that know a share of the labels."""
        own = self.training.predictions
        return own if float(share) == 1 else f"{self.folder}/labels/{share}/predictions.nc"

    def relabelled(self, share: str) -> Training:
        """Training on a share of the labelled points.

        Raises
        ------
        FileNotFoundError
            If its traces are yet to be gathered.
        """
        own = self.training
        if float(share) == 1:
            return own
        regimes = relabelled(own.chain.sweep, own.regimes, float(share))
        return replace(own, regimes=regimes, study=f"{self.name}/labels/{share}")

    @property
    def results(self) -> list[str]:
        """Every file that it is asked for."""
        drawn = [f"{name}.{kind}" for name in self.figure_names for kind in ("pdf", "png")]
        return [f"{self.folder}/{name}" for name in (*drawn, *TABLES, f"{EXPLORE}.html")]


def _explored(
    learners: Sequence[Training], others: Mapping[str, Shown], settings: Mapping[str, Any]
) -> Figure:
    """What a page is computed from that shows sweeps of traces of their own."""
    kinds: tuple[Kind, ...] = ("predictions", "networks", "traces")
    return Figure(
        {**{kind: each_source(kind, learners) for kind in kinds}, **others},
        {**settings, "ensembles": list(range(len(learners)))},
        formats=PAGE,
    )


def relabelled(
    values: Sequence[float], phases: Mapping[str, Sequence[float]], share: float
) -> dict[str, list[float]]:
    """Move the known regimes: every other one becomes wider, and those between narrower.

    So does the middle of what is not labelled move, with which a transition goes that follows its
    labels. The first and the last regime keep their outer points, those between their middle. No
    regime takes more than a third of the points to the next one, and each keeps a point.

    Parameters
    ----------
    values : sequence of float
        The sweep, increasing.
    phases : mapping
        Interval of the parameter by phase.
    share : float
        Labelled points of the first, the third, … phase, as a share of those that their intervals
        hold; of the others 2 less it.

    Returns
    -------
    dict
        Interval by phase, from its first labelled point to its last.
    """
    inside = {
        phase: np.flatnonzero(within(np.array(values), low, high)).tolist()
        for phase, (low, high) in phases.items()
    }
    if not all(inside.values()):
        # Whoever learns says which phase holds no point.
        return {phase: list(interval) for phase, interval in phases.items()}
    ordered = sorted(inside, key=lambda phase: inside[phase])
    made = {}
    for number, phase in enumerate(ordered):
        first, last = inside[phase][0], inside[phase][-1]
        own = 2 - share if number % 2 else share
        more = max(1, round(own * len(inside[phase]))) - len(inside[phase])
        before = after = -1
        if number > 0:
            before = (first - inside[ordered[number - 1]][-1] - 1) // 3
        if number < len(ordered) - 1:
            after = (inside[ordered[number + 1]][0] - last - 1) // 3
        down = 0 if before < 0 else more if after < 0 else more // 2
        up = 0 if after < 0 else more - down
        made[phase] = [
            values[first - min(down, max(before, 0))],
            values[last + min(up, max(after, 0))],
        ]
    return {phase: made[phase] for phase in phases}


@dataclass(frozen=True)
class Map:
    """Sweeps at several values of a second parameter.

    Parameters
    ----------
    name : str
        Name of the study.
    second : SecondParameter
        The second parameter.
    sweeps : tuple of Study
        The study at each of its values.
    """

    name: str
    second: SecondParameter
    sweeps: tuple[Study, ...]

    @property
    def folder(self) -> str:
        """Folder of its results."""
        return f"results/studies/{self.name}"

    def figure(self, name: str) -> Figure:
        """What its map, or its page, is computed from."""
        learners = [sweep.training for sweep in self.sweeps]
        settings = {
            "averaging": self.sweeps[0].averaging,
            "second": self.second.name,
            "unit": self.second.unit,
            "values": list(self.second.labelled.values()),
        }
        if name == EXPLORE:
            return _explored(learners, {}, settings)
        return Figure({"predictions": each_source("predictions", learners)}, settings)

    @property
    def results(self) -> list[str]:
        """Every file that it is asked for."""
        names = ("map.pdf", "map.png", "transitions.csv", f"{EXPLORE}.html")
        return [f"{self.folder}/{name}" for name in names]


def studies(config: Config, place: Callable[[str], str] = str) -> dict[str, Study]:
    """Every sweep of a configuration's studies, by name; those of a map in folders of its own.

    Parameters
    ----------
    config : Config
        The configuration.
    place : callable
        See `phasetrace.jobs.gathered.Gathered`.
    """
    return {
        name: Study(
            name,
            _training(config, name, study, place),
            learning_of(_taught(config, study), config.learning).averaging,
        )
        for name, study in _sweeps(config)
    }


def maps(config: Config, place: Callable[[str], str] = str) -> dict[str, Map]:
    """Every map of a configuration, by name; see `studies`.

    Raises
    ------
    ConfigError
        If a file belongs to two sweeps of a map.
    """
    every = studies(config, place)
    for name, study in config.studies.items():
        if study.second is not None and study.traces is not None:
            _check_parted(name, [every[sweep] for sweep in _places(name, study.second)])
    return {
        name: Map(name, study.second, tuple(every[sweep] for sweep in _places(name, study.second)))
        for name, study in config.studies.items()
        if study.second is not None
    }


def _check_parted(name: str, sweeps: Sequence[Study]) -> None:
    """Refuse a file of two sweeps, as a pattern J1*.csv finds J10.csv, too."""
    found: dict[str, str] = {}
    for sweep in sweeps:
        for file in sweep.files:
            if file in found:
                first, second = (one.rpartition("/")[2] for one in (found[file], sweep.name))
                raise ConfigError(
                    f"studies.{name}.traces.files",
                    file,
                    f"is of {first} and of {second}, must be of one; write the pattern so that no "
                    "name begins as another",
                )
            found[file] = sweep.name


def _sweeps(config: Config) -> Iterator[tuple[str, StudySettings]]:
    for name, study in config.studies.items():
        if study.second is None:
            yield name, study
        else:
            for place, label in _places(name, study.second).items():
                yield place, study.at(label)


def _places(name: str, second: SecondParameter) -> dict[str, str]:
    """Printed value of the second parameter by the name of its sweep."""
    return {f"{name}/{second.name}={label}": label for label in second.labelled}


def _taught(config: Config, study: StudySettings) -> StudySettings:
    """The study whose networks judge."""
    return study if study.networks is None else config.studies[study.networks]


def _training(
    config: Config, name: str, study: StudySettings, place: Callable[[str], str]
) -> Training:
    learning = {
        **learning_of(_taught(config, study), config.learning).model_dump(exclude={"averaging"}),
        **WHOLE,
        "site": study.site,
    }
    judges = study.networks or ""
    if study.traces is not None:
        files = tuple(file for pattern in study.traces.files for file in _matching(pattern, place))
        settings = {
            "parameter": study.parameter.name,
            "unit": study.parameter.unit,
            "variable": study.traces.variable,
            "names": dict(study.traces.names),
            **study.traces.of_shots,
        }
        path = f"results/studies/{name}/traces.nc"
        gathered = Gathered(files, path, settings, dict(study.phases), place)
        regimes = dict(study.phases)
        return Training(
            "", gathered, "", (0,), (path,), learning, regimes, study=name, judges=judges
        )
    chain = study.simulated
    one, seeds = entry(study.model), tuple(chain.seeds)
    return Training(
        study.model,
        chain,
        "",
        seeds,
        tuple(one.files(chain, "", seeds)),
        learning,
        dict(study.phases),
        study=name,
        judges=judges,
    )


def _matching(pattern: str, place: Callable[[str], str]) -> list[str]:
    """Files of a pattern, in the order of their names; of none, what was written."""
    found = sorted(glob(place(pattern)))
    before = place(pattern).removesuffix(pattern)
    return [name.removeprefix(before) for name in found] or [pattern]
