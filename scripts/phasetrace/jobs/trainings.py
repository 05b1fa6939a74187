"""Sets of retrainings that a configuration's figures ask for, and their names.

A training is named by the traces it learns from and by how it differs from the
configured learning stage, so analyses that ask for the same networks share them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from phasetrace.jobs.config import Config
from phasetrace.jobs.gathered import Gathered
from phasetrace.models.entry import ChainSettings, entry
from phasetrace.models.floquet.entry import ENTRY as FLOQUET
from phasetrace.models.heisenberg.entry import ENTRY as HEISENBERG

OF_BLANKED = ("epoch", "normalization", "confidence_form")
"""Keys of the learning stage that say how blanked traces take part."""

WHOLE = {"site": None, "stop": None}
"""What networks see that see all sites and all times."""

PUBLISHED_UNITS = (2, 4, 16, 32)
"""Numbers of units whose accuracies the paper's supplement gives."""


@dataclass(frozen=True)
class Training:
    """One set of retrainings.

    Parameters
    ----------
    model : str
        Whose traces.
    chain : ChainSettings
        Settings of its chain, which is the configured one or differs in some of `OF_CHAIN`.
    point : str
        At which of its points; see `phasetrace.models.entry.Model.points`.
    seeds : tuple of int
        Of which sets of realizations.
    traces : tuple of str
        Trace files.
    learning : mapping
        The configured learning stage with this training's changes.
    regimes : mapping
        Interval of the swept parameter by known phase.
    changes : mapping
        How the training differs from the configured one, as part of its name.
    training_set : ChainSettings, optional
        Settings of the chains of a training set of its own. Without one, networks learn from part
        of the traces.
    study : str
        Name of the study that it is of; without one it is of the paper's figures.
    judges : str
        Name of the study whose networks it takes, in place of training its own.
    """

    model: str
    chain: ChainSettings
    point: str
    seeds: tuple[int, ...]
    traces: tuple[str, ...]
    learning: Mapping[str, Any]
    regimes: Mapping[str, Sequence[float]]
    changes: Mapping[str, str] = field(default_factory=dict)
    training_set: ChainSettings | None = None
    study: str = ""
    judges: str = ""

    @property
    def trace_bytes(self) -> int:
        """Bytes of the values of one realization, in float64."""
        if isinstance(self.chain, Gathered):
            return self.chain.trace_bytes
        return entry(self.model).trace_bytes(self.chain)

    @property
    def taught(self) -> tuple[str, ...]:
        """Trace files of its own training set; none if it has none."""
        own = self.training_set
        return () if own is None else tuple(entry(self.model).files(own, self.point, own.seeds))

    @property
    def sweeps(self) -> list[tuple[ChainSettings, Sequence[int]]]:
        """Chains whose traces it reads, and of which sets of realizations."""
        own = self.training_set
        return [(self.chain, self.seeds), *([(own, own.seeds)] if own is not None else [])]

    def relabelled(self, name: str, regimes: Mapping[str, Sequence[float]]) -> "Training":
        """Return the same training with other known regimes, under another name."""
        if dict(regimes) == dict(self.regimes):
            return self
        return replace(self, regimes=dict(regimes), changes={**self.changes, "labels": name})

    @property
    def name(self) -> str:
        """Path of the training's files below results/networks and results/predictions.

        A study has a folder of its own.
        """
        if self.study:
            return f"studies/{self.study}"
        variation = "+".join(f"{key}={value}" for key, value in self.changes.items())
        seeds = "+".join(map(str, self.seeds))
        return f"{self.model}/{self.point}seed{seeds}/{variation or 'default'}"

    @property
    def networks(self) -> str:
        """File of the trained networks."""
        if self.study:
            return f"results/studies/{self.judges or self.study}/networks.nc"
        return f"results/networks/{self.name}.nc"

    @property
    def predictions(self) -> str:
        """File of what they say of every trace."""
        if self.study:
            return f"results/studies/{self.study}/predictions.nc"
        return f"results/predictions/{self.name}.nc"


