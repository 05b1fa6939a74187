"""Runs whose agreement with the statements about the networks is known."""

import pytest
from phasetrace.paper.network_statements import convergence_rows, fig4_rows
from run_like_the_paper import (
    DISORDER,
    SCATTER,
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


def several(**place):
    """A change of a run: several crossings at one number of units."""

    def change(run):
        move("fig2", NAN, transition="units_transition", **place)(run)
        put("fig2", "units_transition_verdict", "several crossings", **place)(run)

    return change


# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "larger networks go on": (
        move("fig2", 3.9, transition="units_transition", units=32),
        ["equal within 2 standard errors"],
    ),
    "no boundary of small networks": (
        move("fig2", NAN, transition="units_transition", units=16),
        ["equal within 2 standard errors"],
    ),
    "as uncertain as a tenth": (
        put("fig2", "units_transition_retraining", 0.3, units=32),
        {"equal within 2 standard errors": None},
    ),
    "larger networks have several crossings": (
        several(units=32),
        ["equal within 2 standard errors"],
    ),
    "larger networks scatter": (
        put("fig2", "units_transition", 3.4 + 20 * SCATTER, units=32),
        ["more robust"],
    ),
    "larger networks scatter as much": (
        put("fig2", "units_transition", 3.4 + 4 * SCATTER, units=32),
        {"more robust": None},
    ),
    "curves change by their errors": (
        put("fig2", "units_confusion_error", 0.2),
        {"root mean square change of C(W)": None},
    ),
    "curves go on": (
        put("fig2", "units_confusion", bump(DISORDER, 7.0), units=32),
        ["root mean square change of C(W)"],
    ),
    "a poor craft": (
        put("fig4", "rise", 0.1, network="handcrafted", constant=-1.0),
        ["handcrafted"],
    ),
    "one unit misses zero": (
        put("fig4", "constant_output", 0.4, network="seed 1", constant=0.0),
        ["sticks to zero"],
    ),
    "one unit misses one sign": (
        put("fig4", "constant_output", 0.6, network="seed 2", constant=-1.0),
        ["constantly close to ±1"],
    ),
}


def rows(run):
    return [*convergence_rows(run["fig2"]), *fig4_rows(run["fig4"])]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_a_run_too_small_to_tell_is_left_open():
    *found, robust = convergence_rows(paper()["fig2"].sel(units=[2, 8]))
    assert [row.agrees for row in found] == [None, None]
    assert all(row.measured == "not measured: N = 2, 8" for row in found)
    assert robust.agrees is True
    alone = convergence_rows(paper()["fig2"].sel(units=[32]))
    assert [row.agrees for row in alone] == [None, None, None]


def test_one_step_tells_nothing_of_how_steps_shrink():
    first, second, _ = convergence_rows(paper()["fig2"].sel(units=[16, 32]))
    assert first.agrees is True and second.agrees is None


def test_without_errors_nothing_converges():
    first, second, _ = convergence_rows(without_errors(paper())["fig2"])
    assert first.agrees is None and second.agrees is None


def test_measured_numbers_are_the_runs():
    measured = {words(row): row for row in rows(paper())}

    def of(key):
        (found,) = (row for word, row in measured.items() if key in word)
        return found

    assert (
        of("equal within 2").measured
        == "N = 16: W_c = 3.46 (3.39 to 3.53) J; N = 32: W_c = 3.43 (3.36 to 3.50) J"
    )
    # Of ten networks from -0.4 to 0.4 J, and from -0.025 to 0.025 J.
    assert of("more robust").measured == (
        "N = 2: 0.27 J; N = 8: 0.07 J; N = 16: 0.03 J; N = 32: 0.02 J (standard error of the "
        "difference of last and first 0.06 J)"
    )
    crafted = "y changes by +0.30 at m = 0, -0.40 at +1, -0.40 at −1"
    assert of("handcrafted").measured == crafted
    assert of("sticks to zero").measured.startswith("3 of 3 units; y moves that way")
    assert of("constantly close").measured.endswith("in 3 of 3")
    assert of("constantly close").holds_in == "3 of 3 units"
    assert of("different parts").holds_in == "–"
