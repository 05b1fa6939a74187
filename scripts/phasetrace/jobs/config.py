"""The configuration: every setting with its default, its check and its documentation.

``config.yaml`` and the schema are written from what is declared here (`make config`), and a
configuration is checked by it before anything runs.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from phasetrace.jobs.amounts import GIB
from phasetrace.jobs.config_error import TOP, ConfigError, first_fault
from phasetrace.jobs.figure_settings import FigureSettings
from phasetrace.jobs.learning_settings import LearningSettings
from phasetrace.jobs.processes import diagonalization_bytes, least_bytes
from phasetrace.jobs.study_settings import StudyName, StudySettings, learning_of, moved
from phasetrace.models.entry import ChainSettings, entry, names
from phasetrace.models.floquet.settings import FloquetSettings
from phasetrace.models.heisenberg.cost import sector_size
from phasetrace.models.heisenberg.disorder import DISORDER, ENERGY_DENSITY
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.settings import Settings, number, refuse, whole

__all__ = ["Config", "ConfigError", "JobSettings", "check_config"]

Gpus = Annotated[int, Field(ge=0, le=1), whole]


class GpuSettings(Settings):
    """On what the stages run."""

    simulate: Gpus = Field(default=0, description="GPUs of a job that evolves chains")
    train: Gpus = Field(default=0, description="GPUs of a job that trains networks")


class JobSettings(Settings):
    """What a job may use of a machine."""

    memory: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False), number] = Field(
        default=4.0, description="GiB that a job may use; chains that need more are refused"
    )
    gpus: GpuSettings = Field(
        default=GpuSettings(), description="0 for a core of the CPU, 1 for a GPU"
    )

    @property
    def bytes(self) -> int:
        """Bytes of memory that a job may use."""
        return int(self.memory * GIB)


class Config(Settings):
    """All settings of the workflow."""

    heisenberg: HeisenbergSettings = Field(
        default=HeisenbergSettings(),
        description="the random-field Heisenberg chain, H = Σ J S_i·S_{i+1} + Σ w_i Sᶻ_i",
    )
    floquet: FloquetSettings = Field(
        default=FloquetSettings(),
        description="the binary drive: (g - ε) Σ σˣ_i for T₁, then Σ J_i σᶻ_i σᶻ_{i+1} + B_i σᶻ_i "
        "for T₂",
    )
    learning: LearningSettings = Field(
        default=LearningSettings(),
        description="one recurrent layer and a softmax over the known phases",
    )
    figures: FigureSettings = Field(
        default=FigureSettings(), description="settings of single figures"
    )
    studies: dict[StudyName, StudySettings] = Field(
        default={},
        description="your own chains and traces, by name; see docs/studies.md",
    )
    jobs: JobSettings = Field(
        default=JobSettings(),
        description="what a job may use of a machine; a GPU's results differ in rounding",
    )

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        _check_memory(self)
        _check_learning(self)
        _check_figures(self)
        _check_studies(self)
        return self


def check_config(values: Mapping[str, Any]) -> Config:
    """Refuse a configuration that could not run to its end.

    Parameters
    ----------
    values : mapping
        The configuration; what it lacks has its default.

    Returns
    -------
    Config
        The same, typed and complete.

    Raises
    ------
    ConfigError
        At the first fault, naming the key, its value and what is allowed.
    """
    if not isinstance(values, Mapping):
        raise ConfigError(TOP, values, "must be a mapping")
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        raise first_fault(error, Config, values) from None


def models() -> list[str]:
    """Names of the models that have a section."""
    return [name for name in names() if name in Config.model_fields]


def _check_memory(config: Config) -> None:
    allowed = config.jobs.bytes
    for model in models():
        chain = getattr(config, model)
        needed = least_bytes(model, chain, chain.sites)
        if needed > allowed:
            shorter = (chain.model_copy(update={"sites": n}) for n in range(chain.sites - 1, 1, -1))
            fits = (
                one.sites
                for one in shorter
                if _is_valid(one) and least_bytes(model, one, one.sites) <= allowed
            )
            refuse(
                (model, "sites"),
                chain.sites,
                f"needs {needed} bytes, jobs.memory = {config.jobs.memory} GiB is {allowed}; "
                f"the longest chain that fits has {next(fits, 'no')} sites",
            )


def _is_valid(settings: Settings) -> bool:
    try:
        type(settings).model_validate(settings.model_dump())
    except ValidationError:
        return False
    return True


def _check_learning(config: Config) -> None:
    for model in models():
        chain = getattr(config, model)
        if not chain.labels:
            continue
        _check_split(config.learning, chain, model, ("learning",))
        own = entry(model).training_set(chain)
        if own is not None:
            _check_training_set(config, model, own)


def _check_split(
    learning: LearningSettings,
    chain: ChainSettings,
    whose: str,
    place: tuple[str, ...],
    batch: bool = True,
) -> None:
    """Refuse a learning stage, written in a place, that a chain's realizations are too few for.

    A mini-batch may hold all labelled traces and more, where it was not asked for (`batch`).
    """
    realizations = chain.realizations * len(chain.seeds)
    train = round(learning.train_fraction * realizations)
    validation = round(learning.validation_fraction * realizations)
    if not 0 < train < realizations - 1:
        refuse(
            (*place, "train_fraction"),
            learning.train_fraction,
            f"must leave at least one of {whose}'s {realizations} realizations to train on "
            "and two others",
        )
    if not 0 < validation < realizations - train:
        refuse(
            (*place, "validation_fraction"),
            learning.validation_fraction,
            f"must leave at least one of the {realizations - train} realizations of {whose} "
            "that are not trained on to choose by and one to test",
        )
    labelled = sum(
        low <= value <= high for value in chain.sweep for low, high in chain.labels.values()
    )
    if batch and learning.batch > labelled * train:
        refuse(
            (*place, "batch"),
            learning.batch,
            f"must be at most {labelled * train}, the labelled traces to train on that "
            f"{whose}.realizations = {chain.realizations} makes",
        )


def _check_training_set(config: Config, model: str, chain: ChainSettings) -> None:
    learning, where = config.learning, f"{model}.training_set.realizations = {chain.realizations}"
    validation = round(learning.validation_fraction * chain.realizations)
    train = chain.realizations - validation
    if not (validation and train):
        refuse(
            ("learning", "validation_fraction"),
            learning.validation_fraction,
            f"must leave at least one of {where} to train on and one to choose by",
        )
    regimes = chain.labels.values()
    labelled = sum(low <= value <= high for value in chain.sweep for low, high in regimes)
    if learning.batch > labelled * train:
        refuse(
            ("learning", "batch"),
            learning.batch,
            f"must be at most {labelled * train}, the labelled traces to train on that "
            f"{where} makes",
        )


def _check_studies(config: Config) -> None:
    for name, study in config.studies.items():
        try:
            learning = learning_of(study, config.learning)
        except ValidationError as error:
            raise moved(error, {}, ("studies", name), LearningSettings) from None
        if study.networks is not None:
            _check_judges(config, name, study.networks)
        elif study.chain is not None:
            place = ("studies", name, "learning")
            sweep = study if study.second is None else study.at(next(iter(study.second.labelled)))
            whose, asked = f"studies.{name}.chain", "batch" in study.learning
            _check_split(learning, sweep.simulated, whose, place, asked)


def _check_judges(config: Config, name: str, judges: str) -> None:
    others = [
        one
        for one, study in config.studies.items()
        if study.networks is None and study.second is None
    ]
    if judges not in others:
        refuse(
            ("studies", name, "networks"),
            judges,
            f"must be a study with networks of its own: {', '.join(others) or 'there is none'}",
        )
    phases, known = config.studies[name].phases, config.studies[judges].phases
    for phase in phases:
        if phase not in known:
            refuse(
                ("studies", name, "phases", phase),
                phases[phase],
                f"the networks of {judges} know {', '.join(known)}",
            )


def _check_figures(config: Config) -> None:
    figures, chain = config.figures, config.heisenberg
    values = chain.sweep
    middle = (values[0] + values[-1]) / 2
    for index, width in enumerate(figures.fig5.widths):
        if not values[0] <= width < middle:
            refuse(
                ("figures", "fig5", "widths", index),
                width,
                f"must lie between {values[0]}, the smallest disorder, and {middle}, half-way up",
            )
        if DISORDER.label(width) in map(DISORDER.label, figures.fig5.widths[:index]):
            refuse(
                ("figures", "fig5", "widths", index),
                width,
                f"must differ from the others in {DISORDER.decimals} decimals",
            )
    for phase, (low, high) in figures.fig6.beyond.items():
        if not any(low <= value <= high for value in values):
            refuse(
                ("figures", "fig6", "beyond", phase),
                [low, high],
                "must hold a value of the disorder",
            )
    for index, disorder in enumerate(figures.fig8.disorder):
        if not values[0] <= disorder <= values[-1]:
            refuse(
                ("figures", "fig8", "disorder", index),
                disorder,
                f"must lie within the disorder, {values[0]} to {values[-1]}",
            )
    for key in ("crossed", "alone"):
        boundaries = getattr(figures.readings, key).get("boundary", [])
        if "periodic" in boundaries and chain.sites < 3:
            refuse(
                ("figures", "readings", key, "boundary", boundaries.index("periodic")),
                "periodic",
                "needs heisenberg.sites of at least 3",
            )
    _check_levels(config)
    _check_lengths(config)
    printed = [ENERGY_DENSITY.label(value) for value in chain.energy_densities]
    for index, value in enumerate(figures.regularization.energy_density):
        if ENERGY_DENSITY.label(value) not in printed:
            refuse(
                ("figures", "regularization", "energy_density", index),
                value,
                f"must be one of heisenberg.energy_density: {', '.join(printed)}",
            )


def _check_levels(config: Config) -> None:
    chain, asked = config.heisenberg, config.figures.gap_ratio
    sites = asked.sites(chain.sites)
    size, _ = sector_size(chain, sites)
    if size < 3:
        refuse(
            ("figures", "gap_ratio", "longest") if sites < chain.sites else ("heisenberg", "sites"),
            sites,
            f"makes {size} energy levels, and a gap ratio takes 3",
        )
    needed = diagonalization_bytes(chain, sites, asked.levels)
    if needed > config.jobs.bytes:
        refuse(
            ("figures", "gap_ratio", "longest"),
            asked.longest,
            f"must be smaller: diagonalizing {sites} sites needs {needed} bytes, "
            f"jobs.memory = {config.jobs.memory} GiB is {config.jobs.bytes}",
        )


def _check_lengths(config: Config) -> None:
    chain, asked = config.heisenberg, config.figures.gap_ratio
    for index, sites in enumerate(config.figures.drift.lengths):
        key = ("figures", "drift", "lengths", index)
        if sites not in config.figures.drift.sites(chain):
            continue
        try:
            chain.model_validate(chain.model_dump() | {"sites": sites})
        except ValidationError as error:
            refuse(key, sites, error.errors()[0]["msg"])
        size, _ = sector_size(chain, sites)
        if size < 3:
            refuse(key, sites, f"makes {size} energy levels, and a gap ratio takes 3")
        needed = least_bytes("heisenberg", chain, sites)
        if sites <= asked.longest:
            needed = max(needed, diagonalization_bytes(chain, sites, asked.levels))
        if needed > config.jobs.bytes:
            refuse(
                key,
                sites,
                f"needs {needed} bytes, jobs.memory = {config.jobs.memory} GiB is "
                f"{config.jobs.bytes}",
            )
