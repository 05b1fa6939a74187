"""Whether transitions follow their labels, worked out by hand."""

import numpy as np
import pytest
from phasetrace.analyses.labels import analyse, follows, slope
from scipy.optimize import curve_fit
from toys import of_two_networks


def test_transitions_stand_side_by_side_between_what_is_labelled():
    first = of_two_networks([1.0, 0.8, 0.3, 0.0], [0.8, 0.6, 0.1, 0.0])
    second = of_two_networks([1.0, 0.9, 0.9, 0.0], [0.8, 0.7, 0.7, 0.0])
    narrow = second.assign(label=("W", [0, 0, -1, 1]))
    data = analyse([1.0, 1.5], [first, narrow], "mean_output")
    # The lead is 0.4 and -0.6 about the first, 0.6 and -1 about the second.
    np.testing.assert_allclose(data["transition_value"][:, 0], [2.4, np.nan])
    assert data["transition_verdict"].values[1, 0] == "at the edge"
    np.testing.assert_allclose(data["gap_low"][:, 0], [1.0, 2.0])
    np.testing.assert_allclose(data["gap_high"][:, 0], [4.0, 4.0])
    assert (data["from"].item(), data["to"].item()) == ("ergodic", "MBL")
    assert data["follows"].item() == "cannot be told"


def test_a_slope_is_that_of_weighted_least_squares():
    middle, error = np.array([1.0, 1.5, 2.0]), np.array([0.1, 0.2, 0.1])
    value = np.array([3.0, 9.0, 3.5])
    # The point in the middle pulls neither way.
    np.testing.assert_allclose(slope(middle, value, error), [0.5, 0.1 / 0.5**0.5])
    found = curve_fit(lambda x, a, b: a * x + b, middle, value, sigma=error, absolute_sigma=True)
    np.testing.assert_allclose(slope(middle, value, error), [found[0][0], found[1][0, 0] ** 0.5])
    lacking = np.array([0.1, np.nan, 0.1])
    np.testing.assert_allclose(slope(middle, value, lacking), [0.5, 0.02**0.5])
    assert np.isnan(slope(middle, value, np.array([0.1, np.nan, np.nan]))).all()
    assert np.isnan(slope(np.ones(3), value, error)).all()


def test_a_transition_follows_that_moves_surely_by_more_than_a_quarter():
    assert follows(0.5, 0.1) == "yes"
    assert follows(0.05, 0.05) == "no"
    assert follows(0.4, 0.1) == follows(0.1, 0.1) == follows(np.nan, np.nan) == "cannot be told"


@pytest.mark.parametrize("seed", range(3))
def test_scatter_is_rarely_taken_for_following(seed):
    rng = np.random.default_rng(seed)
    middle, error = np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.2, 0.3])
    said = [
        follows(*slope(middle, 0.25 * middle + error * rng.standard_normal(3), error))
        for _ in range(1000)
    ]
    assert said.count("yes") == pytest.approx(23, abs=15)
    assert said.count("no") == pytest.approx(23, abs=15)
