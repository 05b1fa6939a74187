"""A panel tells where it was clicked on, and its axes are named with their units."""

import pytest
from bokeh.models import HoverTool, Whisker
from phasetrace.figures.explore.panel import (
    add_bars,
    add_hover,
    axis_label,
    new_panel,
    new_source,
)


@pytest.mark.parametrize(
    ("name", "unit", "label"),
    [
        ("epsilon", "1", "ε"),
        ("B", "T", "B / T"),
        ("time t", "1/J", "time t (1/J)"),
        ("N", "", "N"),
    ],
)
def test_axes_are_named_with_their_units(name, unit, label):
    assert axis_label(name, unit) == label


def test_a_click_calls_the_page_with_the_panel_and_the_place():
    (callback,) = new_panel("map", "x", "y").js_event_callbacks["tap"]
    assert callback.code == "window.phasetrace.tapped('map', cb_obj.x, cb_obj.y)"


def test_what_is_drawn_is_found_by_its_name_and_tells_its_text():
    panel = new_panel("map", "x", "y")
    source = new_source("found", "x", "y", "low", "high", "told")
    points = panel.scatter("x", "y", source=source)
    add_hover(panel, points)
    add_bars(panel, source, "y", "width", "#ffffff")
    assert source.name == "found" and set(source.data) == {"x", "y", "low", "high", "told"}
    (hover,) = panel.select(HoverTool)
    assert hover.renderers == [points] and hover.tooltips == [("", "@told{safe}")]
    (bars,) = panel.select(Whisker)
    assert (bars.dimension, bars.source) == ("width", source)
