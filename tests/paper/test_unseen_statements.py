"""Runs whose agreement with the statements about unseen phases is known."""

import pytest
from phasetrace.paper.unseen_statements import fig7_rows
from run_like_the_paper import PHASES, check_change, paper, put, unchanged, without_errors

# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "confident on the unseen": (
        put("fig7", "confusion", 0.1, unseen="ergodic"),
        ["without the ergodic phase"],
    ),
    "confident on most of the unseen crystal": (
        put("fig7", "confusion", 0.1, unseen="time crystal", drive=slice(0.0, 0.2)),
        ["without the time crystal phase"],
    ),
    "as confused on the seen": (
        put("fig7", "confusion", 0.95, unseen="MBL", drive=slice(0.0, 1.15)),
        {"without the MBL phase": None},
    ),
    "more confused on the seen": (
        put("fig7", "confusion", 1.0, unseen="MBL", drive=slice(0.0, 1.19)),
        ["without the MBL phase"],
    ),
    "half-confused on the unseen": (
        put("fig7", "confusion", 0.52, unseen="time crystal", drive=slice(0.0, 0.2)),
        {"without the time crystal phase": None},
    ),
}


def rows(run):
    return fig7_rows(run["fig7"], run["fig3"], PHASES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_without_errors_nothing_is_told():
    assert [row.agrees for row in rows(without_errors(paper()))] == [None] * 4


def test_measured_numbers_are_the_runs():
    ergodic, _, mbl, everywhere = rows(paper())
    assert (
        mbl.measured == "C > 1/2 at 100% of its drive values; mean C 0.90, in the seen phases 0.05"
    )
    assert everywhere.measured == "C > 1/2 at 57% of all drive values"
    assert everywhere.holds_in == "46 of 81 drive values"
    assert ergodic.holds_in == "46 of 46 drive values"
