"""Fig. 3 from outputs that cross where it is worked out by hand."""

import numpy as np
from phasetrace.analyses.fig3 import analyse
from toys import driven, predictions

DRIVE = np.arange(9.0)
FIRST = [0.9, 0.9, 0.6, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
LAST = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.8, 0.8]
OUTPUT = np.stack([FIRST, 1 - np.add(FIRST, LAST), LAST], axis=1)
LABELS = [0, -1, -1, -1, 1, -1, -1, -1, 2]
PHASES = ["time crystal", "ergodic", "MBL"]


def shown():
    known = predictions("drive", DRIVE, OUTPUT, LABELS, PHASES, units="rad")
    traces = driven().isel(drive=[0, 0, 0, 1, 1, 2, 2, 3, 3]).assign_coords(drive=DRIVE)
    return analyse(known, traces, "mean_output")


def test_both_transitions_are_found_by_interpolation():
    data = shown()
    # The leads 0.2, -0.8 and 0.9, -0.1 cross zero after 1/5 and 9/10 of their cells.
    np.testing.assert_allclose(data["transition"], [[2.2, 5.9]] * 2)
    np.testing.assert_allclose(data["transition_value"], [2.2, 5.9])
    assert data["transition_verdict"].values.tolist() == ["found", "found"]


def test_outputs_confusion_and_imbalance_are_shown_along_the_drive():
    data = shown()
    np.testing.assert_allclose(data["output"].transpose("drive", "phase"), OUTPUT)
    two = np.sort(OUTPUT, axis=1)[:, 1:]
    np.testing.assert_allclose(data["confusion"], -np.log2(two[:, 1] / two.sum(axis=1)))
    expected = [-1.0, -1.0, -1.0, 0.0, 0.0, 0.2, 0.2, 1.0, 1.0]
    np.testing.assert_allclose(data["imbalance"], expected)


def test_the_imbalance_of_every_period_ends_in_the_long_time_one():
    data = shown()
    assert data["period_imbalance"].dims == ("drive", "time")
    np.testing.assert_allclose(data["period_imbalance"].isel(time=0), 1.0)
    np.testing.assert_allclose(data["period_imbalance"].isel(time=-1), data["imbalance"])
    np.testing.assert_allclose(
        data["period_imbalance_error"].isel(time=-1), data["imbalance_error"]
    )


def test_equal_networks_leave_no_error_by_initial_weights():
    data = shown()
    np.testing.assert_allclose(data["output_error"], 0, atol=1e-9)
    np.testing.assert_allclose(data["confusion_error"], 0, atol=1e-9)


def test_the_attributes_say_what_is_shown():
    attributes = shown().attrs
    assert attributes["period"] == 7 and attributes["retrainings"] == 2
