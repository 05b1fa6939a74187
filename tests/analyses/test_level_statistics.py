"""Gap ratios of random matrices, of independent levels, and by hand."""

import numpy as np
import pytest
from phasetrace.analyses.level_statistics import (
    GOE,
    MIDDLE,
    POISSON,
    crossing,
    crossing_error,
    gap_ratio,
    grid_part,
    nearest,
)

NAN = float("nan")
W = np.array([1.0, 2.0, 3.0, 4.0])


def test_random_matrices_have_the_ratio_of_their_ensemble():
    rng = np.random.default_rng(1)
    matrices = rng.standard_normal((400, 200, 200))
    levels = np.linalg.eigvalsh(matrices + matrices.transpose(0, 2, 1))
    ratios = gap_ratio(nearest(levels, np.zeros(400), 100))
    # Of the ratios' standard deviation of about a quarter.
    assert ratios.mean() == pytest.approx(GOE, abs=4 * ratios.std() / 20)
    assert 4 * ratios.std() / 20 < 0.006


def test_independent_levels_have_the_ratio_of_poisson():
    levels = np.sort(np.random.default_rng(2).uniform(size=(400, 300)), axis=1)
    ratios = gap_ratio(levels)
    assert ratios.mean() == pytest.approx(POISSON, abs=4 * ratios.std() / 20)
    assert pytest.approx(0.3863, abs=1e-4) == POISSON and MIDDLE == pytest.approx(0.4585, abs=1e-4)


def test_a_ratio_is_that_of_the_smaller_gap_to_the_larger():
    # Gaps of 1, 2 and 8: ratios 1/2 and 1/4.
    np.testing.assert_allclose(gap_ratio(np.array([[0, 1, 3, 11], [0, 8, 10, 11]])), 0.375)
    assert gap_ratio(np.array([1.0, 1.0, 1.0])) == 0
    with pytest.raises(ValueError, match="levels are 2, must be at least 3"):
        gap_ratio(np.array([0.0, 1.0]))


def test_the_nearest_levels_are_consecutive_and_ascending():
    levels = np.array([[0.0, 1.0, 2.0, 10.0], [0.0, 5.0, 6.0, 7.0]])
    np.testing.assert_array_equal(nearest(levels, np.array([0.4, 6.9]), 3), [[0, 1, 2], [5, 6, 7]])
    np.testing.assert_array_equal(nearest(levels, np.array([0.4, 6.9]), 9), levels)


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ([0.53, MIDDLE + 0.03, MIDDLE - 0.01, 0.4], 2.75),
        # Tiny disorder hardly breaks symmetries: the crossing is above the maximum.
        ([0.40, 0.53, MIDDLE + 0.01, MIDDLE - 0.01], 3.5),
        ([0.53, 0.40, 0.50, 0.40], 1 + (0.53 - MIDDLE) / 0.13),
        ([0.53, 0.52, 0.51, 0.50], NAN),
        ([0.40, 0.39, 0.39, 0.39], NAN),
        ([0.40, 0.45, 0.50, 0.53], NAN),
    ],
)
def test_the_crossing_is_where_the_ratio_falls_above_its_maximum(ratio, expected):
    np.testing.assert_allclose(crossing(W, np.array(ratio)), expected)
    several = crossing(W, np.array([ratio, [0.53, 0.53, 0.53, MIDDLE - 0.07]]))
    np.testing.assert_allclose(several, [expected, 3 + (0.53 - MIDDLE) / (0.6 - MIDDLE)])


def test_one_disorder_has_no_crossing():
    assert np.isnan(crossing(W[:1], np.array([0.5])))


def test_the_error_is_that_of_the_means_on_both_sides():
    rng = np.random.default_rng(3)
    mean = np.array([0.53, 0.51, 0.41, 0.39])
    ratios = mean[:, None] + 0.05 * rng.standard_normal((4, 400))
    # At x between the two points with slope -0.1 J⁻¹, each mean has the error 0.05 / 20.
    x = (0.51 - MIDDLE) / 0.1
    expected = 0.05 / 20 / 0.1 * np.hypot(x, 1 - x)
    assert crossing_error(W, ratios) == pytest.approx(expected, rel=0.15)
    assert crossing_error(W, ratios) == crossing_error(W, ratios)


def test_a_crossing_that_resamples_often_miss_has_no_error():
    rng = np.random.default_rng(4)
    ratios = np.array([0.53, 0.5, 0.48, MIDDLE])[:, None] + 0.05 * rng.standard_normal((4, 50))
    assert np.isnan(crossing_error(W, ratios))
    assert np.isnan(crossing_error(W, np.array([[0.53], [0.51], [0.41], [0.39]])))


def test_the_grid_is_what_a_curve_leaves_open_above_the_maximum():
    disorder = np.arange(0.5, 5.5, 0.5)
    # A straight fall above the maximum, and whatever before it.
    ratio = np.concatenate([[0.45], np.linspace(0.52, 0.39, 9)])
    np.testing.assert_allclose(grid_part(disorder, ratio), 0.5 / 8**3 / 12**0.5)
    sudden = np.where(disorder < 2, 0.53, 0.39)
    np.testing.assert_allclose(grid_part(disorder, sudden), 0.5 / 12**0.5)
    assert np.isnan(grid_part(disorder, np.full(10, 0.5)))
