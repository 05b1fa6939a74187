"""Fig. 3 from outputs that cross where it is worked out by hand."""

import numpy as np
from phasetrace.analyses.fig3 import analyse
from toys import DRIVE, driven, predictions

OUTPUT = np.array([[0.9, 0.1, 0.0], [0.3, 0.7, 0.0], [0.0, 0.6, 0.4], [0.0, 0.2, 0.8]])
PHASES = ["time crystal", "ergodic", "MBL"]


def shown():
    known = predictions("drive", DRIVE, OUTPUT, [0, 1, -1, 2], PHASES, units="rad")
    return analyse(known, driven(), "mean_output")


def test_both_transitions_are_found_by_interpolation():
    data = shown()
    # The leads 0.8, -0.4 and 0.2, -0.6 cross zero after 2/3 and 1/4 of their cells.
    np.testing.assert_allclose(data["transition"], [[1 / 3, 1.125]] * 2)
    np.testing.assert_allclose(data["transition_mean"], [1 / 3, 1.125])
    np.testing.assert_allclose(data["transition_std"], 0, atol=1e-12)


def test_outputs_confusion_and_imbalance_are_shown_along_the_drive():
    data = shown()
    np.testing.assert_allclose(data["output"].transpose("drive", "phase"), OUTPUT)
    expected = [-np.log2(0.9), -np.log2(0.7), -np.log2(0.6), -np.log2(0.8)]
    np.testing.assert_allclose(data["confusion"], expected)
    np.testing.assert_allclose(data["imbalance"], [-1.0, 0.0, 0.2, 1.0])


def test_the_attributes_say_what_is_shown():
    attributes = shown().attrs
    assert attributes["period"] == 7 and attributes["retrainings"] == 2
