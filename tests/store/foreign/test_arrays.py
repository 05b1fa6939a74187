"""Samples of a file of arrays."""

import numpy as np
import pytest
from phasetrace import FileError
from phasetrace.store.foreign.arrays import Array, ArrayFile, block_of

RNG = np.random.default_rng(0)
VALUES = RNG.uniform(-1, 1, (2, 3, 4, 5))
PLAIN = {
    "h": np.array([0.0, 1.0]),
    "time": np.arange(4.0),
    "site": np.arange(1, 6),
    "sz": VALUES,
}


def block(parameter=None, variable=None, names=None, attributes=None, **arrays):
    arrays = {
        name: one if isinstance(one, Array) else Array(np.asarray(one))
        for name, one in arrays.items()
    }
    return block_of(ArrayFile("a.npz", arrays, attributes or {}), parameter, variable, names or {})


def test_names_and_axes_are_found():
    found = block(**PLAIN)
    assert (found.parameter, found.variable, found.site) == ("h", "sz", "site")
    assert found.parameters.tolist() == [0, 0, 0, 1, 1, 1]
    np.testing.assert_array_equal(found.values, VALUES.reshape(6, 4, 5))


def test_axes_come_in_any_order():
    found = block(**{**PLAIN, "sz": VALUES.transpose(3, 0, 2, 1)})
    np.testing.assert_array_equal(found.values, VALUES.reshape(6, 4, 5))


def test_names_are_given_where_they_are_others():
    arrays = {"B": PLAIN["h"], "t": PLAIN["time"], "q": PLAIN["site"], "x": VALUES, "y": VALUES}
    names = {"parameter": "B", "time": "t", "channel": "q", "value": "x"}
    found = block("h", "magnetization", names, **arrays)
    assert (found.parameter, found.variable, found.site) == ("h", "magnetization", "channel")
    assert found.unread == ["y"]


def test_axes_are_said_by_what_they_stand_for_or_by_names():
    values = VALUES[:, 0].transpose(2, 0, 1)
    arrays = {"B": PLAIN["h"], "t": PLAIN["time"], "sz": values}
    for asked in ("site parameter time", "channel B t", "site h time"):
        found = block(
            "h", None, {"parameter": "B", "time": "t", "dimensions": asked, "value": "sz"}, **arrays
        )
        np.testing.assert_array_equal(found.values, VALUES[:, 0])
        assert found.sites.tolist() == [1, 2, 3, 4, 5]


def test_realizations_are_in_the_order_of_their_labels():
    found = block(**PLAIN, realization=["c", "a", "b"], sz_error=abs(VALUES))
    np.testing.assert_array_equal(found.values[:3], VALUES[0, [1, 2, 0]])
    np.testing.assert_array_equal(found.errors[:3], abs(VALUES[0, [1, 2, 0]]))


def test_a_list_of_runs_has_the_parameter_of_each():
    values = VALUES[0]
    found = block(**{**PLAIN, "h": np.array([2.0, 0.0, 2.0]), "sz": values})
    assert found.parameters.tolist() == [2, 0, 2]
    np.testing.assert_array_equal(found.values, values)


@pytest.mark.parametrize("held", ["array", "attribute"])
def test_a_file_of_one_value_has_it_as_a_number(held):
    arrays = {**PLAIN, "sz": VALUES[0], "realization": [0, 1, 2]}
    del arrays["h"]
    if held == "array":
        found = block("h", **arrays, h=0.5)
    else:
        found = block("h", **arrays, attributes={"h": 0.5, "time": 3.0, "shots": 100.0})
    assert found.parameters.tolist() == [0.5] * 3


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("monday", ["monday"] * 6),
        (["a", "b", "c"], ["a", "b", "c"] * 2),
        (["a", "b"], ["a"] * 3 + ["b"] * 3),
        ([[1, 2, 3], [4, 5, 6]], ["1", "2", "3", "4", "5", "6"]),
    ],
)
def test_groups_are_of_all_or_of_each(groups, expected):
    assert block(**PLAIN, group=groups).groups.tolist() == expected


