"""Starts that are prepared with errors."""

import numpy as np
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.preparation import with_errors

LABELLED = {"model": "xxz", "sites": 6, "seed": 3}
NEEL = np.tile(np.array([1, -1], np.int8), (400, 3))


def test_each_spin_is_wrong_by_itself_with_the_probability():
    wrong = with_errors(NEEL, 0.1, LABELLED) != NEEL
    share = np.sqrt(0.1 * 0.9 / 400)
    assert np.all(np.abs(wrong.mean(axis=0) - 0.1) < 4 * share)
    # Two independent errors are as frequent as their product says.
    both = (wrong[:, :-1] & wrong[:, 1:]).mean()
    assert abs(both - 0.01) < 4 * np.sqrt(0.01 / 2000)


def test_none_and_all_may_be_wrong():
    np.testing.assert_array_equal(with_errors(NEEL, 0.0, LABELLED), NEEL)
    np.testing.assert_array_equal(with_errors(NEEL, 1.0, LABELLED), -NEEL)


def test_a_larger_probability_keeps_the_errors_of_a_smaller_one():
    few, more = (with_errors(NEEL, probability, LABELLED) != NEEL for probability in (0.1, 0.3))
    assert np.all(more[few]) and more.sum() > few.sum()


def test_errors_are_what_their_labels_say_for_ever():
    drawn = unit_uniform(6, **LABELLED, draw="initial errors", realization=2)
    found = with_errors(NEEL[:3], 0.4, LABELLED)
    np.testing.assert_array_equal(found[2], np.where(drawn < 0.4, -NEEL[2], NEEL[2]))
    assert found.dtype == np.int8
    other = with_errors(NEEL, 0.4, {**LABELLED, "seed": 4})
    assert np.any(other != with_errors(NEEL, 0.4, LABELLED))
