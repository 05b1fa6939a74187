"""Settings of what single figures vary."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError

from phasetrace.jobs.learning_settings import LearningSettings
from phasetrace.models.heisenberg.settings import HeisenbergSettings, Regimes
from phasetrace.settings import (
    MOST_VALUES,
    Amount,
    Amounts,
    Count,
    Counts,
    Fractions,
    Lengths,
    Pair,
    Precision,
    Settings,
    Shares,
    Sites,
    Widths,
    refuse,
    whole,
)

LEFT_OPEN: dict[str, type[Settings]] = {
    "boundary": HeisenbergSettings,
    "dropout_on": LearningSettings,
    "l2_on": LearningSettings,
    "normalization": LearningSettings,
    "epoch": LearningSettings,
    "learning_rate": LearningSettings,
    "confidence_weight": LearningSettings,
    "confidence_form": LearningSettings,
    "gates": LearningSettings,
    "initialization": LearningSettings,
}
"""What the paper leaves open, by the section whose settings it is of; see docs/readings.md."""


def _open(choices: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Ask of each choice what its own setting asks."""
    checked: dict[str, list[Any]] = {}
    for key, values in choices.items():
        if key not in LEFT_OPEN:
            refuse((key,), values, f"unknown key; allowed: {', '.join(LEFT_OPEN)}")
        checked[key] = []
        for place, value in enumerate(values):
            try:
                setting = getattr(LEFT_OPEN[key].model_validate({key: value}), key)
            except ValidationError as error:
                refuse((key, place), value, error.errors()[0]["msg"])
            if setting in checked[key]:
                refuse((key,), values, "must not repeat a value")
            checked[key].append(setting)
    return checked


Choices = Annotated[
    dict[str, Annotated[list[Any], Field(max_length=20)]],
    AfterValidator(_open),
    Field(json_schema_extra={"propertyNames": {"enum": list(LEFT_OPEN)}}),
]
"""Values by the key of what the paper leaves open; a choice without a value is left out."""

CROSSED: dict[str, list[Any]] = {
    "boundary": ["open", "periodic"],
    "dropout_on": ["input", "output"],
    "l2_on": ["input_kernel", "all_kernels"],
    "confidence_weight": [0.1, 0.0],
}
ALONE: dict[str, list[Any]] = {
    "l2_on": ["recurrent_layer"],
    "epoch": ["all"],
    "learning_rate": [2e-3],
    "normalization": ["all"],
    "confidence_form": ["impurity"],
    "confidence_weight": [1.0],
    "gates": ["sigmoid"],
    "initialization": ["flax"],
}
"""Choices whose keys a configuration lacks have these values."""


class Fig2(Settings):
    """Figure 2: networks of several sizes."""

    units: Counts = Field(default=[2, 4, 8, 16, 32], description="N in panel (a)")


class Fig4(Settings):
    """Figure 4: what a single unit learns."""

    retrainings: Count = Field(default=10, description="trained single units")


class Fig5(Settings):
    """Figure 5: how much is blanked."""

    widths: Widths = Field(default=[0.25, 0.5, 0.75, 1.0, 1.5], description="W_B in units of J")


class Fig6(Settings):
    """Figure 6: calibration."""

    retrainings: Count = Field(default=10, description="100 in the paper")
    beyond: Regimes = Field(
        default={"ergodic": [0.5, 1.0], "MBL": [7.0, 7.6]},
        description="W judged beside the labelled regimes",
    )


class Fig7(Settings):
    """Figure 7: unseen phases."""

    confidence_weight: Amount = Field(
        default=0.0,
        description="δ; with more, traces of the unseen phase take part in training, unlabelled",
    )


class Fig8(Settings):
    """Figure 8: single traces."""

    disorder: Pair = Field(default=[1.5, 7.5], description="W of the two traces in panel (a)")


class Regularization(Settings):
    """Figure regularization: without l2 and without confidence enhancement."""

    weights: Amounts = Field(
        default=[0.0, 0.1, 0.3, 1.0], description="confidence weights δ compared at the focus"
    )
    energy_density: Fractions = Field(
        default=[0.2, 0.5, 0.8], description="ε at which l2 and δ are switched off"
    )


