"""Fig. 3: three dynamical phases of the driven chain."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import (
    COLUMN,
    CONFUSION_COLOR,
    IMBALANCE_COLOR,
    PHASE_COLORS,
    new_figure,
)


def draw(data: xr.Dataset) -> Figure:
    """Draw the neurons' outputs, the confusion and the imbalance against the drive."""
    figure, ((axes,),) = new_figure(COLUMN, 2.9)
    drive = data["drive"].values
    for phase in data["phase"].values:
        axes.plot(
            drive, data["output"].sel(phase=phase), "--", color=PHASE_COLORS[phase], label=phase
        )
    axes.plot(drive, data["imbalance"], color=IMBALANCE_COLOR, label=r"imbalance $I$")
    axes.plot(drive, data["confusion"], "o-", color=CONFUSION_COLOR, label="confusion $C$")
    for gap in range(data.sizes["gap"]):
        value, low, high = (float(data[f"transition_{n}"][gap]) for n in ("value", "low", "high"))
        # It may be found without anything to tell its error by.
        if np.isfinite(high - low):
            axes.axvspan(low, high, color="0.85", linewidth=0)
        if np.isfinite(value):
            axes.axvline(value, color="0.6", linewidth=0.6)
    axes.axhline(0.0, color="black", linewidth=0.4)
    axes.set(xlim=(drive[0], drive[-1]), ylim=(-1.05, 1.05))
    axes.set(xlabel=r"drive parameter $\varepsilon$ / rad", ylabel="output, confusion, imbalance")
    axes.legend(loc="lower right")
    return figure
