"""Fig. 1: a recurrent network as it is, and unrolled in time."""

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from phasetrace.figures import COLUMN, IMBALANCE_COLOR, new_figure

_HALF = 0.14
_CLEARANCE = {"input": 0.09, "network": _HALF, "output": 0.09, "text": 0.1}


def draw(data: xr.Dataset) -> Figure:
    """Draw the nodes and the edges between them, on a canvas in inches."""
    figure, ((axes,),) = new_figure(COLUMN, 1.35)
    figure.set_layout_engine("none")
    axes.set_position((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0.0, COLUMN), ylim=(-0.125, 1.225))
    axes.set_axis_off()
    for name in data["node"].values:
        node = data.sel(node=name)
        x, y = float(node["x"]), float(node["y"])
        if node["kind"] == "network":
            axes.add_patch(
                FancyBboxPatch(
                    (x - _HALF + 0.03, y - _HALF + 0.03),
                    2 * _HALF - 0.06,
                    2 * _HALF - 0.06,
                    boxstyle="round,pad=0.03",
                    facecolor=IMBALANCE_COLOR + "40",
                    edgecolor="black",
                    linewidth=0.8,
                )
            )
        axes.text(x, y, str(node["label"].values), ha="center", va="center_baseline")
    for index in range(data.sizes["edge"]):
        edge = data.isel(edge=index)
        _edge(axes, data.sel(node=edge["source"]), data.sel(node=edge["target"]), edge)
    return figure


def _edge(axes: Axes, source: xr.Dataset, target: xr.Dataset, edge: xr.Dataset) -> None:
    x0, y0, x1, y1 = (float(node[axis]) for node in (source, target) for axis in "xy")
    begin, end = (_CLEARANCE[str(node["kind"].values)] for node in (source, target))
    text = str(edge["text"].values)
    if source["node"] == target["node"]:
        far = x0 + _HALF + 0.26
        path = Path(
            [(x0 + _HALF, y0 + 0.07), (far, y0 + 0.22), (far, y0 - 0.22), (x0 + _HALF, y0 - 0.07)],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )
        axes.text(far - 0.03, y0, text, ha="left", va="center_baseline", fontsize=7)
    else:
        # Edges lead to the right or upwards.
        right, up = float(x1 > x0), float(y1 > y0)
        path = Path(
            [(x0 + right * begin, y0 + up * begin), (x1 - right * end, y1 - up * end)],
            [Path.MOVETO, Path.LINETO],
        )
        axes.text((x0 + x1) / 2, y0 + 0.04, text, ha="center", va="bottom", fontsize=7)
    axes.add_patch(
        FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=6, linewidth=0.8, color="black")
    )
