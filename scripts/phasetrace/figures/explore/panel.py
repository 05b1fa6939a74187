"""A panel of the page, which tells where it was clicked on, and what is put into it."""

from typing import Any

from bokeh.models import ColumnDataSource, CustomJS, HoverTool, Whisker
from bokeh.plotting import figure

from phasetrace.figures.explore.words import symbol

_HEIGHT = 300


def axis_label(name: str, unit: str) -> str:
    """What an axis shows, with its unit."""
    if unit in ("1", ""):
        return symbol(name)
    return f"{symbol(name)} ({unit})" if "/" in unit else f"{symbol(name)} / {unit}"


def new_panel(name: str, x: str, y: str, **options: Any) -> figure:
    """Make a panel that tells the page where it was clicked on.

    Parameters
    ----------
    name : str
        Its name.
    x, y : str
        Labels of its axes.
    **options
        Passed to `bokeh.plotting.figure`.
    """
    panel = figure(
        name=name,
        height=_HEIGHT,
        sizing_mode="stretch_width",
        tools="box_zoom,reset,save",
        active_drag=None,
        x_axis_label=x,
        y_axis_label=y,
        **options,
    )
    panel.toolbar.logo = None
    panel.toolbar.autohide = True
    panel.min_border_right = 12
    panel.grid.grid_line_alpha = 0.4
    panel.outline_line_color = None
    panel.js_on_event(
        "tap", CustomJS(code=f"window.phasetrace.tapped('{name}', cb_obj.x, cb_obj.y)")
    )
    for axis in panel.axis:
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_text_font_size = "13px"
        axis.major_label_text_font_size = "12px"
        axis.minor_tick_line_color = None
    return panel


def new_source(name: str, *columns: str) -> ColumnDataSource:
    """Make empty columns, which the page fills by their name."""
    return ColumnDataSource({column: [] for column in columns}, name=name)


def add_hover(panel: figure, *renderers: Any, **options: Any) -> None:
    """Let what is drawn by renderers tell its text, ``told``, where it is pointed at."""
    tooltips = [("", "@told{safe}")]
    panel.add_tools(HoverTool(renderers=list(renderers), tooltips=tooltips, **options))


def add_bars(
    panel: figure, source: ColumnDataSource, base: str, dimension: str, color: str
) -> None:
    """Add error bars from ``low`` to ``high``, along the height or the width."""
    bars = Whisker(
        source=source,
        base=base,
        lower="low",
        upper="high",
        dimension=dimension,
        line_color=color,
        line_width=1.5,
        level="overlay",
    )
    bars.upper_head.size = bars.lower_head.size = 6
    bars.upper_head.line_color = bars.lower_head.line_color = color
    panel.add_layout(bars)
