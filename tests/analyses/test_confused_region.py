"""Widths of confused regions and their errors, by hand."""

import numpy as np
import pytest
from phasetrace.analyses.confused_region import confused_width, width_error

X = [0.0, 1.0, 2.0, 4.0]
HALF = 0.5**0.5
"""The larger output at a confusion of one half."""


def outputs(*ergodic):
    p = np.asarray(ergodic, dtype=float)
    return np.stack([p, 1 - p], axis=-1)


@pytest.mark.parametrize(
    ("ergodic", "width"),
    [
        # Of confusions 0, 1, 0, 0 half of two steps is above one half.
        ([1, 0.5, 0, 0], 1.0),
        ([1, 1, 0.5, 0], 0.5 + 1.0),
        ([0.5, 0.5, 0.5, 0.5], 4.0),
        ([0.5, 0.5, 0, 0], 1.5),
        ([0.5, 1, 0, 0.5], 0.5 + 1.0),
        ([1, 1, 0, 0], 0.0),
        ([HALF, 0.5, HALF, 0], 2.0),
    ],
)
def test_the_width_is_where_the_confusion_is_above_one_half(ergodic, width):
    assert confused_width(X, outputs(*ergodic)) == pytest.approx(width, abs=1e-6)


def test_every_leading_axis_has_a_width():
    both = np.stack([outputs(1, 0.5, 0, 0), outputs(0.5, 0.5, 0.5, 0.5)])
    np.testing.assert_allclose(confused_width(X, both), [1.0, 4.0])


NARROW, WIDE = outputs(1, 0.5, 0, 0), outputs(1, 0.5, 0.5, 0)
"""1 and 2.5 wide."""


def probability(networks, realizations):
    """Outputs (retraining, point, realization, phase), the means of those of both."""
    return np.array([[(a + b) / 2 for b in realizations] for a in networks]).swapaxes(1, 2)


def test_errors_are_those_of_the_jackknife():
    """Of two, what the one adds is as far from the mean as its width is from the other's."""
    same = np.stack([NARROW, NARROW])
    bootstraps = [0, 1]
    still = width_error(X, probability(same, same), same, bootstraps)
    assert still == pytest.approx(0, abs=1e-12)
    differ = np.stack([NARROW, WIDE])
    middle = probability(differ, same)[:, :, 0]
    apart = np.ptp(confused_width(X, middle))
    assert width_error(X, probability(differ, same), same, bootstraps) == pytest.approx(apart / 2)
    assert width_error(X, probability(same, differ), same, bootstraps) == pytest.approx(apart / 2)
    # Realizations to train on are shared by all networks: their part is that of one bootstrap.
    trained = width_error(X, probability(same, same), differ, bootstraps)
    assert trained == pytest.approx(1.5 / 2**0.5)


def test_networks_of_one_bootstrap_are_averaged():
    same = np.stack([NARROW] * 4)
    repeated = np.stack([NARROW, WIDE, NARROW, WIDE])
    assert width_error(X, probability(same, same), repeated, [0, 0, 1, 1]) == pytest.approx(0)


def test_what_cannot_be_known_is_not_a_number():
    two, one = np.stack([NARROW] * 2), NARROW[None]
    assert np.isnan(width_error(X, probability(two, two)))
    assert np.isnan(width_error(X, probability(one, two), one, [0]))
    assert np.isnan(width_error(X, probability(two, one), two, [0, 1]))
