"""The panels of the page, empty: what is drawn in them, the page itself puts in."""

from collections.abc import Sequence

import xarray as xr
from bokeh.models import BasicTicker, ColorBar, DataRange1d, FixedTicker, LinearColorMapper, Range1d
from bokeh.palettes import Viridis256
from bokeh.plotting import figure

from phasetrace.figures import CONFUSION_COLOR, IMBALANCE_COLOR, MUTED
from phasetrace.figures.explore.behind import channels_panel, outputs_panel, traces_panel
from phasetrace.figures.explore.panel import (
    add_bars,
    add_hover,
    axis_label,
    new_panel,
    new_source,
)
from phasetrace.figures.explore.words import method_names


def panels(data: xr.Dataset, colors: Sequence[str]) -> dict[str, figure]:
    """Make every panel that a dataset asks for.

    Parameters
    ----------
    data : xarray.Dataset
        From `phasetrace.analyses.explore.analyse`.
    colors : sequence of str
        Of the phases.

    Returns
    -------
    dict
        Panels by name; no ``map`` of a sweep along one parameter, no ``methods`` where the networks
        are alone.
    """
    parameter = axis_label(data.attrs["parameter"], data.attrs["parameter_units"])
    time = axis_label("time t", data.attrs["time_units"])
    made = {}
    if data.attrs["second"]:
        made["map"] = _map(data, parameter)
    made["along"] = _along(data, colors, parameter)
    if "method" in data:
        made["methods"] = _methods(data, parameter)
    made["traces"] = traces_panel(data, time)
    made["channels"] = channels_panel(data, time)
    made["outputs"] = outputs_panel(data, colors, time)
    return made


def _map(data: xr.Dataset, parameter: str) -> figure:
    second = axis_label(data.attrs["second"], data["second_value"].attrs["units"])
    panel = new_panel("map", parameter, second, x_range=Range1d(), y_range=Range1d())
    panel.grid.visible = False
    colors = LinearColorMapper(Viridis256, low=0, high=1, nan_color="#dddddd")
    cells = panel.quad(
        source=new_source("cells", "left", "right", "bottom", "top", "confusion", "told"),
        fill_color={"field": "confusion", "transform": colors},
        line_color={"field": "confusion", "transform": colors},
    )
    add_hover(panel, cells, attachment="below")
    panel.add_layout(
        ColorBar(
            color_mapper=colors,
            title="confusion C",
            width=12,
            ticker=BasicTicker(desired_num_ticks=5),
            title_text_font_style="normal",
        ),
        "right",
    )
    for name, color, marker in (
        ("exact", IMBALANCE_COLOR, "square"),
        ("found", "#ffffff", "circle"),
    ):
        source = new_source(name, "x", "y", "low", "high", "told")
        add_bars(panel, source, "y", "width", color)
        points = panel.scatter(
            "x", "y", source=source, marker=marker, size=8, color=color, line_color="#000000"
        )
        add_hover(panel, points, attachment="above")
    panel.quad(
        source=new_source("here", "left", "right", "bottom", "top"),
        fill_color=None,
        line_color="#ffffff",
        line_width=4,
    )
    panel.quad(
        source=panel.renderers[-1].data_source,
        fill_color=None,
        line_color="#d00000",
        line_width=2,
    )
    return panel


def _along(data: xr.Dataset, colors: Sequence[str], parameter: str) -> figure:
    panel = new_panel("along", parameter, "output, confusion C", y_range=Range1d(-0.03, 1.05))
    columns = {"top": 1.05, "bottom": -0.03, "line_color": None}
    panel.quad(
        source=new_source("grounds", "left", "right", "color"),
        fill_color="color",
        fill_alpha=0.14,
        **columns,
    )
    panel.quad(
        source=new_source("interval", "left", "right"), fill_color=MUTED, fill_alpha=0.3, **columns
    )
    panel.segment(
        "x",
        -0.03,
        "x",
        1.05,
        source=new_source("transition", "x"),
        color="#555555",
        line_dash="dashed",
    )
    for number, color in enumerate(colors):
        source = new_source(f"phase{number}", "x", "y", "low", "high")
        panel.varea("x", "low", "high", source=source, color=color, alpha=0.2)
        panel.line("x", "y", source=source, color=color, line_width=2)
        panel.scatter("x", "y", source=source, color=color, size=4)
    source = new_source("confusion", "x", "y", "low", "high")
    add_bars(panel, source, "x", "height", CONFUSION_COLOR)
    panel.line("x", "y", source=source, color=CONFUSION_COLOR, line_width=1.5)
    panel.scatter("x", "y", source=source, color=CONFUSION_COLOR, size=4, marker="square")
    points = panel.quad(
        source=new_source("points", "left", "right", "told"),
        fill_alpha=0.0,
        hover_fill_alpha=0.12,
        hover_fill_color="#000000",
        **columns,
    )
    add_hover(panel, points, point_policy="follow_mouse")
    panel.quad(
        source=new_source("here", "left", "right"),
        top=1.05,
        bottom=-0.03,
        fill_color=None,
        line_color="#d00000",
        line_width=2,
    )
    return panel


def _methods(data: xr.Dataset, parameter: str) -> figure:
    names = method_names(data)
    rows = len(names)
    panel = new_panel("methods", f"transition {parameter}", "", y_range=Range1d(-0.6, rows - 0.4))
    panel.height = max(150, 80 + 22 * rows)
    panel.yaxis.ticker = FixedTicker(ticks=list(range(rows)))
    panel.yaxis.major_label_overrides = dict(enumerate(reversed(names)))
    panel.hbar(
        y="y",
        left="left",
        right="right",
        height=0.9,
        source=new_source("chosen", "y", "left", "right"),
        color="#ffe9a8",
        level="underlay",
    )
    source = new_source("transitions", "x", "y", "low", "high", "color", "marker", "told")
    ranges = panel.segment("low", "y", "high", "y", source=source, color="color", line_width=2)
    points = panel.scatter("x", "y", source=source, marker="marker", color="color", size=9)
    add_hover(panel, points, ranges)
    bounds = panel.segment(
        *("low", "y", "high", "y"),
        source=new_source("bounds", "y", "low", "high"),
        color=MUTED,
        line_width=2,
        line_dash="dotted",
    )
    words = panel.text(
        *("x", "y"),
        source=new_source("verdicts", "x", "y", "text"),
        text="text",
        text_font_size="11px",
        text_align="center",
        text_baseline="middle",
        text_color="#555555",
        background_fill_color="#ffffff",
    )
    panel.x_range = DataRange1d(renderers=[ranges, points, bounds, words])
    return panel
