"""Fig. 6: the networks' calibration."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, MUTED, PHASE_COLORS, letter, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw the mean label against the output, and how often each output occurs."""
    figure, ((top,), (bottom,)) = new_figure(COLUMN, 3.6, rows=2, sharex=True)
    first, second = data["phase"].values
    top.plot([0, 1], [0, 1], ":", color=MUTED, label="calibrated")
    top.plot(
        data["output"],
        data["frequency"],
        "o-",
        color="black",
        label=f"{data.attrs['retrainings']} networks",
    )
    top.set(xlim=(0, 1), ylim=(-0.02, 1.02), ylabel=f"mean label ({second} 0, {first} 1)")
    top.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0.2)
    letter(top, "a")

    base = 0.0 * data["probability"].values
    width = float(data["output"][1] - data["output"][0])
    for phase in (first, second):
        share = data["phase_probability"].sel(phase=phase).values
        bottom.bar(
            data["output"], share, 0.9 * width, bottom=base, color=PHASE_COLORS[phase], label=phase
        )
        base = base + share
    bottom.set(xlabel=f"output for {first}", ylabel="share of judgements")
    bottom.legend(loc="upper center")
    letter(bottom, "b")
    return figure
