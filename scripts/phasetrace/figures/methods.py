"""What other methods find on the traces of the networks, beside the networks."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, PHASE_COLORS, letter, new_figure

_NETWORKS_COLOR, _OTHER_COLOR, _UNLABELLED_COLOR = (
    PHASE_COLORS["MBL"],
    "#000000",
    PHASE_COLORS["time crystal"],
)


def draw(data: xr.Dataset) -> Figure:
    """Draw the transition and the held-out accuracy of each method, and learning by confusion."""
    figure, panels = new_figure(
        COLUMN, 5.0, rows=2, columns=2, width_ratios=[1.5, 1], height_ratios=[1.7, 1]
    )
    left, right = panels[0]
    for axes in panels[1]:
        axes.remove()
    bottom = figure.add_subplot(panels[1, 0].get_gridspec()[1, :])
    methods = [str(name) for name in data["method"].values]
    places = np.arange(len(methods))[::-1]
    _transitions(left, data, places)
    for axes in (left, right):
        axes.set_yticks(places, methods if axes is left else [], fontsize=6.5)
        axes.set_ylim(-0.6, len(methods) - 0.4)
        axes.grid(axis="y", color=MUTED, linewidth=0.2)
        axes.set_axisbelow(True)
    for name, place, accuracy in zip(methods, places, data["accuracy"].values, strict=True):
        right.plot(accuracy, place, "o", color=_color(name), markersize=3.5)
    right.set(xlabel="held-out\naccuracy")

    bottom.plot(data["assumed"], data["confusion_accuracy"], ".-", color=_UNLABELLED_COLOR)
    for value in data["transition"].sel({"method": "learning by confusion"}).values:
        if np.isfinite(value):
            bottom.axvline(value, color=MUTED, linewidth=0.6, linestyle="--")
    bottom.set(
        xlabel=f"assumed transition {_axis(data)}", ylabel="accuracy,\nlearning by confusion"
    )
    for axes, name in ((left, "a"), (right, "b"), (bottom, "c")):
        letter(axes, name)
    return figure


def _transitions(axes: Axes, data: xr.Dataset, places: np.ndarray) -> None:
    """Draw each method's transition with its 68 % interval, or write why there is none.

    Behind them is where the gap ratio of the same chains crosses, with its standard error.
    """
    ends = data[["low", "high", "transition"]].to_array().values
    middle = (np.nanmin(ends) + np.nanmax(ends)) / 2 if np.isfinite(ends).any() else 0.0
    for place, method in zip(places, map(str, data["method"].values), strict=True):
        color, several = _color(method), data.sizes["gap"]
        for gap in range(several):
            one = data.sel({"method": method}).isel(gap=gap)
            value, low, high = (float(one[name]) for name in ("transition", "low", "high"))
            if one["verdict"] == "found":
                axes.plot([low, high], [place, place], color=color)
                axes.plot(value, place, "o", color=color, markersize=3.5)
                continue
            axes.plot([low, high], [place, place], ":", color=color)
            inwards = low < middle
            # What says nothing of a place is written in its share of the panel.
            x = (high if inwards else low) if np.isfinite(low) else (gap + 0.5) / several
            axes.annotate(
                str(one["verdict"].values),
                (x, place),
                xycoords="data" if np.isfinite(low) else axes.get_yaxis_transform(),
                textcoords="offset points",
                xytext=((3 if inwards else -3) if np.isfinite(low) else 0, 0),
                ha=("left" if inwards else "right") if np.isfinite(low) else "center",
                va="center",
                color=color,
                fontsize=6,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )
    if "exact_transition" in data:
        _exact(axes, data)
    axes.set(xlabel=f"transition\n{_axis(data, critical='_c')}")


def _exact(axes: Axes, data: xr.Dataset) -> None:
    """Draw where the gap ratio of the same chains crosses, with its standard error."""
    found = float(data["exact_transition"])
    error = np.hypot(data["exact_error"], data["exact_grid"]).item()
    if np.isfinite(found):
        axes.axvline(found, color=MUTED, linewidth=0.8, zorder=0, label="gap ratio")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, fontsize=6.5)
    if np.isfinite(error):
        axes.axvspan(found - error, found + error, color=MUTED, alpha=0.3, linewidth=0, zorder=0)


def _axis(data: xr.Dataset, critical: str = "") -> str:
    """What transitions are of, with its unit; short names are symbols."""
    name, unit = str(data.attrs["parameter"]), str(data["transition"].attrs["units"])
    symbol = f"${name}{critical}$" if len(name) <= 2 else name
    return (
        symbol if unit == "1" else f"{symbol} / ${unit}$" if unit == "J" else f"{symbol} / {unit}"
    )


def _color(method: str) -> str:
    if method.startswith("networks"):
        return _NETWORKS_COLOR
    return _UNLABELLED_COLOR if method == "learning by confusion" else _OTHER_COLOR
