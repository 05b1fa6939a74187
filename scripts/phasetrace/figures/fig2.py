"""Fig. 2: the transition of the random-field Heisenberg chain in the networks' confusion."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import PAGE, letter, new_figure, ramp


def draw(data: xr.Dataset) -> Figure:
    """Draw the confusion for several network sizes, and the phase diagram."""
    figure, ((left, right),) = new_figure(PAGE, 2.7, columns=2)
    disorder = data["W"].values

    sizes = data["units"].values
    markers = ["o", "s", "^", "D", "v", "P", "X"]
    for index, (size, color) in enumerate(zip(sizes, ramp(len(sizes)), strict=True)):
        left.plot(
            disorder,
            data["units_confusion"].sel(units=size),
            marker=markers[index % len(markers)],
            markevery=3,
            color=color,
            label=f"$N = {size}$",
        )
    left.set(xlim=(0, disorder[-1]), ylim=(0, 1.02))
    left.set(xlabel="disorder $W$ / $J$", ylabel="confusion $C$")
    left.legend(title=rf"$\varepsilon = {data.attrs['units_epsilon']:.2f}$")
    letter(left, "a")

    density = data["epsilon"].values
    image = right.pcolormesh(
        disorder, density, data["confusion"], vmin=0, vmax=1, shading="nearest", rasterized=True
    )
    figure.colorbar(image, ax=right, label="confusion $C$")
    right.errorbar(
        data["transition_mean"],
        density,
        xerr=data["transition_std"],
        fmt="o",
        color="white",
        markeredgecolor="black",
        markeredgewidth=0.5,
        ecolor="white",
        elinewidth=0.9,
        markersize=4,
        label="$W_c$, mean and standard deviation",
    )
    right.legend(loc="upper right", labelcolor="white")
    right.set(xlabel="disorder $W$ / $J$", ylabel=r"energy density $\varepsilon$")
    letter(right, "b")
    return figure
