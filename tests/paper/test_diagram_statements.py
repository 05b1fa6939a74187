"""Runs whose agreement with the statements about the phase diagram is known."""

import numpy as np
import pytest
from phasetrace.paper.diagram_statements import diagram_rows, fig5_rows, regularization_rows
from phasetrace.paper.statements import NOT_FOUND
from run_like_the_paper import (
    DENSITY,
    DISORDER,
    RETRAINING,
    SCATTER,
    attribute,
    boundary,
    bump,
    check_change,
    fig5,
    move,
    paper,
    put,
    unchanged,
    use,
    without_errors,
    words,
)

NAN = float("nan")
REGIMES = [(0.0, 0.5), (7.6, 8.0)]


def tilted(boundary):
    return boundary + 0.15 * fig5()["width"]


# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "no ridge at one density": (
        put("fig2", "confusion", bump(DISORDER, 0.125), epsilon=0.8),
        ["confusion peaks between"],
    ),
    "no boundary at one density": (
        move("fig2", NAN, epsilon=0.3),
        ["confusion peaks between", "diagram agrees"],
    ),
    "flat": (move("fig2", 3.0), ["diagram agrees"]),
    "only rising": (
        move("fig2", 3.0 + DENSITY),
        ["diagram agrees"],
    ),
    "above the exact boundary": (
        move("fig2", 3.9, epsilon=0.5),
        ["lower: W_c"],
    ),
    "below it by chance": (
        move("fig2", 3.6, epsilon=0.5),
        ["lower: W_c"],
    ),
    "far below it": (
        move("fig2", paper()["fig2"]["transition_value"].values - 1.0),
        ["slightly: W_c"],
    ),
    "a quarter below it by chance": (
        move("fig2", 0.75 * 3.7 + 0.05, epsilon=0.5),
        ["slightly: W_c"],
    ),
    "a reference of shorter chains": (
        attribute("fig2", "exact_L", 10),
        ["lower: W_c", "slightly: W_c"],
    ),
    "no crossing of the gap ratio": (
        put("fig2", "exact_transition", NAN, epsilon=0.5),
        ["lower: W_c", "slightly: W_c"],
    ),
    "one width differs": (
        move("fig5", 4.4, width=1.0),
        ["converges to a narrow range", "depends weakly"],
    ),
    "two widths differ": (
        move("fig5", np.array([4.2, 4.4]), width=[1.0, 2.0]),
        ["converges to a narrow range"],
    ),
    "the boundary follows the width": (
        use("fig5", "transition_value", tilted),
        ["depends weakly"],
    ),
    "noisy networks": (
        put("fig5", "transition", 3.4 + 7 * SCATTER, width=2.0),
        ["variance is reasonably small"],
    ),
    "no boundary at one width": (
        move("fig5", NAN, width=3.0),
        ["narrow range", "depends weakly", "variance is reasonably"],
    ),
    "l2 does nothing": (
        move("regularization", boundary(9.0), l2=0, confidence=1),
        ["l2 regularization affects"],
    ),
    "confidence enhancement does nothing": (
        move("regularization", boundary(9.0), l2=1, confidence=0),
        ["confidence enhancement affects"],
    ),
    "stronger without both": (
        move("regularization", boundary(12.0), l2=0, confidence=0),
        ["absence of both"],
    ),
    "no boundary without both": (
        move("regularization", NAN, l2=0, confidence=0, epsilon=0.2),
        ["absence of both"],
    ),
}


def rows(run):
    return [
        *diagram_rows(run["fig2"], REGIMES),
        *fig5_rows(run["fig5"]),
        *regularization_rows(run["regularization"]),
    ]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


@pytest.mark.parametrize("name", ["no boundary at one width", "no boundary without both"])
def test_what_is_not_found_is_said(name):
    changed = [row for row in check_change(*CHANGES[name]) if not row.agrees]
    assert changed and all(NOT_FOUND in row.measured for row in changed)


def test_a_run_too_small_to_tell_is_left_open():
    run = paper()
    fig2 = run["fig2"].sel(epsilon=[0.2, 0.3])
    _, *open_rows = diagram_rows(fig2, REGIMES)
    open_rows += fig5_rows(run["fig5"].sel(width=[0.5, 1.0]))
    assert len(open_rows) == 6
    assert all(row.agrees is None for row in open_rows)
    assert all(row.measured.startswith("not measured") for row in open_rows)


def test_without_errors_differences_are_left_open():
    run = without_errors(paper())
    found = {words(row): row.agrees for row in rows(run)}
    for key in ("diagram agrees", "lower: W_c", "slightly: W_c", "affects", "absence of both"):
        assert all(agrees is None for text, agrees in found.items() if key in text), key


def test_measured_numbers_are_the_runs():
    measured = {row.criterion: row.measured for row in rows(paper())}
    exact = [text for criterion, text in measured.items() if "lower: W_c" in criterion]
    reference = "3.70 J (standard error 0.05 J) of the gap ratio at L = 12"
    assert exact == [f"W_c = 3.40 (3.33 to 3.47) J, 8% below {reference}"]
    above = paper()
    move("fig2", 4.0, epsilon=0.5)(above)
    exact = [row.measured for row in rows(above) if "lower: W_c" in row.criterion]
    assert exact == [f"W_c = 4.00 (3.93 to 4.07) J, 8% above {reference}"]
    # Of 0.02 W_B from 0.75 to 3 J; the spread of ten networks from -0.1 to 0.1 J.
    (line,) = (text for text in measured.values() if text.startswith("slope"))
    assert line.startswith("slope 0.02 (standard error 0.01)")
    (spreads,) = (text for text in measured.values() if text.startswith("standard deviations"))
    assert spreads == "standard deviations 0.07 to 0.07 J: at most 2% of W_c"


@pytest.mark.parametrize(
    ("transition", "lower", "slightly"),
    [
        (3.4, True, True),
        (3.62, None, True),
        (3.9, False, True),
        (2.8, True, None),
        (2, True, False),
    ],
)
def test_what_is_within_two_errors_of_the_exact_boundary_is_left_open(transition, lower, slightly):
    run = paper()
    # The error is √(0.05² + 0.07²) J, of the gap ratio and of the networks.
    move("fig2", transition, epsilon=0.5)(run)
    found = {row.criterion: row.agrees for row in diagram_rows(run["fig2"], REGIMES)}
    assert [found[text] for text in found if "lower: W_c" in text] == [lower]
    assert [found[text] for text in found if "slightly: W_c" in text] == [slightly]


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
