"""The phase diagram, and the confusion of several sizes of networks, from known outputs."""

import numpy as np
import pytest
from phasetrace.analyses.fig2 import analyse
from phasetrace.analyses.level_statistics import MIDDLE
from toys import DISORDER, levels, of_two_networks

EARLY = np.array([0.9, 0.4, 0.2, 0.1])
LATE = np.array([0.9, 0.8, 0.4, 0.1])
SURE = np.full(4, 0.95)
SPECTRA = levels([0.5, 0.5, 0.4, 0.4])


@pytest.fixture(scope="module")
def shown():
    units = [
        of_two_networks(EARLY, EARLY, learning_units=2, epsilon=0.5),
        of_two_networks(LATE, EARLY, learning_units=8, epsilon=0.5),
    ]
    diagram = [
        of_two_networks(EARLY, LATE, epsilon=0.2, learning_units=32),
        of_two_networks(LATE, LATE, epsilon=0.5, learning_units=32),
        of_two_networks(LATE, SURE, epsilon=0.8, learning_units=32),
    ]
    return analyse(units, diagram, SPECTRA, "mean_output", 10)


def confused(ergodic):
    return -np.log2(np.maximum(ergodic, 1 - np.asarray(ergodic)))


def test_the_diagram_has_the_mean_confusion_of_the_networks_at_each_density(shown):
    assert shown["confusion"].dims == ("epsilon", "W")
    np.testing.assert_array_equal(shown["W"], DISORDER)
    np.testing.assert_array_equal(shown["epsilon"], [0.2, 0.5, 0.8])
    expected = [(confused(EARLY) + confused(LATE)) / 2, confused(LATE)]
    np.testing.assert_allclose(shown["confusion"].sel(epsilon=[0.2, 0.5]), expected)


def test_the_boundary_is_where_the_mean_output_crosses(shown):
    # The mean leads of the first are 0.2 at W = 2 and -0.4 at 3; those of the last never fall.
    np.testing.assert_allclose(shown["transition_value"], [2 + 1 / 3, 2.75, np.nan])
    assert shown["transition_verdict"].values.tolist() == ["found", "found", "not told apart"]
    np.testing.assert_allclose(shown["transition"].sel(epsilon=0.2), [np.nan, 2.75])
    assert shown["transition_value"].attrs["units"] == "J"


def test_the_sizes_of_networks_are_apart_from_the_diagram(shown):
    np.testing.assert_array_equal(shown["units"], [2, 8])
    np.testing.assert_allclose(shown["units_confusion"].sel(units=2), confused(EARLY))
    both = (confused(EARLY) + confused(LATE)) / 2
    np.testing.assert_allclose(shown["units_confusion"].sel(units=8), both)
    np.testing.assert_allclose(shown["units_transition_value"], [np.nan, 2 + 1 / 3])
    np.testing.assert_allclose(shown["units_transition"].sel(units=8), [2.75, np.nan])


def test_the_diagram_has_the_energy_densities_that_were_attained(shown):
    assert shown["epsilon_attained_mean"].dims == ("epsilon", "W")
    np.testing.assert_allclose(shown["epsilon_attained_mean"], [[0.2] * 4, [0.5] * 4, [0.8] * 4])
    np.testing.assert_allclose(shown["epsilon_attained_std"], 0, atol=1e-12)


def test_the_diagram_has_the_crossing_of_the_gap_ratio(shown):
    # The middle is 0.4585, between W = 2 and 3; three realizations alike have no error.
    expected = 2 + (0.5 - MIDDLE) / 0.1
    np.testing.assert_allclose(shown["exact_transition"], [expected] * 3)
    np.testing.assert_allclose(shown["exact_error"], 0, atol=1e-12)
    assert {name: shown.attrs[f"exact_{name}"] for name in ("L", "levels", "realizations")} == {
        "L": 12,
        "levels": 10,
        "realizations": 3,
    }
    np.testing.assert_allclose(shown["epsilon_width"], 0.1)


def test_the_error_of_the_confusion_is_by_initial_weights(shown):
    # Two networks whose confusions differ by 0.415 at two W, and nowhere else.
    half = (np.log2(1 / 0.6) - np.log2(1 / 0.8)) / 2
    expected = np.array([[0, 0, 0, 0], [0, half, half, 0]])
    np.testing.assert_allclose(shown["units_confusion_error"], expected, atol=1e-9)


def test_the_attributes_say_which_networks_are_shown(shown):
    assert shown.attrs["learning_units"] == 32 and shown.attrs["units_epsilon"] == 0.5
    assert shown.attrs["retrainings"] == 2


def test_everything_has_a_unit_and_a_name(shown):
    units = {name: shown[name].attrs.get("units", "") for name in (*shown.data_vars, "W")}
    assert units.pop("transition_verdict") == units.pop("units_transition_verdict") == ""
    for name, unit in units.items():
        assert unit == ("1" if "confusion" in name or "epsilon" in name else "J"), name
        assert "long_name" in shown[name].attrs or name == "W"
    assert shown["units"].attrs["long_name"] == "LSTM units N"
    assert shown["epsilon"].attrs["long_name"] == "energy density"
