"""Runs whose agreement with each of the paper's statements is known, and the table of them."""

from html.parser import HTMLParser

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.comparison import NOTES, comparison, count, heading
from phasetrace.paper.statements import NOT_FOUND, Estimate, Row, every, fall, rise_through
from phasetrace.paper.tables import html, markdown
from run_like_the_paper import (
    DENSITY,
    DISORDER,
    DRIVE,
    LABELS,
    PHASES,
    SCATTER,
    boundary,
    bump,
    driven_imbalance,
    fig5,
    outputs,
    paper,
    step,
)


def judge(run):
    figures = {name: value for name, value in run.items() if name != "accuracies"}
    return comparison(figures, run["accuracies"], LABELS)


def put(name, variable, values, **place):
    """A change of a run: a part of a figure's variable."""

    def change(run):
        run[name][variable].loc[place] = values

    return change


def use(name, variable, function):
    """A change of a run: a figure's variable by a function of it."""

    def change(run):
        values = function(run[name][variable])
        run[name][variable] = (run[name][variable].dims, np.asarray(values))

    return change


def attribute(name, key, value):
    return lambda run: run[name].attrs.update({key: value})


def table(units, key, value):
    return lambda run: next(r for r in run["accuracies"] if r["units"] == units).update(
        {key: value}
    )


def tilted(boundary):
    return boundary + 0.15 * fig5()["width"]


def with_accuracy(function):
    """Mean label by output, from the accuracy by confidence."""

    def frequency(values):
        output = values["output"]
        accuracy = function(np.maximum(output, 1 - output))
        return xr.where(output > 0.5, accuracy, 1 - accuracy)

    return frequency


