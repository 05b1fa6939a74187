"""What studies are made of: their trainings, figures and files."""

from dataclasses import dataclass
from glob import glob

from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import Figure, one_source
from phasetrace.jobs.gathered import Gathered
from phasetrace.jobs.study_settings import StudySettings, learning_of
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import entry

CHANGES_NUMBERS = False

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
    def figures(self) -> dict[str, Figure]:
        """What its figures are computed from, by name."""
        read = {
            "predictions": one_source("predictions", self.training),
            "traces": one_source("traces", self.training),
        }
        phases = {"phases": Figure(read, {"averaging": self.averaging})}
        if self.training.judges:
            return phases
        # Other methods learn from the same labels, which belong to these traces.
        networks = one_source("networks", self.training)
        return {**phases, "methods": Figure({**read, "networks": networks}, trains=True)}

    @property
    def results(self) -> list[str]:
        """Every file that it is asked for."""
        drawn = [f"{name}.{kind}" for name in self.figures for kind in ("pdf", "png")]
        return [f"{self.folder}/{name}" for name in (*drawn, *TABLES)]


def studies(config: Config) -> dict[str, Study]:
    """Every study of a configuration, by name."""
    return {
        name: Study(
            name,
            _training(config, name, study),
            learning_of(_taught(config, study), config.learning).averaging,
        )
        for name, study in config.studies.items()
    }


def _taught(config: Config, study: StudySettings) -> StudySettings:
    """The study whose networks judge."""
    return study if study.networks is None else config.studies[study.networks]


def _training(config: Config, name: str, study: StudySettings) -> Training:
    learning = {
        **learning_of(_taught(config, study), config.learning).model_dump(exclude={"averaging"}),
        "site": None,
    }
    judges = study.networks or ""
    if study.traces is not None:
        files = tuple(file for pattern in study.traces.files for file in _matching(pattern))
        settings = {
            "parameter": study.parameter.name,
            "unit": study.parameter.unit,
            "variable": study.traces.variable,
            "names": dict(study.traces.names),
        }
        path = f"results/studies/{name}/traces.nc"
        gathered = Gathered(files, path, settings, dict(study.phases))
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


def _matching(pattern: str) -> list[str]:
    """Files of a pattern, in the order of their names; of none, what was written."""
    return sorted(glob(pattern)) or [pattern]
