"""The panels of what is behind a point: its traces, and what networks say of them."""

from collections.abc import Sequence

import xarray as xr
from bokeh.models import BasicTicker, ColorBar, FixedTicker, LinearColorMapper, Range1d
from bokeh.palettes import Viridis256
from bokeh.plotting import figure
from matplotlib import colormaps
from matplotlib.colors import to_hex

from phasetrace.figures import MUTED
from phasetrace.figures.explore.contents import SAMPLE_COLORS, SAMPLE_DASHES
from phasetrace.figures.explore.panel import add_hover, axis_label, new_panel, new_source
from phasetrace.store.traces import MAGNETIZATION


def traces_panel(data: xr.Dataset, time: str) -> figure:
    """Make the panel of four realizations, with mean and band of all that were judged."""
    panel = new_panel(
        "traces", time, axis_label(data.attrs["signal"], data["signal"].attrs["units"])
    )
    band = new_source("band", "t", "low", "high")
    panel.varea("t", "low", "high", source=band, color=MUTED, alpha=0.3)
    lines = []
    for number, (color, dash) in enumerate(zip(SAMPLE_COLORS, SAMPLE_DASHES, strict=True)):
        source = new_source(f"sample{number}", "t", "y", "told")
        style = {"source": source, "color": color, "line_width": 1.2}
        panel.line("t", "y", line_dash=dash, **style)
        lines.append(
            panel.scatter("t", "y", source=source, color=color, size=5, alpha=0.0, hover_alpha=1.0)
        )
    mean = new_source("mean", "t", "y", "told")
    panel.line("t", "y", source=mean, color="#444444", line_width=3)
    lines.append(
        panel.scatter("t", "y", source=mean, color="#444444", size=7, alpha=0.0, hover_alpha=1.0)
    )
    add_hover(panel, *lines, mode="mouse")
    return panel


def channels_panel(data: xr.Dataset, time: str) -> figure:
    """Make the panel of every channel of a realization against time."""
    panel = new_panel(
        "channels", time, data.attrs["channel_kind"], x_range=Range1d(), y_range=Range1d()
    )
    panel.grid.visible = False
    panel.yaxis.ticker = FixedTicker(ticks=[])
    trace = data["trace"]
    if data.attrs["variable"] == MAGNETIZATION:
        palette, ends = _diverging(), (-1.0, 1.0)
    else:
        palette, ends = Viridis256, (float(trace.min()), float(trace.max()))
    colors = LinearColorMapper(palette, low=ends[0], high=ends[1], nan_color="#dddddd")
    cells = panel.quad(
        source=new_source("channels_of", "left", "right", "bottom", "top", "value", "told"),
        fill_color={"field": "value", "transform": colors},
        line_color={"field": "value", "transform": colors},
    )
    add_hover(panel, cells)
    panel.add_layout(
        ColorBar(
            color_mapper=colors,
            width=12,
            ticker=BasicTicker(desired_num_ticks=5),
            title=axis_label(data.attrs["variable"], data.attrs["variable_units"]),
            title_text_font_style="normal",
        ),
        "right",
    )
    return panel


def _diverging() -> tuple[str, ...]:
    """Purple over white to orange, which colour-blind readers can tell apart."""
    return tuple(to_hex(color) for color in colormaps["PuOr"](range(256)))


def outputs_panel(data: xr.Dataset, colors: Sequence[str], time: str) -> figure:
    """Make the panel of what networks say as time passes."""
    panel = new_panel("outputs", time, "output", y_range=Range1d(-0.03, 1.05))
    each, means = [], []
    for number, color in enumerate(colors):
        each.append(
            panel.multi_line(
                "ts",
                "ys",
                source=new_source(f"networks{number}", "ts", "ys", "told"),
                color=color,
                alpha=0.35,
                line_width=1,
                hover_line_alpha=1.0,
                hover_line_color=color,
                hover_line_width=2.5,
            )
        )
    for number, color in enumerate(colors):
        mean = new_source(f"mean{number}", "t", "y", "told")
        panel.line("t", "y", source=mean, color=color, line_width=3)
        means.append(
            panel.scatter("t", "y", source=mean, color=color, size=7, alpha=0.0, hover_alpha=1.0)
        )
        panel.line(
            "t",
            "y",
            source=new_source(f"chosen{number}", "t", "y"),
            color=color,
            line_width=2,
            line_dash="dashed",
        )
    # On both sides, so that neither hides the other.
    add_hover(panel, *each, attachment="below")
    add_hover(panel, *means, attachment="above")
    return panel
