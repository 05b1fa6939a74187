"""Whether what a configuration asks for can be made: the number of files, the memory of jobs."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from phasetrace.jobs import cost
from phasetrace.jobs.amounts import size
from phasetrace.jobs.config import Config, ConfigError, models
from phasetrace.jobs.figures import every_chain, every_training, figures
from phasetrace.jobs.studies import studies
from phasetrace.jobs.trainings import Training
from phasetrace.settings import MOST, Settings

CHANGES_NUMBERS = False

MOST_FILES = 10_000
"""Trace files of a configuration; Snakemake takes about a millisecond to plan each."""
MOST_OF_ONE = 1_000
"""Trace files of one training; Snakemake's time grows with their square."""
MOST_READ = 50_000
"""Trace files of all trainings, each counted as often as it is read."""


def check_plan(config: Config) -> None:
    """Refuse a configuration whose jobs are too many, or one of which needs too much memory.

    Raises
    ------
    ConfigError
        With the key to change: of too many files at once, of memory for the job that needs most.
    """
    _check_files(config)
    faults = [
        *_simulations(config),
        *_trainings(config),
        *_analyses(config),
        *_studies(config),
    ]
    if faults:
        worst = max(faults, key=lambda fault: fault.needed)
        raise ConfigError(
            worst.key,
            worst.value,
            f"{worst.job} needs {size(worst.needed)}, jobs.memory is {config.jobs.memory} GiB: "
            "lower the one or raise the other",
        )


class _Fault(NamedTuple):
    """A job that needs more memory than jobs may use, and the key that makes it."""

    needed: int
    job: str
    key: str
    value: object


def _check_files(config: Config) -> None:
    """Count files without listing them, by those of a plan with one block a sweep."""
    chains = {name: getattr(config, name) for name in models()}
    single = {name: chain.model_copy(update={"block": MOST}) for name, chain in chains.items()}
    every = every_training(config.model_copy(update=single)).values()
    for model, chain in chains.items():
        own = [training.traces for training in every if training.model == model]
        blocks = -(-len(chain.sweep) // chain.block)
        for who, count, most in (
            ("the configuration has", len({file for files in own for file in files}), MOST_FILES),
            ("one training reads", max(map(len, own), default=0), MOST_OF_ONE),
            ("the trainings read", sum(map(len, own)), MOST_READ),
        ):
            # Of one block a sweep there are never too many.
            if blocks > 1 and count * blocks > most:
                raise ConfigError(
                    f"{model}.block",
                    chain.block,
                    f"{who} {count * blocks} trace files, of which at most {most} can be planned: "
                    "longer blocks make fewer",
                )


def _simulations(config: Config) -> Iterator[_Fault]:
    own = [("realizations", one.training_set) for one in every_training(config).values()]
    for model, chain in every_chain(config):
        needed, least = (
            cost.simulation_bytes(config, model, chain, chain.sweep[:values])
            for values in (chain.block, 1)
        )
        if needed > config.jobs.bytes:
            key = "block" if least <= config.jobs.bytes else "realizations"
            job = f"a simulation of {min(chain.block, len(chain.sweep))} values"
            section = f"{model}.training_set" if (key, chain) in own else model
            yield _Fault(needed, job, f"{section}.{key}", getattr(chain, key))


def _trainings(config: Config) -> Iterator[_Fault]:
    for training in every_training(config).values():
        needed = cost.training_bytes(config, training)
        if needed > config.jobs.bytes:
            model, learning = training.model, training.learning
            fewer = getattr(config, model).model_copy(update={"realizations": 1})
            own, smaller = training.training_set, training
            if isinstance(own, Settings):
                smaller = replace(training, training_set=own.model_copy(update={"realizations": 1}))
            # The key of what would save most, were it 1.
            saving = {
                "realizations": cost.training_bytes(config, replace(training, chain=fewer)),
                "training_set": cost.training_bytes(config, smaller),
                **{
                    key: cost.training_bytes(
                        config, replace(training, learning={**learning, key: 1})
                    )
                    for key in ("units", "retrainings")
                },
            }
            largest = min(saving, key=lambda key: saving[key])
            if saving[largest] > config.jobs.bytes:
                key, value = "jobs.memory", config.jobs.memory
            elif largest == "realizations":
                key, value = f"{model}.realizations", getattr(config, model).realizations
            elif largest == "training_set" and own is not None:
                key, value = f"{model}.training_set.realizations", own.realizations
            else:
                key, value = _key(training, largest), learning[largest]
            yield _Fault(needed, f"training {training.name}", key, value)


def _key(training: Training, name: str) -> str:
    """Key of a value of the learning stage that a figure may have varied."""
    if name not in training.changes:
        return f"learning.{name}"
    if name == "units":
        return "figures.fig2.units"
    return f"figures.{'fig4' if 'site' in training.changes else 'fig6'}.retrainings"


def _analyses(config: Config) -> Iterator[_Fault]:
    for name, figure in figures(config).items():
        needed = cost.analysis_bytes(config, figure)
        # Others may never be asked for.
        if figure.usual and needed > config.jobs.bytes:
            read = [one for source in figure.reads.values() for one in source.trainings]
            key, value = "jobs.memory", config.jobs.memory
            if read and cost.analysis_arrays(config, figure):
                key = f"{read[0].model}.realizations"
                value = getattr(config, read[0].model).realizations
            yield _Fault(needed, f"the analysis of {name}", key, value)


def _studies(config: Config) -> Iterator[_Fault]:
    """Jobs of studies of chains; of traces from anywhere the size is not known as yet."""
    for name, study in studies(config).items():
        training, place = study.training, f"studies.{name.partition('/')[0]}.chain"
        chain = training.chain
        if not training.model:
            continue
        for needed, job in (
            (
                cost.simulation_bytes(config, training.model, chain, chain.sweep[: chain.block]),
                f"a simulation of {min(chain.block, len(chain.sweep))} values",
            ),
            (cost.training_bytes(config, training), f"training {training.name}"),
        ):
            if needed > config.jobs.bytes:
                yield _Fault(needed, job, f"{place}.realizations", chain.realizations)
