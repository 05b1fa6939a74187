"""Runs whose agreement with the statements about the driven chain is known."""

import re

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.floquet_statements import fig3_rows, phases_along_drive
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
            "flips sign",
            "seems sharper",
        ],
    ),
    "a third change": (
        put("fig3", "output", [0.1, 0.1, 0.8], drive=slice(0.5, 0.55)),
        ["two transition points"],
    ),
    "the crystal keeps its sign": (
        use("fig3", "imbalance", abs),
        {
            **dict.fromkeys(
                ["negative in", "time crystal and ergodic is", "time crystal and ergodic seems"],
                False,
            ),
            "vanishing in": None,
        },
    ),
    "the ergodic phase remembers": (
        put("fig3", "imbalance", 0.4, drive=slice(0.4, 1.1)),
        {"vanishing in": False, "time crystal and ergodic": True},
    ),
    "MBL forgets": (
        put("fig3", "imbalance", 0.0, drive=slice(1.0, 1.6)),
        ["positive in", "MBL and ergodic is", "MBL and ergodic seems"],
    ),
    "the crystal rests for a period": (
        put("fig3", "period_imbalance", 0.9, time=30.0, drive=slice(0.0, 0.3)),
        [],
    ),
    "the crystal does not flip once": (
        put("fig3", "period_imbalance", 0.9, time=31.0, drive=slice(0.0, 0.3)),
        ["flips sign"],
    ),
    "the crystal fades": (
        put("fig3", "period_imbalance", -0.2, time=31.0, drive=slice(0.0, 0.3)),
        ["flips sign"],
    ),
    "the crystal may not flip once": (
        put("fig3", "period_imbalance_error", 2.0, time=31.0),
        {"flips sign": None},
    ),
    "the ergodic phase may remember": (
        put("fig3", "imbalance", 0.1, drive=slice(0.35, 1.15)),
        {"vanishing in": None},
    ),
    "networks as unsure as the fall": (
        move("fig3", np.array([0.3, 1.2]), half=0.08),
        {"ergodic is consistent": None},
    ),
    "networks as sharp within errors": (
        put("fig3", "output_error", 0.5),
        {"seems sharper": None},
    ),
    "imbalance changes elsewhere": (
        use("fig3", "imbalance", lambda _: driven_imbalance(0.15, 1.35)),
        ["crystal and ergodic is consistent", "MBL and ergodic is consistent"],
    ),
    "blunt networks": (
        use("fig3", "output", lambda _: outputs(width=0.15)),
        ["crystal and ergodic seems", "MBL and ergodic seems"],
    ),
}


def rows(run):
    return fig3_rows(run["fig3"], PHASES)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


@pytest.mark.parametrize("name", ["a drive has no transition"])
def test_what_is_not_found_is_said(name):
    changed = [row for row in check_change(*CHANGES[name]) if row.agrees is False]
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

    # (1 + tanh(x)) / 2 is y at x = atanh(2 y - 1), of width 0.1; y is 3/4 and 1/4 of the mean over
    # the phase.
    run = paper()["fig3"]
    for phase, where in (("MBL", run["drive"] > 1.2), ("time crystal", run["drive"] < 0.3)):
        height = float(abs(run["imbalance"])[where.values].mean())
        expected = 0.1 * float(np.arctanh(1.5 * height - 1) - np.arctanh(0.5 * height - 1))
        (found,) = re.findall(r"imbalance over ([\d.]+) rad", of(f"{phase} and ergodic seems"))
        assert float(found) == pytest.approx(expected, abs=0.002)
    assert of("two transition points") == (
        "ε_1 = 0.30 (0.29 to 0.31) rad; ε_2 = 1.20 (1.19 to 1.21) rad; "
        "leading output changes 2 times"
    )
    assert of("time crystal and ergodic is consistent") == (
        "ε_c = 0.30 (0.29 to 0.31) rad; the imbalance falls between 0.245 and 0.355 rad"
    )
    flips = "it has that sign at 50 of 50 samples; least magnitude 0.88, after period 0"
    assert of("flips sign") == flips


def test_odd_periods_alone_tell_of_no_flips():
    fig3 = paper()["fig3"]
    odd = fig3.isel(time=[0, *range(1, 50, 2)])
    (row,) = (row for row in fig3_rows(odd, PHASES) if "flips sign" in row.statement)
    assert row.agrees is None and row.measured == "not measured: odd periods alone"


def test_the_widths_are_those_of_what_is_left_of_the_imbalance():
    fig3 = paper()["fig3"]
    # Of half of it the same shares fall over the same interval.
    fig3["imbalance"] = 0.5 * fig3["imbalance"]
    fig3["imbalance_error"] = 0.5 * fig3["imbalance_error"]
    for one, other in zip(fig3_rows(fig3, PHASES), fig3_rows(paper()["fig3"], PHASES), strict=True):
        if "seems sharper" in one.statement:
            assert one == other


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
