"""The driven chain along its drive."""

import numpy as np
from phasetrace.analyses.drive import along_drive
from toys import DRIVE, predictions


def test_outputs_and_confusion_are_means_of_the_networks_and_transitions_each_ones_own():
    rising = np.array([[0.9, 0.1], [0.6, 0.4], [0.4, 0.6], [0.1, 0.9]])
    known = predictions("drive", DRIVE, rising, [0, -1, -1, 1], ["a", "b"], units="rad")
    steep = np.array([0.9, 0.9, 0.3, 0.1])
    known["probability"][{"retraining": 1, "phase": 0}] = steep[:, None]
    known["probability"][{"retraining": 1, "phase": 1}] = 1 - steep[:, None]
    shown = along_drive(known, "mean_output")
    assert shown["output"].dims == ("drive", "phase") and shown["confusion"].dims == ("drive",)
    np.testing.assert_allclose(shown["output"].sel(phase="a"), (rising[:, 0] + steep) / 2)
    expected = (np.log2(1 / np.array([0.6, 0.6])) + np.log2(1 / np.array([0.9, 0.7]))) / 2
    np.testing.assert_allclose(shown["confusion"][1:3], expected)
    # The leads 0.2 and -0.2 cross in the middle of their cell, 0.8 and -0.4 after two thirds.
    np.testing.assert_allclose(shown["transition"].isel(gap=0), [0.75, 0.5 + 0.5 * 2 / 3])
    assert shown["transition"].attrs["units"] == "rad"
