"""What every file of a configuration is made from, known before any job starts.

The settings of each job, all that can change its result: values of the configuration, the code
behind it, the device, and what its own sources are made from.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from phasetrace.jobs import cost
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import module_name
from phasetrace.jobs.gathered import Gathered
from phasetrace.jobs.sources import Figure, Shown, Source, Spectra
from phasetrace.jobs.spectra import Levels
from phasetrace.jobs.studies import studies
from phasetrace.jobs.trainings import Training
from phasetrace.models.entry import ChainSettings, entry
from phasetrace.store.origin import origin_digest
from phasetrace.store.provenance import file_digest

CHANGES_NUMBERS = False

_READERS = {
    "traces": "store.reading",
    "networks": "learning.networks",
    "predictions": "learning.predictions",
    "spectra": "store.spectra",
    "shown": "store.files",
}
"""Modules that read each kind of file."""


class Origins:
    """What every file of a configuration is made from.

    Parameters
    ----------
    config : Config
        The configuration.
    code : callable
        Digest of a script and of modules of the library; see
        `phasetrace.store.provenance.code_digest`.
    """

    def __init__(self, config: Config, code: Callable[..., str]) -> None:
        self.config = config
        self.code = cache(code)

    def sweep(
        self,
        model: str,
        chain: ChainSettings,
        point: str,
        seeds: Sequence[int],
        values: Sequence[float],
    ) -> dict[str, Any]:
        """What traces are made from, of some parameter values and sets of realizations.

        Parameters
        ----------
        model : str
            Name of the model.
        chain : ChainSettings
            Settings of its chain.
        point : str
            One of its points; see `phasetrace.models.entry.Model.points`.
        seeds : sequence of int
            Sets of realizations.
        values : sequence of float
            Values of the swept parameter.
        """
        one = entry(model)
        device = cost.device(self.config, "simulate")
        return {
            "model": model,
            "chain": one.told(chain),
            "point": dict(one.points(chain)[point]),
            "seeds": list(seeds),
            "values": list(values),
            "device": device,
            "rounding": one.rounding(chain, device),
            "code": self.code("simulate", *one.code(device)),
        }

    def blocks(self, training: Training) -> list[dict[str, Any]]:
        """What each of the trace files of a training is made from."""
        return self._blocks(training, training.chain, training.seeds)

    def taught(self, training: Training) -> list[dict[str, Any]]:
        """What each of the trace files of its own training set is made from."""
        own = training.training_set
        return [] if own is None else self._blocks(training, own, own.seeds)

    def _blocks(
        self, training: Training, chain: ChainSettings, seeds: Sequence[int]
    ) -> list[dict[str, Any]]:
        model = training.model
        if isinstance(chain, Gathered):
            return [self.gathered(chain)]
        return [
            self.sweep(model, chain, training.point, [seed], values)
            for seed in seeds
            for values in entry(model).blocks(chain).values()
        ]

    def traces(self, training: Training) -> dict[str, Any]:
        """What all traces of a training are made from, in whatever blocks they were evolved."""
        model, chain = training.model, training.chain
        if isinstance(chain, Gathered):
            return self.gathered(chain)
        return self.sweep(model, chain, training.point, training.seeds, chain.sweep)

    def gathered(self, chain: Gathered) -> dict[str, Any]:
        """What traces are made from that were gathered from a user's files.

        Raises
        ------
        FileNotFoundError
            If one of the files is yet to be made.
        """
        return {
            "files": {file: file_digest(chain.place(file)) for file in chain.files},
            **chain.settings,
            "code": self.code("gather", "store.foreign.reading"),
        }

    def spectrum(self, levels: Levels, W: float) -> dict[str, Any]:
        """What the energy levels at a disorder strength are made from."""
        return {
            "chain": levels.chain,
            "epsilon": levels.settings.focus.energy_density,
            "seeds": list(levels.seeds),
            "W": W,
            "levels": levels.count,
            "code": self.code("diagonalize", "models.heisenberg.diagonalize"),
        }

    def training(self, training: Training) -> dict[str, Any]:
        """What the networks of a training, and their predictions, are made from."""
        cell = f"learning.cells.{training.learning['cell']}"
        if training.judges:
            return self.judged(training)
        return {
            "traces": self.traces(training),
            "training_set": self.taught(training),
            "regimes": {phase: list(interval) for phase, interval in training.regimes.items()},
            "learning": dict(training.learning),
            "device": cost.device(self.config, "train"),
            "code": self.code("train", "learning.retrainings", "store.reading", cell),
        }

    def asked(self, training: Training) -> dict[str, Any]:
        """What is asked of a study's training, before its traces need be there."""
        return {
            "model": training.model,
            "chain": training.chain.model_dump(mode="json"),
            "regimes": {phase: list(interval) for phase, interval in training.regimes.items()},
            "learning": dict(training.learning),
            "judges": training.judges,
        }

    def networks(self, training: Training) -> dict[str, Any]:
        """What the networks are made from that judge the traces of a training."""
        if training.judges:
            return self.training(studies(self.config)[training.judges].training)
        return self.training(training)

    def judged(self, training: Training) -> dict[str, Any]:
        """What the outputs of another study's networks are made from."""
        return {
            "traces": self.traces(training),
            "regimes": {phase: list(interval) for phase, interval in training.regimes.items()},
            "networks": origin_digest(self.networks(training)),
            "device": cost.device(self.config, "train"),
            "code": self.code("judge", "learning.judging", "store.reading"),
        }

    def figure(self, name: str, figure: Figure, study: str = "") -> dict[str, Any]:
        """What a figure's dataset, of the paper's or of a study, is made from."""
        module = module_name(name)
        readers = sorted({_READERS[source.kind] for source in figure.reads.values()})
        return {
            "figure": module,
            **({"study": study} if study else {}),
            "reads": {
                argument: [origin_digest(one) for one in self._read(source)]
                for argument, source in figure.reads.items()
            },
            "settings": dict(figure.settings),
            "code": self.code("analyse", f"analyses.{module}", "analyses.sources", *readers),
        }

    def _read(self, source: Source | Spectra | Shown) -> list[dict[str, Any]]:
        """What the data of a source are made from, in whatever files they are."""
        if isinstance(source, Shown):
            return [self.figure(source.name, source.figure, source.study)]
        if isinstance(source, Spectra):
            return [self.spectrum(one, value) for one in source.levels for value in one.disorder]
        if source.kind == "traces":
            return [self.traces(training) for training in source.trainings]
        made = self.networks if source.kind == "networks" else self.training
        return [made(training) for training in source.trainings]

    def digests(self, source: Source | Spectra | Shown) -> list[list[str]]:
        """Digests of what the files of a source are made from, like `Source.files`."""
        if isinstance(source, Shown):
            return [[origin_digest(one) for one in self._read(source)]]
        if isinstance(source, Spectra):
            return [
                [origin_digest(self.spectrum(one, value)) for value in one.disorder]
                for one in source.levels
            ]
        if source.kind == "traces":
            return [
                [origin_digest(one) for one in self.blocks(training)]
                for training in source.trainings
            ]
        return [[origin_digest(one)] for one in self._read(source)]
