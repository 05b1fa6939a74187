"""Whether transitions follow their labels, worked out by hand."""

import numpy as np
import pytest
from phasetrace.analyses.labels import analyse, follows
from scipy.stats import chi2
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


def test_values_follow_where_they_differ_by_more_than_scatter():
    value, error = np.array([1.0, 1.5, 2.0]), np.array([0.2, 0.2, 0.2])
    # χ² is 2 · (0.5 / 0.2)², of two degrees of freedom.
    assert chi2.sf(12.5, 2) < 0.05
    assert follows(value, error) == "yes"
    assert follows(value, 2 * error) == "no"
    assert follows(value, np.array([0.2, np.nan, 0.2])) == "yes"
    assert follows(value, np.array([0.2, np.nan, np.nan])) == "cannot be told"


@pytest.mark.parametrize("seed", range(3))
def test_scatter_is_rarely_taken_for_following(seed):
    rng = np.random.default_rng(seed)
    error = np.array([0.1, 0.2, 0.3])
    said = [follows(2 + error * rng.standard_normal(3), error) for _ in range(1000)]
    assert said.count("yes") == pytest.approx(50, abs=21)
