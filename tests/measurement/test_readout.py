"""Errors of the readout against their probabilities, and their inversion against what was there."""

import numpy as np
from phasetrace.measurement.estimate import mean_of_spins, spins_of
from phasetrace.measurement.readout import Readout
from phasetrace.models.disorder import unit_uniform

P01, P10 = [0.0, 0.1, 0.3, 0.02, 0.5], [0.2, 0.0, 0.05, 0.04, 0.1]


def test_each_spin_is_misread_with_its_own_probability():
    shots = 20_000
    uniform = unit_uniform(shots * 5, what="readout").reshape(5, shots)
    for string, probability in ((0b00000, P01), (0b11111, P10)):
        read = Readout(P01, P10).misread(np.full(shots, string, np.uint8), uniform)
        wrong = np.array([(read ^ string) >> site & 1 for site in range(5)])
        error = np.sqrt(np.multiply(probability, np.subtract(1, probability)) / shots)
        assert (abs(wrong.mean(axis=1) - probability) <= 4 * error).all()
        # Sites err by themselves.
        assert abs(np.corrcoef(wrong[[2, 4]])[0, 1]) < 4 / np.sqrt(shots)


def test_long_strings_are_read_to_their_last_bit():
    strings = np.array([0, 1 << 61, (1 << 62) - 1], np.uint64)
    read = Readout(1.0, 0.0).misread(strings, np.zeros((62, 3)))
    assert read.tolist() == [(1 << 62) - 1] * 3 and read.dtype == np.uint64


def test_the_inversion_is_without_bias_and_its_error_is_that_of_the_estimate():
    spins, trials, shots = np.array([1.0, -1.0, 0.4, -0.7, 0.0]), 400, 100
    up = unit_uniform(trials * shots * 5, what="spins").reshape(trials, shots, 5) < (1 + spins) / 2
    strings = (up << np.arange(5)).sum(axis=-1).astype(np.uint8)
    uniform = unit_uniform(trials * shots * 5, what="readout").reshape(trials, 5, shots)
    readout = Readout(P01, P10)
    raw, error = mean_of_spins(*spins_of(readout.misread(strings, uniform), 5))
    found, found_error = readout.inverted(raw, error)
    mean_error = found.std(axis=0, ddof=1) / np.sqrt(trials)
    assert (abs(found.mean(axis=0) - spins) <= 4 * mean_error + 1e-12).all()
    assert (abs(raw.mean(axis=0) - spins)[[0, 2, 4]] > 10 * mean_error[[0, 2, 4]]).all()
    assert (found[:, 0] > 1).any()
    np.testing.assert_allclose(
        np.sqrt((found_error**2).mean(axis=0)), found.std(axis=0), rtol=0.15, atol=1e-12
    )


def test_without_errors_nothing_changes():
    strings = np.arange(8, dtype=np.uint8)
    uniform = np.zeros((3, 8))
    np.testing.assert_array_equal(Readout(0.0, 0.0).misread(strings, uniform), strings)
    values, errors = np.array([0.1, -1.0]), np.array([0.2, 0.0])
    np.testing.assert_array_equal(Readout(0.0, 0.0).inverted(values, errors), (values, errors))
