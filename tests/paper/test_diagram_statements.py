"""Runs whose agreement with the statements about the phase diagram is known."""

import pytest
from phasetrace.paper.diagram_statements import diagram_rows
from phasetrace.paper.statements import NOT_FOUND
from run_like_the_paper import (
    DENSITY,
    DISORDER,
    attribute,
    bump,
    check_change,
    move,
    paper,
    put,
    unchanged,
    without_errors,
    words,
)

NAN = float("nan")
REGIMES = [(0.0, 0.5), (7.6, 8.0)]


def several(epsilon):
    """A change of a run: a transition of which there are several crossings."""

    def change(run):
        move("fig2", NAN, epsilon=epsilon)(run)
        put("fig2", "transition_verdict", "several crossings", epsilon=epsilon)(run)

    return change


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
    "several crossings at one density": (
        several(0.3),
        ["confusion peaks between", "diagram agrees"],
    ),
    "several crossings at the focus": (
        several(0.5),
        {
            **dict.fromkeys(["confusion peaks", "diagram agrees", ": W_c at ε = 0.5"], False),
            "threshold": None,
        },
    ),
    "flat": (
        move("fig2", 3.0),
        {"diagram agrees": None},
    ),
    "deepest in the middle": (
        move("fig2", 3.0 + 8 * (DENSITY - 0.5) ** 2),
        ["diagram agrees"],
    ),
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
        {"lower: W_c": None},
    ),
    "far below it": (
        move("fig2", paper()["fig2"]["transition_value"].values - 1.2),
        ["slightly: W_c"],
    ),
    "a quarter below it by chance": (
        move("fig2", 0.75 * 3.7 + 0.05, epsilon=0.5),
        {"slightly: W_c": None},
    ),
    "a reference of shorter chains": (
        attribute("fig2", "exact_L", 10),
        {"lower: W_c": None, "slightly: W_c": None},
    ),
    "no crossing of the gap ratio": (
        put("fig2", "exact_transition", NAN, epsilon=0.5),
        {"lower: W_c": None, "slightly: W_c": None},
    ),
}


def rows(run):
    return diagram_rows(run["fig2"], REGIMES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


@pytest.mark.parametrize("name", ["no boundary at one density"])
def test_what_is_not_found_is_said(name):
    changed = [row for row in check_change(*CHANGES[name]) if row.agrees is False]
    assert changed and all(NOT_FOUND in row.measured for row in changed)


def test_a_run_too_small_to_tell_is_left_open():
    run = paper()
    fig2 = run["fig2"].sel(epsilon=[0.2, 0.3])
    _, *open_rows = diagram_rows(fig2, REGIMES)
    assert len(open_rows) == 3
    assert all(row.agrees is None for row in open_rows)
    assert all(row.measured.startswith("not measured") for row in open_rows)


def test_without_errors_differences_are_left_open():
    run = without_errors(paper())
    found = {words(row): row.agrees for row in rows(run)}
    for key in ("diagram agrees", "lower: W_c", "slightly: W_c"):
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


def test_readings_of_the_same_boundary_are_counted():
    run = paper()
    # Errors of readings are those by initial weights, and by the realizations that all share.
    values = {"transition_value": [3.4, 3.6, 4.2, 1.0]}
    run["readings"] = run["readings"].assign({k: ("reading", v) for k, v in values.items()})
    found = diagram_rows(run["fig2"], REGIMES, run["readings"])
    assert [row.holds_in for row in found] == [
        "13 of 13 ε",
        "1 of 1 reading",
        "1 of 3 readings of open chains (1 open)",
        "3 of 3 readings of open chains",
    ]
    alone = run["readings"].drop_sel(choice="boundary")
    assert diagram_rows(run["fig2"], REGIMES, alone)[2].holds_in.startswith("2 of 4 readings")
    without = without_errors(run)
    *_, slightly = diagram_rows(without["fig2"], REGIMES, without["readings"])
    assert slightly.holds_in == "0 of 3 readings of open chains (3 open)"


def test_a_ridge_is_counted_where_it_is():
    run = paper()
    several(0.3)(run)
    put("fig2", "confusion", bump(DISORDER, 0.125), epsilon=0.8)(run)
    assert rows(run)[0].holds_in == "11 of 13 ε"
