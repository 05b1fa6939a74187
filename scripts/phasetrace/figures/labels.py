"""The transitions of a study against how much of its parameter is labelled."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, OTHER_COLORS, interval, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw each transition with its 68 % interval against the share of the labelled points.

    Behind them is what is not labelled, between which a transition can be.
    """
    figure, ((axes,),) = new_figure(COLUMN, 2.5)
    shares = data["share"].values
    for gap, color in zip(range(data.sizes["gap"]), OTHER_COLORS, strict=False):
        one = data.isel(gap=gap)
        name = f"{one['from'].item()} to {one['to'].item()}"
        axes.fill_between(
            shares, one["gap_low"], one["gap_high"], color=color, alpha=0.1, linewidth=0
        )
        axes.errorbar(
            shares,
            one["transition_value"],
            yerr=interval(one),
            fmt="o-",
            color=color,
            capsize=2,
            markersize=3.5,
            label=f"{name}; follows its labels: {one['follows'].item()}",
        )
        for share, value, verdict in zip(
            shares, one["transition_value"].values, one["transition_verdict"].values, strict=True
        ):
            if np.isnan(value):
                middle = float((one["gap_low"] + one["gap_high"]).sel(share=share)) / 2
                axes.text(share, middle, str(verdict), color=MUTED, ha="center", fontsize=6)
    unit = data["transition_value"].attrs.get("units", "1")
    parameter = str(data.attrs["parameter"])
    name = f"${parameter}$" if len(parameter) <= 2 else parameter
    axes.set(xlabel="labelled points, as a share of those of the study")
    axes.set(ylabel=f"transition {name}" + ("" if unit == "1" else f" / {unit}"))
    axes.margins(x=0.15)
    figure.legend(loc="outside upper center", fontsize=6)
    return figure
