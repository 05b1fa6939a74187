"""Readings in order, each with what it can be checked by."""

import numpy as np
import pytest
from phasetrace.analyses.readings import analyse, readings_table
from toys import of_two_networks

BEYOND = {"ergodic": [2.0, 2.0], "MBL": [3.0, 3.0]}
CONFIGURED = {
    "boundary": "open",
    "l2_on": "input_kernel",
    "confidence_weight": 0.1,
}


def networks(ergodic, other, **attributes):
    """Predictions of two networks whose first outputs at W = 1 to 4 are given."""
    chosen = {"boundary": "open", "learning_l2_on": "input_kernel", **attributes}
    return of_two_networks(ergodic, other, **chosen)


@pytest.fixture(scope="module")
def shown():
    # Crossings at 2.75 and 2.25, at 2.25 twice, and none in the gap.
    late = networks([0.9, 0.8, 0.4, 0.1], [0.9, 0.6, 0.2, 0.1], boundary="periodic")
    early = networks(*[[0.9, 0.6, 0.2, 0.1]] * 2)
    never = networks(*[[0.9, 0.9, 0.9, 0.9]] * 2, learning_confidence_weight=0.0)
    return analyse([late, never, early], BEYOND, CONFIGURED)


def test_readings_stand_in_the_order_of_their_transitions(shown):
    # The mean output of the first at W = 2 and 3 is 0.7 and 0.3.
    np.testing.assert_allclose(shown["transition_value"], [2.25, 2.5, np.nan])
    np.testing.assert_allclose(shown["transition"][1], [2.75, 2.25])
    assert shown["transition_verdict"].values.tolist() == ["found", "found", "not told apart"]
    # Each of two networks moves the crossing of their mean by half of what it differs.
    np.testing.assert_allclose(shown["transition_retraining"][0], 0, atol=1e-9)
    assert 0.2 < shown["transition_retraining"][1] < 0.3


def test_choices_are_those_that_differ_and_what_is_configured_is_told(shown):
    # Everywhere l2 is on the input kernel.
    assert shown["choice"].values.tolist() == ["boundary", "confidence_weight"]
    usual = shown.isel(reading=shown["configured"].values)
    assert usual["chosen"].values.tolist() == [["open", "0.1"]]
    np.testing.assert_allclose(usual["transition_value"], [2.25])


def test_accuracy_and_calibration_are_beside_each_reading(shown):
    np.testing.assert_allclose(shown["test_accuracy_mean"], [0.95] * 3)
    np.testing.assert_allclose(shown["test_accuracy_std"], [0.1 / 2**0.5] * 3)
    np.testing.assert_allclose(shown["test_cross_entropy_mean"], [0.2] * 3)
    periodic = shown["chosen"].sel(choice="boundary") == "periodic"
    ring = shown.isel(reading=periodic.values).isel(reading=0)
    # Of W = 1 and 2, and of W = 3 and 4.
    np.testing.assert_allclose(ring["confidence"], [(0.9 + 0.9 + 0.8 + 0.6) / 4, 3.2 / 4])
    np.testing.assert_allclose(ring["right"], [1.0, 1.0])
    never = shown.isel(reading=-1)
    np.testing.assert_allclose(never["confidence"], [0.9, 0.1])
    np.testing.assert_allclose(never["right"], [1.0, 0.0])


def test_the_table_has_a_row_a_reading(shown):
    rows = readings_table(shown)
    assert [(row["boundary"], row["confidence_weight"]) for row in rows] == [
        ("open", "0.1"),
        ("periodic", "0.1"),
        ("open", "0"),
    ]
    assert rows[0]["value"] == pytest.approx(2.25) and rows[0]["networks"] == 2
    assert rows[0]["right_MBL"] == 1.0 and rows[0]["confidence_ergodic"] == pytest.approx(0.75)
    assert rows[-1]["verdict"] == "not told apart" and np.isnan(rows[-1]["value"])


def test_everything_has_its_unit(shown):
    assert shown["transition_value"].attrs["units"] == "J"
    for part in ("mean", "std"):
        assert shown[f"test_accuracy_{part}"].attrs["units"] == "1"
        assert shown[f"test_cross_entropy_{part}"].attrs["units"] == "nat"
    assert shown["confidence"].attrs["units"] == shown["right"].attrs["units"] == "1"
