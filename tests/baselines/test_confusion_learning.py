"""Learning by confusion, of a step that is known and of none."""

import numpy as np
import pytest
from phasetrace.baselines.confusion_learning import judged_right, peaks

STEP = 7
"""The first of 12 points at which the spins stay."""


def traces(step, realizations=20):
    """Spins (point, realization, time, site) that stay from a point on, and forget before it."""
    rng = np.random.default_rng(0)
    start = rng.choice([-1.0, 1.0], size=(12, realizations, 1, 4))
    stays = (np.arange(12) >= step)[:, None, None, None]
    left = np.where(stays, 1.0, np.exp(-np.arange(6.0))[:, None])
    return start * left + 0.05 * rng.standard_normal((12, realizations, 6, 4))


def judged(step):
    every = traces(step)
    return judged_right(every[:, :12], every[:, 12:])


def test_the_accuracy_is_a_w_whose_middle_peak_is_the_step():
    right = judged(STEP)
    assert right.shape == (11, 12, 8)
    accuracy = right.mean(axis=(1, 2))
    assert accuracy[STEP - 1] == 1
    ((cell, rise),) = peaks(accuracy, right[0].size)
    assert cell == STEP - 1
    # Each point off the step is confused: at most half of its traces are judged right by chance.
    assert rise > 0.15


def test_traces_that_are_all_alike_have_no_peak():
    right = judged(0)
    assert peaks(right.mean(axis=(1, 2)), right[0].size) == []


def test_a_peak_rises_above_the_higher_dip_and_above_the_noise():
    accuracy = np.array([1.0, 0.8, 0.9, 0.7, 0.71, 0.7, 1.0])
    ((cell, rise),) = peaks(accuracy, 1000)
    assert cell == 2 and rise == pytest.approx(0.1)
    assert peaks(accuracy, 10) == []
    assert [cell for cell, _ in peaks(accuracy, 10**6)] == [2, 4]


def test_a_single_cell_has_no_peak():
    assert peaks(np.array([1.0]), 10) == []


def test_one_trace_makes_no_peak():
    """Where all are right the error is not zero."""
    assert peaks(np.array([1, 0.97, 0.975, 1, 0.975, 0.97, 1]), 40) == []
