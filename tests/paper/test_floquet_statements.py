"""Runs whose agreement with the statements about the driven chain is known."""

import pytest
import xarray as xr
from phasetrace.paper.floquet_statements import fig3_rows, fig7_rows, phases_along_drive
from phasetrace.paper.statements import NOT_FOUND
from run_like_the_paper import (
    PHASES,
    check_change,
    driven_imbalance,
    move,
    outputs,
    paper,
    put,
    unchanged,
    use,
    without_errors,
    words,
)

NAN = float("nan")

# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "a drive has no transition": (
        move("fig3", NAN, gap=0),
        [
            "two transition points",
            "imbalance at odd periods is",
            "between time crystal and ergodic is consistent",
            "highly confused",
            "baffled by",
        ],
    ),
    "a third change": (
        put("fig3", "output", [0.1, 0.1, 0.8], drive=slice(0.5, 0.55)),
        ["two transition points"],
    ),
    "the crystal keeps its sign": (
        use("fig3", "imbalance", abs),
        ["negative in", "time crystal and ergodic is", "time crystal and ergodic seems"],
    ),
    "the ergodic phase remembers": (
        put("fig3", "imbalance", 0.2, drive=slice(0.5, 1.0)),
        ["vanishing in"],
    ),
    "MBL forgets": (
        put("fig3", "imbalance", 0.0, drive=slice(1.0, 1.6)),
        ["positive in", "MBL and ergodic is", "MBL and ergodic seems"],
    ),
    "imbalance changes elsewhere": (
        use("fig3", "imbalance", lambda _: driven_imbalance(0.15, 1.35)),
        ["crystal and ergodic is consistent", "MBL and ergodic is consistent"],
    ),
    "blunt networks": (
        use("fig3", "output", lambda _: outputs(width=0.15)),
        ["crystal and ergodic seems", "MBL and ergodic seems"],
    ),
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
        ["without the MBL phase"],
    ),
}


def rows(run):
    return [*fig3_rows(run["fig3"], PHASES), *fig7_rows(run["fig7"], run["fig3"], PHASES)]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


@pytest.mark.parametrize("name", ["a drive has no transition"])
def test_what_is_not_found_is_said(name):
    changed = [row for row in check_change(*CHANGES[name]) if not row.agrees]
    assert changed and all(NOT_FOUND in row.measured for row in changed)


def test_phases_lie_in_the_order_of_their_labels():
    fig7 = paper()["fig7"]
    assert phases_along_drive(fig7) == PHASES
    label = fig7["label"]
    turned = fig7.assign(label=xr.where(label >= 0, 2 - label, label))
    assert phases_along_drive(turned) == PHASES[::-1]


def test_without_errors_consistency_is_left_open():
    fig3 = without_errors(paper())["fig3"]
    consistent = [row for row in fig3_rows(fig3, PHASES) if "consistent" in row.statement]
    assert [row.agrees for row in consistent] == [None, None]


def test_measured_numbers_are_the_runs():
    measured = {words(row): row.measured for row in rows(paper())}

    def of(key):
        (found,) = (text for word, text in measured.items() if key in word)
        return found

    # tanh(x) = ±1/2 at x = ±0.549, on both sides of widths 0.03 and 0.1
    for between, width in (("MBL", 0.034), ("time crystal", 0.035)):
        sharper = f"falls from 3/4 to 1/4: output over {width} rad, imbalance over 0.110 rad"
        assert of(f"{between} and ergodic seems") == sharper
    assert of("two transition points") == (
        "ε_1 = 0.30 (0.29 to 0.31) rad; ε_2 = 1.20 (1.19 to 1.21) rad; "
        "leading output changes 2 times"
    )
    assert of("time crystal and ergodic is consistent") == (
        "ε_c = 0.30 (0.29 to 0.31) rad; the imbalance falls between 0.245 and 0.355 rad"
    )
    assert of("not confident throughout") == "C > 1/2 at 57% of all drive values"
    inside = "C > 1/2 at 100% of its drive values; mean C 0.90, in the seen phases 0.05"
    assert of("without the MBL phase") == inside


def test_the_imbalance_is_averaged_between_the_networks_transitions():
    # Of six drive values the transitions, 0.3 and 1.2, leave three, two and one.
    fig3 = paper()["fig3"].sel(drive=[0.0, 0.1, 0.2, 0.4, 1.1, 1.5], method="nearest")
    fig3["imbalance"] = ("drive", [-0.9, -0.7, -0.8, 0.05, -0.05, 0.95])
    measured = [row.measured for row in fig3_rows(fig3, PHASES) if "long-time" in row.statement]
    over = "(mean and standard deviation over its {} drive values)"
    assert measured == [
        f"I = -0.80 ± 0.10 {over.format(3)}",
        f"I = 0.00 ± 0.07 {over.format(2)}",
        f"I = 0.95 {over.format(1)}",
    ]
