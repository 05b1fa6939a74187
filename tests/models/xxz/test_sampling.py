"""When the magnetization is sampled."""

import numpy as np
from phasetrace.models.xxz.sampling import sampling_times


def test_times_are_equally_spaced_in_logarithm_or_listed():
    equal = {"start": 0.0, "stop": 10.0, "points": 5, "spacing": "linear"}
    np.testing.assert_array_equal(sampling_times(equal), [0, 2.5, 5, 7.5, 10])
    np.testing.assert_allclose(
        sampling_times({"start": 0.1, "stop": 100.0, "points": 4, "spacing": "logarithmic"}),
        [0.1, 1, 10, 100],
    )
    np.testing.assert_array_equal(sampling_times([0, 1.5, 40]), [0, 1.5, 40])