NAN = float("nan")
# A change, and the rows, by words of them, that no longer agree: all others still do.
CHANGES = {
    "larger networks go on": (
        put("fig2", "units_transition", 3.9 + SCATTER, units=32),
        ["equal within 2 standard errors"],
    ),
    "no boundary of small networks": (
        put("fig2", "units_transition", NAN, units=16),
        ["equal within 2 standard errors"],
    ),
    "curves go on": (
        put("fig2", "units_confusion", bump(DISORDER, 7.0), units=32),
        ["root mean square change of C(W)"],
    ),
    "no ridge at one density": (
        put("fig2", "confusion", bump(DISORDER, 0.125), epsilon=0.8),
        ["confusion peaks between"],
    ),
    "few boundaries at one density": (
        put("fig2", "transition", NAN, epsilon=0.3, retraining=slice(0, 5)),
        ["confusion peaks between"],
    ),
    "no boundary at one density": (
        put("fig2", "transition", NAN, epsilon=0.3),
        ["confusion peaks between", "diagram agrees"],
    ),
    "flat": (put("fig2", "transition", 3.0 + SCATTER), ["diagram agrees"]),
    "only rising": (
        put("fig2", "transition", 3.0 + DENSITY[:, None] + 0 * SCATTER),
        ["diagram agrees"],
    ),
    "above the exact boundary": (
        put("fig2", "transition", 3.9 + SCATTER, epsilon=0.5),
        ["lower: W_c"],
    ),
    "below it by chance": (
        put("fig2", "transition", 3.69 + SCATTER, epsilon=0.5),
        ["lower: W_c"],
    ),
    "far below it": (use("fig2", "transition", lambda w: w - 1.0), ["slightly: W_c"]),
    "train accuracy falls": (
        table(32, "train_mean", 0.9),
        ["train accuracy increases", "Table: 32 units"],
    ),
    "test accuracy falls on one step": (
        table(16, "test_mean", 0.9),
        ["test accuracy increases", "Table: 16 units"],
    ),
    "other accuracy of 2 units": (table(2, "train_mean", 0.97), ["Table: 2 units"]),
    "other accuracy of 4 units": (table(4, "test_mean", 0.95), ["Table: 4 units"]),
    "a drive has no transition": (
        put("fig3", "transition", NAN, gap=0),
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
    "one width differs": (
        put("fig5", "transition", 4.4 + SCATTER, width=1.0),
        ["converges to a narrow range", "depends weakly"],
    ),
    "two widths differ": (
        put("fig5", "transition", np.array([[4.2], [4.4]]) + SCATTER, width=[1.0, 2.0]),
        ["converges to a narrow range"],
    ),
    "the boundary follows the width": (use("fig5", "transition", tilted), ["depends weakly"]),
    "noisy networks": (
        put("fig5", "transition", 3.4 + 7 * SCATTER, width=2.0),
        ["variance is reasonably small"],
    ),
    "no boundary at one width": (
        put("fig5", "transition", NAN, width=3.0),
        ["narrow range", "depends weakly", "variance is reasonably"],
    ),
    "overconfident": (
        use("fig6", "frequency", with_accuracy(lambda confidence: 0.9 * confidence)),
        ["mostly underconfident"],
    ),
    "confidence means nothing": (
        use("fig6", "frequency", with_accuracy(lambda confidence: 1 - 0.02 * confidence)),
        ["confidence is correlated"],
    ),
    "a less accurate MBL": (attribute("fig6", "accuracy", [0.99, 0.94]), ["especially true"]),
    "a surer MBL": (
        attribute("fig6", "mean_confidence", [0.97, 0.98]),
        ["especially true", "Mean confidence is higher"],
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
    "the weak spin stays": (put("fig8", "magnetization", 0.3, trace_W=1.5), ["weak disorder"]),
    "the strong spin flips once": (
        put("fig8", "magnetization", -0.9, trace_W=7.5, time=500.0),
        ["strong disorder"],
    ),
    "untypical spins": (
        put("fig8", "trace_imbalance", 0.4, trace_W=7.5, time=500.0),
        ["behaviours are typical"],
    ),
    "the extremes overlap": (
        put("fig8", "imbalance", 0.9, W=0.25, epsilon=0.2),
        ["easily distinguishes"],
    ),
    "a steep imbalance": (
        use("fig8", "imbalance", lambda old: np.tile(step(DISORDER, 3.0, 0.1), (len(old), 1))),
        ["threshold"],
    ),
    "l2 does nothing": (
        put("regularization", "transition_mean", boundary(9.0), l2=0, confidence=1),
        ["l2 regularization affects"],
    ),
    "confidence enhancement does nothing": (
        put("regularization", "transition_mean", boundary(9.0), l2=1, confidence=0),
        ["confidence enhancement affects"],
    ),
    "stronger without both": (
        put("regularization", "transition_mean", boundary(12.0), l2=0, confidence=0),
        ["absence of both"],
    ),
    "no boundary without both": (
        put("regularization", "transition_mean", NAN, l2=0, confidence=0, epsilon=0.2),
        ["absence of both"],
    ),
}


def words(row):
    return f"{row.figure}: {row.statement}: {row.criterion}"


def test_a_run_like_the_paper_agrees_in_all():
    rows = judge(paper())
    assert [words(row) for row in rows if row.agrees is not True] == []
    assert len({words(row) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_noticed_where_it_is(name):
    change, expected = CHANGES[name]
    run = paper()
    change(run)
    rows = judge(run)
    for row in rows:
        assert row.agrees is not any(key in words(row) for key in expected), row
    for key in expected:
        assert any(key in words(row) for row in rows), key


def test_every_statement_can_disagree():
    keys = [key for _, expected in CHANGES.values() for key in expected]
    assert not [row for row in judge(paper()) if not any(key in words(row) for key in keys)]


@pytest.mark.parametrize(
    "name", ["a drive has no transition", "no boundary at one width", "no boundary without both"]
)
def test_what_is_not_found_is_said(name):
    change, _ = CHANGES[name]
    run = paper()
    change(run)
    changed = [row for row in judge(run) if not row.agrees]
    assert changed and all(NOT_FOUND in row.measured for row in changed)


def test_a_run_too_small_to_tell_is_left_open():
    run = paper()
    run["fig2"] = run["fig2"].sel(units=[2, 8], epsilon=[0.2, 0.3])
    run["fig5"] = run["fig5"].sel(width=[0.5, 1.0])
    rows = {words(row): row for row in judge(run) if row.agrees is not True}
    unclear = ("32 LSTM units", "diagram agrees", "The boundary is", "Fig. 5", "threshold")
    for key in unclear[:4]:
        found = [row for text, row in rows.items() if key in text]
        assert found and all(row.measured.startswith("not measured") for row in found), key
    assert all(row.agrees is None for text, row in rows.items() if "threshold" not in text)


def test_one_network_has_no_uncertainty():
    run = paper()
    run["fig2"] = run["fig2"].isel(retraining=[4])
    run["regularization"].attrs["retrainings"] = 1
    for row in run["accuracies"]:
        row.update(train_std=NAN, test_std=NAN, retrainings=1)
    open_rows = [words(row) for row in judge(run) if row.agrees is None]
    for key in ("equal within 2", "diagram agrees", "lower: W_c", "accuracy increases", "affects"):
        assert any(key in text for text in open_rows), key


def test_measured_numbers_are_the_runs():
    (exact,) = [row for row in judge(paper()) if "lower: W_c" in row.criterion]
    assert exact.measured == "W_c = 3.40 ± 0.07 J, 8% below"
    (sharper,) = [row for row in judge(paper()) if "MBL and ergodic seems" in row.statement]
    # tanh(x) = ±1/2 at x = ±0.549, on both sides of widths 0.03 and 0.1
    assert (
        sharper.measured == "falls from 3/4 to 1/4: output over 0.034 rad, imbalance over 0.110 rad"
    )
    (growth,) = [row for row in judge(paper()) if "test accuracy increases" in row.statement]
    assert growth.measured.startswith("N = 2: 0.884 ± 0.010; N = 4: 0.964")


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


def test_estimate_leaves_out_what_is_not_found():
    estimate = Estimate.of([1.0, NAN, 3.0])
    assert (estimate.mean, estimate.found, estimate.tried) == (2.0, 2, 3)
    assert estimate.spread == pytest.approx(2**0.5)
    assert estimate.error == pytest.approx(1.0)
    assert estimate.text("x", "J") == "x = 2.00 ± 1.41 J (2 of 3 networks)"
    assert Estimate.of([NAN]).text("x", "J") == NOT_FOUND


def test_one_no_decides():
    assert every([True, True]) is True
    assert every([True, None, False]) is False
    assert every([True, None]) is None


def test_a_fall_is_the_last_before_the_end():
    x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    np.testing.assert_allclose(fall(x, [1.0, 0.5, 1.0, 0.5, 0.0, 1.0]), [2.5, 3.5])
    np.testing.assert_allclose(fall([0.0, 1.0], [1.0, 0.0]), [0.25, 0.75])
    assert np.isnan(fall(x, [0.7, 0.6, 0.5, 0.4, 0.2, 0.0])).all()
    assert np.isnan(fall(x, [1.0, 0.9, 0.8, 0.7, 0.6, 0.5])).all()


def test_a_rise_is_the_first():
    assert rise_through([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 0.0, 1.0], 0.25) == 0.25
    assert np.isnan(rise_through([0.0, 1.0], [0.5, 1.0], 0.25))


def test_heading_and_count_name_the_run():
    run = paper()
    lines = heading(run, {"diagram": 50, "focus": 100, "drive": 40})
    assert all("L = 12, open boundary" in line and "10 retrainings" in line for line in lines)
    assert "50 realizations a point of the phase diagram and of Fig. 5" in lines[0]
    assert "100 at ε = 0.50 elsewhere" in lines[0]
    assert "40 realizations" in lines[1]
    rows = [Row("", "", "", "", agrees) for agrees in (True, True, False, None)]
    assert count(rows) == "Of 4 statements 2 agree, 1 do not and 1 cannot be told."


class Cells(HTMLParser):
    """Text of the cells of a table, row by row."""

    def __init__(self):
        super().__init__()
        self.rows, self.inside = [], False

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.rows[-1][-1] += data


def test_both_tables_hold_the_same():
    rows = [*judge(paper()), Row("Fig. 0", "a < b & c", "|I| falls", NOT_FOUND, None)]
    lines = markdown(["above"], rows, NOTES).splitlines()
    listed = [line for line in lines if line.startswith("|")]
    cells = Cells()
    cells.feed(html(["above"], rows, NOTES))
    assert len(listed) == len(cells.rows) + 1 == len(rows) + 2
    for line, row, texts in zip(listed[2:], rows, cells.rows[1:], strict=True):
        agrees = {True: "yes", False: "no", None: "–"}[row.agrees]
        expected = [row.figure, row.statement, row.criterion, row.measured, agrees]
        assert texts == expected
        assert line == f"| {' | '.join(text.replace('|', chr(92) + '|') for text in expected)} |"
    assert lines[0].startswith("# ") and "above" in lines and NOTES[-1] in lines
