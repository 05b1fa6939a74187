"""Shots against the distributions that they are drawn from."""

import numpy as np
import pytest
from phasetrace.measurement.shots import drawn, string_type
from phasetrace.models.disorder import unit_uniform
from scipy.stats import chisquare

PATTERNS = np.array([0b0011, 0b0101, 0b1001, 0b1010])


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


def test_strings_have_the_smallest_type():
    assert [string_type(sites) for sites in (8, 9, 16, 17, 32, 33, 62)] == [
        np.dtype(kind)
        for kind in ("uint8", "uint16", "uint16", "uint32", "uint32", "uint64", "uint64")
    ]
