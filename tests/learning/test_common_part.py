"""Times and channels in which what was measured tells nothing of the phase."""

import numpy as np
from phasetrace.learning.common_part import common_part, left_out

REGIONS = np.repeat([0, -1, 1], 40)


def test_complete_traces_are_all_common():
    assert common_part(np.ones((120, 4, 3), bool), REGIONS).all()


def test_gaps_at_the_same_rate_are_common():
    measured = np.random.default_rng(0).random((120, 10, 6)) > 0.3
    assert common_part(measured, REGIONS).all()


def test_nothing_is_left_out_by_chance_more_often_than_said():
    rng = np.random.default_rng(1)
    whole = [common_part(rng.random((120, 5, 4)) > 0.3, REGIONS).all() for _ in range(100)]
    assert sum(whole) >= 90


def test_a_site_that_a_phase_lacks_is_out():
    measured = np.ones((120, 10, 6), bool)
    measured[REGIONS == 1, :, 2] = False
    measured[::3, :, 4] = False
    common = common_part(measured, REGIONS)
    assert not common[:, 2].any() and common[:, [0, 1, 3, 4, 5]].all()


def test_a_site_that_is_lacking_between_the_phases_is_out():
    measured = np.ones((120, 10, 6), bool)
    measured[REGIONS == -1, :, 2] = False
    assert not common_part(measured, REGIONS)[:, 2].any()


def test_times_that_one_phase_reaches_less_often_are_out():
    measured = np.ones((120, 10, 2), bool)
    measured[np.flatnonzero(REGIONS == 0)[:20], 6:] = False
    common = common_part(measured, REGIONS)
    assert common[:6].all() and not common[6:].any()


def test_even_two_samples_that_lack_a_site_leave_it_out():
    measured = np.ones((10, 3, 2), bool)
    measured[:2, :, 1] = False
    common = common_part(measured, np.array([0, 0, *[1] * 8]))
    assert common[:, 0].all() and not common[:, 1].any()


def test_what_nobody_measured_is_alike_everywhere():
    measured = np.ones((120, 4, 3), bool)
    measured[:, 2] = False
    assert common_part(measured, REGIONS).all()


def test_what_is_left_out_is_said_in_a_line():
    common = np.ones((10, 4), bool)
    times, sites = np.arange(10) / 2, np.arange(1, 5)
    assert left_out(common, times, sites, "site") == ""
    common[:, 1] = common[8:] = False
    assert left_out(common, times, sites, "site") == "site 2; time 4, 4.5"
    common[1, 0] = False
    assert left_out(common, times, sites, "site").endswith("; 1 other pairs of time and site")
    common[1:] = False
    assert "time 0.5, ..., 4.5 (9)" in left_out(common, times, sites, "site")
