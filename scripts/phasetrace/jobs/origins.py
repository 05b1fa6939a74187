"""What every file of a configuration is made from, known before any job starts.

The settings of each job, all that can change its result: values of the configuration, the code
behind it, the device, and what its own sources are made from.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from phasetrace.jobs import cost
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import Figure, Source
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import entry
from phasetrace.store.origin import origin_digest
from phasetrace.store.provenance import code_digest

CHANGES_NUMBERS = False

_code = cache(code_digest)


def sweep_origin(
    config: Config, model: str, point: str, seeds: Sequence[int], values: Sequence[float]
) -> dict[str, Any]:
    """What traces are made from, of some parameter values and sets of realizations.

    Parameters
    ----------
    config : Config
        The configuration.
    model : str
        Name of the model.
    point : str
        One of its points; see `phasetrace.models.entry.Model.points`.
    seeds : sequence of int
        Sets of realizations.
    values : sequence of float
        Values of the swept parameter.
    """
    one, chain = entry(model), getattr(config, model)
    device = cost.device(config, "simulate")
    settings = chain.model_dump(mode="json")
    return {
        "model": model,
        "chain": {key: settings[key] for key in one.simulated},
        "point": dict(one.points(chain)[point]),
        "seeds": list(seeds),
        "values": list(values),
        "device": device,
        "rounding": one.rounding(chain, device),
        "code": _code("simulate.py", *one.code(device)),
    }


def block_origins(config: Config, training: Training) -> list[dict[str, Any]]:
    """What each of the trace files of a training is made from."""
    blocks = entry(training.model).blocks(getattr(config, training.model)).values()
    return [
        sweep_origin(config, training.model, training.point, [seed], values)
        for seed in training.seeds
        for values in blocks
    ]


def traces_origin(config: Config, training: Training) -> dict[str, Any]:
    """What all traces of a training are made from, in whatever blocks they were evolved."""
    sweep = getattr(config, training.model).sweep
    return sweep_origin(config, training.model, training.point, training.seeds, sweep)


def training_origin(config: Config, training: Training) -> dict[str, Any]:
    """What the networks of a training, and their predictions, are made from."""
    cell = f"learning.cells.{training.learning['cell']}"
    return {
        "traces": traces_origin(config, training),
        "regimes": {phase: list(interval) for phase, interval in training.regimes.items()},
        "learning": dict(training.learning),
        "device": cost.device(config, "train"),
        "code": _code("train.py", "learning.retrainings", "store.reading", cell),
    }


def figure_origin(config: Config, name: str, figure: Figure) -> dict[str, Any]:
    """What a figure's dataset is made from."""
    return {
        "figure": name,
        "reads": {
            argument: [
                origin_digest(
                    traces_origin(config, training)
                    if source.kind == "traces"
                    else training_origin(config, training)
                )
                for training in source.trainings
            ]
            for argument, source in figure.reads.items()
        },
        "settings": dict(figure.settings),
        "code": _code("analyse.py", f"analyses.{name}", "store.reading", "learning.predictions"),
    }


def digests_read(config: Config, source: Source) -> list[list[str]]:
    """Digests of what the files of a source are made from, like `Source.files`."""
    if source.kind == "traces":
        made = [block_origins(config, training) for training in source.trainings]
    else:
        made = [[training_origin(config, training)] for training in source.trainings]
    return [[origin_digest(origin) for origin in origins] for origins in made]