def heisenberg_training(
    config: Config, epsilon: float, seeds: Sequence[int], **changes: Any
) -> Training:
    """Plan the retrainings on the Heisenberg chain's traces at one energy density.

    Parameters
    ----------
    config : Config
        The configuration.
    epsilon : float
        Energy density.
    seeds : sequence of int
        Sets of realizations.
    **changes
        See `training`.

    Returns
    -------
    Training
    """
    return training(config, HEISENBERG.name, HEISENBERG.point(epsilon), seeds, changes)


def floquet_training(config: Config, **changes: Any) -> Training:
    """Plan the retrainings on the Floquet chain's traces; see `heisenberg_training`."""
    planned = training(config, FLOQUET.name, "", config.floquet.seeds, changes)
    if planned.training_set is None:
        return planned
    epochs = config.floquet.training_set.epochs
    return replace(planned, learning={**planned.learning, "epochs": epochs})


def training(
    config: Config, model: str, point: str, seeds: Sequence[int], changes: Mapping[str, Any]
) -> Training:
    """Plan the retrainings on a model's traces.

    Parameters
    ----------
    config : Config
        The configuration.
    model : str
        Name of the model.
    point : str
        Folder of one of its points; see `phasetrace.models.entry.Model.points`.
    seeds : sequence of int
        Sets of realizations.
    changes : mapping
        Keys of the learning stage, of what its networks see (``site`` and ``stop``, see
        `phasetrace.learning.retrainings.learn`), or of the chain, with the values that this
        training has instead of the configured ones.

    Returns
    -------
    Training
    """
    # Averaging is a matter of the analyses: changing it must not train anew.
    learning = {**config.learning.model_dump(exclude={"averaging"}), **WHOLE}
    chain = getattr(config, model)
    configured = {**dict(chain), **learning}
    different = {key: value for key, value in changes.items() if value != configured[key]}
    others = {key: value for key, value in different.items() if key not in learning}
    training_set = entry(model).training_set(chain.model_copy(update=others))
    # What they are learned from makes no other traces.
    simulated = entry(model).simulated
    chain = chain.model_copy(
        update={key: value for key, value in others.items() if key in simulated}
    )
    learning |= {key: value for key, value in different.items() if key in learning}
    return Training(
        model,
        chain,
        point,
        tuple(seeds),
        tuple(entry(model).files(chain, point, seeds)),
        learning,
        dict(chain.labels),
        {key: str(value) for key, value in different.items()},
        training_set,
    )


def focus_training(config: Config, **changes: Any) -> Training:
    """Plan retrainings at the energy density of the focus, on all its realizations."""
    focus = config.heisenberg.focus
    return heisenberg_training(config, focus.energy_density, focus.seeds, **changes)


def diagram_trainings(config: Config) -> list[Training]:
    """Plan the retrainings of the phase diagram, one set an energy density."""
    seeds = config.heisenberg.seeds
    return [
        heisenberg_training(config, value, seeds) for value in config.heisenberg.energy_densities
    ]


def units_trainings(config: Config) -> list[Training]:
    """Plan the retrainings with every number of units."""
    return [focus_training(config, units=units) for units in config.figures.fig2.units]


def accuracy_trainings(config: Config) -> list[Training]:
    """Plan the retrainings of the table of accuracies, for the published numbers of units."""
    return [focus_training(config, units=units) for units in PUBLISHED_UNITS]


def single_spin_training(config: Config) -> Training:
    """Plan the retrainings of one unit on the spin at the centre of the chain."""
    return focus_training(
        config,
        units=1,
        site=config.heisenberg.sites // 2,
        retrainings=config.figures.fig4.retrainings,
    )


