"""The drawing of two traces and a map of the imbalance."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, legend, lines, map_of, points
from phasetrace.figures import COLUMN, PHASE_COLORS
from phasetrace.figures.fig8 import draw

TIME = np.array([0.0, 10.0, 20.0])


@pytest.fixture(scope="module")
def data():
    return xr.Dataset(
        {
            "magnetization": (("trace_W", "time"), [[1.0, 0.1, -0.1], [-1.0, -0.9, -0.8]]),
            "trace_imbalance": (("trace_W", "time"), [[1.0, 0.2, 0.0], [1.0, 0.7, 0.6]]),
            "imbalance": (("epsilon", "W"), [[0.0, 0.5, 0.9], [0.1, 0.4, 0.8]]),
        },
        {"trace_W": [1.5, 7.5], "time": TIME, "epsilon": [0.2, 0.5], "W": [1.0, 2.0, 3.0]},
        {"site": 6, "trace_epsilon": 0.5},
    )


@pytest.fixture(scope="module")
def panels(data):
    figure = draw(data)
    assert figure.get_size_inches()[0] == COLUMN
    return figure.axes


def test_each_disorder_has_its_spin_and_its_mean_imbalance(panels, data):
    curves = lines(panels[0])
    assert legend(panels[0]) == list(curves) and len(curves) == 4
    for W, phase in ((1.5, "ergodic"), (7.5, "MBL")):
        spin, mean = curves[f"spin 6, $W = {W}$"], curves[rf"$\langle I \rangle$, $W = {W}$"]
        shown = data.sel(trace_W=W)
        np.testing.assert_array_equal(points(spin), [TIME, shown["magnetization"]])
        np.testing.assert_array_equal(points(mean), [TIME, shown["trace_imbalance"]])
        assert color(spin) == color(mean) == PHASE_COLORS[phase].lower()
        assert mean.get_linewidth() > spin.get_linewidth()


def test_the_right_panel_is_the_map_of_the_imbalance(panels, data):
    values, limits, (x, y) = map_of(panels[1])
    np.testing.assert_array_equal(values, data["imbalance"])
    assert limits == (0, 1)
    np.testing.assert_allclose(x, [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_allclose(y, [0.05, 0.35, 0.65])
    assert panels[2].get_ylabel() == r"$\langle I \rangle$ at $tJ = 20$"


def test_axes_have_names_and_units(panels):
    left, right, _ = panels
    assert left.get_xlabel() == "time $tJ$"
    assert left.get_ylabel() == r"$\langle \sigma^z \rangle$, imbalance"
    assert left.get_title("right") == r"$\varepsilon = 0.50$"
    assert right.get_xlabel() == "disorder $W$ / $J$"
    assert right.get_ylabel() == r"energy density $\varepsilon$"
    assert left.get_xlim() == (0, 20) and left.get_title("left") == "(a)"
