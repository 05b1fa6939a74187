"""How the cost of exact dynamics grows with length, disorder, batch and cores."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.analyses.scaling import cost_of_a_data_set, fitted
from phasetrace.figures import MUTED, PAGE, PHASE_COLORS, letter, new_figure

_STYLES = {"float64": (PHASE_COLORS["ergodic"], "o"), "float32": (PHASE_COLORS["MBL"], "s")}


def draw(data: xr.Dataset) -> Figure:
    """Draw seconds and bytes against L, and seconds against W and the batch."""
    figure, panels = new_figure(PAGE, 4.6, rows=2, columns=2)
    (time, memory), (strength, batch) = panels
    sites = data["sites"].values
    fine = np.linspace(sites[0], sites[-1])
    for precision, (color, marker) in _STYLES.items():
        shown = data.sel(precision=precision)
        for cores, face in ((1, color), (2, "none")):
            options = {"color": color, "markerfacecolor": face, "markersize": 4, "linestyle": ""}
            here = shown.sel(cores=cores)
            name = precision if cores == 1 else f"{precision}, two cores"
            time.plot(sites, here["seconds"], marker, label=name, **options)
        alone = shown.sel(cores=1)
        factor, base = fitted(sites, alone["seconds"].values)
        time.plot(fine, factor * base**fine, color=color, label=f"$\\propto {base:.2f}^L$")
        memory.plot(
            sites, alone["memory"] / 2**20, marker, color=color, markersize=4, label=precision
        )
        memory.plot(sites, alone["planned_memory"] / 2**20, color=color, label="planned")
    time.set(xlabel="length L", ylabel="s a realization and core", yscale="log")
    memory.set(xlabel="length L", ylabel="MiB a job", ylim=(0, None))
    label = f"L = {data.attrs['length']}, float64"
    strength.plot(data["W"], data["strength_seconds"], "o", color="black", label=label)
    strength.plot(data["W"], data["strength_planned_seconds"], color=MUTED, label="planned")
    strength.set(xlabel="disorder W / J", ylabel="s a realization", ylim=(0, None))
    batch.plot(data["batch"], data["batch_seconds"], "o-", color="black", label=label)
    batch.set(xlabel="realizations a batch", ylabel="s a realization", xscale="log")
    batch.set_ylim(0, None)
    batch.set_xticks(data["batch"].values, [str(count) for count in data["batch"].values])
    batch.minorticks_off()
    for axes, name in zip(panels.flat, "abcd", strict=True):
        axes.legend()
        letter(axes, name)
    figure.supxlabel(cost_of_a_data_set(data), fontsize=7)
    return figure
