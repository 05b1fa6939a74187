"""What is kept of traces that are too many for a page."""

import numpy as np
import pytest
from phasetrace.analyses.thinning import MOST, kept


def test_all_is_kept_of_what_is_small():
    times, channels = kept(14 * 64 * 4, 50, 12)
    assert times.tolist() == list(range(50)) and channels.tolist() == list(range(12))


@pytest.mark.parametrize(("traces", "times", "channels"), [(4000, 1000, 20), (40, 7, 90_000)])
def test_what_is_kept_is_small_and_has_the_end(traces, times, channels):
    which, of = kept(traces, times, channels)
    assert traces * len(which) * len(of) <= MOST
    assert which[-1] == times - 1 and of[0] == 0 and (np.diff(of) == of[1] - of[0]).all()
    # An even step would show a sign that alternates as one that stays.
    steps = np.unique(np.diff(which))
    assert len(steps) <= 1 and (steps % 2 == 1).all()


def test_times_are_left_out_before_channels_but_not_nearly_all_of_them():
    times, channels = kept(3000, 100, 20)
    assert len(times) == 50 - 16 and len(channels) == 20
    times, channels = kept(3000, 100, 200)
    assert len(times) == 34 and len(channels) < 30
