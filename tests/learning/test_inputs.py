"""Inputs of networks: on the training's scale, and without gaps."""

import numpy as np
import pytest
from phasetrace.learning.inputs import Inputs, fill_gaps, mean_and_deviation

NAN = np.nan
GIVEN = Inputs("density", "1/m", "site", (1, 2), (0.0, 1.0, 2.0))


def test_values_that_are_not_standardized_stay_as_they_are_bit_for_bit():
    values = np.random.default_rng(0).uniform(-1, 1, (5, 7, 3)) * 10.0 ** np.arange(-3, 0)
    np.testing.assert_array_equal(GIVEN.of(values), values)


def test_all_channels_are_scaled_alike_by_what_was_measured():
    values = np.array([[[1.0, NAN], [3.0, 5.0]], [[NAN, NAN], [3.0, 3.0]]])
    mean, deviation = mean_and_deviation(values)
    assert (mean, deviation) == (3.0, pytest.approx(np.sqrt(8 / 5)))
    scaled = Inputs("density", "1", "site", (1, 2), (0.0, 1.0), mean, deviation).of(values)
    np.testing.assert_allclose(scaled[0, :, 0] * deviation, [-2, 0], rtol=1e-6)


def test_a_large_offset_costs_no_digits():
    values = 1e8 + np.array([[[1.0], [2.0]], [[3.0], [4.0]]])
    scaled = Inputs("density", "1", "site", (1,), (0.0, 1.0), *mean_and_deviation(values)).of(
        values
    )
    np.testing.assert_allclose(scaled.ravel(), (np.arange(4) - 1.5) / np.sqrt(1.25), rtol=1e-6)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.full((2, 3, 1), NAN), "training samples hold no measured value"),
        (np.full((2, 3, 1), 0.1), "training samples are 0.1 everywhere, must differ"),
    ],
)
def test_samples_without_a_scale_are_refused(values, message):
    with pytest.raises(ValueError, match=message):
        mean_and_deviation(values)


def test_gaps_hold_the_last_value_and_begin_with_the_mean():
    values = np.array([[NAN, 1.0, NAN], [2.0, NAN, NAN], [NAN, NAN, NAN], [4.0, NAN, NAN]])
    filled = [[0.0, 1.0, 0.0], [2.0, 1.0, 0.0], [2.0, 1.0, 0.0], [4.0, 1.0, 0.0]]
    np.testing.assert_array_equal(fill_gaps(values), filled)
    np.testing.assert_array_equal(fill_gaps(np.stack([values, -values]))[1], -np.array(filled))
    assert np.isnan(values).any()


def test_what_is_infinite_stays_so_for_the_networks_to_refuse():
    assert np.isinf(fill_gaps(np.array([[np.inf], [NAN]]))).all()
