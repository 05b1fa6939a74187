"""The drawing of a small curve of gap ratios."""

import numpy as np
import pytest
import xarray as xr
from drawings import bars, legend, lines, points
from phasetrace.analyses.level_statistics import GOE, MIDDLE, POISSON
from phasetrace.figures import COLUMN
from phasetrace.figures.gap_ratio import draw

W, MEAN, ERROR = [1.0, 2.0, 4.0], [0.53, 0.45, 0.39], [0.01, 0.02, 0.01]


@pytest.fixture
def data():
    return xr.Dataset(
        {
            "ratio_mean": ("W", MEAN),
            "ratio_error": ("W", ERROR),
            "transition": 1.9,
            "transition_error": 0.1,
        },
        {"W": W},
        {"L": 12, "boundary": "periodic", "epsilon": 0.5},
    )


def test_the_curve_has_its_error_bars(data):
    figure = draw(data)
    (axes,) = figure.axes
    assert figure.get_size_inches()[0] == COLUMN
    (curve,) = axes.containers
    np.testing.assert_allclose(points(curve.lines[0]), [W, MEAN])
    np.testing.assert_allclose(bars(curve), np.add.outer(MEAN, [0, 0]) + np.outer(ERROR, [-1, 1]))
    assert axes.get_xlabel() == "disorder $W$ / $J$" and axes.get_ylabel() == "mean gap ratio"
    assert axes.get_title("right") == r"$\varepsilon = 0.50$"


def test_limits_and_crossing_are_named(data):
    (axes,) = draw(data).axes
    named = lines(axes)
    assert set(named[label].get_ydata()[0] for label in list(named)[:2]) == {GOE, POISSON}
    assert any(np.allclose(line.get_ydata(), MIDDLE) for line in axes.get_lines())
    np.testing.assert_allclose(named[r"$W = 1.90 \pm 0.10\,J$"].get_xdata(), 1.9)
    assert "$L = 12$, periodic" in legend(axes)


def test_what_is_not_known_is_left_out(data):
    (axes,) = draw(data.assign(transition_error=np.nan)).axes
    assert r"$W = 1.90\,J$" in legend(axes)
    (axes,) = draw(data.assign(transition=np.nan, transition_error=np.nan)).axes
    assert len(legend(axes)) == 3
