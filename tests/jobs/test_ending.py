"""The last lines of a run are read off tables that tests write."""

import pytest
from phasetrace.jobs.ending import ending
from phasetrace.paper.statements import Row
from phasetrace.paper.tables import markdown


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            ["results/fig2.pdf", "results/report.html", "results/fig1.pdf"],
            "report.html, results/fig2.pdf",
        ),
        (["results/fig3.pdf", "results/fig3.png", "results/fig3.nc"], "fig3.pdf"),
        (["results/studies/a/phases.pdf", "results/studies/a/methods.pdf"], "studies/a/phases.pdf"),
        (
            [f"results/studies/{name}/phases.pdf" for name in "abcde"],
            "studies/c/phases.pdf and 2 more",
        ),
    ],
)
def test_a_person_is_told_where_to_look_first(made, expected):
    (line,) = ending(made)
    assert line.startswith("Look first at results/")
    assert line.endswith(f"results/{expected}")


def test_nothing_is_said_of_what_nobody_looks_at():
    assert ending(["results/traces/a.nc", "results/accuracy.csv"]) == []


def test_transitions_that_were_not_found_are_counted_with_their_reasons(tmp_path):
    table = tmp_path / "transitions.csv"
    table.write_text('method,verdict\na,found\nb,"flat, low"\nc,none\nd,"flat, low"\n')
    assert ending([str(table)]) == [
        f"No transition in 3 of 4 rows of {table}: flat, low (2), none (1)"
    ]
    table.write_text("method,verdict\na,found\n")
    assert ending([str(table)]) == []


def test_statements_that_do_not_agree_are_named_by_their_figures(tmp_path):
    table = tmp_path / "comparison.md"
    verdicts = [("Fig. 2", True), ("Fig. 3", False), ("Fig. 3", False), ("Fig. 7, left", False)]
    rows = [Row(figure, "|C| no", "p|q", "no", agrees) for figure, agrees in verdicts]
    rows.append(Row("Fig. 8", "all", "any", "some", None))
    table.write_text(markdown(["Above."], rows, ["Below."]), encoding="utf-8")
    assert ending([str(table)]) == [
        "Of 5 statements of the paper 3 do not agree (Fig. 3; Fig. 7, left) and 1 cannot be told: "
        f"{table}"
    ]
    table.write_text(markdown([], rows[:1], []), encoding="utf-8")
    assert ending([str(table)]) == []
