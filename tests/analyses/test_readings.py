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
    "averaging": "mean_output",
}


def networks(ergodic, other, **attributes):
    """Predictions of two networks whose first outputs at W = 1 to 4 are given."""
    chosen = {"boundary": "open", "learning_l2_on": "input_kernel", **attributes}
    return of_two_networks(ergodic, other, **chosen)


@pytest.fixture(scope="module")
def shown():
    # Crossings at 2.75 and 2.25, at 1.5 twice, and none in the gap.
    late = networks([0.9, 0.8, 0.4, 0.1], [0.9, 0.6, 0.2, 0.1], boundary="periodic")
    early = networks([0.9, 0.1, 0.1, 0.1], [0.9, 0.1, 0.1, 0.1])
    never = networks(*[[0.9, 0.9, 0.9, 0.9]] * 2, learning_confidence_weight=0.0)
    return analyse([late, never, early], BEYOND, CONFIGURED)


def test_readings_stand_in_the_order_of_their_transitions(shown):
    crossed = (shown["chosen"].sel(choice="averaging") == "mean_output").values
    np.testing.assert_allclose(shown["transition_mean"][crossed], [1.5, 2.5, np.nan])
    np.testing.assert_allclose(shown["transition_std"][crossed], [0, 0.25 * 2**0.5, np.nan])
    np.testing.assert_allclose(shown["transition"][crossed][1], [2.75, 2.25])
    found = shown["transition_mean"].values
    assert np.all(np.diff(found[~np.isnan(found)]) >= 0)
    assert np.isnan(found[-1]) and shown.sizes["reading"] == 6


def test_choices_are_those_that_differ_and_what_is_configured_is_told(shown):
    # Everywhere l2 is on the input kernel.
    assert shown["choice"].values.tolist() == ["boundary", "confidence_weight", "averaging"]
    usual = shown.isel(reading=shown["configured"].values)
    assert usual["chosen"].values.tolist() == [["open", "0.1", "mean_output"]]
    np.testing.assert_allclose(usual["transition_mean"], [1.5])


def test_accuracy_and_calibration_are_beside_each_reading(shown):
    np.testing.assert_allclose(shown["test_accuracy_mean"], [0.95] * 6)
    np.testing.assert_allclose(shown["test_accuracy_std"], [0.1 / 2**0.5] * 6)
    np.testing.assert_allclose(shown["test_cross_entropy_mean"], [0.2] * 6)
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
    assert len(rows) == 6
    (usual,) = [
        row
        for row in rows
        if (row["boundary"], row["confidence_weight"], row["averaging"])
        == ("open", "0.1", "mean_output")
    ]
    assert usual["transition_mean"] == 1.5 and usual["networks"] == 2
    assert usual["right_MBL"] == 1.0 and usual["confidence_ergodic"] == pytest.approx(0.5)
    assert rows[-1]["networks"] == 0 and np.isnan(rows[-1]["transition_mean"])


def test_everything_has_its_unit(shown):
    for part in ("mean", "std"):
        assert shown[f"transition_{part}"].attrs["units"] == "J"
        assert shown[f"test_accuracy_{part}"].attrs["units"] == "1"
        assert shown[f"test_cross_entropy_{part}"].attrs["units"] == "nat"
    assert shown["confidence"].attrs["units"] == shown["right"].attrs["units"] == "1"
