"""The drawing of the readings as a specification curve."""

import numpy as np
import pytest
import xarray as xr
from drawings import bars, legend, lines, points
from phasetrace.figures import COLUMN
from phasetrace.figures.readings import draw

MEAN, SPREAD = np.array([1.2, 1.7, 2.4]), np.array([0.1, 0.2, 0.3])
RIGHT, SURE = [[0.99, 0.98], [1.0, 1.0], [0.97, 0.96]], [[0.9, 0.95], [0.99, 0.97], [0.96, 0.99]]


@pytest.fixture(scope="module")
def figure():
    chosen = [["open", "0"], ["open", "0.1"], ["periodic", "0.1"]]
    data = xr.Dataset(
        {
            "transition": (("reading", "retraining"), np.zeros((3, 5))),
            "transition_value": ("reading", MEAN),
            "transition_retraining": ("reading", SPREAD),
            "test_accuracy_mean": ("reading", [0.99, 1.0, 0.98]),
            "test_accuracy_std": ("reading", [0.01, 0.0, 0.02]),
            "confidence": (("reading", "phase"), SURE),
            "right": (("reading", "phase"), RIGHT),
            "chosen": (("reading", "choice"), np.array(chosen, dtype=object)),
            "configured": ("reading", [False, True, False]),
        },
        {"phase": ["ergodic", "MBL"], "choice": ["boundary", "confidence_weight"]},
    )
    return draw(data)


def test_transitions_and_accuracies_stand_by_rank_with_their_spread(figure):
    top, middle = figure.axes[:2]
    for axes, mean, spread in (
        (top, MEAN, SPREAD),
        (middle, np.array([0.99, 1.0, 0.98]), np.array([0.01, 0.0, 0.02])),
    ):
        (shown,) = axes.containers
        np.testing.assert_allclose(points(shown.lines[0]), [[1, 2, 3], mean])
        np.testing.assert_allclose(bars(shown), np.transpose([mean - spread, mean + spread]))
        np.testing.assert_allclose(points(lines(axes)["as configured"]), [[2], mean[1:2]])
    assert legend(top) == ["as configured", "5 networks each"]


def test_confidence_less_accuracy_is_below_zero_where_networks_are_underconfident(figure):
    shown = lines(figure.axes[2])
    for column, phase in enumerate(("ergodic", "MBL")):
        gap = np.array(SURE)[:, column] - np.array(RIGHT)[:, column]
        np.testing.assert_allclose(points(shown[phase]), [[1, 2, 3], gap])


def test_every_choice_has_a_line_of_dots(figure):
    bottom = figure.axes[3]
    names = [text.get_text() for text in bottom.get_yticklabels()]
    assert names == [
        "boundary: open",
        "boundary: periodic",
        "confidence weight: 0",
        "confidence weight: 0.1",
    ]
    dots = [points(line) for line in bottom.get_lines() if line.get_marker() == "."]
    assert [(x.tolist(), set(y)) for x, y in dots] == [
        ([1, 2], {0}),
        ([3], {1}),
        ([1], {2}),
        ([2, 3], {3}),
    ]


def test_the_panels_are_lettered(figure):
    assert figure.get_size_inches()[0] == COLUMN
    assert [axes.get_title("left") for axes in figure.axes] == ["(a)", "(b)", "(c)", "(d)"]
