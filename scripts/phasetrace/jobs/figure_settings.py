"""Settings of what single figures vary."""

from typing import Annotated

from pydantic import Field

from phasetrace.models.heisenberg.settings import Regimes
from phasetrace.settings import (
    MOST_VALUES,
    Amounts,
    Count,
    Counts,
    Fractions,
    Pair,
    Settings,
    Sites,
    Widths,
    whole,
)


class Fig2(Settings):
    """Figure 2: networks of several sizes."""

    units: Counts = Field(default=[2, 4, 8, 16, 32], description="N in the left panel")


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


class Fig8(Settings):
    """Figure 8: single traces."""

    disorder: Pair = Field(default=[1.5, 7.5], description="W of the two traces in the left panel")


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


class FigureSettings(Settings):
    """What single figures vary."""

    fig2: Fig2 = Field(default=Fig2(), description="N in the left panel")
    fig4: Fig4 = Field(
        default=Fig4(), description="trained single units beside the handcrafted one"
    )
    fig5: Fig5 = Field(default=Fig5(), description="W_B: labels up to it and from 8 - W_B")
    fig6: Fig6 = Field(default=Fig6(), description="calibration")
    fig8: Fig8 = Field(default=Fig8(), description="W of the single traces in the left panel")
    regularization: Regularization = Field(
        default=Regularization(),
        description="l2 and confidence enhancement varied and switched off",
    )
    gap_ratio: GapRatio = Field(
        default=GapRatio(), description="exact diagonalization in the fields of the focus's traces"
    )
