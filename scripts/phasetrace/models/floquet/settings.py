"""Settings of the binary-drive Floquet chain's simulations."""

import math
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from phasetrace.measurement.settings import Measurement, check_measurement
from phasetrace.models.floquet.disorder import DRIVE, Distribution, Initial
from phasetrace.models.floquet.sampling import Sampling
from phasetrace.settings import (
    MOST_VALUES,
    Amount,
    Boundary,
    Count,
    Fraction,
    Grid,
    Interval,
    Number,
    Positive,
    Precision,
    Range,
    Seed,
    Seeds,
    Settings,
    Sites,
    Tolerance,
    check_regimes,
    phases,
    plain,
    refuse,
    valued,
    whole,
)

CHANGES_NUMBERS = False

Regimes = Annotated[dict[str, Interval], *phases("time crystal", "ergodic", "MBL")]
"""Intervals of the drive by phase."""


class TrainingSet(Settings):
    """A training set of its own, of which nothing is judged."""

    drive: Grid = Field(
        default=[0.0, 0.7, math.pi / 2],
        description="ε, in rad; values outside the intervals of the labels have no label",
    )
    realizations: Count = Field(
        default=200,
        description="realizations at each drive value; all train but a share of "
        "validation_fraction",
    )
    seed: Seed = Field(
        default=1, description="number of the set of realizations, none of the seeds"
    )
    epochs: Count = Field(
        default=100, description="passes over the training set, in place of learning.epochs"
    )

    @property
    def sweep(self) -> list[float]:
        """Values of the drive ε."""
        return DRIVE.points(plain(self.drive))

    @model_validator(mode="after")
    def _printed(self) -> Self:
        valued(lambda: self.sweep, "drive", self.drive)
        return self


class FloquetSettings(Settings):
    """Which driven chains are evolved."""

    folder: ClassVar[str] = ""
    """What the folder of its traces has at its end."""
    studied: ClassVar[bool] = False
    """Whether it is of a study, of which there are many."""

    sites: Sites = Field(default=12, description="L, number of spins")
    boundary: Boundary = Field(default="open", description="open or periodic")
    pulse: Number = Field(default=math.pi / 2, description="g, in rad")
    durations: Annotated[list[Positive], Field(min_length=2, max_length=2)] = Field(
        default=[1.0, 1.0], description="T₁ and T₂, the durations of both parts of a period"
    )
    strength: Amount = Field(default=0.5, description="strength of the random energies J_i and B_i")
    distribution: Distribution = Field(
        default="uniform",
        description="how J_i and B_i are drawn: uniform in [0, strength], symmetric in [-strength,"
        " strength], or normal with standard deviation strength",
    )
    drive: Grid = Field(
        default=Range(start=0.0, stop=math.pi / 2, points=81),
        description="ε, in rad; at π/2 there is no drive",
    )
    periods: Annotated[int, Field(ge=1, le=MOST_VALUES), whole] = Field(
        default=49, description="number of periods; odd, so that a time crystal ends flipped"
    )
    sampling: Sampling = Field(
        default="every",
        description="which periods are sampled after the start: every one, or the odd ones",
    )
    initial: Initial = Field(
        default="random", description="product state to start from: random, neel or up"
    )
    initial_errors: Fraction = Field(
        default=0.0, description="probability of each spin of the start to be the wrong one"
    )
    realizations: Count = Field(
        default=50, description="disorder realizations at each drive value, for each seed"
    )
    seeds: Seeds = Field(default=[0], description="numbers of the sets of realizations")
    precision: Precision = Field(default="float64", description="float64 or float32")
    tolerance: Tolerance = Field(
        default=1e-9, description="largest error of a state's norm, in float64"
    )
    block: Count = Field(default=81, description="consecutive drive values that one job evolves")
    labels: Regimes = Field(
        default={"time crystal": [0.0, 0.05], "ergodic": [0.65, 0.75], "MBL": [1.52, 1.5708]},
        description="ε where the phase is known, both ends included; other traces are blanked (no "
        "label)",
    )
    trained_on: Literal["training_set", "sweep"] = Field(
        default="training_set",
        description="training_set: networks learn from traces of their own, and the whole sweep is"
        " withheld; sweep: they learn from part of the sweep",
    )
    training_set: TrainingSet = Field(
        default=TrainingSet(),
        description="what networks learn from if they are trained_on a training_set",
    )

    @property
    def sweep(self) -> list[float]:
        """Values of the drive ε."""
        return DRIVE.points(plain(self.drive))

    @property
    def measurement(self) -> Measurement:
        """How it is measured: exactly, but in studies."""
        return Measurement()

    @property
    def trained_chain(self) -> "TrainedChain | None":
        """Chains of the training set, or None if networks learn from the sweep."""
        if self.trained_on == "sweep":
            return None
        own = self.training_set
        changed = {
            "drive": own.drive,
            "realizations": own.realizations,
            "seeds": [own.seed],
        }
        return TrainedChain.model_construct(**{**dict(self), **changed})

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.boundary == "periodic" and self.sites < 3:
            refuse(("sites",), self.sites, "must be at least 3 on a periodic chain")
        values = valued(lambda: self.sweep, "drive", self.drive)
        if self.periods % 2 == 0:
            refuse(("periods",), self.periods, "must be odd, so that a time crystal ends flipped")
        check_regimes(self.labels, values, "labels", "floquet.drive")
        own = self.training_set
        if self.trained_on == "training_set":
            check_regimes(self.labels, own.sweep, "labels", "floquet.training_set.drive")
            if own.seed in self.seeds:
                refuse(
                    ("training_set", "seed"), own.seed, "must be none of floquet.seeds, the sweep's"
                )
        return self


class TrainedChain(FloquetSettings):
    """Chains of a training set of its own, whose traces lie beside those of the sweep."""

    folder: ClassVar[str] = "-training"


class StudiedChain(Measurement, FloquetSettings):
    """Chains of a study: phases of any names, learned from part of the sweep."""

    studied: ClassVar[bool] = True

    labels: dict[str, Interval] = Field(
        description="ε where the phase is known, both ends included"
    )
    trained_on: Literal["sweep"] = Field(default="sweep", description="part of the sweep")

    @property
    def measurement(self) -> Measurement:
        """How it is measured."""
        return self

    @model_validator(mode="after")
    def _differ(self) -> Self:
        if "training_set" in self.model_fields_set:
            given = self.training_set.model_dump()
            refuse(("training_set",), given, "a study learns from part of its sweep: leave it out")
        check_measurement(self, conserved=False)
        alike = self.initial != "random" and self.initial_errors in (0, 1)
        if self.strength == 0 and alike:
            refuse(
                ("strength",),
                self.strength,
                "must exceed 0 unless initial is random or has errors, or all realizations are "
                "alike",
            )
        return self
