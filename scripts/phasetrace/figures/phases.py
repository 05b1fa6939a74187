"""The phases of a study along its parameter."""

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from phasetrace.analyses.crossing import gaps
from phasetrace.figures import (
    COLUMN,
    CONFUSION_COLOR,
    named,
    new_figure,
    phase_colors,
)


def draw(data: xr.Dataset) -> Figure:
    """Draw the outputs with their spread over realizations, and the confusion below.

    Where the phase is known, the ground is of its colour; a transition is a line within its 68 %
    interval, and one that is not found is named.
    """
    (parameter,) = data["confusion"].dims
    x, known = data[parameter].values, data["label"].values
    phases = [str(phase) for phase in data["phase"].values]
    colors = phase_colors(phases)
    figure, panels = new_figure(COLUMN, 3.3, rows=2, sharex=True, height_ratios=[1.6, 1])
    (outputs,), (undecided,) = panels
    for number, (phase, color) in enumerate(zip(phases, colors, strict=True)):
        one = data.isel(phase=number)
        outputs.fill_between(
            x, one["output_low"], one["output_high"], color=color, alpha=0.2, linewidth=0
        )
        outputs.plot(x, one["output"], ".-", color=color, label=phase)
        for low, high in _grounds(x, known == number):
            for axes in (outputs, undecided):
                axes.axvspan(low, high, color=color, alpha=0.12, linewidth=0)
    error = data["confusion_error"].fillna(0.0)
    undecided.errorbar(
        x, data["confusion"], yerr=error, fmt=".-", color=CONFUSION_COLOR, elinewidth=0.6
    )
    for gap in range(data.sizes["gap"]):
        one = data.isel(gap=gap)
        value, low, high = (float(one[f"transition_{end}"]) for end in ("value", "low", "high"))
        for axes in (outputs, undecided):
            if np.isfinite(high - low):
                axes.axvspan(low, high, color="0.8", linewidth=0, zorder=0)
            if np.isfinite(value):
                axes.axvline(value, color="0.4", linewidth=0.8, linestyle="--", zorder=1)
        if np.isfinite(value):
            outputs.annotate(
                told(value, low, high),
                (value, 1.0),
                xycoords=outputs.get_xaxis_transform(),
                textcoords="offset points",
                xytext=(0, 2),
                ha="center",
                fontsize=6,
            )
        verdict = str(one["transition_verdict"].values)
        if verdict != "found":
            between = x[gaps(known)[gap]]
            outputs.text(between.mean(), 0.5, verdict, ha="center", fontsize=6, backgroundcolor="w")
    for axes, name in ((outputs, "a"), (undecided, "b")):
        axes.set_ylim(-0.03, 1.03)
        axes.text(-0.14, 1.02, f"({name})", transform=axes.transAxes)
    outputs.set(ylabel="output")
    undecided.set(ylabel="confusion $C$", xlabel=named(data[parameter]))
    undecided.margins(x=0.01)
    figure.legend(loc="outside upper right", ncols=min(len(phases), 3))
    return figure


def told(value: float, low: float, high: float) -> str:
    """A transition with its interval, in as many digits as that is worth."""
    if not np.isfinite(high - low) or high <= low:
        return f"{value:.3g}"
    digits = max(0, 1 - int(np.floor(np.log10(high - low))))
    return f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def _grounds(x: np.ndarray, mask: np.ndarray) -> list[tuple[float, float]]:
    """Ends of each run of true points, a quarter of a step beyond them, so that one is seen."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    steps = np.diff(x) / 4
    return [
        (
            x[first] - (steps[first - 1] if first else 0.0),
            x[end - 1] + (steps[end - 1] if end < len(x) else 0.0),
        )
        for first, end in edges.reshape(-1, 2)
    ]
