"""The drawing of networks that do not know one of three phases."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, legend, lines, points
from phasetrace.figures import CONFUSION_COLOR, IMBALANCE_COLOR, PHASE_COLORS
from phasetrace.figures.fig7 import draw

PHASES = ["time crystal", "ergodic", "MBL"]
DRIVE = np.linspace(0, 1.5, 7)
LABEL = np.array([0, 0, -1, 1, 1, -1, 2])
# The panels are in the paper's order.
ORDER = ["ergodic", "time crystal", "MBL"]


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    return xr.Dataset(
        {
            "output": (("unseen", "drive", "phase"), rng.random((3, 7, 3))),
            "confusion": (("unseen", "drive"), rng.random((3, 7))),
            "label": ("drive", LABEL),
            "imbalance": ("drive", np.linspace(-1, 1, 7)),
        },
        {"unseen": PHASES, "phase": PHASES, "drive": DRIVE},
    )


@pytest.fixture(scope="module")
def figure(data):
    return draw(data)


@pytest.mark.parametrize(("panel", "unseen"), list(enumerate(ORDER)))
def test_each_panel_shows_the_networks_without_one_phase(figure, data, panel, unseen):
    axes, shown = figure.axes[panel], data.sel(unseen=unseen)
    curves = lines(axes)
    known = [phase for phase in PHASES if phase != unseen]
    assert unseen not in curves
    for phase in known:
        np.testing.assert_array_equal(
            points(curves[phase]), [DRIVE, shown["output"].sel(phase=phase)]
        )
        assert color(curves[phase]) == PHASE_COLORS[phase].lower()
    confusion = curves["confusion $C$"]
    np.testing.assert_array_equal(points(confusion), [DRIVE, shown["confusion"]])
    assert color(confusion) == CONFUSION_COLOR
    assert axes.get_title("right") == f"without {unseen}"
    assert axes.get_title("left") == f"({'abc'[panel]})"
    assert axes.get_ylabel() == "output, confusion"


@pytest.mark.parametrize(("panel", "unseen"), list(enumerate(ORDER)))
def test_what_is_labelled_is_shaded(figure, panel, unseen):
    known = [phase for phase in PHASES if phase != unseen]
    for phase, patch in zip(known, figure.axes[panel].patches, strict=True):
        labelled = DRIVE[PHASES.index(phase) == LABEL]
        ends = patch.get_x(), patch.get_x() + patch.get_width()
        np.testing.assert_allclose(ends, [labelled.min(), labelled.max()])


def test_the_imbalance_is_in_the_middle_panel(figure, data):
    assert [r"imbalance $I$" in lines(axes) for axes in figure.axes] == [False, True, False]
    imbalance = lines(figure.axes[1])[r"imbalance $I$"]
    np.testing.assert_array_equal(points(imbalance), [DRIVE, data["imbalance"]])
    assert color(imbalance) == IMBALANCE_COLOR.lower()
    assert figure.axes[1].get_ylim() == (-1.05, 1.05)


def test_one_legend_names_everything_once(figure):
    texts = legend(figure)
    assert sorted(texts) == sorted([*PHASES, "confusion $C$", r"imbalance $I$"])
    assert figure.axes[2].get_xlabel() == r"drive parameter $\varepsilon$ / rad"
    assert figure.axes[0].get_xlim() == (0, 1.5)
