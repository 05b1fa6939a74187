"""Realizations that exist at some points of the parameter axis only, or at none."""

import numpy as np
import pytest
from phasetrace.analyses.realizations import existing


def test_only_what_exists_nowhere_is_left_out():
    outputs = np.arange(24.0).reshape(2, 3, 4)[..., None] * [1, 1]
    assert np.shares_memory(existing(outputs, axis=2, points=1), outputs)
    outputs[:, :, 1], outputs[:, 0, 2] = np.nan, np.nan
    kept = outputs[:, :, [0, 2, 3]]
    np.testing.assert_array_equal(existing(outputs, axis=2, points=1), kept)
    swapped = existing(outputs.swapaxes(1, 2), axis=1, points=2)
    np.testing.assert_array_equal(swapped, kept.swapaxes(1, 2))


def test_a_point_without_a_realization_is_refused():
    outputs = np.full((1, 3, 4, 2), 0.5)
    outputs[:, 1] = np.nan
    with pytest.raises(ValueError, match="no realization at point 1, must have one at every"):
        existing(outputs, axis=2, points=1)
