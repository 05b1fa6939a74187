"""Recorded shots: what they depend on, and what is made of them."""

import numpy as np
from phasetrace.measurement.readout import Readout
from phasetrace.measurement.recording import Recording, measured
from phasetrace.measurement.shots import string_type
from scipy.stats import chisquare

PATTERNS = np.array([0b0011, 0b0101, 0b1001, 0b1010])
LABELS = [{"model": "test", "realization": number} for number in range(3)]
NUMBERS = np.arange(3)
STRINGS = np.array([[0b001, 0b011, 0b011, 0b111], [0b000, 0b000, 0b111, 0b111]], np.uint8)


def recorded(shots=50, batches=(NUMBERS,), labels=LABELS):
    """Three realizations at two times, of which the first is a product state."""
    weights = np.random.default_rng(1).random((4, 3))
    weights /= weights.sum(axis=0)
    recording = Recording(shots, 4, 2, labels)
    for numbers in batches:
        recording.observe(np.array(numbers), 0, PATTERNS[:1], np.ones((1, len(numbers))))
        recording.observe(np.array(numbers), 1, PATTERNS, weights[:, numbers])
    return recording


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


def test_the_readout_errs_by_numbers_that_drew_no_shot():
    shots = 4000
    recording = Recording(shots, 4, 1, LABELS)
    recording.observe(NUMBERS, 0, PATTERNS, np.full((4, 3), 0.25))
    # The first site alone errs, of any string a quarter of the time.
    one = [0.25, 0.0, 0.0, 0.0]
    read = recording.read(Readout(one, one))
    counts = [(read == pattern).sum() for pattern in (*PATTERNS, *(PATTERNS ^ 1))]
    assert sum(counts) == 3 * shots
    expected = 3 * shots * np.repeat([0.75, 0.25], 4) / 4
    assert chisquare(counts, expected).pvalue > 1e-3
    before = recording.strings.copy()
    np.testing.assert_array_equal(recording.read(Readout(1.0, 1.0)), np.sort(15 - before, axis=-1))
    np.testing.assert_array_equal(recording.strings, before)


def given():
    recording = Recording(4, 3, 2, [{"realization": 0}])
    recording.strings[0] = STRINGS
    return recording


def test_what_was_done_is_told():
    variables, attributes = measured(given(), None, None)
    assert attributes == {"shots": 4}
    assert set(variables) == {"magnetization", "magnetization_error", "bitstring"}
    np.testing.assert_array_equal(variables["bitstring"][0], STRINGS)
    variables, attributes = measured(given(), None, 2)
    assert attributes == {"shots": 4, "postselected_up_spins": 2}
    assert variables["kept_shots"].tolist() == [[2, 0]]


def test_the_readout_is_inverted_if_it_is_asked_for():
    plain, _ = measured(given(), None, None)
    readout = {"p01": [0.0, 0.0, 0.5], "p10": 0.0}
    read, attributes = measured(given(), {**readout, "invert": False}, None)
    assert attributes["readout_p01"] == [0.0, 0.0, 0.5] and not attributes["readout_inverted"]
    found, attributes = measured(given(), {**readout, "invert": True}, None)
    assert attributes["readout_inverted"]
    np.testing.assert_array_equal(found["bitstring"], read["bitstring"])
    for name in ("magnetization", "magnetization_error"):
        np.testing.assert_array_equal(found[name][..., :2], plain[name][..., :2])
    expected = 2 * read["magnetization"][..., 2] - 1
    np.testing.assert_allclose(found["magnetization"][..., 2], expected)
    np.testing.assert_allclose(
        found["magnetization_error"][..., 2], 2 * read["magnetization_error"][..., 2]
    )
