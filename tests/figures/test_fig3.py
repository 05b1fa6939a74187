"""The drawing of three phases along a drive."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, legend, lines, points
from phasetrace.figures import COLUMN, CONFUSION_COLOR, IMBALANCE_COLOR, PHASE_COLORS
from phasetrace.figures.fig3 import draw

PHASES = ["time crystal", "ergodic", "MBL"]
DRIVE = np.array([0.0, 0.5, 1.0, 1.5])
OUTPUT = np.array([[0.9, 0.1, 0.0], [0.3, 0.7, 0.0], [0.0, 0.6, 0.4], [0.0, 0.2, 0.8]])


@pytest.fixture(scope="module")
def data():
    return xr.Dataset(
        {
            "output": (("drive", "phase"), OUTPUT),
            "confusion": ("drive", [0.2, 0.5, 0.7, 0.3]),
            "imbalance": ("drive", [-1.0, 0.0, 0.2, 1.0]),
            "transition_value": ("gap", [0.3, 1.1]),
            "transition_low": ("gap", [0.25, 0.9]),
            "transition_high": ("gap", [0.35, 1.2]),
        },
        {"drive": DRIVE, "phase": PHASES},
    )


@pytest.fixture(scope="module")
def axes(data):
    figure = draw(data)
    assert figure.get_size_inches()[0] == COLUMN
    (only,) = figure.axes
    return only


def test_every_output_has_the_colour_of_its_phase(axes):
    curves = lines(axes)
    for number, phase in enumerate(PHASES):
        np.testing.assert_allclose(points(curves[phase]), [DRIVE, OUTPUT[:, number]])
        assert color(curves[phase]) == PHASE_COLORS[phase].lower()
        assert curves[phase].get_linestyle() == "--"


def test_confusion_and_imbalance_are_told_apart(axes):
    curves = lines(axes)
    confusion, imbalance = curves["confusion $C$"], curves[r"imbalance $I$"]
    np.testing.assert_allclose(points(confusion), [DRIVE, [0.2, 0.5, 0.7, 0.3]])
    np.testing.assert_allclose(points(imbalance), [DRIVE, [-1.0, 0.0, 0.2, 1.0]])
    assert color(confusion) == CONFUSION_COLOR and color(imbalance) == IMBALANCE_COLOR.lower()
    assert set(legend(axes)) == set(curves)


def test_transitions_are_marked_with_their_interval(axes):
    marks = [points(line)[0] for line in axes.get_lines()]
    assert [float(x[0]) for x in marks if len(x) == 2 and x[0] == x[1]] == [0.3, 1.1]
    spans = [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in axes.patches]
    np.testing.assert_allclose(spans, [(0.25, 0.35), (0.9, 1.2)])


def test_transitions_without_interval_are_lines_and_those_not_found_nothing(data):
    few = data.assign(
        transition_value=("gap", [0.3, np.nan]),
        transition_low=("gap", [np.nan] * 2),
        transition_high=("gap", [np.nan] * 2),
    )
    (axes,) = draw(few).axes
    marks = [points(line)[0] for line in axes.get_lines()]
    assert [float(x[0]) for x in marks if len(x) == 2 and x[0] == x[1]] == [0.3]
    assert not axes.patches


def test_axes_have_names_and_units(axes):
    assert axes.get_xlabel() == r"drive parameter $\varepsilon$ / rad"
    assert axes.get_ylabel() == "output, confusion, imbalance"
    assert axes.get_xlim() == (0.0, 1.5) and axes.get_ylim() == (-1.05, 1.05)
