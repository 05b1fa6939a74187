"""Numbers that are put into a page come out of it."""

import numpy as np
import pytest
from phasetrace.figures.explore.packing import packed
from unpacking import unpacked


@pytest.mark.parametrize(("bits", "within"), [(8, 0.5 / 127), (16, 0.5 / 32767), (32, 1e-7)])
def test_numbers_are_kept_to_half_a_step(bits, within):
    values = np.random.default_rng(0).uniform(-1, 1, (7, 5))
    values[0, :2], values[3, 2] = (-1, 1), np.nan
    found = unpacked(packed(values, bits))
    np.testing.assert_array_equal(np.isnan(found), np.isnan(values))
    assert np.nanmax(abs(found - values)) <= within * 1.0001


def test_double_precision_is_kept_whole():
    values = np.array([0.1, 1 / 3, np.nan])
    np.testing.assert_array_equal(unpacked(packed(values, 64)), values)


@pytest.mark.parametrize("values", [[2.5, 2.5, np.nan], [np.nan, np.nan]])
def test_numbers_that_are_all_alike_or_missing_are_kept(values):
    np.testing.assert_array_equal(unpacked(packed(np.array(values), 8)), values)
