"""Single traces and the map of the imbalance, from spins that flip, forget or stay."""

import numpy as np
import pytest
from phasetrace.analyses.fig8 import analyse
from toys import ATTRIBUTES, DISORDER, driven


def traces(**attributes):
    known = driven().rename(drive="W").assign_coords(W=("W", DISORDER, {"units": "J"}))
    # A later realization of its own, which the left panel does not show.
    known["magnetization"][{"realization": 2, "time": 1}] = 0.0
    return known.assign_attrs({**ATTRIBUTES, **attributes})


@pytest.fixture(scope="module")
def shown():
    flipped = traces(epsilon=0.6)
    flipped["magnetization"][{"time": 1}] *= -1
    return analyse([traces(epsilon=0.4), flipped], traces(epsilon=0.45), [1.2, 3.9], site=2)


def test_the_nearest_disorder_and_the_first_realization_are_shown(shown):
    assert shown["trace_W"].values.tolist() == [1.0, 4.0]
    assert shown["magnetization"].dims == ("trace_W", "time")
    # The second spin starts down.
    np.testing.assert_allclose(shown["magnetization"], [[-1.0, 1.0], [-1.0, -1.0]])


def test_every_realization_is_kept_with_its_initial_sign_up(shown):
    assert shown["memory"].dims == ("trace_W", "realization", "time")
    np.testing.assert_allclose(shown["memory"].isel(time=0), np.ones((2, 3)))
    np.testing.assert_allclose(shown["memory"].isel(time=1), [[-1, -1, 0], [1, 1, 0]])


def test_errors_are_those_of_means_over_realizations(shown):
    # Imbalances -1, -1, 0 and 1, 1, 0 at the last time: variance 1/3 of three.
    np.testing.assert_allclose(shown["trace_imbalance_error"], [[0, 1 / 3], [0, 1 / 3]])
    np.testing.assert_allclose(shown["imbalance_error"].isel(W=[0, 3]), np.full((2, 2), 1 / 3))


def test_the_imbalance_is_the_mean_of_all_realizations(shown):
    np.testing.assert_allclose(shown["trace_imbalance"], [[1.0, -2 / 3], [1.0, 2 / 3]])
    expected = np.array([-2 / 3, 0.0, 0.4 / 3, 2 / 3])
    np.testing.assert_allclose(shown["imbalance"].sel(epsilon=0.4), expected)
    np.testing.assert_allclose(shown["imbalance"].sel(epsilon=0.6), -expected)


def test_the_attributes_say_what_is_shown(shown):
    assert shown.attrs["trace_epsilon"] == 0.45 and shown.attrs["site"] == 2
    np.testing.assert_array_equal(shown["W"], DISORDER)
    assert shown["epsilon"].attrs["long_name"] == "energy density"
