"""Fig. 4: a handcrafted LSTM unit that integrates, and trained ones beside it."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, PHASE_COLORS, letter, new_figure

_RIGHT_COLOR, _OTHER_COLOR = "#56B4E9", "#CC79A7"


def draw(data: xr.Dataset) -> Figure:
    """Draw the signal, the hidden states and the outputs, one above the other."""
    figure, ((top,), (middle,), (bottom,)) = new_figure(COLUMN, 4.4, rows=3, sharex=True)
    time = data["time"].values
    for value in (-1, 0, 1):
        top.axhline(value, color=MUTED, linewidth=0.4)
    top.plot(time, data["signal"], "o-", color="black")
    top.set(ylim=(-1.15, 1.15), ylabel="magnetization $m$")

    crafted = data.sel(network="handcrafted")
    trained = data.drop_sel(network="handcrafted")
    right = trained["right_on_constants"].values.astype(bool)
    for axes, name in ((middle, "hidden"), (bottom, "output")):
        for chosen, style, color, text in (
            (~right, "--", _OTHER_COLOR, "trained, other"),
            (right, "-", _RIGHT_COLOR, "trained, right at $m = 0$ and ±1"),
        ):
            lines = axes.plot(
                time, trained[name][chosen].T, style, color=color, linewidth=0.7, alpha=0.9
            )
            if lines:
                lines[0].set_label(f"{text} ({chosen.sum()})")
        axes.plot(time, crafted[name], color="black", linewidth=2.2, label="handcrafted")
    middle.set(ylim=(-1.08, 1.08), ylabel="hidden state $h$")
    bottom.axhline(0.5, color=MUTED, linewidth=0.4)
    bottom.set(ylim=(-0.04, 1.04), ylabel="output $y$")
    bottom.set(xlim=(0, time[-1]), xlabel="time $tJ$")
    for height, phase in ((1.0, "ergodic"), (0.0, "MBL")):
        bottom.text(
            1.01,
            height,
            phase,
            color=PHASE_COLORS[phase],
            transform=bottom.get_yaxis_transform(),
            rotation=270,
            va="top" if height else "bottom",
        )
    handles, labels = bottom.get_legend_handles_labels()
    figure.legend(handles[::-1], labels[::-1], loc="outside lower center", ncols=1)
    for axes, name in ((top, "a"), (middle, "b"), (bottom, "c")):
        letter(axes, name)
    return figure
