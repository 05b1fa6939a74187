"""Which energy density the initial states have, beside that asked for."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.energy_density import attained, density_table, in_one_line, missed

W = [1.0, 2.0]


def predictions(epsilon, *by_disorder):
    return xr.Dataset(
        {"epsilon_attained": (("W", "realization"), np.array(by_disorder))},
        {"W": W, "realization": [0, 1, 2, 0], "seed": ("realization", [0, 0, 0, 1])},
        {"epsilon": epsilon},
    )


@pytest.fixture(scope="module")
def diagram():
    return attained(
        [
            predictions(0.2, [0.3, 0.3, 0.26, 0.26], [0.25, 0.25, 0.25, 0.25]),
            predictions(0.3, [0.29, 0.3, 0.3, 0.31], [0.3, 0.3, 0.3, 0.3]),
            predictions(0.7, [0.6, 0.6, 0.6, 0.6], [0.7, 0.7, 0.4, 0.5]),
        ]
    )


def test_means_and_spreads_are_over_the_realizations(diagram):
    mean, spread = diagram["epsilon_attained_mean"], diagram["epsilon_attained_std"]
    assert mean.dims == spread.dims == ("epsilon", "W")
    np.testing.assert_allclose(mean, [[0.28, 0.25], [0.3, 0.3], [0.6, 0.575]])
    # Four values 0.02 off; two of them 0.01 off; 0.125, 0.125, -0.175 and -0.075 off.
    expected = [[0.0016, 0], [0.0002, 0], [0, 0.0675]]
    np.testing.assert_allclose(spread, np.sqrt(np.array(expected) / 3), atol=1e-12)
    assert mean.attrs["units"] == spread.attrs["units"] == "1"


def test_a_point_is_missed_by_more_than_half_of_the_step_beside_it(diagram):
    # Half a step is 0.05 beside 0.2 and 0.3, and 0.2 beside 0.7; 0.25 is just half a step off.
    barely = diagram.copy(deep=True)
    barely["epsilon_attained_mean"][0, 1] = 0.2499
    assert missed(barely).values.tolist() == [[True, False], [False, False], [False, False]]
    barely["epsilon_attained_mean"][2, 1] = 0.91
    assert missed(barely).values.tolist() == [[True, False], [False, False], [False, True]]


def test_a_lone_energy_density_has_no_step_to_miss(diagram):
    lone = diagram.isel(epsilon=[0])
    assert not missed(lone).any()
    assert in_one_line(lone) == (
        "the energy density of the initial states is furthest off at ε = 0.20, W = 1 J, where its "
        "mean is 0.280"
    )


def test_one_line_has_the_count_and_the_worst_point(diagram):
    shown = diagram.transpose("W", "epsilon").isel(epsilon=[0, 1])
    shown["epsilon_attained_mean"][1, 0] = 0.22
    assert in_one_line(shown) == (
        "the energy density of the initial states is off by more than half a step of the grid at "
        "1 of 4 points, and furthest off at ε = 0.20, W = 1 J, where its mean is 0.280"
    )


def test_the_table_has_a_row_for_each_point(diagram):
    rows = density_table(diagram.assign(confusion=("W", [0.1, 0.2])).isel(epsilon=[0, 1]))
    assert [(row["epsilon"], row["W"]) for row in rows] == [(0.2, 1), (0.2, 2), (0.3, 1), (0.3, 2)]
    assert list(rows[0]) == ["epsilon", "W", "epsilon_attained_mean", "epsilon_attained_std"]
    np.testing.assert_allclose(
        [row["epsilon_attained_mean"] for row in rows], [0.28, 0.25, 0.3, 0.3]
    )


def test_one_realization_has_no_spread():
    one = predictions(0.5, [0.5] * 4, [0.5] * 4).isel(realization=[0])
    found = attained([one])
    assert found["epsilon_attained_std"].isnull().all()
    assert (found["epsilon_attained_mean"] == 0.5).all()
