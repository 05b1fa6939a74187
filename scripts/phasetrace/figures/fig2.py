"""Fig. 2: the transition of the random-field Heisenberg chain in the networks' confusion."""

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from phasetrace.analyses.energy_density import missed
from phasetrace.figures import (
    COLUMN,
    IMBALANCE_COLOR,
    interval,
    letter,
    new_figure,
    phase_map,
    ramp,
)


def draw(data: xr.Dataset) -> Figure:
    """Draw the confusion for several network sizes, and the phase diagram."""
    figure, ((top,), (bottom,)) = new_figure(COLUMN, 5.2, rows=2)
    disorder = data["W"].values

    sizes = data["units"].values
    markers = ["o", "s", "^", "D", "v", "P", "X"]
    for index, (size, color) in enumerate(zip(sizes, ramp(len(sizes)), strict=True)):
        top.plot(
            disorder,
            data["units_confusion"].sel(units=size),
            marker=markers[index % len(markers)],
            markevery=3,
            color=color,
            label=f"$N = {size}$",
        )
    top.set(xlim=(0, disorder[-1]), ylim=(0, 1.02))
    top.set(xlabel="disorder $W$ / $J$", ylabel="confusion $C$")
    top.legend(title=rf"$\varepsilon = {data.attrs['units_epsilon']:.2f}$")
    letter(top, "a")

    density = data["epsilon"].values
    image = phase_map(bottom, data["confusion"])
    figure.colorbar(image, ax=bottom, label="confusion $C$")
    bottom.errorbar(
        data["transition_value"],
        density,
        xerr=interval(data),
        fmt="o",
        color="white",
        markeredgecolor="black",
        markeredgewidth=0.5,
        ecolor="white",
        elinewidth=0.9,
        markersize=4,
        label="$W_c$, 68 % interval",
    )
    bottom.errorbar(
        data["exact_transition"],
        density,
        xerr=data["exact_error"],
        fmt="s-",
        color=IMBALANCE_COLOR,
        markeredgecolor="black",
        markeredgewidth=0.5,
        elinewidth=0.9,
        markersize=3,
        label=f"gap ratio, $L = {data.attrs['exact_L']}$",
    )
    _show_missed(bottom, data)
    _show_width(bottom, data)
    bottom.legend(loc="upper right", labelcolor="white", fontsize=6)
    letter(bottom, "b")
    return figure


def _show_width(axes: Axes, data: xr.Dataset) -> None:
    """Show, where the map is free, how wide in energy an initial state at the boundary is."""
    boundary = data["exact_transition"].mean()
    if boundary.notnull():
        at_boundary = data["epsilon_width"].sel(W=boundary, method="nearest").mean()
        axes.errorbar(
            0.97 * data["W"][-1],
            data["epsilon"].mean(),
            yerr=at_boundary,
            color="white",
            capsize=3,
            linewidth=0.9,
            label="energy width of a state",
        )


def _show_missed(axes: Axes, data: xr.Dataset) -> None:
    """Lead from the energy density asked for to the attained one, where that is far off."""
    attained = data["epsilon_attained_mean"].where(missed(data)).stack(point=("epsilon", "W"))
    found = attained.dropna("point")
    if found.size:
        ends = found["W"], found["epsilon"], found
        axes.vlines(*ends, color="white", linewidth=0.7, label="_strokes")
        text = r"attained $\varepsilon$, where far off"
        axes.plot(found["W"], found, "_", color="white", markersize=3, label=text)
