"""Settings of the random-field Heisenberg chain's simulations."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from phasetrace.models.heisenberg.cost import step_phase
from phasetrace.models.heisenberg.disorder import DISORDER, ENERGY_DENSITY
from phasetrace.models.settings import LARGEST_PHASE, UpSpins, check_sector, up_spins_of
from phasetrace.settings import (
    MOST_VALUES,
    Boundary,
    Count,
    Fraction,
    FractionGrid,
    FractionRange,
    Grid,
    Interval,
    Number,
    Positive,
    Precision,
    Range,
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

Regimes = Annotated[dict[str, Interval], *phases("ergodic", "MBL")]
"""Intervals of W by phase."""


class Times(Settings):
    """When the magnetization is sampled."""

    stop: Positive = Field(default=500.0, description="the last time, in 1/J")
    points: Annotated[int, Field(ge=2, le=MOST_VALUES), whole] = Field(
        default=50, description="number of samples, both ends included"
    )


class Focus(Settings):
    """The energy density that every analysis but the phase diagram is made at."""

    energy_density: Fraction = Field(default=0.5, description="ε, one of the phase diagram's")
    seeds: Seeds = Field(
        default=[0, 1], description="numbers of the sets of realizations at this ε"
    )


class HeisenbergSettings(Settings):
    """Which random-field Heisenberg chains are evolved."""

    sites: Sites = Field(default=12, description="L, number of spins")
    coupling: Number = Field(default=1.0, description="J, the unit of energy")
    boundary: Boundary = Field(default="open", description="open or periodic")
    up_spins: UpSpins = Field(
        default="half",
        description="number of up spins, or half for the sector of zero magnetization",
    )
    disorder: Grid = Field(
        default=Range(start=0.125, stop=8.0, points=64),
        description="disorder strengths W in units of J: w_i is uniform in [-W, W]",
    )
    energy_density: FractionGrid = Field(
        default=FractionRange(start=0.2, stop=0.8, points=13),
        description="ε of the initial states: 0 is the ground state, 1 the highest",
    )
    times: Times = Field(default=Times(), description="samples from t = 0 to stop, in 1/J")
    realizations: Count = Field(
        default=50, description="disorder realizations at each grid point, for each seed"
    )
    seeds: Seeds = Field(
        default=[0], description="numbers of the sets of realizations in the phase diagram"
    )
    focus: Focus = Field(
        default=Focus(), description="the ε of all other analyses, with more sets of realizations"
    )
    precision: Precision = Field(default="float64", description="float64 or float32")
    tolerance: Tolerance = Field(
        default=1e-9, description="largest error of a state's norm, in float64"
    )
    block: Count = Field(default=64, description="consecutive values of W that one job evolves")
    labels: Regimes = Field(
        default={"ergodic": [0.0, 0.5], "MBL": [7.6, 8.0]},
        description="W where the phase is known, both ends included; other traces are blanked (no "
        "label)",
    )

    @property
    def up(self) -> int:
        """Number of up spins."""
        return up_spins_of(self.sites, self.up_spins)

    @property
    def sweep(self) -> list[float]:
        """Values of W."""
        return DISORDER.points(plain(self.disorder))

    @property
    def energy_densities(self) -> list[float]:
        """Values of ε of the phase diagram."""
        return ENERGY_DENSITY.points(plain(self.energy_density))

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        check_sector(self.sites, self.boundary, self.up_spins)
        disorder = valued(lambda: self.sweep, "disorder", self.disorder)
        densities = valued(lambda: self.energy_densities, "energy_density", self.energy_density)
        printed = [ENERGY_DENSITY.label(value) for value in densities]
        if ENERGY_DENSITY.label(self.focus.energy_density) not in printed:
            refuse(
                ("focus", "energy_density"),
                self.focus.energy_density,
                f"must be one of heisenberg.energy_density: {', '.join(printed)}",
            )
        phase = step_phase(self, self.sites, disorder[-1])
        if phase > LARGEST_PHASE:
            most = self.times.stop * LARGEST_PHASE / phase
            refuse(
                ("times", "stop"),
                self.times.stop,
                f"must be at most {most:.3g} with times.points = {self.times.points}: one step "
                f"between samples would take {phase:.3g} Chebyshev terms",
            )
        check_regimes(self.labels, disorder, "labels", "heisenberg.disorder")
        return self
