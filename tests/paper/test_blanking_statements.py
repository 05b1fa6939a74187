"""Runs whose agreement with the statements about Fig. 5 and regularization is known."""

import numpy as np
import pytest
from phasetrace.paper.blanking_statements import fig5_rows, regularization_rows
from phasetrace.paper.statements import NOT_FOUND
from run_like_the_paper import (
    RETRAINING,
    SCATTER,
    boundary,
    check_change,
    move,
    paper,
    put,
    unchanged,
    use,
    without_errors,
)

NAN = float("nan")


def several(name, **place):
    """A change of a run: a transition of which the mean output has several crossings."""

    def change(run):
        move(name, NAN, **place)(run)
        put(name, "transition_verdict", "several crossings", **place)(run)

    return change


def nowhere(verdict):
    """A change of a run: no network finds a transition at one width."""

    def change(run):
        put("fig5", "transition", NAN, width=3.0)(run)
        move("fig5", NAN, width=3.0)(run)
        put("fig5", "transition_verdict", verdict, width=3.0)(run)

    return change


# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "one width differs": (
        put("fig5", "transition", 4.4 + SCATTER, width=1.0),
        ["converges to a narrow range", "depends weakly"],
    ),
    "one width differs by an error": (
        put("fig5", "transition", 3.91 + SCATTER, width=1.0),
        {"converges to a narrow range": None, "depends weakly": None},
    ),
    "the boundary follows the width": (
        use("fig5", "transition", lambda old: old + 0.15 * old["width"]),
        ["depends weakly"],
    ),
    "noisy networks": (
        put("fig5", "transition", 3.4 + 11 * SCATTER, width=2.0),
        {"variance is reasonably small": False, "variance is larger": False, "narrow": None},
    ),
    "perhaps noisy networks": (
        put("fig5", "transition", 3.4 + 5 * SCATTER, width=2.0),
        {"variance is reasonably small": None, "variance is larger": None},
    ),
    "quiet networks below": (
        put("fig5", "transition", 2.0 + 0.1 * SCATTER, width=[0.25, 0.5]),
        ["variance is larger"],
    ),
    "no networks find the boundary at one width": (
        nowhere("no crossing"),
        ["narrow range", "depends weakly", "variance is reasonably"],
    ),
    "networks have several at one width": (
        nowhere("several crossings"),
        ["narrow range", "depends weakly", "variance is reasonably"],
    ),
    "the mean output alone finds the boundary": (
        put("fig5", "transition", NAN, width=3.0),
        dict.fromkeys(["narrow range", "depends weakly", "variance is reasonably"]),
    ),
    "a network misses it": (put("fig5", "transition", NAN, width=3.0, retraining=0), []),
    # The paper averages the networks' own.
    "the mean output has no single crossing": (several("fig5", width=3.0), []),
    "l2 does nothing": (
        move("regularization", boundary(9.0), l2=0, confidence=1),
        ["l2 regularization affects"],
    ),
    "l2 may do something": (
        move("regularization", boundary(9.0) + 0.1, l2=0, confidence=1),
        {"l2 regularization affects": True},
    ),
    "confidence enhancement does nothing": (
        move("regularization", boundary(9.0), l2=1, confidence=0),
        ["confidence enhancement affects"],
    ),
    "stronger without both": (
        move("regularization", boundary(12.0), l2=0, confidence=0),
        ["absence of both"],
    ),
    "as strong without both": (
        move("regularization", boundary(9.0), l2=0, confidence=0),
        {"absence of both": None},
    ),
    "no boundary without both": (
        move("regularization", NAN, l2=0, confidence=0, epsilon=0.2),
        ["absence of both"],
    ),
    "several boundaries without both": (
        several("regularization", l2=0, confidence=0, epsilon=0.2),
        ["absence of both"],
    ),
}


def rows(run):
    return [*fig5_rows(run["fig5"]), *regularization_rows(run["regularization"])]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_a_change_that_errors_may_hide_is_left_open():
    run = paper()
    for part in (0, 1):
        errors = run["regularization"]["transition_retraining"]
        errors.loc[{"l2": part, "confidence": 1}] = 0.2
    found = {row.statement: row.agrees for row in rows(run)}
    assert [found[text] for text in found if "l2 regularization affects" in text] == [None]


@pytest.mark.parametrize(
    "name", ["no networks find the boundary at one width", "no boundary without both"]
)
def test_what_is_not_found_is_said(name):
    changed = [row for row in check_change(*CHANGES[name]) if row.agrees is False]
    assert changed and all(
        NOT_FOUND in row.measured or "fewer than two networks" in row.measured for row in changed
    )


def test_a_run_too_small_to_tell_is_left_open():
    open_rows = fig5_rows(paper()["fig5"].sel(width=[1.0]))
    assert [row.agrees for row in open_rows] == [None] * 4
    assert all(row.measured.startswith("not measured") for row in open_rows)


def test_without_errors_changes_are_left_open():
    found = rows(without_errors(paper()))[4:]
    assert [row.agrees for row in found] == [None] * 3


def test_measured_numbers_are_the_runs():
    narrow, slope, spreads, below, *_ = rows(paper())
    assert narrow.measured.startswith(
        "means of the networks' own: 3.42 J at 0.75 J, 3.42 J at 1 J, 3.44 J at 2 J, "
    )
    # Of 0.02 W_B from 0.75 to 3 J; the spread of ten networks from -0.1 to 0.1 J.
    assert slope.measured.startswith("slope 0.02 (standard error 0.01)")
    assert spreads.measured.startswith("standard deviations 0.07 to 0.07 J: at most 2% of W_c")
    # Of 2 and of 4 widths with 9 degrees of freedom each.
    assert below.measured == (
        "below 0.20 J (standard error 0.03 J), beyond 0.07 J (standard error 0.01 J)"
    )
    run = paper()
    put("fig5", "transition", NAN, width=3.0, retraining=0)(run)
    assert "(of the 39 of 40 networks that find one)" in rows(run)[0].measured
    assert [row.holds_in for row in (narrow, spreads)] == ["4 of 4 widths"] * 2


def test_the_change_without_l2_is_its_root_mean_square():
    # 3 - s (ε - 1/2)² at ε = 0.2, 0.35, 0.5, 0.65 and 0.8, s 5 in place of 9.
    change = 4 * np.array([0.3, 0.15, 0.0, 0.15, 0.3]) ** 2
    error = RETRAINING * np.sqrt(2)
    (row,) = (row for row in rows(paper()) if "l2 regularization affects" in row.statement)
    expected = f"{np.sqrt(np.mean(change**2)):.2f} J (standard error {error:.2f} J)"
    assert row.measured == expected


def test_the_range_of_the_boundary_is_that_between_its_ends():
    (row,) = (row for row in rows(paper()) if "absence of both" in row.statement)
    # 9 (0.3)² and (0.3)², both with two ends.
    expected = "range with both 0.81 J, without 0.09 J (standard error of the difference 0.04 J)"
    assert row.measured == expected and f"{2 * RETRAINING:.2f}" == "0.04"
