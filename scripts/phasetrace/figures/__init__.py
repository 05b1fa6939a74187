"""Figures fit to publish, each drawn from exactly the dataset saved beside it."""

from collections.abc import Sequence
from itertools import cycle
from os import PathLike
from typing import Any

import matplotlib as mpl
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from phasetrace import __version__
from phasetrace.store.files import atomic

COLUMN, PAGE = 3.375, 7.0
"""Widths of a column and of a page of the paper's journal, in inches."""

PHASE_COLORS = {"ergodic": "#0072B2", "MBL": "#D55E00", "time crystal": "#009E73"}
CONFUSION_COLOR, IMBALANCE_COLOR, MUTED = "#000000", "#E69F00", "#7f7f7f"
"""From the palette of Okabe and Ito, which colour-blind readers can tell apart."""

OTHER_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
"""For phases of other names, from the same palette."""

_STYLE: dict[Any, Any] = {
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "legend.fontsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.frameon": False,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "lines.linewidth": 1.1,
    "lines.markersize": 2.5,
    "image.cmap": "viridis",
    "mathtext.fontset": "dejavusans",
    "pdf.fonttype": 42,
    "figure.constrained_layout.use": True,
}


def new_figure(
    width: float, height: float, rows: int = 1, columns: int = 1, **options: Any
) -> tuple[Figure, np.ndarray]:
    """Make a figure in the project's style.

    Parameters
    ----------
    width, height : float
        Size in inches.
    rows, columns : int
        Panels.
    **options
        Passed to `matplotlib.figure.Figure.subplots`.

    Returns
    -------
    figure : Figure
    panels : ndarray of Axes, shape (rows, columns)
    """
    # The style is kept, not set for a while: much of it is read only when a figure is saved.
    mpl.rcParams.update(_STYLE)
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots(rows, columns, squeeze=False, **options)


def ramp(count: int) -> list[tuple[float, ...]]:
    """Colours from dark to light for an ordered series."""
    return [tuple(color) for color in mpl.colormaps["viridis"](np.linspace(0.0, 0.85, count))]


def phase_colors(phases: Sequence[str]) -> list[str]:
    """A colour for each phase: those of the paper's phases are the same in every figure."""
    taken = {PHASE_COLORS[phase] for phase in phases if phase in PHASE_COLORS}
    others = cycle([color for color in OTHER_COLORS if color not in taken])
    return [PHASE_COLORS[phase] if phase in PHASE_COLORS else next(others) for phase in phases]


def named(values: xr.DataArray) -> str:
    """What values are, with their unit, for an axis: a short name is a symbol."""
    symbol, unit = str(values.name), str(values.attrs.get("units", "1"))
    name = str(values.attrs.get("long_name", symbol))
    if len(symbol) <= 2:
        name = f"${symbol}$" if name == symbol else f"{name} ${symbol}$"
    return name if unit in ("1", "") else f"{name} / {unit}"


def phase_map(axes: Axes, data: xr.DataArray, color_map: str | None = None) -> QuadMesh:
    """Draw values from 0 to 1 over the disorder W and the energy density.

    Parameters
    ----------
    axes : Axes
        Where; its axes are named.
    data : xarray.DataArray
        Values (epsilon, W).
    color_map : str, optional
        By default the style's.

    Returns
    -------
    QuadMesh
        For a colour bar.
    """
    axes.set(xlabel="disorder $W$ / $J$", ylabel=r"energy density $\varepsilon$")
    return axes.pcolormesh(
        _edges(data["W"].values),
        _edges(data["epsilon"].values),
        data.transpose("epsilon", "W"),
        vmin=0,
        vmax=1,
        cmap=color_map,
        rasterized=True,
    )


def _edges(centres: np.ndarray) -> np.ndarray:
    """Edges half-way between centres; a lone centre gets a cell, too."""
    steps = np.diff(centres) if len(centres) > 1 else np.array([0.1])
    outer = [centres[0] - steps[0] / 2, centres[-1] + steps[-1] / 2]
    return np.concatenate([outer[:1], centres[:-1] + np.diff(centres) / 2, outer[1:]])


def interval(data: xr.Dataset, name: str = "transition") -> np.ndarray:
    """Lengths (2, point) of the error bars to the ends of an interval about a value.

    Parameters
    ----------
    data : xarray.Dataset
        With ``<name>_value``, ``<name>_low`` and ``<name>_high``.
    name : str
        Of what.

    Returns
    -------
    ndarray
        Below and above the value.
    """
    value, low, high = (data[f"{name}_{part}"].values for part in ("value", "low", "high"))
    return np.stack([value - low, high - value])


def letter(axes: Axes, text: str) -> None:
    """Name a panel, (a), (b) and so on, above its upper left corner."""
    axes.set_title(f"({text})", loc="left")


def save(
    figure: Figure, pdf: str | PathLike[str], png: str | PathLike[str], origin: str = ""
) -> None:
    """Save a figure as vector PDF and as PNG, the same bytes for the same figure.

    Parameters
    ----------
    figure : Figure
        What is drawn.
    pdf, png : path-like
        Where.
    origin : str
        What the dataset tells it was made from; the files tell it too, as their keywords.
    """
    maker = f"phasetrace {__version__}"
    undated = {"CreationDate": None, "ModDate": None}
    with atomic(pdf) as path:
        figure.savefig(path, metadata={"Creator": maker, "Keywords": origin, **undated})
    with atomic(png) as path:
        figure.savefig(path, dpi=200, metadata={"Software": maker, "Keywords": origin})
