"""Labels from regimes, the split into training and test, and shares judged right."""

import numpy as np
import pytest
from phasetrace.learning.labels import (
    accuracy,
    cross_entropy,
    label_points,
    split,
    split_in_two,
)

W = np.arange(1, 65) / 8


def test_labels_of_the_paper():
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    np.testing.assert_array_equal(np.flatnonzero(labels == 0), [0, 1, 2, 3])
    np.testing.assert_array_equal(W[labels == 1], [7.625, 7.75, 7.875, 8.0])
    assert (labels == -1).sum() == 56


def test_labels_bear_rounding_and_any_order_of_the_phases():
    labels = label_points(0.1 * np.arange(1, 8), [(0.6, 0.7), (0.1, 0.3)])
    np.testing.assert_array_equal(labels, [1, 1, 1, -1, -1, 0, 0])


@pytest.mark.parametrize(
    ("regimes", "message"),
    [
        ([(0.1, 4), (4, 8)], r"regime 1 \(4, 8\) overlaps regime 0 \(0.1, 4\)"),
        ([(0.1, 0.5), (8.01, 9)], r"regime 1 \(8.01, 9\) holds no point of the parameter"),
        ([(0.5, 0.1), (7, 8)], r"regime 0 is \(0.5, 0.1\), must have low <= high"),
    ],
)
def test_bad_regimes_are_refused(regimes, message):
    with pytest.raises(ValueError, match=message):
        label_points(W, regimes)


def test_split_and_accuracy():
    assert split(100) == (slice(0, 60), slice(60, 80), slice(80, 100))
    assert split(5) == (slice(0, 3), slice(3, 4), slice(4, 5))
    with pytest.raises(ValueError, match=r"train is 0\.6 and validation 0\.2 of 1 realizations"):
        split(1)
    p = np.array([[[0.9, 0.1], [0.4, 0.6], [0.2, 0.8]], [[0.1, 0.9], [0.6, 0.4], [0.2, 0.8]]])
    np.testing.assert_allclose(accuracy(p, [0, 1, -1]), [1, 0])
    with pytest.raises(ValueError, match="labels hold no label"):
        accuracy(p, [-1, -1, -1])


def test_a_training_set_of_its_own_is_split_in_two():
    assert split_in_two(200) == (slice(0, 160), slice(160, 200))
    for validation in (0.1, 0.9):
        with pytest.raises(ValueError, match=rf"validation is {validation} of 3 realizations"):
            split_in_two(3, validation)


def test_cross_entropy_by_hand():
    p = np.array([[[0.5, 0.5], [0.25, 0.75], [0.2, 0.8]], [[1.0, 0.0], [1.0, 0.0], [0.2, 0.8]]])
    expected = [(np.log(2) + np.log(4 / 3)) / 2, 37 * np.log(10) / 2]
    np.testing.assert_allclose(cross_entropy(p, [0, 1, -1]), expected)
    with pytest.raises(ValueError, match="labels hold no label"):
        cross_entropy(p, [-1, -1, -1])
