"""The drawing of transition points against the labelled width."""

import numpy as np
import xarray as xr
from drawings import bars, color, points
from phasetrace.figures import COLUMN, PHASE_COLORS
from phasetrace.figures.fig5 import draw


def test_every_width_has_its_transition_and_interval():
    data = xr.Dataset(
        {
            "transition_value": ("width", [2.0, 3.0, 3.5]),
            "transition_low": ("width", [1.5, 2.75, 3.4]),
            "transition_high": ("width", [2.25, 3.25, 3.6]),
        },
        {"width": [0.25, 0.5, 1.5]},
    )
    figure = draw(data)
    assert figure.get_size_inches()[0] == COLUMN
    (axes,) = figure.axes
    (shown,) = axes.containers
    np.testing.assert_allclose(points(shown.lines[0]), [[0.25, 0.5, 1.5], [2.0, 3.0, 3.5]])
    np.testing.assert_allclose(bars(shown), [[1.5, 2.25], [2.75, 3.25], [3.4, 3.6]])
    assert color(shown.lines[0]) == PHASE_COLORS["ergodic"].lower()
    assert axes.get_xlabel() == "labelled width $W_B$ / $J$"
    assert axes.get_ylabel() == "transition $W_c$ / $J$"
    assert axes.get_xlim()[0] == axes.get_ylim()[0] == 0


def test_a_width_without_transition_says_why():
    data = xr.Dataset(
        {
            "transition_value": ("width", [2.0, np.nan]),
            "transition_low": ("width", [1.5, np.nan]),
            "transition_high": ("width", [2.25, np.nan]),
            "transition_verdict": ("width", ["found", "several crossings"]),
        },
        {"width": [0.25, 1.5]},
    )
    (axes,) = draw(data).axes
    (text,) = axes.texts
    assert text.get_text() == "several crossings"
    assert text.get_position()[0] == 1.5 < axes.get_xlim()[1]
