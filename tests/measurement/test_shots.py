"""Shots against the distributions that they are drawn from."""

import numpy as np
import pytest
from phasetrace.measurement.readout import Readout
from phasetrace.measurement.shots import Recording, drawn, string_type
from phasetrace.models.disorder import unit_uniform
from scipy.stats import chisquare

PATTERNS = np.array([0b0011, 0b0101, 0b1001, 0b1010])
LABELS = [{"model": "test", "realization": number} for number in range(3)]
NUMBERS = np.arange(3)


def recorded(shots=50, batches=(NUMBERS,), labels=LABELS):
    """Three realizations at two times, of which the first is a product state."""
    weights = np.random.default_rng(1).random((4, 3))
    weights /= weights.sum(axis=0)
    recording = Recording(shots, 4, 2, labels)
    for numbers in batches:
        recording.observe(np.array(numbers), 0, PATTERNS[:1], np.ones((1, len(numbers))))
        recording.observe(np.array(numbers), 1, PATTERNS, weights[:, numbers])
    return recording


def test_states_are_met_as_often_as_they_are_likely():
    probability = np.array([[0.1, 0.0], [0.2, 1.0], [0.0, 0.0], [0.7, 3.0]])
    uniform = unit_uniform(2 * 4000, what="shots").reshape(2, -1)
    found = drawn(probability, PATTERNS, uniform)
    assert found.shape == (2, 4000)
    for shots, likely in zip(found, probability.T, strict=True):
        counts = np.array([(shots == pattern).sum() for pattern in PATTERNS])
        possible = likely > 0
        assert counts.sum() == 4000 and not counts[~possible].any()
        expected = 4000 * likely[possible] / likely.sum()
        assert chisquare(counts[possible], expected).pvalue > 1e-3


@pytest.mark.parametrize("total", [0.5, 1.0, 1.0 + 2**-52, 1 - 2**-53, 0.7, 1.5])
def test_the_largest_random_number_meets_the_last_state_that_is_possible(total):
    probability = np.array([[total / 4], [total / 4], [total / 2], [0.0]])
    assert drawn(probability, PATTERNS, np.array([[1 - 2**-53]])) == PATTERNS[2]
    assert drawn(probability[::-1], PATTERNS, np.array([[0.0]])) == PATTERNS[1]


def test_shots_depend_on_no_other_realization_and_on_no_order():
    together = recorded().strings
    apart = recorded(batches=([2], [0, 1])).strings
    np.testing.assert_array_equal(apart, together)
    other = Recording(50, 4, 2, LABELS[1:])
    weights = np.random.default_rng(1).random((4, 3))
    weights /= weights.sum(axis=0)
    observe = other.among([1])
    observe(np.array([0]), 0, PATTERNS[:1], np.ones((1, 1)))
    observe(np.array([0]), 1, PATTERNS, weights[:, 2:])
    np.testing.assert_array_equal(other.strings[1], together[2])


def test_realizations_and_times_have_random_numbers_of_their_own():
    recording = Recording(100, 4, 2, LABELS)
    for sample in (0, 1):
        recording.observe(NUMBERS, sample, PATTERNS, np.full((4, 3), 0.25))
    rows = recording.strings.reshape(6, -1)
    alike = np.mean(rows[:, None] == rows, axis=-1)[~np.eye(6, dtype=bool)]
    # Of independent ones a quarter is alike, within 0.043.
    assert alike.max() < 0.25 + 5 * 0.0433


def test_strings_are_sorted_and_kept_in_the_smallest_type():
    recording = recorded()
    read = recording.read(None)
    assert read.dtype == string_type(4) == np.uint8
    np.testing.assert_array_equal(read, np.sort(recording.strings, axis=-1))
    assert (read[:, 0] == PATTERNS[0]).all()
    assert [string_type(sites) for sites in (8, 9, 16, 17, 32, 33, 62)] == [
        np.dtype(kind)
        for kind in ("uint8", "uint16", "uint16", "uint32", "uint32", "uint64", "uint64")
    ]


def test_the_readout_errs_by_numbers_that_drew_no_shot():
    recording = recorded(shots=2000)
    read = recording.read(Readout(0.5, 0.5))
    # Every string is as likely as any other, whatever it was.
    counts = np.bincount(read.ravel(), minlength=16)
    assert chisquare(counts).pvalue > 1e-3
    before = recording.strings.copy()
    np.testing.assert_array_equal(recording.read(Readout(1.0, 1.0)), np.sort(15 - before, axis=-1))
    np.testing.assert_array_equal(recording.strings, before)