def test_groups_follow_realizations():
    found = block(**PLAIN, group=["a", "b", "c"], realization=[2, 0, 1])
    assert found.groups.tolist() == ["b", "c", "a"] * 2


def test_named_axes_need_no_lengths():
    values = VALUES[:, :2, :2, :2]  # all of one length
    dims = ("time", "qubit", "B", "run")
    axes = {"time": [0.0, 1.0], "qubit": [1, 2], "B": [0.0, 1.0], "run": [0, 1]}
    found = block(
        names={"site": "qubit", "realization": "run"},
        m=Array(values.transpose(2, 3, 0, 1), dims),
        **{name: Array(np.array(one), (name,)) for name, one in axes.items()},
    )
    assert found.parameter == "B"
    np.testing.assert_array_equal(found.values, values.reshape(4, 2, 2))


def test_errors_and_groups_have_axes_in_an_order_of_their_own():
    values = VALUES[:, :2, :2, :2]  # all of one length
    dims = ("h", "realization", "time", "site")
    axes = {"h": [0.0, 1.0], "time": [0.0, 1.0], "site": [1, 2]}
    found = block(
        m=Array(values, dims),
        m_error=Array(abs(values).transpose(3, 1, 0, 2), ("site", "realization", "h", "time")),
        group=Array(np.array([["a", "b"], ["c", "d"]]), ("realization", "h")),
        **{name: Array(np.array(one), (name,)) for name, one in axes.items()},
    )
    np.testing.assert_array_equal(found.errors, abs(found.values))
    assert found.groups.tolist() == ["a", "c", "b", "d"]
    # Without names of their own they are in the order of the values.
    found = block(
        names={"dimensions": "realization h time site"},
        m=values.transpose(1, 0, 2, 3),
        group=[["a", "b"], ["c", "d"]],
        **axes,
    )
    assert found.groups.tolist() == ["a", "c", "b", "d"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"time": None}, "has no time; it has h, site, sz; if one of these is it, say names"),
        ({"h": None}, "does not tell which is the parameter; it has time, site, sz; say its name"),
        ({"B": [0.0, 1.0]}, "does not tell which is the parameter; it may be h or B; say its name"),
        (
            {"x": VALUES},
            r"has several arrays, sz \(2 × 3 × 4 × 5\), x \(2 × 3 × 4 × 5\); say which",
        ),
        ({"sz": None}, "has no magnetization or value; it has h, time, site; if one of these"),
        ({"sz": VALUES.astype(complex)}, "has no magnetization or value"),
        ({"value": VALUES.astype(complex)}, "value holds complex128, must hold real numbers"),
        ({"time": ["a", "b", "c", "d"]}, "time holds <U1, must hold real numbers"),
        ({"time": VALUES}, "time has 2 × 3 × 4 × 5 entries, need a list"),
        ({"error": VALUES[0]}, "error has 3 × 4 × 5 entries, must have 2 × 3 × 4 × 5"),
        ({"group": ["a"] * 4}, "group has 4 entries, must have 2 × 3, a group for each"),
        ({"sz": VALUES[..., :3]}, "sz has 2 × 3 × 4 × 3 entries, .*; no order of axes fits"),
    ],
)
def test_what_holds_no_traces_is_refused_in_one_line(changed, fault):
    arrays = {name: one for name, one in {**PLAIN, **changed}.items() if one is not None}
    with pytest.raises(FileError, match=f"^a.npz: {fault}.*$"):
        block(**arrays)


def test_a_parameter_or_variable_that_is_asked_for_is_needed():
    with pytest.raises(FileError, match=r"has no W; it has h, time, site, sz; .*{parameter: …}$"):
        block("W", **PLAIN)
    with pytest.raises(FileError, match=r"has no magnetization or value; .*{value: …}$"):
        block("h", "magnetization", **PLAIN)
