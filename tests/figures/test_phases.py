"""The drawing of a study's phases."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, legend, lines, points
from phasetrace.figures import COLUMN, PHASE_COLORS, phase_colors
from phasetrace.figures.phases import draw

X = [0.0, 1.0, 2.0, 3.0]
OUTPUT = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.1, 0.9]])


def data(value=1.6, verdict="found"):
    ends = [np.nan] * 2 if np.isnan(value) else [1.5, 1.8]
    return xr.Dataset(
        {
            "output": (("h", "phase"), OUTPUT),
            "output_low": (("h", "phase"), OUTPUT - 0.05),
            "output_high": (("h", "phase"), OUTPUT + 0.05),
            "confusion": ("h", [0.1, 0.4, 0.6, 0.2]),
            "confusion_error": ("h", [np.nan] * 4),
            "label": ("h", [0, -1, -1, 1]),
            "transition_value": ("gap", [value]),
            "transition_low": ("gap", ends[:1]),
            "transition_high": ("gap", ends[1:]),
            "transition_verdict": ("gap", [verdict]),
        },
        {"h": ("h", X, {"units": "J"}), "phase": ["thermal", "MBL"]},
    )


@pytest.fixture(scope="module")
def figure():
    figure = draw(data())
    assert figure.get_size_inches()[0] == COLUMN
    return figure


def test_outputs_have_colours_of_their_own_and_known_phases_theirs(figure):
    upper, lower = figure.axes
    curves = lines(upper)
    assert color(curves["MBL"]) == PHASE_COLORS["MBL"].lower()
    np.testing.assert_allclose(points(curves["thermal"]), [X, OUTPUT[:, 0]])
    assert legend(figure) == ["thermal", "MBL"]
    assert lower.get_xlabel() == "$h$ / J"


def test_colours_differ_for_phases_of_any_name():
    assert len(set(phase_colors(["a", "MBL", "b", "ergodic", "c"]))) == 5


def test_a_transition_is_a_line_in_its_interval(figure):
    for axes in figure.axes:
        (dashed,) = [line for line in axes.get_lines() if line.get_linestyle() == "--"]
        assert set(dashed.get_xdata()) == {1.6}


def test_a_transition_is_written_with_its_interval_above_its_line(figure):
    upper, _ = figure.axes
    assert upper.texts[0].get_text() == "1.60 (1.50 to 1.80)"


def test_a_single_labelled_point_has_a_ground_that_is_seen(figure):
    _, lower = figure.axes
    grounds = [
        patch.get_extents().transformed(lower.transData.inverted()) for patch in lower.patches
    ]
    # Each end is labelled at one point, a quarter of a step of 1 beside which is coloured.
    widths = sorted(round(ground.width, 6) for ground in grounds)
    assert widths == [0.25, 0.25, 0.3]


def test_one_that_is_not_found_is_named_in_its_gap():
    upper, lower = draw(data(np.nan, "several crossings")).axes
    _, text = upper.texts
    assert text.get_text() == "(a)"
    text = upper.texts[0]
    assert text.get_text() == "several crossings" and 0.0 < text.get_position()[0] < 3.0
    assert not [line for line in lower.get_lines() if line.get_linestyle() == "--"]


def test_without_known_phases_outputs_are_drawn_alone():
    unknown = data().isel(gap=[]).assign(label=("h", [-1] * 4))
    upper, _ = draw(unknown).axes
    assert [text.get_text() for text in upper.texts] == ["(a)"] and set(lines(upper)) == {
        "thermal",
        "MBL",
    }
