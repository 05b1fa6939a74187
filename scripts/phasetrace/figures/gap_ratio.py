"""The gap ratio of energy levels against disorder, between chaos and localization."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.analyses.level_statistics import GOE, MIDDLE, POISSON
from phasetrace.figures import COLUMN, MUTED, PHASE_COLORS, new_figure


def draw(data: xr.Dataset) -> Figure:
    """Draw the mean gap ratio with its standard error, its limits, and the crossing."""
    figure, ((axes,),) = new_figure(COLUMN, 2.7)
    axes.axhline(GOE, color=PHASE_COLORS["ergodic"], linestyle="--", label="random matrices (GOE)")
    axes.axhline(POISSON, color=PHASE_COLORS["MBL"], linestyle="--", label="independent (Poisson)")
    axes.axhline(MIDDLE, color=MUTED, linewidth=0.6, linestyle=":")
    axes.errorbar(
        data["W"],
        data["ratio_mean"],
        yerr=data["ratio_error"],
        fmt="o-",
        color="black",
        capsize=2,
        markersize=3.5,
        label=f"$L = {data.attrs['L']}$, {data.attrs['boundary']}",
    )
    found, error = float(data["transition"]), float(data["transition_error"])
    if np.isfinite(found):
        spread = rf" \pm {error:.2f}" if np.isfinite(error) else ""
        axes.axvline(found, color=MUTED, linewidth=0.8, label=f"$W = {found:.2f}{spread}\\,J$")
    if np.isfinite(error):
        axes.axvspan(found - error, found + error, color=MUTED, alpha=0.3, linewidth=0)
    axes.set(xlabel="disorder $W$ / $J$", ylabel="mean gap ratio")
    axes.set_xlim(0, float(data["W"][-1]) * 1.03)
    axes.set_title(rf"$\varepsilon = {data.attrs['epsilon']:.2f}$", loc="right")
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.92))
    return figure
