"""Fig. 7: networks that meet a phase they have never seen."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasetrace.figures import (
    COLUMN,
    CONFUSION_COLOR,
    IMBALANCE_COLOR,
    PHASE_COLORS,
    letter,
    new_figure,
)


def draw(data: xr.Dataset) -> Figure:
    """Draw the outputs and the confusion of networks trained without one of the phases."""
    unseen = [str(phase) for phase in data["unseen"].values]
    # The paper's order: the middle phase is the unseen one of the first panel.
    order = [unseen[1], unseen[0], unseen[2]]
    figure, panels = new_figure(COLUMN, 5.2, rows=3, sharex=True)
    for name, (axes,), phase in zip("abc", panels, order, strict=True):
        _panel(axes, data, phase)
        letter(axes, name)
        axes.set_title(f"without {phase}", loc="right")
    middle = panels[1, 0]
    middle.plot(data["drive"], data["imbalance"], color=IMBALANCE_COLOR, label=r"imbalance $I$")
    middle.axhline(0.0, color="black", linewidth=0.4)
    middle.set(ylim=(-1.05, 1.05))
    lines = {line.get_label(): line for (axes,) in panels for line in axes.get_lines()}
    named = [line for label, line in lines.items() if not str(label).startswith("_")]
    figure.legend(handles=named, loc="outside lower center", ncols=3)
    panels[-1, 0].set(xlabel=r"drive parameter $\varepsilon$ / rad")
    return figure


def _panel(axes: Axes, data: xr.Dataset, unseen: str) -> None:
    drive, shown = data["drive"].values, data.sel(unseen=unseen)
    phases = [str(phase) for phase in data["phase"].values]
    for number, phase in enumerate(phases):
        if phase == unseen:
            continue
        labelled = drive[data["label"].values == number]
        axes.axvspan(np.min(labelled), np.max(labelled), color=PHASE_COLORS[phase], alpha=0.15)
        axes.plot(
            drive, shown["output"].sel(phase=phase), "--", color=PHASE_COLORS[phase], label=phase
        )
    axes.plot(drive, shown["confusion"], "o-", color=CONFUSION_COLOR, label="confusion $C$")
    axes.set(xlim=(drive[0], drive[-1]), ylim=(-0.03, 1.05), ylabel="output, confusion")
