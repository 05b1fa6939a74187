"""Panels have axes with units, colours of the figures, and places for all that is drawn."""

from phasetrace.figures.explore.panels import panels

COLORS = ["#0072B2", "#D55E00"]


def test_there_are_the_panels_that_the_data_ask_for(data, alone):
    every = ["map", "along", "methods", "traces", "channels", "outputs"]
    assert list(panels(data, COLORS)) == every
    assert list(panels(alone, COLORS)) == [name for name in every if name not in ("map", "methods")]


def test_axes_are_named_with_their_units(data):
    made = panels(data, COLORS)
    assert made["map"].xaxis.axis_label == "h / J" and made["map"].yaxis.axis_label == "ε"
    assert made["methods"].xaxis.axis_label == "transition h / J"
    assert made["traces"].xaxis.axis_label == "time t (1/J)"
    assert made["traces"].yaxis.axis_label == "imbalance"


def lines(panel, name):
    """Colours of the lines that are drawn of a source."""
    return [
        one.glyph.line_color
        for one in panel.renderers
        if one.data_source.name == name and hasattr(one.glyph, "line_width")
    ]


def test_phases_have_the_colours_of_the_figures(data):
    along = panels(data, COLORS)["along"]
    for number, color in enumerate(COLORS):
        assert color in lines(along, f"phase{number}")
    assert "#000000" in lines(along, "confusion")


def test_rows_of_methods_are_named_from_above(data):
    axis = panels(data, COLORS)["methods"].yaxis[0]
    assert axis.major_label_overrides == {0: "gap ratio", 1: "threshold", 2: "networks"}
