"""Fig. 5 from outputs that cross where it is worked out by hand."""

import numpy as np
from phasetrace.analyses.fig5 import analyse
from toys import of_two_networks

LOW, HIGH = np.array([0.9, 0.6, 0.1, 0.1]), np.array([0.9, 0.9, 0.4, 0.1])


def test_every_width_has_the_transitions_of_its_own_networks():
    known = [of_two_networks(LOW, LOW), of_two_networks(HIGH, LOW)]
    shown = analyse([0.5, 1.0], known, "mean_output")
    # The leads 0.2, -0.8 and 0.8, -0.2 cross zero after 1/5 and 4/5 of their cells, and their
    # means 0.5, -0.5 in the middle.
    assert shown["width"].values.tolist() == [0.5, 1.0]
    np.testing.assert_allclose(shown["transition"], [[2.2, 2.2], [2.8, 2.2]])
    np.testing.assert_allclose(shown["transition_value"], [2.2, 2.5])
    assert shown["transition_verdict"].values.tolist() == ["found", "found"]
    assert shown["width"].attrs["units"] == "J" and shown.attrs["retrainings"] == 2
