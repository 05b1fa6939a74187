"""Every statement judged at once, and what names the run."""

import pytest
import xarray as xr
from phasetrace.paper.comparison import count, heading, notes
from phasetrace.paper.statements import Row
from run_like_the_paper import (
    DRIVE,
    NEVER,
    PHASES,
    judge,
    move,
    paper,
    put,
    without_errors,
    words,
)

NAN = float("nan")


def test_a_run_like_the_paper_agrees_in_all():
    rows = judge(paper())
    assert [row.statement for row in rows if row.agrees is False] == []
    never = [row.statement for row in rows if row.agrees is None]
    assert len(never) == len(NEVER)
    assert all(any(key in text for text in never) for key in NEVER)
    assert len({words(row) for row in rows}) == len(rows)


def test_order_of_table_and_phases_does_not_matter():
    run = paper()
    run["accuracies"] = run["accuracies"][::-1]
    backwards = {"drive": DRIVE, "phase": PHASES[::-1]}
    run["fig3"] = run["fig3"].sel(phase=PHASES[::-1])
    label = run["fig7"]["label"]
    run["fig7"] = (
        run["fig7"].assign_coords(backwards).assign(label=xr.where(label >= 0, 2 - label, label))
    )
    assert judge(run) == judge(paper())


def alone():
    """The run of a single network, which leaves neither spread nor error anywhere."""
    run = without_errors(paper())
    run["fig5"] = run["fig5"].isel(retraining=[4])
    for name in ("fig2", "fig3", "fig5", "regularization"):
        run[name].attrs["retrainings"] = 1
    for row in run["accuracies"]:
        row |= {"train_std": NAN, "test_std": NAN, "retrainings": 1}
    return run


def lost():
    """A run whose networks find no transition anywhere."""
    run = without_errors(paper())
    for name in ("fig2", "fig3", "fig5", "regularization", "readings"):
        for transition in ("transition", "units_transition"):
            if transition in run[name]:
                run[name][transition][:] = NAN
            if f"{transition}_value" in run[name]:
                move(name, NAN, transition=transition)(run)
    return run


@pytest.mark.parametrize("run", [alone(), lost()], ids=["one network", "no transition"])
def test_no_row_prints_what_is_not_known(run):
    for row in judge(run):
        assert "nan" not in row.measured.lower(), row


def test_heading_and_count_name_the_run():
    run = paper()
    lines = heading(run, {"diagram": 50, "focus": 100, "drive": 40})
    assert all("L = 12, open boundary" in line and "10 retrainings" in line for line in lines)
    assert "50 realizations a point of the phase diagram, " in lines[0]
    assert "100 at ε = 0.50 elsewhere" in lines[0]
    assert "40 realizations" in lines[1]
    rows = [Row("", "", "", "", agrees) for agrees in (True, True, False, None)]
    assert count(rows) == "Of 4 statements 2 agree, 1 do not and 1 cannot be told."


def test_notes_say_which_energy_densities_are_missed():
    run = paper()
    *others, last = notes(run["fig2"], judge(run))
    assert "at 0 of 832 points" in last and "so what is said" not in last
    put("fig2", "epsilon_attained_mean", 0.29, epsilon=0.2, W=[0.125, 0.25])(run)
    *same, last = notes(run["fig2"], judge(run))
    assert same == others and any("(k - 1 in the denominator)" in note for note in others)
    assert (
        "at 2 of 832 points, and furthest off at ε = 0.20, W = 0.125 J, where its mean is " in last
    )
    assert "so what is said of such an ε and W is said of states at the energy density" in last


def test_notes_say_what_was_tried_where_a_statement_fails():
    run = paper()
    without = notes(run["fig2"], judge(run))
    put("fig7", "confusion", 0.1, unseen="ergodic")(run)
    (tried,) = set(notes(run["fig2"], judge(run))) - set(without)
    assert tried.startswith("Fig. 7 was tried")


def test_rows_say_of_how_many_readings_they_hold():
    held = [row.holds_in for row in judge(paper())]
    assert held.count("4 of 4 readings") == 5 and "1 of 1 reading" in held


def test_statements_are_in_the_order_of_the_figures():
    figures = list(dict.fromkeys(row.figure for row in judge(paper())))
    assert figures == [
        "Fig. 2, left",
        "Fig. 2, right",
        "Table",
        "Fig. 3",
        "Fig. 4",
        "Fig. 5",
        "Fig. 6",
        "Fig. 7",
        "Fig. 8",
        "Supplement",
        "Discussion",
    ]
    assert len(judge(paper())) == 48
