"""What is said at the end of a run: where to look first, and what did not come out."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

CHANGES_NUMBERS = False

FIRST = ("report.html", "fig2.pdf", "phases.pdf", "map.pdf")
"""Names of files to look at first."""
NAMED = 3
"""Files, or figures of statements, that are named of many."""


def ending(made: Iterable[str]) -> list[str]:
    """Say what a person wants to know of the files that a run has made.

    Parameters
    ----------
    made : iterable of str
        Their paths. Tables among them are read.

    Returns
    -------
    list of str
        Lines; none if there is nothing to look at.
    """
    made = sorted(made)
    lines = []
    if first := _first(made):
        lines.append(f"Look first at {_some(first)}")
    for path in made:
        if PurePath(path).name == "transitions.csv":
            lines += _without_transition(path)
        elif PurePath(path).name == "comparison.md":
            lines += _statements(path)
    return lines


def _first(made: Sequence[str]) -> list[str]:
    named = [path for name in FIRST for path in made if PurePath(path).name == name]
    return named or [path for path in made if path.endswith(".pdf")]


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _without_transition(path: str) -> list[str]:
    """Say for how many rows of a table no transition is found, and why."""
    with open(path, encoding="utf-8", newline="") as file:
        verdicts = [row["verdict"] for row in csv.DictReader(file)]
    reasons = Counter(verdict for verdict in verdicts if verdict != "found")
    if not reasons:
        return []
    told = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common())
    return [f"No transition in {reasons.total()} of {len(verdicts)} rows of {path}: {told}"]


def _statements(path: str) -> list[str]:
    """Say how many statements do not agree, and of which figures, and how many are open."""
    rows = [
        [cell.strip() for cell in line.replace("\\|", "/").strip("|").split("|")]
        for line in Path(path).read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    where, rows = rows[0].index("agrees"), rows[2:]
    against = [row[0] for row in rows if row[where] == "no"]
    unclear = sum(row[where] == "–" for row in rows)
    if not against and not unclear:
        return []
    figures = f" ({'; '.join(dict.fromkeys(against))})" if against else ""
    return [
        f"Of {len(rows)} statements of the paper {len(against)} do not agree{figures} and "
        f"{unclear} cannot be told: {path}"
    ]
