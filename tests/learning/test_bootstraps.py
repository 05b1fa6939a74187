"""Which traces are drawn again, of complete and of incomplete ones."""

import numpy as np
import pytest
from phasetrace.learning.bootstraps import count_bootstraps, stand_ins

LABELS = np.array([0, 0, -1, 1])
EVERY = np.ones((4, 6), dtype=bool)


@pytest.mark.parametrize(("bootstraps", "retrainings", "count"), [(5, 10, 5), (5, 3, 3), (5, 1, 0)])
def test_no_more_are_made_than_there_are_retrainings(bootstraps, retrainings, count):
    settings = {"bootstraps": bootstraps, "retrainings": retrainings}
    assert count_bootstraps(settings) == count


def test_complete_realizations_are_drawn_with_all_of_their_points():
    drawn = stand_ins(EVERY, LABELS, None, seed=0, bootstraps=3).reshape(3, 4, 6)
    np.testing.assert_array_equal(drawn // 6, np.arange(4)[None, :, None] + 0 * drawn)
    assert (drawn % 6 == drawn[:, :1] % 6).all() and (drawn[0] != drawn[1]).any()


def test_of_incomplete_ones_each_stands_in_for_its_like():
    """For one of its phase, or of its own point where there is no phase."""
    shown = np.random.default_rng(0).random((4, 6)) < 0.7
    point = np.nonzero(shown)[0]
    drawn = stand_ins(shown, LABELS, None, seed=0, bootstraps=20)
    assert drawn.shape == (20, shown.sum())
    assert (LABELS[point][drawn] == LABELS[point]).all()
    unknown = LABELS[point] == -1
    assert (point[drawn] == point)[:, unknown].all() and (point[drawn] != point).any()


def test_groups_are_drawn_whole():
    """What is drawn of a group in a phase is drawn as often as all else of it there."""
    groups = np.arange(24).reshape(4, 6) % 3
    drawn = stand_ins(EVERY, np.array([0, 0, 1, 1]), groups, seed=0, bootstraps=20)
    for one in drawn:
        times = np.bincount(one, minlength=24).reshape(2, 4, 3)
        assert (times == times[:, :1]).all()