def blanking_trainings(config: Config) -> list[Training]:
    """Plan retrainings with labels up to W_B and from the largest disorder less W_B.

    "At ε = 0.5, we generated 100 realizations" (Training procedure): they learn from all of the
    focus.
    """
    chain, last = config.heisenberg, config.heisenberg.sweep[-1]
    first_phase, last_phase = chain.labels
    return [
        focus_training(config).relabelled(
            HEISENBERG.parameter.label(width),
            {first_phase: [0.0, width], last_phase: [last - width, last]},
        )
        for width in config.figures.fig5.widths
    ]


def calibration_training(config: Config) -> Training:
    """Plan the retrainings whose calibration is examined."""
    return focus_training(config, retrainings=config.figures.fig6.retrainings)


def unseen_phase_trainings(config: Config) -> list[Training]:
    """Plan retrainings on the driven chain, each without one of the phases."""
    labels, weight = config.floquet.labels, config.figures.fig7.confidence_weight
    return [
        floquet_training(config, confidence_weight=weight).relabelled(
            f"without {unseen}".replace(" ", "-"),
            {phase: interval for phase, interval in labels.items() if phase != unseen},
        )
        for unseen in labels
    ]


def confidence_trainings(config: Config) -> list[Training]:
    """Plan retrainings with every confidence weight."""
    weights = config.figures.regularization.weights
    return [
        focus_training(config, **_compared(config, confidence_weight=weight)) for weight in weights
    ]


def reading_trainings(config: Config) -> list[Training]:
    """Plan retrainings at the focus with every choice that the paper leaves open, crossed or alone.

    Without confidence enhancement no blanked trace is shown, and the choices about them are none.
    """
    readings = config.figures.readings
    open_ones = {key: values for key, values in readings.crossed.items() if values}
    crossed = [dict(zip(open_ones, made, strict=True)) for made in product(*open_ones.values())]
    alone = [{key: value} for key, values in readings.alone.items() for value in values]
    planned: dict[str, Training] = {}
    for choices in [*crossed, *alone]:
        weight = choices.get("confidence_weight", config.learning.confidence_weight)
        made = {key: value for key, value in choices.items() if weight or key not in OF_BLANKED}
        # Repeating every reading on bootstraps would double what they take.
        one = focus_training(config, retrainings=readings.retrainings, bootstraps=0, **made)
        planned.setdefault(one.name, one)
    return list(planned.values())


def length_trainings(config: Config) -> list[Training]:
    """Plan retrainings at the focus on chains of every length."""
    drift, chain = config.figures.drift, config.heisenberg
    return [
        focus_training(
            config,
            retrainings=drift.retrainings,
            sites=sites,
            precision=chain.precision if sites == chain.sites else drift.precision,
        )
        for sites in drift.sites(chain)
    ]


def time_trainings(config: Config) -> list[Training]:
    """Plan retrainings at the focus that see the traces up to every time of observation."""
    drift, whole = config.figures.drift, config.heisenberg.times.stop
    return [
        # Rounded, for a share's last binary digit is none of a time.
        focus_training(config, retrainings=drift.retrainings, stop=round(share * whole, 6))
        for share in sorted(drift.times)
    ]


def regularization_trainings(config: Config) -> list[Training]:
    """Plan retrainings with and without l2 and confidence enhancement along ε."""
    learning, seeds = config.learning, config.heisenberg.seeds
    return [
        heisenberg_training(
            config, epsilon, seeds, **_compared(config, l2=l2, confidence_weight=weight)
        )
        for epsilon in config.figures.regularization.energy_density
        for l2 in (learning.l2, 0.0)
        for weight in (learning.confidence_weight, 0.0)
    ]


def _compared(config: Config, **changes: float) -> dict[str, float]:
    """Changes of networks that are compared with the configured ones on the same realizations.

    Realizations move both alike, so that only initial weights scatter what differs between them,
    and nothing is repeated on bootstraps.
    """
    differs = any(value != getattr(config.learning, key) for key, value in changes.items())
    return {**changes, "bootstraps": 0} if differs else changes
