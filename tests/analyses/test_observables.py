"""Observables of magnetization traces, by hand."""

import numpy as np
import pytest
import xarray as xr
from phasetrace import imbalance
from phasetrace.analyses.observables import late_imbalance
from toys import driven


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


def test_late_imbalance_compares_the_last_sample_with_the_first():
    traces = driven()
    # A sample between the two counts for nothing.
    between = 0.3 * traces["magnetization"][{"time": [0]}].assign_coords(time=[4])
    first, last = (traces["magnetization"][{"time": [number]}] for number in (0, 1))
    three = xr.concat([first, between, last], dim="time").to_dataset()
    for several in (traces, three, traces.transpose("site", "time", ...)):
        found = late_imbalance(several)
        assert found.dims == ("drive",) and found.attrs["units"] == "1"
        np.testing.assert_allclose(found, [-1.0, 0.0, 0.2, 1.0])


def test_late_imbalance_is_the_mean_of_the_realizations():
    traces = driven()
    traces["magnetization"][{"drive": 3, "realization": 0, "time": 1}] = [0.4, -0.4]
    np.testing.assert_allclose(late_imbalance(traces)[3], (0.4 + 1 + 1) / 3)
