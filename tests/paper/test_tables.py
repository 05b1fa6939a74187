"""The comparison as Markdown and as HTML, and numbers as CSV."""

import csv
from html.parser import HTMLParser

from phasetrace.paper.comparison import notes
from phasetrace.paper.statements import NOT_FOUND, Row
from phasetrace.paper.tables import TITLE, comma_separated, html, markdown
from run_like_the_paper import fig2, judge, paper

NOTES = notes(fig2(), [])


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
        expected = [row.figure, row.statement, row.criterion, row.measured, agrees, row.holds_in]
        assert texts == expected
        assert line == f"| {' | '.join(text.replace('|', chr(92) + '|') for text in expected)} |"
    assert lines[0].startswith("# ") and "above" in lines and NOTES[-1] in lines


def test_verdicts_have_their_colours_and_text_is_no_markup():
    rows = [Row("Fig. 0", "<b>bold</b>", "", "", agrees) for agrees in (True, False, None)]
    page = html(["x < y"], rows, ["below"])
    assert page.count('<td class="yes">yes</td>') == page.count('<td class="no">no</td>') == 1
    # What cannot be told, and of how many readings.
    assert page.count("<td>–</td>") == 2
    assert "<b>" not in page and "&lt;b&gt;bold&lt;/b&gt;" in page and "<p>x &lt; y</p>" in page
    assert f"<title>{TITLE}</title>" in page and page.index("x &lt;") < page.index("<table>")
    assert page.index("<p>below</p>") > page.index("</table>")
    # It needs no other file.
    assert "href" not in page and "src=" not in page


def test_numbers_are_written_in_ten_digits_below_their_names(tmp_path):
    rows = [
        {"name": "a, b", "W": 0.125, "mean": 0.12345678912},
        {"name": "", "W": 899000012.5, "mean": float("nan")},
    ]
    text = comma_separated(rows)
    assert list(csv.DictReader(text.splitlines())) == [
        {"name": "a, b", "W": "0.125", "mean": "0.1234567891"},
        {"name": "", "W": "899000012.5", "mean": ""},
    ]


def test_text_in_a_table_of_numbers_stays_as_it_is():
    assert comma_separated([{"gates": "sigmoid", "W": 2.0}]) == "gates,W\r\nsigmoid,2\r\n"


def test_a_table_without_rows_has_its_columns():
    assert comma_separated([], ("a", "b")) == "a,b\r\n"
