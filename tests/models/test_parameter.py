"""Grids, their printed values and their blocks."""

import numpy as np
import pytest
from phasetrace.models.parameter import blocks, label, points


def test_the_papers_grids():
    disorder = points("W", {"start": 0.125, "stop": 8.0, "points": 64})
    assert disorder == [0.125 * k for k in range(1, 65)]
    assert points("epsilon", {"start": 0.2, "stop": 0.8, "points": 13})[1] == 0.25
    drive = points("drive", {"start": 0.0, "stop": np.pi / 2, "points": 3})
    assert drive == [0.0, np.pi / 4, np.pi / 2]


def test_labels_have_fixed_decimals():
    assert [label("epsilon", 0.5), label("W", 8), label("drive", np.pi / 2)] == [
        "0.50",
        "8.000",
        "1.5708",
    ]


def test_values_that_print_alike_are_refused():
    with pytest.raises(ValueError, match=r"two values print as 0\.50"):
        points("epsilon", [0.5, 0.501])


def test_values_must_increase():
    with pytest.raises(ValueError, match="must increase"):
        points("W", [1.0, 0.5])


def test_blocks_cover_the_grid_in_order():
    assert blocks([1.0, 2.0, 3.0, 4.0, 5.0], 2) == [[1.0, 2.0], [3.0, 4.0], [5.0]]
