"""The drawing of what the methods find."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, points
from phasetrace.figures import COLUMN, PHASE_COLORS
from phasetrace.figures.methods import draw

NAN = np.nan
NAMES = ["networks", "networks, last time alone", "threshold", "learning by confusion"]
ASSUMED, SHAPE = [0.5, 1.5, 2.5, 3.5], [1.0, 0.7, 0.8, 1.0]


def result(transition, low, high, verdict, exact=(NAN, NAN)):
    by_gap = {"transition": transition, "low": low, "high": high, "verdict": verdict}
    units = {"units": "J"}
    return xr.Dataset(
        {
            **{
                name: (("method", "gap"), np.array(one)[:, None], units)
                for name, one in by_gap.items()
            },
            "accuracy": ("method", [0.98, 0.9, 1.0, NAN]),
            "confusion_accuracy": ("assumed", SHAPE),
            "exact_transition": exact[0],
            "exact_error": 0.6 * exact[1],
            "exact_grid": 0.8 * exact[1],
        },
        {"method": NAMES, "assumed": ASSUMED},
        {"parameter": "W"},
    )


@pytest.fixture(scope="module")
def figure():
    return draw(
        result(
            [1.6, NAN, 2.5, 2.5],
            [1.5, 2.0, 2.4, 1.5],
            [1.7, 3.0, 2.7, 2.5],
            ["found", "several crossings", "found", "found"],
        )
    )


def test_transitions_stand_in_their_rows_from_the_top_with_their_intervals(figure):
    left = figure.axes[0]
    assert dict(
        zip(
            (text.get_text() for text in left.get_yticklabels()),
            left.get_yticks().tolist(),
            strict=True,
        )
    ) == dict(zip(NAMES, (3, 2, 1, 0), strict=True))
    drawn = [points(line).tolist() for line in left.get_lines()]
    assert drawn == [
        [[1.5, 1.7], [3, 3]],
        [[1.6], [3]],
        [[2.0, 3.0], [2, 2]],
        [[2.4, 2.7], [1, 1]],
        [[2.5], [1]],
        [[1.5, 2.5], [0, 0]],
        [[2.5], [0]],
    ]
    colors = [color(line) for line in left.get_lines()]
    assert colors[0] == colors[2] == PHASE_COLORS["MBL"].lower() != colors[3]
    (reason,) = left.texts
    assert reason.get_text() == "several crossings" and reason.xy[1] == 2
    assert left.get_xlabel() == "transition\n$W_c$ / $J$"


def test_accuracies_stand_in_the_same_rows(figure):
    middle = figure.axes[1]
    found = [points(line).ravel().tolist() for line in middle.get_lines()][:3]
    assert found == [[0.98, 3], [0.9, 2], [1.0, 1]]
    assert middle.get_ylim() == figure.axes[0].get_ylim()
    assert middle.get_xlabel() == "held-out\naccuracy"


def test_the_w_is_drawn_with_its_peak(figure):
    shape, peak = figure.axes[2].get_lines()
    np.testing.assert_array_equal(points(shape), [ASSUMED, SHAPE])
    assert list(peak.get_xdata()) == [2.5, 2.5]


def test_the_panels_are_lettered(figure):
    assert figure.get_size_inches()[0] == COLUMN
    assert [axes.get_title("left") for axes in figure.axes] == ["(a)", "(b)", "(c)"]


def test_nothing_that_is_found_is_drawn_as_reasons():
    nothing = [NAN] * 4
    figure = draw(result(nothing, nothing, nothing, ["no crossing"] * 3 + ["no peak"]))
    figure.draw_without_rendering()
    assert [text.get_text() for text in figure.axes[0].texts] == ["no crossing"] * 3 + ["no peak"]
    assert len(figure.axes[2].get_lines()) == 1


def test_the_gap_ratio_is_a_line_with_its_error_behind_the_methods():
    nothing = [NAN] * 4
    left = draw(result(nothing, nothing, nothing, ["no crossing"] * 4, (1.75, 0.25))).axes[0]
    line = left.get_lines()[-1]
    assert list(line.get_xdata()) == [1.75, 1.75]
    (band,) = left.patches
    np.testing.assert_allclose(band.get_extents().transformed(left.transData.inverted()).x0, 1.5)
    np.testing.assert_allclose(band.get_extents().transformed(left.transData.inverted()).x1, 2.0)
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["gap ratio"]
