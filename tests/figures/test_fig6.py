"""The drawing of a calibration."""

import numpy as np
import pytest
import xarray as xr
from drawings import legend, lines, points
from matplotlib.colors import to_hex
from phasetrace.figures import PHASE_COLORS
from phasetrace.figures.fig6 import draw

OUTPUT = np.array([0.125, 0.375, 0.625, 0.875])


@pytest.fixture(scope="module")
def panels():
    data = xr.Dataset(
        {
            "frequency": ("output", [0.1, np.nan, 0.5, 1.0]),
            "probability": ("output", [0.4, 0.0, 0.2, 0.4]),
            "phase_probability": (("phase", "output"), [[0.04, 0, 0.1, 0.4], [0.36, 0, 0.1, 0]]),
        },
        {"output": OUTPUT, "phase": ["ergodic", "MBL"]},
        {"retrainings": 12},
    )
    return draw(data).axes


def test_the_mean_label_stands_beside_a_calibrated_one(panels):
    curves = lines(panels[0])
    assert list(curves) == legend(panels[0]) == ["calibrated", "12 networks"]
    np.testing.assert_allclose(points(curves["calibrated"]), [[0, 1], [0, 1]])
    expected = [OUTPUT, [0.1, np.nan, 0.5, 1.0]]
    np.testing.assert_allclose(points(curves["12 networks"]), expected)
    assert panels[0].get_ylabel() == "mean label (MBL 0, ergodic 1)"


def test_shares_of_the_phases_stand_on_each_other(panels):
    first, second = panels[1].containers
    for bars, phase, base, height in (
        (first, "ergodic", [0] * 4, [0.04, 0, 0.1, 0.4]),
        (second, "MBL", [0.04, 0, 0.1, 0.4], [0.36, 0, 0.1, 0]),
    ):
        found = [(bar.get_x() + bar.get_width() / 2, bar.get_y(), bar.get_height()) for bar in bars]
        np.testing.assert_allclose(np.transpose(found), [OUTPUT, base, height])
        assert bars.get_label() == phase
        assert to_hex(bars[0].get_facecolor()) == PHASE_COLORS[phase].lower()
        assert bars[0].get_width() == pytest.approx(0.9 * 0.25)
    assert panels[1].get_xlabel() == "output for ergodic"
    assert panels[1].get_ylabel() == "share of judgements"
    assert panels[1].get_xlim() == (0, 1)
