"""The comparison with the paper as text: Markdown and HTML."""

from collections.abc import Sequence
from html import escape

from phasetrace.paper.statements import Row

TITLE = "What the paper says and what this run measured"
_COLUMNS = ("figure", "the paper says", "criterion", "this run", "agrees")

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 14px/1.4 sans-serif; color: #222; margin: 1.5em; max-width: 90em; }}
table {{ border-collapse: collapse; }}
th, td {{ border-bottom: 1px solid #ccc; padding: 0.4em 0.7em; text-align: left; }}
td {{ vertical-align: top; }}
th {{ background: #f3f3f3; }}
.yes {{ background: #d9efe7; }}
.no {{ background: #fbe3d3; }}
</style>
</head>
<body>
<h1>{title}</h1>
{above}
<table>
<thead>
<tr>{columns}</tr>
</thead>
<tbody>
{rows}
</tbody>
</table>
{below}
</body>
</html>
"""


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
    return _PAGE.format(
        title=TITLE,
        above=_paragraphs(above),
        columns="".join(f"<th>{column}</th>" for column in _COLUMNS),
        rows="\n".join(_html_row(row) for row in rows),
        below=_paragraphs(below),
    )


def _cells(row: Row) -> tuple[str, ...]:
    agrees = {True: "yes", False: "no", None: "–"}[row.agrees]
    return row.figure, row.statement, row.criterion, row.measured, agrees


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html_row(row: Row) -> str:
    *texts, agrees = (escape(cell) for cell in _cells(row))
    plain = "".join(f"<td>{text}</td>" for text in texts)
    style = {True: ' class="yes"', False: ' class="no"', None: ""}[row.agrees]
    return f"<tr>{plain}<td{style}>{agrees}</td></tr>"


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts)
