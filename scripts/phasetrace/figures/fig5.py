"""Fig. 5: the transition point against how much of the disorder axis is labelled."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, PHASE_COLORS, interval, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw the transition point and its interval, or its verdict, against the labelled width."""
    figure, ((axes,),) = new_figure(COLUMN, 2.3)
    axes.errorbar(
        data["width"],
        data["transition_value"],
        yerr=interval(data),
        fmt="o-",
        color=PHASE_COLORS["ergodic"],
        capsize=2,
        markersize=3.5,
    )
    for width in data["width"][data["transition_value"].isnull()]:
        axes.text(
            width,
            0.04,
            str(data["transition_verdict"].sel(width=width).values),
            color=MUTED,
            rotation="vertical",
            horizontalalignment="center",
            transform=axes.get_xaxis_transform(),
        )
    axes.set(xlim=(0, 1.05 * float(data["width"].max())), ylim=(0, None))
    axes.set(xlabel="labelled width $W_B$ / $J$", ylabel="transition $W_c$ / $J$")
    return figure
