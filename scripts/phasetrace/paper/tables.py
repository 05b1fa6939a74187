"""Tables as text: the comparison with the paper in Markdown and HTML, others as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from phasetrace.paper.statements import Row

TITLE = "What the paper says and what this run measured"
_COLUMNS = ("figure", "the paper says", "criterion", "this run", "agrees", "holds in")


def markdown(above: Sequence[str], rows: Sequence[Row], below: Sequence[str]) -> str:
    """Write the table in Markdown.

    Parameters
    ----------
    above, below : sequence of str
        Paragraphs before and after the table.
    rows : sequence of Row
        The table.

    Returns
    -------
    str
    """
    lines = [f"# {TITLE}"]
    for paragraph in above:
        lines += ["", paragraph]
    lines += ["", _line(_COLUMNS), _line(["---"] * len(_COLUMNS))]
    lines += [_line([cell.replace("|", "\\|") for cell in _cells(row)]) for row in rows]
    for paragraph in below:
        lines += ["", paragraph]
    return "\n".join(lines) + "\n"


def html(above: Sequence[str], rows: Sequence[Row], below: Sequence[str]) -> str:
    """Write the table as a page of HTML that needs no other file; see `markdown`."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("comparison.html").render(
        title=TITLE, above=above, columns=_COLUMNS, rows=[_cells(row) for row in rows], below=below
    )


def comma_separated(rows: Sequence[Mapping[str, float | str]], columns: Sequence[str] = ()) -> str:
    """Write rows below the names of their columns: nothing for NaN, and numbers in ten digits.

    So many, as a parameter may change by a little of a large value.

    Parameters
    ----------
    rows : sequence of mapping
        Values by column.
    columns : sequence of str
        Names of the columns of a table that may have no row.
    """
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, rows[0] if rows else columns)
    table.writeheader()
    table.writerows({key: _written(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _written(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return "" if isnan(value) else f"{value:.10g}"


def _cells(row: Row) -> tuple[str, ...]:
    agrees = {True: "yes", False: "no", None: "–"}[row.agrees]
    return row.figure, row.statement, row.criterion, row.measured, agrees, row.holds_in


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
