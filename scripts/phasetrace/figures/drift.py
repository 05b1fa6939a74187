"""The transition against the length of the chain and against the time of observation."""

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasetrace.figures import (
    COLUMN,
    IMBALANCE_COLOR,
    MUTED,
    PHASE_COLORS,
    interval,
    letter,
    new_figure,
    ramp,
)

_NETWORKS, _EXACT, _WIDTH = (
    PHASE_COLORS["ergodic"],
    PHASE_COLORS["MBL"],
    PHASE_COLORS["time crystal"],
)


def draw(data: xr.Dataset) -> Figure:
    """Draw transition and confused region by length, late imbalance, and transition by time."""
    figure, ((top,), (middle,), (bottom,)) = new_figure(COLUMN, 6.6, rows=3)
    sites = data["sites"].values
    _bars(top, sites, data, "transition", _NETWORKS, "networks")
    for value, error, color, text, style in (
        ("exact_transition", "exact_error", _EXACT, "gap ratio", "s--"),
        ("width", "width_error", _WIDTH, "confused region, width", "^:"),
    ):
        top.errorbar(
            sites,
            data[value],
            np.nan_to_num(data[error]),
            fmt=style,
            color=color,
            capsize=2,
            markersize=3.5,
            label=text,
        )
    top.set(xlabel="length $L$", ylabel="disorder $W$ / $J$", ylim=(0, None))
    top.set_xticks(sites)
    top.legend(loc="best")

    for length, shade in zip(sites, ramp(len(sites)), strict=True):
        shown = data.sel(sites=length)
        middle.errorbar(
            data["W"],
            shown["imbalance"],
            np.nan_to_num(shown["imbalance_error"]),
            color=shade,
            elinewidth=0.5,
            linewidth=0.9,
            label=f"$L = {length}$",
        )
    middle.set(xlabel="disorder $W$ / $J$", ylabel="late imbalance $I$")
    middle.set_xlim(0, float(data["W"][-1]) * 1.03)
    middle.legend(loc="lower right")

    stops = data["stop"].values
    _bars(bottom, stops, data, "trained_transition", _NETWORKS, "trained on so much")
    bottom.errorbar(
        stops,
        data["read_transition_value"],
        np.nan_to_num(data["read_transition_retraining"]),
        fmt="D--",
        color=IMBALANCE_COLOR,
        capsize=2,
        markersize=3.5,
        label="trained on the whole",
    )
    _say_why(bottom, stops, data, "read_transition")
    bottom.set_xscale("log")
    bottom.set_xticks(stops, [f"{stop:.0f}" for stop in stops])
    bottom.set_xticks([], minor=True)
    bottom.set(xlabel="time of observation $tJ$", ylabel="transition $W_c$ / $J$", ylim=(0, None))
    bottom.legend(loc="lower right")
    for axes, name in ((top, "a"), (middle, "b"), (bottom, "c")):
        letter(axes, name)
    return figure


def _bars(
    axes: Axes, places: np.ndarray, data: xr.Dataset, name: str, color: str, text: str
) -> None:
    """Draw a transition with its interval, or its verdict where there is none."""
    axes.errorbar(
        places,
        data[f"{name}_value"],
        np.nan_to_num(interval(data, name)),
        fmt="o-",
        color=color,
        capsize=2,
        markersize=3.5,
        label=text,
    )
    _say_why(axes, places, data, name)


def _say_why(axes: Axes, places: np.ndarray, data: xr.Dataset, name: str) -> None:
    """Write a verdict where there is no transition, of one found in another way beside it."""
    value, verdict = data[f"{name}_value"].values, data[f"{name}_verdict"].values
    for place, said in zip(places[np.isnan(value)], verdict[np.isnan(value)], strict=True):
        axes.text(
            place,
            0.04,
            str(said),
            color=MUTED,
            rotation="vertical",
            horizontalalignment="left" if name.startswith("read") else "right",
            transform=axes.get_xaxis_transform(),
        )
