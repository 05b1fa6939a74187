"""Panels of what is behind a point: colours that tell apart what is drawn in them."""

from bokeh.models import ColorBar
from phasetrace.figures import PHASE_COLORS
from phasetrace.figures.explore.behind import channels_panel, outputs_panel, traces_panel

COLORS = ["#0072B2", "#D55E00"]


def test_magnetization_is_coloured_about_zero_and_others_over_their_range(data):
    for changes, ends in (({}, (-1.0, 1.0)), ({"variable": "voltage"}, None)):
        made = channels_panel(data.assign_attrs(changes), "time t")
        (bar,) = made.select(ColorBar)
        expected = ends or (float(data["trace"].min()), float(data["trace"].max()))
        assert (bar.color_mapper.low, bar.color_mapper.high) == expected


def drawn(panel, name):
    return [one.glyph for one in panel.renderers if one.data_source.name == name]


def test_realizations_differ_in_colour_and_dashes_and_look_like_no_phase(data):
    panel = traces_panel(data, "time t")
    first = [drawn(panel, f"sample{number}")[0] for number in range(4)]
    shown = {one.line_color for one in first}
    assert len(shown) == len({str(one.line_dash) for one in first}) == 4
    assert not shown & set(PHASE_COLORS.values())


def test_outputs_of_a_phase_have_its_colour_and_of_one_realization_are_dashed(data):
    panel = outputs_panel(data, COLORS, "time t")
    for number, color in enumerate(COLORS):
        for name in ("networks", "mean", "chosen"):
            assert drawn(panel, f"{name}{number}")[0].line_color == color
        assert (
            drawn(panel, f"chosen{number}")[0].line_dash
            != drawn(panel, f"mean{number}")[0].line_dash
        )
