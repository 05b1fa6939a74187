"""Runs whose agreement with the statements about calibration is known."""

import pytest
import xarray as xr
from phasetrace.paper.calibration_statements import fig6_rows
from run_like_the_paper import check_change, fig6, paper, put, unchanged, use, without_errors

NAN = float("nan")

# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "overconfident": (
        use("fig6", "underconfidence", lambda values: -values),
        ["mostly underconfident"],
    ),
    "underconfident by chance": (
        use("fig6", "underconfidence", lambda values: 0.4 * values),
        {"mostly underconfident": None},
    ),
    "the full bins are overconfident": (
        put("fig6", "underconfidence", -0.02, output=[0, 19]),
        ["mostly underconfident"],
    ),
    "confidence means nothing": (
        put("fig6", "sure", [0.8, 0.96]),
        ["confidence is correlated"],
    ),
    "confidence means little": (
        put("fig6", "sure", [0.96, 0.93]),
        {"confidence is correlated": None},
    ),
    "a less accurate MBL": (
        put("fig6", "phase_underconfidence", 0.0, phase="MBL"),
        ["especially true"],
    ),
    "MBL like the ergodic phase": (
        put("fig6", "phase_underconfidence", 0.03, phase="MBL"),
        {"especially true": None},
    ),
    "a surer MBL": (put("fig6", "confidence", 0.99, phase="MBL"), ["Mean confidence is higher"]),
    "an MBL as sure": (
        put("fig6", "confidence", 0.96, phase="MBL"),
        {"Mean confidence is higher": None},
    ),
    "never wrong": (put("fig6", "sure", [0.99, NAN]), {"confidence is correlated": None}),
}


def rows(run):
    return fig6_rows(run["fig6"], run["readings"])


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    check_change(*CHANGES[name])


def test_every_statement_can_disagree():
    assert not unchanged(rows(paper()), CHANGES)


def test_nearly_empty_bins_do_not_decide():
    run = paper()
    put("fig6", "underconfidence", -0.02, output=range(1, 19))(run)
    mostly = rows(run)[0]
    # 982 of 1000 judgements are in the outer bins.
    assert mostly.agrees is True and mostly.measured.startswith("they hold 98%, those below it 2%")


def test_empty_bins_do_not_count():
    run = paper()
    put("fig6", "count", 0, output=range(1, 19))(run)
    put("fig6", "underconfidence", NAN, output=range(1, 19))(run)
    assert rows(run)[0].measured.startswith("they hold 100%")


def test_without_errors_nothing_is_told():
    assert {row.agrees for row in rows(without_errors(paper()))} == {None}


def test_every_reading_is_judged_in_the_same_way():
    run = paper()
    over = fig6()
    over["underconfidence"] = -over["underconfidence"]
    chance = fig6()
    chance["underconfidence"] = 0 * chance["underconfidence"]
    run["readings"] = xr.concat([fig6(), over, chance, fig6()], dim="reading")
    assert [row.holds_in for row in rows(run)] == [
        "2 of 4 readings (1 open)",
        *["4 of 4 readings"] * 3,
    ]


def test_measured_numbers_are_the_runs():
    mostly, especially, higher, correlated = (row.measured for row in rows(paper()))
    assert mostly == (
        "they hold 100%, those below it 0%; accuracy less confidence in the fullest bin (50% of "
        "them) +0.020 (standard error 0.005)"
    )
    assert especially == "MBL +0.055 (standard error 0.005), ergodic +0.020 (standard error 0.005)"
    assert higher == "ergodic 0.970 (standard error 0.005), MBL 0.930 (standard error 0.005)"
    assert correlated == "right 0.960 (standard error 0.020), wrong 0.800 (standard error 0.020)"
