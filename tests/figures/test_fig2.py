"""The drawing of a small phase diagram."""

import numpy as np
import pytest
import xarray as xr
from drawings import bars, color, legend, lines, map_of, points
from matplotlib.colors import to_hex
from phasetrace.figures import COLUMN, ramp
from phasetrace.figures.fig2 import draw

W, DENSITY = np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.5])


@pytest.fixture(scope="module")
def data():
    return xr.Dataset(
        {
            "units_confusion": (("units", "W"), [[0.1, 0.7, 0.2], [0.05, 0.9, 0.1]]),
            "confusion": (("epsilon", "W"), [[0.1, 0.8, 0.3], [0.2, 0.4, 0.9]]),
            "transition_value": ("epsilon", [2.1, 2.9]),
            "transition_low": ("epsilon", [2.0, 2.7]),
            "transition_high": ("epsilon", [2.2, 3.0]),
            # Half a step is 0.15: the first and the last are missed.
            "exact_transition": ("epsilon", [np.nan, 2.3]),
            "exact_error": ("epsilon", [np.nan, 0.2]),
            # Of the boundary, at 2.3, the second W is the nearest.
            "epsilon_width": (("epsilon", "W"), [[0.3, 0.1, 0.2], [0.3, 0.12, 0.2]]),
            "epsilon_attained_mean": (("epsilon", "W"), [[0.4, 0.3, 0.2], [0.5, 0.5, 0.3]]),
        },
        {"units": [2, 8], "W": W, "epsilon": DENSITY},
        {"units_epsilon": 0.5, "exact_L": 12},
    )


@pytest.fixture(scope="module")
def panels(data):
    figure = draw(data)
    assert figure.get_size_inches()[0] == COLUMN
    return figure.axes


def test_the_left_panel_has_a_curve_for_each_size(panels, data):
    left = panels[0]
    curves = lines(left)
    assert list(curves) == legend(left) == ["$N = 2$", "$N = 8$"]
    for size, curve, shade in zip((2, 8), curves.values(), ramp(2), strict=True):
        expected = data["units_confusion"].sel(units=size)
        np.testing.assert_allclose(points(curve), [W, expected])
        assert color(curve) == to_hex(shade)
    assert curves["$N = 2$"].get_marker() != curves["$N = 8$"].get_marker()
    assert left.get_legend().get_title().get_text() == r"$\varepsilon = 0.50$"


def test_the_right_panel_is_the_map_of_the_confusion(panels, data):
    values, limits, (x, y) = map_of(panels[1])
    np.testing.assert_array_equal(values, data["confusion"])
    assert limits == (0, 1)
    np.testing.assert_allclose(x, [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_allclose(y, [0.05, 0.35, 0.65])
    assert panels[2].get_ylabel() == "confusion $C$"


def test_the_boundary_lies_on_the_map_with_its_interval(panels):
    boundary, exact, width = panels[1].containers
    np.testing.assert_allclose(points(boundary.lines[0]), [[2.1, 2.9], DENSITY])
    np.testing.assert_allclose(bars(boundary), [[2.0, 2.2], [2.7, 3.0]])
    assert legend(panels[1]) == [
        r"attained $\varepsilon$, where far off",
        "$W_c$, 68 % interval",
        "gap ratio, $L = 12$",
        "energy width of a state",
    ]
    # At the lower energy density the gap ratio crosses nowhere.
    np.testing.assert_allclose(points(exact.lines[0]), [[np.nan, 2.3], DENSITY])
    first, second = exact.lines[2][0].get_segments()
    assert not len(first)
    np.testing.assert_allclose(second[:, 0], [2.1, 2.5])
    # The mean of 0.1 and 0.12 to both sides of the middle.
    np.testing.assert_allclose(bars(width), [[0.24, 0.46]])


def test_strokes_lead_to_the_energy_density_that_was_attained(panels, data):
    (strokes,) = (one for one in panels[1].collections if one.get_label() == "_strokes")
    expected = [[[1, 0.2], [1, 0.4]], [[3, 0.5], [3, 0.3]]]
    np.testing.assert_allclose(strokes.get_segments(), expected)
    ends = lines(panels[1])[r"attained $\varepsilon$, where far off"]
    np.testing.assert_allclose(points(ends), [[1, 3], [0.4, 0.3]])
    near = data.assign(epsilon_attained_mean=data["epsilon"] + 0.1 + 0 * data["W"])
    assert not any("attained" in text for text in legend(draw(near).axes[1]))


def test_without_a_crossing_of_the_gap_ratio_there_is_no_width_at_it(data):
    without = draw(data.assign(exact_transition=np.nan * data["exact_transition"]))
    assert "energy width of a state" not in legend(without.axes[1])


def test_a_transition_without_interval_has_no_bars(data):
    alone = data.assign(
        {f"transition_{end}": data[f"transition_{end}"].copy() for end in ("low", "high")}
    )
    for end in ("low", "high"):
        alone[f"transition_{end}"][0] = np.nan
    boundary, *_ = draw(alone).axes[1].containers
    first, second = boundary.lines[2][0].get_segments()
    assert not len(first)
    np.testing.assert_allclose(second[:, 0], [2.7, 3.0])


def test_axes_have_names_and_units(panels):
    left, right, _ = panels
    assert left.get_xlabel() == right.get_xlabel() == "disorder $W$ / $J$"
    assert left.get_ylabel() == "confusion $C$"
    assert right.get_ylabel() == r"energy density $\varepsilon$"
    assert [axes.get_title("left") for axes in (left, right)] == ["(a)", "(b)"]
    assert left.get_xlim() == (0, 3) and left.get_ylim() == (0, 1.02)
