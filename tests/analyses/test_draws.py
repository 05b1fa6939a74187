"""Realizations drawn again."""

import numpy as np
from phasetrace.analyses.draws import drawn_again


def test_realizations_are_drawn_within_their_point():
    values = np.arange(4)[:, None] * 10 + np.arange(5)
    drawn = drawn_again(values, 1, 7)
    assert drawn.shape == (4, 5)
    np.testing.assert_array_equal(drawn // 10, np.arange(4)[:, None].repeat(5, axis=1))
    assert len({tuple(row % 10) for row in drawn}) > 1
    np.testing.assert_array_equal(drawn, drawn_again(values, 1, 7))
    assert (drawn != drawn_again(values, 1, 8)).any()


def test_as_many_are_drawn_as_there_are_and_no_other():
    values = np.arange(4.0)[:, None] * 10 + np.arange(5)
    values[1, [0, 3]] = values[2, 1:] = np.nan
    for number in range(20):
        drawn = drawn_again(values, number)
        np.testing.assert_array_equal(np.isnan(drawn), np.isnan(values))
        for new, old in zip(drawn, values, strict=True):
            assert set(new[~np.isnan(new)]) <= set(old[~np.isnan(old)])


def test_groups_are_drawn_as_a_whole_at_all_points_at_once():
    values = np.arange(3.0)[:, None] * 10 + np.arange(6)
    values[1, 0] = np.nan
    groups = np.tile(list("aabbcc"), (3, 1))
    seen = set()
    for number in range(30):
        drawn = drawn_again(values, number, groups=groups)
        np.testing.assert_array_equal(np.isnan(drawn), np.isnan(values))
        taken = [set(groups[0, (row[~np.isnan(row)] % 10).astype(int)]) for row in drawn]
        assert taken[0] == taken[1] == taken[2]
        seen.add(tuple(sorted(taken[0])))
    assert {("c",), ("a", "c"), ("a", "b", "c")} <= seen
