"""The drawing of what l2 and the confidence weight do."""

import numpy as np
import pytest
import xarray as xr
from drawings import bars, color, legend, points
from phasetrace.figures import COLUMN, PHASE_COLORS
from phasetrace.figures.regularization import draw

WEIGHT, DENSITY = np.array([0.0, 0.1, 1.0]), np.array([0.2, 0.5])


@pytest.fixture(scope="module")
def data():
    mean = 3 + np.arange(8.0).reshape(2, 2, 2) / 10
    return xr.Dataset(
        {
            "weight_accuracy_mean": ("weight", [0.9, 0.95, 0.93]),
            "weight_accuracy_std": ("weight", [0.01, 0.02, 0.03]),
            "weight_transition_value": ("weight", [3.0, 3.2, 3.6]),
            "weight_transition_retraining": ("weight", [0.1, 0.2, 0.3]),
            "transition_value": (("l2", "confidence", "epsilon"), mean),
            "transition_retraining": (("l2", "confidence", "epsilon"), mean / 30),
        },
        {"weight": WEIGHT, "epsilon": DENSITY},
    )


@pytest.fixture(scope="module")
def figure(data):
    return draw(data)


@pytest.mark.parametrize(
    ("panel", "name", "label"),
    [
        (0, "weight_accuracy", "validation accuracy"),
        (1, "weight_transition", "transition $W_c$ / $J$"),
    ],
)
def test_accuracy_and_transition_stand_against_the_weight(figure, data, panel, name, label):
    axes = figure.axes[panel]
    (shown,) = axes.containers
    parts = ("value", "retraining") if name == "weight_transition" else ("mean", "std")
    value, spread = (data[f"{name}_{part}"].values for part in parts)
    ends = [value - spread, value + spread]
    np.testing.assert_allclose(points(shown.lines[0]), [WEIGHT, value])
    np.testing.assert_allclose(bars(shown), np.transpose(ends))
    assert axes.get_xlabel() == r"confidence weight $\delta$" and axes.get_ylabel() == label
    assert axes.get_xscale() == "symlog"
    # Linear below the smallest weight, so that 0 has a place.
    assert axes.xaxis.get_transform().linthresh == 0.1


def test_each_combination_has_its_colour_and_name(figure, data):
    right = figure.axes[2]
    expected = {
        "l2 and confidence": (1, 1, "#000000"),
        "l2 alone": (1, 0, PHASE_COLORS["ergodic"].lower()),
        "confidence alone": (0, 1, PHASE_COLORS["MBL"].lower()),
        "neither": (0, 0, PHASE_COLORS["time crystal"].lower()),
    }
    assert [shown.get_label() for shown in right.containers] == list(expected) == legend(figure)
    for shown in right.containers:
        l2, confidence, shade = expected[shown.get_label()]
        here = data.isel(l2=l2, confidence=confidence)
        value, error = (here[f"transition_{part}"].values for part in ("value", "retraining"))
        np.testing.assert_allclose(points(shown.lines[0]), [value, DENSITY])
        np.testing.assert_allclose(bars(shown), np.transpose([value - error, value + error]))
        assert color(shown.lines[0]) == shade
    assert right.get_xlabel() == "transition $W_c$ / $J$"
    assert right.get_ylabel() == r"energy density $\varepsilon$"


def test_the_panels_are_lettered(figure):
    assert figure.get_size_inches()[0] == COLUMN
    assert [axes.get_title("left") for axes in figure.axes] == ["(a)", "(b)", "(c)"]
