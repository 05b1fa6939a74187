"""Fig. 5 from outputs that cross where it is worked out by hand."""

import numpy as np
from phasetrace.analyses.fig5 import analyse
from toys import of_two_networks

LOW, HIGH = np.array([0.9, 0.4, 0.1, 0.1]), np.array([0.9, 0.9, 0.4, 0.1])


def test_every_width_has_the_transitions_of_its_own_networks():
    known = [of_two_networks(LOW, LOW), of_two_networks(HIGH, LOW)]
    shown = analyse([0.5, 1.0], known, "mean_output")
    # The leads 0.8 and -0.2 cross zero after 4/5 of their cell.
    assert shown["width"].values.tolist() == [0.5, 1.0]
    np.testing.assert_allclose(shown["transition"], [[1.8, 1.8], [2.8, 1.8]])
    np.testing.assert_allclose(shown["transition_mean"], [1.8, 2.3])
    np.testing.assert_allclose(shown["transition_std"], [0, 1 / 2**0.5], atol=1e-12)
    assert shown["width"].attrs["units"] == "J" and shown.attrs["retrainings"] == 2


def test_the_confusion_of_single_traces_peaks_at_a_point_of_the_grid():
    (found,) = analyse([0.5], [of_two_networks(LOW, HIGH)], "per_sample")["transition"].values
    # Of 0.9, 0.4, 0.1 and 0.1 the second is the least sure, and of the other network the third.
    np.testing.assert_array_equal(found, [2.0, 3.0])