class GapRatio(Settings):
    """Figure gap-ratio: exact diagonalization of the chains at the focus."""

    points: Annotated[int, Field(ge=2, le=MOST_VALUES), whole] = Field(
        default=16, description="number of values of W, of those of the traces"
    )
    realizations: Count = Field(
        default=50, description="realizations of each seed of the focus, from its first on"
    )
    levels: Annotated[int, Field(ge=3, le=1000), whole] = Field(
        default=50, description="energy levels nearest to an energy density"
    )
    longest: Sites = Field(
        default=16, description="most sites; of a longer chain the levels are those of this length"
    )

    def sites(self, configured: int) -> int:
        """Sites of the chain that is diagonalized."""
        return min(configured, self.longest)


class Readings(Settings):
    """Figure readings: what the paper leaves open."""

    retrainings: Count = Field(default=5, description="networks of each reading")
    crossed: Annotated[Choices, AfterValidator(lambda choices: {**CROSSED, **choices})] = Field(
        default=CROSSED, description="every combination of these"
    )
    alone: Annotated[Choices, AfterValidator(lambda choices: {**ALONE, **choices})] = Field(
        default=ALONE,
        description="each of these in place of the configured value, one at a time",
    )


class Drift(Settings):
    """Figure drift: the transition against the length of the chain and the time of observation."""

    lengths: Lengths = Field(
        default=[8, 10, 12, 14],
        description="L, to which the configured one is added",
    )
    precision: Precision = Field(
        default="float32", description="of the traces of all lengths but the configured one"
    )
    retrainings: Count = Field(default=10, description="networks of each length and time")
    times: Shares = Field(
        default=[0.05, 0.1, 0.2, 0.5], description="of the time of observation, as shares of it"
    )
    realizations: Count = Field(
        default=20,
        description="realizations of each seed of other lengths whose energy levels are found; of "
        "lengths with few levels as many more",
    )

    def sites(self, chain: HeisenbergSettings) -> list[int]:
        """Every length that can have the configured number of up spins, increasing."""
        fixed = 0 if chain.up_spins == "half" else chain.up_spins
        return sorted({*(sites for sites in self.lengths if sites > fixed), chain.sites})


class Robustness(Settings):
    """Figure robustness: methods that are trained on degraded traces."""

    fits: Annotated[Count, Field(ge=2)] = Field(
        default=5, description="fits of every method, to traces that are degraded differently"
    )
    noise: Widths = Field(
        default=[0.25, 0.5, 1.0, 2.0, 4.0], description="standard deviations of Gaussian noise"
    )
    shots: Counts = Field(
        default=[100, 10, 3, 1], description="projective measurements of every value"
    )
    first_samples: Counts = Field(
        default=[26, 10, 6, 4, 2],
        description="times from the first on; as many as end the binary drive after an odd period",
    )
    skipped_samples: Counts = Field(
        default=[1, 10, 24, 40], description="times that are left out from the first on"
    )
    missing_sites: Fractions = Field(default=[0.3, 0.7, 0.9], description="of the sites of a trace")
    missing_times: Fractions = Field(default=[0.3, 0.7, 0.9], description="of its later times")
    realizations: Counts = Field(
        default=[20, 10, 5, 2, 1], description="to train on, of those configured"
    )


class FigureSettings(Settings):
    """What single figures vary."""

    fig2: Fig2 = Field(default=Fig2(), description="N in panel (a)")
    fig4: Fig4 = Field(
        default=Fig4(), description="trained single units beside the handcrafted one"
    )
    fig5: Fig5 = Field(default=Fig5(), description="W_B: labels up to it and from 8 - W_B")
    fig6: Fig6 = Field(default=Fig6(), description="calibration")
    fig7: Fig7 = Field(default=Fig7(), description="networks that know all phases but one")
    fig8: Fig8 = Field(default=Fig8(), description="W of the single traces in panel (a)")
    regularization: Regularization = Field(
        default=Regularization(),
        description="l2 and confidence enhancement varied and switched off",
    )
    gap_ratio: GapRatio = Field(
        default=GapRatio(), description="exact diagonalization in the fields of the focus's traces"
    )
    drift: Drift = Field(
        default=Drift(),
        description="the transition by length and time of observation; "
        "drawn only if asked for by its name",
    )
    robustness: Robustness = Field(
        default=Robustness(),
        description="methods trained on degraded traces; drawn only if asked for by its name",
    )
    readings: Readings = Field(
        default=Readings(),
        description="what the paper leaves open, see docs/readings.md",
    )
