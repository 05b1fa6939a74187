"""Accuracy of methods that are trained on degraded traces."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasetrace.figures import MUTED, PAGE, PHASE_COLORS, letter, new_figure, ramp

AXES = {
    "noise": r"Gaussian noise $\sigma$",
    "shots": "shots a value",
    "first_samples": "samples",
    "skipped_samples": "first samples left out",
    "missing_sites": "missing sites / %",
    "missing_times": "missing times / %",
    "realizations": "realizations to train on",
}
COLUMNS = 4
SPREAD = 0.4
"""Of the methods about their amount, so that error bars do not hide each other."""


def draw(data: xr.Dataset) -> Figure:
    """Draw the accuracy against each degradation, from none of it on, the chains below another."""
    chains = list(dict.fromkeys(data["chain"].values.tolist()))
    kinds = list(dict.fromkeys(data["degradation"].values.tolist()))
    rows = -(-(len(kinds) + 1) // COLUMNS)
    figure, panels = new_figure(
        PAGE, 1.65 * rows * len(chains) + 0.2, rows=rows * len(chains), columns=COLUMNS
    )
    for number, chain in enumerate(chains):
        *places, last = panels[rows * number : rows * (number + 1)].flat[: len(kinds) + 1]
        of_chain = data.isel(condition=data["chain"].values == chain)
        for place, (axes, kind) in enumerate(zip(places, kinds, strict=True)):
            _panel(axes, of_chain.isel(condition=of_chain["degradation"].values == kind))
            axes.set(xlabel=AXES[kind], ylabel="" if place % COLUMNS else "held-out accuracy")
        letter(places[0], "ab"[number])
        # Longer than one panel is wide.
        places[1].set_title(chain, loc="left")
        last.axis("off")
        if not number:
            last.legend(*places[0].get_legend_handles_labels(), loc="center", fontsize=6)
    for axes in panels.flat:
        if not axes.lines:
            axes.axis("off")
    return figure


def _panel(axes: Axes, data: xr.Dataset) -> None:
    """Draw every method along the amounts of one degradation."""
    amounts = np.arange(data.sizes["condition"])
    others = data.sizes["method"] - 1
    colors = [PHASE_COLORS["MBL"], *ramp(others)]
    shifts = SPREAD * (np.arange(others + 1) / max(others, 1) - 0.5)
    for number, (color, shift) in enumerate(zip(colors, shifts, strict=True)):
        one = data.isel(method=number)
        value = one["accuracy"].values
        axes.errorbar(
            amounts + shift,
            value,
            np.clip([value - one["low"].values, one["high"].values - value], 0, None),
            fmt="o-" if number == 0 else ".-",
            color=color,
            linewidth=1.4 if number == 0 else 0.7,
            elinewidth=0.6,
            markersize=3.5 if number == 0 else 2.5,
            zorder=3 if number == 0 else 2,
            label=str(one["method"].values),
        )
    axes.axhline(float(data["guess"][0]), color=MUTED, linewidth=0.6, linestyle=":")
    shown = data["amount"].values * (100 if "missing" in str(data["degradation"].values[0]) else 1)
    axes.set_xticks(amounts, ["∞" if np.isinf(one) else f"{one:g}" for one in shown])
