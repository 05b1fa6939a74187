"""How l2 and the confidence weight shape the phase diagram (the paper's supplement)."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, PHASE_COLORS, letter, new_figure

_STYLES = {
    (1, 1): ("l2 and confidence", "#000000", "o-"),
    (1, 0): ("l2 alone", PHASE_COLORS["ergodic"], "s--"),
    (0, 1): ("confidence alone", PHASE_COLORS["MBL"], "^--"),
    (0, 0): ("neither", PHASE_COLORS["time crystal"], "D:"),
}


def draw(data: xr.Dataset) -> Figure:
    """Draw accuracy and transition against the weight, and the transition against ε."""
    figure, ((top,), (middle,), (bottom,)) = new_figure(
        COLUMN, 6.2, rows=3, height_ratios=[1, 1, 1.2]
    )
    weight = data["weight"].values
    # A linear stretch around zero lets the weight 0 share a logarithmic axis.
    smallest = min(value for value in [*weight, 1.0] if value > 0)
    accuracy = data["weight_accuracy_mean"], data["weight_accuracy_std"]
    transition = data["weight_transition_value"], data["weight_transition_retraining"]
    columns = (
        (top, *accuracy, "validation accuracy"),
        (middle, *transition, "transition $W_c$ / $J$"),
    )
    for axes, value, error, text in columns:
        axes.errorbar(
            weight,
            value,
            yerr=error,
            fmt="o-",
            color="black",
            capsize=2,
            markersize=3.5,
        )
        axes.set_xscale("symlog", linthresh=smallest, linscale=0.5)
        axes.set(xlabel=r"confidence weight $\delta$", ylabel=text)
    letter(top, "a")
    letter(middle, "b")
    for (l2, confidence), (text, color, style) in _STYLES.items():
        shown = data.isel(l2=l2, confidence=confidence)
        bottom.errorbar(
            shown["transition_value"],
            data["epsilon"],
            xerr=shown["transition_retraining"],
            fmt=style,
            color=color,
            capsize=2,
            markersize=3.5,
            label=text,
        )
    bottom.set(xlabel="transition $W_c$ / $J$", ylabel=r"energy density $\varepsilon$")
    figure.legend(
        handles=bottom.get_legend_handles_labels()[0], loc="outside lower center", ncols=2
    )
    letter(bottom, "c")
    return figure
