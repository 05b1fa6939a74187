"""Samples of a file, and the numbers that are one."""

import numpy as np
import pytest
from phasetrace import FileError
from phasetrace.store.foreign.block import Block, check_size, labels_of, merged

GOOD = {
    "parameters": np.array([0.0, 1.0]),
    "times": np.array([0.0, 0.5]),
    "sites": np.array([1, 2]),
    "values": np.ones((2, 2, 2)),
    "errors": np.ones((2, 2, 2)),
}


def block(**changed):
    return Block("a.npz", "h", "m", "site", **{**GOOD, **changed})


def test_gaps_are_allowed():
    values = np.ones((2, 2, 2))
    values[1] = np.nan
    block(values=values, errors=values)


def with_one(value):
    values = np.ones((2, 2, 2))
    values[1, 0, 1] = value
    return values


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"parameters": np.array([0.0, np.nan])}, "h is nan, must be a finite number"),
        ({"times": np.array([np.inf, 0.5])}, "time is inf, must be a finite number"),
        ({"times": np.array([0.3, 0.1 + 0.2])}, "time 0.3 is there twice, must be there once"),
        ({"sites": np.array(["q", "q"])}, "site q is there twice, must be there once"),
        ({"values": np.full((2, 2, 2), np.nan)}, "m holds no finite number"),
        (
            {"values": with_one(-np.inf)},
            "m is -inf at h = 1, time 0, site 2, must be finite",
        ),
        ({"errors": with_one(-1)}, "m_error is -1 at h = 1, time 0, site 2, must be 0 or more"),
        ({"errors": with_one(np.inf)}, "m_error is inf at h = 1, time 0, site 2, must be 0"),
    ],
)
def test_numbers_that_are_none_are_refused_in_one_line(changed, fault):
    with pytest.raises(FileError, match=f"^a.npz: {fault}.*$"):
        block(**changed)


def test_numbers_that_differ_by_rounding_are_one():
    distinct, places = merged(np.array([0.1 + 0.2, 1.0, 0.3, 0.3 - 0.1 - 0.2, 0.0, 1.0 + 1e-6]))
    np.testing.assert_array_equal(distinct, [0.3 - 0.1 - 0.2, 0.3, 1.0, 1.0 + 1e-6])
    assert places.tolist() == [1, 2, 1, 0, 0, 3]
    assert merged(np.array(["b", "a", "b"]))[1].tolist() == [1, 0, 1]
    assert [one.size for one in merged(np.array([]))] == [0, 0]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (["2", "10"], [2, 10]),
        ([2.0, 10.0], [2, 10]),
        (["0.5", "2"], [0.5, 2.0]),
        (["2", " q "], ["2", "q"]),
        ([b"q\xc3\xa4", b"2"], ["qä", "2"]),
        (["nan", "1"], ["nan", "1"]),
    ],
)
def test_labels_are_numbers_where_all_are(entries, expected):
    assert labels_of(entries).tolist() == expected
    assert [type(one) for one in labels_of(entries).tolist()] == [type(one) for one in expected]


def test_what_does_not_fit_into_memory_is_refused():
    check_size("a.nc", "m", 1000, 1000)
    with pytest.raises(FileError, match=r"^a.nc: m has 1000000000 × 1000000000 numbers, which do"):
        check_size("a.nc", "m", 10**9, 10**9)
