"""Grids of a parameter and its printed values."""

import numpy as np
import pytest
from phasetrace.models.floquet.disorder import DRIVE
from phasetrace.models.heisenberg.disorder import DISORDER, ENERGY_DENSITY


def test_the_papers_grids():
    disorder = DISORDER.points({"start": 0.125, "stop": 8.0, "points": 64})
    assert disorder == [0.125 * k for k in range(1, 65)]
    assert ENERGY_DENSITY.points({"start": 0.2, "stop": 0.8, "points": 13})[1] == 0.25
    drive = DRIVE.points({"start": 0.0, "stop": np.pi / 2, "points": 3})
    assert drive == [0.0, np.pi / 4, np.pi / 2]


def test_labels_have_fixed_decimals():
    assert ENERGY_DENSITY.label(0.5) == "0.50"
    assert DISORDER.label(8) == "8.000"
    assert DRIVE.label(np.pi / 2) == "1.5708"


def test_values_that_print_alike_are_refused():
    with pytest.raises(ValueError, match=r"two values print as 0\.50, must differ in 2 decimals"):
        ENERGY_DENSITY.points([0.5, 0.501])


def test_values_must_increase():
    with pytest.raises(ValueError, match="must increase"):
        DISORDER.points([1.0, 0.5])
