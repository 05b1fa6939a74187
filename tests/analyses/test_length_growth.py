"""Growth with the length, by hand and beside NumPy's fit."""

import numpy as np
import pytest
from phasetrace.analyses.length_growth import growth, turn

SITES = [8, 10, 12, 14]


def test_growth_is_the_slope_of_the_weighted_line():
    values, errors = [1.0, 1.4, 1.8, 9.0], [0.1, 0.1, 0.1, np.nan]
    slope, error = growth(SITES, values, errors)
    assert slope == pytest.approx(0.2) and error == pytest.approx(0.1 / 8**0.5)
    values, errors = [1.0, 1.3, 1.2, 2.0], [0.1, 0.2, 0.3, 0.4]
    fit, covariance = np.polyfit(SITES, values, 1, w=1 / np.array(errors), cov="unscaled")
    np.testing.assert_allclose(growth(SITES, values, errors), [fit[0], covariance[0, 0] ** 0.5])


def test_growth_of_less_than_two_lengths_is_not_known():
    assert np.isnan(growth(SITES, np.ones(4), [0.1, np.nan, 0.0, np.nan])).all()
    several = growth([8, 10], [[1.0, 1.0], [1.2, np.nan]], [[0.1, 0.1], [0.1, 0.1]])
    np.testing.assert_allclose(several, [[0.1, np.nan], [0.1 / 2**0.5, np.nan]])


def test_a_turn_is_where_a_fall_is_followed_by_a_rise():
    found = turn([1, 2, 3, 4, 5, 6], [-1, -1, -1, 1, 1, 1], [0.3] * 6)
    assert found.turn == 3.5
    assert (found.fall, found.rise) == pytest.approx((-1, 1))
    assert found.fall_error == found.rise_error == pytest.approx(0.3 / 3**0.5)
    # Nothing is learned from what is not known.
    assert turn([1, 2, 2.5, 3, 4], [-1, -1, np.nan, 1, 1], [0.3, 0.3, np.nan, 0.3, 0.3]).turn == 2.5


def test_what_only_falls_has_its_least_fall_above():
    found = turn([1, 2, 3, 4, 5, 6], [-1, -1, -1, -1, 0, 0], [0.1] * 6)
    assert (found.turn, found.rise) == (4.5, 0)


def test_fewer_than_four_points_turn_nowhere():
    assert np.isnan(turn([1, 2, 3], [-1, 0, 1], [0.1] * 3)).all()
