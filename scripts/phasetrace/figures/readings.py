"""Readings of the paper as a specification curve."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from phasetrace.figures import (
    COLUMN,
    IMBALANCE_COLOR,
    MUTED,
    PHASE_COLORS,
    letter,
    new_figure,
)

# Of a panel and of a line of dots, in inches.
_PANEL, _LINE = 1.15, 0.13


def draw(data: xr.Dataset) -> Figure:
    """Draw the transition, accuracy and calibration of all readings above their choices."""
    rank = np.arange(1, data.sizes["reading"] + 1)
    lines = [
        (str(choice), value)
        for choice in data["choice"].values
        for value in sorted(set(data["chosen"].sel(choice=choice).values))
    ]
    dots = _LINE * (len(lines) + 2)
    figure, ((top,), (middle,), (lower,), (bottom,)) = new_figure(
        COLUMN,
        3 * _PANEL + dots + 0.5,
        rows=4,
        sharex=True,
        height_ratios=[1.4 * _PANEL, 0.8 * _PANEL, 0.8 * _PANEL, dots],
    )
    usual = data["configured"].values
    networks = f"{data.sizes['retraining']} networks each"
    for axes, value, error in (
        (top, data["transition_value"], data["transition_retraining"]),
        (middle, data["test_accuracy_mean"], data["test_accuracy_std"]),
    ):
        axes.errorbar(
            rank,
            value,
            error,
            fmt="o",
            color="black",
            elinewidth=0.6,
            markersize=2.5,
            label=networks,
        )
        axes.plot(
            rank[usual],
            value[usual],
            "D",
            color=IMBALANCE_COLOR,
            markersize=4.5,
            zorder=3,
            label="as configured",
        )
    top.set(ylabel="transition $W_c$ / $J$")
    top.legend(loc="upper left")
    middle.set(ylabel="held-out\naccuracy")
    lower.axhline(0, color=MUTED, linewidth=0.6)
    for phase, marker in zip(data["phase"].values, "os", strict=True):
        judged = data.sel(phase=phase)
        lower.plot(
            rank,
            judged["confidence"] - judged["right"],
            marker,
            color=PHASE_COLORS[phase],
            label=phase,
        )
    lower.set(ylabel="confidence\n− accuracy")
    # Points lie anywhere in the panel.
    lower.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.2)
    for place, (choice, value) in enumerate(lines):
        made = data["chosen"].sel(choice=choice).values == value
        bottom.plot(rank[made], np.full(made.sum(), place), ".", color="black", markersize=3)
        if place and lines[place - 1][0] != choice:
            bottom.axhline(place - 0.5, color=MUTED, linewidth=0.4)
    bottom.set_yticks(range(len(lines)), [f"{c.replace('_', ' ')}: {v}" for c, v in lines])
    bottom.set(
        xlim=(0, rank[-1] + 1), ylim=(len(lines) - 0.4, -0.6), xlabel="reading, by its transition"
    )
    bottom.xaxis.set_major_locator(MaxNLocator(integer=True))
    for axes, text in zip((top, middle, lower, bottom), "abcd", strict=True):
        letter(axes, text)
    return figure
