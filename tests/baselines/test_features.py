"""What methods see of a trace, by hand."""

import numpy as np
from phasetrace.baselines.features import (
    imbalances,
    last_imbalance,
    magnetizations,
    mean_imbalance,
    overlaps,
)

TRACES = np.array(
    [[[1.0, -1.0], [0.5, 0.5], [-1.0, -0.5]], [[-1.0, -1.0], [0.0, -0.5], [1.0, 0.0]]]
)


def test_features_by_hand():
    np.testing.assert_array_equal(magnetizations(TRACES)[0], [1.0, -1.0, 0.5, 0.5, -1.0, -0.5])
    np.testing.assert_array_equal(overlaps(TRACES)[0], [1.0, 1.0, 0.5, -0.5, -1.0, 0.5])
    np.testing.assert_array_equal(imbalances(TRACES), [[1.0, 0.0, -0.25], [1.0, 0.25, -0.5]])
    np.testing.assert_array_equal(mean_imbalance(TRACES), [[0.25], [0.25]])
    np.testing.assert_array_equal(last_imbalance(TRACES), [[-0.25], [-0.5]])
