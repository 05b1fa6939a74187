"""The transitions of a study against how much of its parameter is labelled."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, OTHER_COLORS, interval, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw each transition with its 68 % interval against the middle of what is not labelled.

    The bars behind them are what is not labelled, and the dotted line is where a transition is that
    follows its labels.
    """
    figure, ((axes,),) = new_figure(COLUMN, 2.7)
    unit = data["transition_value"].attrs.get("units", "1")
    for gap, color in zip(range(data.sizes["gap"]), OTHER_COLORS, strict=False):
        one = data.isel(gap=gap)
        low, high = one["gap_low"].values, one["gap_high"].values
        middle = (low + high) / 2
        axes.vlines(middle, low, high, color=color, alpha=0.15, linewidth=6)
        axes.errorbar(
            middle,
            one["transition_value"],
            yerr=interval(one),
            fmt="o",
            color=color,
            capsize=2,
            markersize=3.5,
            label=_words(one),
        )
        for place, value, verdict in zip(
            middle, one["transition_value"].values, one["transition_verdict"].values, strict=True
        ):
            if np.isnan(value):
                said = {"ha": "center", "va": "center", "rotation": "vertical", "fontsize": 6}
                axes.text(place, place, str(verdict), color=MUTED, **said)
    ends = np.array([data["gap_low"].min(), data["gap_high"].max()])
    axes.plot(ends, ends, ":", color=MUTED, linewidth=0.8, zorder=0)
    parameter = str(data.attrs["parameter"])
    name = f"${parameter}$" if len(parameter) <= 2 else parameter
    of = "" if unit == "1" else f" / {unit}"
    axes.set(xlabel=f"{name}, middle of what is not labelled{of}", ylabel=f"transition {name}{of}")
    axes.margins(x=0.15)
    figure.legend(
        loc="outside upper center",
        title="follows its labels? (slope)",
        title_fontsize=6,
        fontsize=6,
    )
    return figure


def _words(one: xr.Dataset) -> str:
    """Which transition it is, and whether it follows its labels."""
    slope, error = float(one["slope"]), float(one["slope_error"])
    told = f" ({slope:.2f} ± {error:.2f})" if np.isfinite(error) else ""
    sides = f"{one['from'].item()} to {one['to'].item()}"
    return f"{sides}: {one['follows'].item()}{told}"
