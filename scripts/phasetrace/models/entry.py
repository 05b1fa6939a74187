"""What the workflow must know of a model, in one place a model.

A model is a package of this one. The workflow finds its `entry`, with an ``ENTRY``, and its
`simulate` by their names, so that no model's code counts for another's results. The other modules
are its own: `chain`, `disorder`, `settings` (its section of the configuration, or what else says
which of its chains are evolved, see `ChainSettings`) and `cost`.

The function ``simulate(values, seed, *, memory, progress, **settings)`` of a model's `simulate`
draws and evolves a block: every realization of some values of the swept parameter and of the set of
realizations number ``seed``. Its settings are those that the entry names in `Model.simulated`, and
those of a point (`Model.points`). It returns what `phasetrace.store.traces.trace_dataset` makes,
with the attributes ``model``, ``L``, ``boundary``, ``seed`` and those of the point.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar, Protocol

from phasetrace import models
from phasetrace.parameter import Parameter

CHANGES_NUMBERS = False

POINT = r"([A-Za-z_]+-?[\d.]+/)*"
BLOCK = r"[A-Za-z_]+-?[\d.]+--?[\d.]+"
"""What the folders of points and the files of blocks are called, as regular expressions."""


class ChainSettings(Protocol):
    """What every model's section of the configuration has."""

    @property
    def sites(self) -> int:
        """Length of the chain."""
        ...

    @property
    def boundary(self) -> str:
        """One of open and periodic."""
        ...

    @property
    def realizations(self) -> int:
        """Disorder realizations of each parameter value and seed."""
        ...

    @property
    def seeds(self) -> list[int]:
        """Numbers of its sets of realizations."""
        ...

    @property
    def block(self) -> int:
        """Consecutive parameter values that one job evolves."""
        ...

    @property
    def labels(self) -> dict[str, list[float]]:
        """Interval of the parameter by known phase; empty where no network is trained."""
        ...

    @property
    def sweep(self) -> list[float]:
        """Values of the parameter."""
        ...

    # What pydantic gives every section.
    def model_dump(self, *, mode: str) -> dict[str, Any]:
        """Return the settings as plain values."""
        ...


class Model(ABC):
    """What the workflow must know of a model.

    Settings are the model's own, of which `ChainSettings` is a part.

    Attributes
    ----------
    name : str
        Of its folder, of its section of the configuration and of its files.
    title : str
        What its chains are called.
    parameter : Parameter
        What its traces are swept along, unless its settings say so (`swept`).
    simulated : tuple of str
        Keys of its section that its simulation takes.
    sweep_key : str
        Key of its settings that has the values of the sweep.
    second_keys : tuple of str
        Numbers of a study's chain that a second parameter may be.
    in_studies : str
        What a study writes in its place, if its chains are those of its section alone.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    parameter: ClassVar[Parameter]
    simulated: ClassVar[tuple[str, ...]]
    sweep_key: ClassVar[str] = "values"
    second_keys: ClassVar[tuple[str, ...]] = ()
    in_studies: ClassVar[str] = ""

    def study(self) -> type[Any] | None:
        """Class of the settings of a study's chains; None if its chains are those of its section.

        Beside what `ChainSettings` has, it has a field ``parameter``, the name of what is swept, if
        that may be one of several.
        """
        return None

    def with_number(self, chain: Mapping[str, Any], name: str, value: float) -> dict[str, Any]:
        """Give a number of a study's chain, which was left out, a value.

        Parameters
        ----------
        chain : mapping
            As a user writes it.
        name : str
            Of the number.
        value : float
            Of it.

        Returns
        -------
        dict
            What is changed of it.
        """
        return {name: value}

    def swept(self, settings: Any) -> Parameter:
        """What the traces of a configured chain are swept along."""
        return self.parameter

    def points(self, settings: Any) -> dict[str, Mapping[str, float]]:
        """Points of further parameters at which it is swept.

        Returns
        -------
        dict
            Arguments of the simulation by the folder of the point, such as ``"eps0.50/"``; a
            model without further parameters has one point, without a folder.
        """
        return {"": {}}

    @abstractmethod
    def trace_bytes(self, settings: Any) -> int:
        """Bytes of one realization's magnetization, in float64."""

    @abstractmethod
    def batch_bytes(self, settings: Any, sites: int) -> int:
        """Bytes of a batch that evolves on a CPU, were the chain of so many sites."""

    @abstractmethod
    def seconds(self, settings: Any, values: Sequence[float]) -> float:
        """Seconds of one core that the realizations of some parameter values take, about."""

    def code(self, device: str) -> tuple[str, ...]:
        """Modules whose code makes the traces on a kind of device, "cpu" or "gpu".

        A model that evolves by an engine (`phasetrace.evolution.device`) names it here, since the
        engine is found by the name of the device.
        """
        return (f"models.{self.name}.simulate",)

    def rounding(self, settings: Any, device: str) -> dict[str, int]:
        """Constants of speed that decide on the last bits of its traces; most models have none."""
        return {}

    def folder(self, settings: Any) -> str:
        """Folder of the traces of a configured chain; chains that differ in it share none."""
        ring = "-periodic" if settings.boundary == "periodic" else ""
        return f"results/traces/{self.name}/L{settings.sites}{ring}"

    def word(self, settings: Any) -> str:
        """Letters that tell a chain and its sweep from others that have no section."""
        plainly = settings.model_dump(mode="json")
        told = {key: plainly[key] for key in self.simulated}
        # Of other blocks the files have other names.
        told |= {"sweep": settings.sweep, "block": settings.block}
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).digest()
        return "".join(chr(ord("a") + byte % 26) for byte in digest[:12])

    def training_set(self, settings: Any) -> ChainSettings | None:
        """Return the chains of a training set of its own; None if networks learn from the sweep."""
        return None

    def blocks(self, settings: ChainSettings) -> dict[str, list[float]]:
        """Cut the sweep into the blocks of its jobs, keyed by their file names."""
        values, length = settings.sweep, settings.block
        blocks = [values[start : start + length] for start in range(0, len(values), length)]
        swept = self.swept(settings)
        return {
            f"{swept.name}{swept.label(block[0])}-{swept.label(block[-1])}": block
            for block in blocks
        }

    def files(self, settings: ChainSettings, point: str, seeds: Sequence[int]) -> list[str]:
        """Trace files of a point's sweep, for some seeds."""
        return [
            f"{self.folder(settings)}/{point}seed{seed}/{block}.nc"
            for seed in seeds
            for block in self.blocks(settings)
        ]


def names() -> list[str]:
    """Names of all models."""
    return [folder.name for folder in iter_modules(models.__path__) if folder.ispkg]


def entry(name: str) -> Model:
    """Find the entry of a model by its name."""
    found: Model = import_module(f"phasetrace.models.{name}.entry").ENTRY
    return found
