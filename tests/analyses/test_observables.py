import numpy as np
import pytest
from phasetrace.analyses.observables import imbalance


def test_imbalance_by_hand():
    traces = [[[1.0, -1.0, 1.0, -1.0], [0.5, 0.5, -0.25, -1.0], [-1.0, 1.0, -1.0, 1.0]]]
    np.testing.assert_array_equal(imbalance(traces), [[1.0, 0.1875, -1.0]])


def test_imbalance_keeps_leading_axes_and_dtype():
    traces = np.random.default_rng(0).uniform(-1, 1, (2, 3, 5, 4)).astype(np.float32)
    result = imbalance(traces)
    assert result.shape == (2, 3, 5)
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result[1, 2], imbalance(traces[1, 2]))


@pytest.mark.parametrize("shape", [(4,), (0, 4), (3, 0)])
def test_imbalance_needs_times_and_sites(shape):
    with pytest.raises(ValueError, match=r"^magnetization must have axes .*\(\d"):
        imbalance(np.zeros(shape))
