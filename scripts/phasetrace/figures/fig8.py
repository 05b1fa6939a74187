"""Fig. 8: single traces, and the imbalance as a phase diagram."""

import xarray as xr
from matplotlib.figure import Figure

from phasetrace.figures import COLUMN, PHASE_COLORS, letter, new_figure, phase_map


def draw(data: xr.Dataset) -> Figure:
    """Draw a spin's traces at weak and strong disorder, and the map of the imbalance."""
    figure, ((top,), (bottom,)) = new_figure(COLUMN, 5.0, rows=2)
    colors = [PHASE_COLORS["ergodic"], PHASE_COLORS["MBL"]]
    for disorder, color in zip(data["trace_W"].values, colors, strict=True):
        shown = data.sel(trace_W=disorder)
        top.plot(
            data["time"],
            shown["magnetization"],
            color=color,
            alpha=0.6,
            linewidth=0.8,
            label=f"spin {data.attrs['site']}, $W = {disorder:g}$",
        )
        top.plot(
            data["time"],
            shown["trace_imbalance"],
            color=color,
            linewidth=2.0,
            label=rf"$\langle I \rangle$, $W = {disorder:g}$",
        )
    top.axhline(0.0, color="black", linewidth=0.4)
    top.set(xlim=(0, float(data["time"][-1])), ylim=(-1.05, 1.45))
    top.set(xlabel="time $tJ$", ylabel=r"$\langle \sigma^z \rangle$, imbalance")
    top.set_title(rf"$\varepsilon = {data.attrs['trace_epsilon']:.2f}$", loc="right")
    top.legend(ncols=2, loc="upper center", fontsize=6, handlelength=1.5)
    letter(top, "a")

    image = phase_map(bottom, data["imbalance"], "cividis")
    figure.colorbar(image, ax=bottom, label=rf"$\langle I \rangle$ at $tJ = {data['time'][-1]:g}$")
    letter(bottom, "b")
    return figure
