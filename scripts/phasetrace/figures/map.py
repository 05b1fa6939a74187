"""A study's phases against two parameters."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, OTHER_COLORS, named, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw the confusion over both parameters, with the transitions and their 68 % intervals."""
    second, parameter = str(data.attrs["second"]), str(data.attrs["parameter"])
    figure, ((axes,),) = new_figure(COLUMN, 2.7)
    shown = axes.pcolormesh(
        data[parameter],
        data[second],
        data["confusion"].transpose(second, parameter),
        vmin=0,
        vmax=1,
        cmap="Greys",
        shading="nearest",
        rasterized=True,
    )
    figure.colorbar(shown, ax=axes, label="confusion $C$")
    for gap, color in zip(range(data.sizes["gap"]), OTHER_COLORS[1:], strict=False):
        one = data.isel(gap=gap)
        value, low, high = (one[f"transition_{end}"].values for end in ("value", "low", "high"))
        error = np.stack([value - low, high - value])
        axes.errorbar(
            value,
            data[second],
            xerr=np.where(np.isfinite(error), error, 0.0),
            fmt="o-",
            color=color,
            capsize=2,
            markersize=3,
            label=f"{one['from'].item()} to {one['to'].item()}",
        )
    axes.set(xlabel=named(data[parameter]), ylabel=named(data[second]))
    if data.sizes["gap"]:
        figure.legend(loc="outside upper right", ncols=2, fontsize=6)
    return figure
