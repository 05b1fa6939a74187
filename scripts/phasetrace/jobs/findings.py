"""What a run has found, in a few lines for the first page of its report."""

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

CHANGES_NUMBERS = False


def findings(results: Path, units: Mapping[str, str]) -> list[str]:
    """Say what the tables of a run have found, each number with its error and unit.

    Parameters
    ----------
    results : Path
        The folder of results, whose tables are read.
    units : mapping of str to str
        Unit of the parameter of each study, by name.

    Returns
    -------
    list of str
        A line for the transition and one each for the gap ratio, the accuracy and the paper's
        statements, where there are such tables, and for each transition of a study.
    """
    lines = []
    for row in _rows(results / "transitions.csv"):
        if (row["method"], row["reading"]) == ("networks", "default"):
            lines.append(f"Heisenberg chain, by networks: {_transition(row, 'J')}")
        elif row["method"] == "gap ratio":
            lines.append(f"By the gap ratio of the same chains: {_transition(row, 'J')}")
    for row in _rows(results / "accuracy.csv")[-1:]:
        spread = f" ± {float(row['test_std']):.3f}" if row["test_std"] else ""
        lines.append(
            f"Single networks of {row['units']} units are right on a share of "
            f"{float(row['test_mean']):.3f}{spread} of {row['test_traces']} withheld traces (mean "
            f"and standard deviation of {row['retrainings']} networks)"
        )
    if (comparison := results / "comparison.md").exists():
        text = comparison.read_text(encoding="utf-8")
        lines += re.findall(r"^(Of \d+ statements? .*)\.$", text, re.MULTILINE)[:1]
    for name, unit in units.items():
        lines += [
            f"Study {name}: {_transition(row, unit)}"
            for row in _rows(results / "studies" / name / "transitions.csv")
            if row["method"] == "networks"
        ]
    return lines


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _transition(row: Mapping[str, str], unit: str) -> str:
    between = f"{row['from']} to {row['to']}"
    if row["verdict"] != "found":
        return f"{between}: no transition ({row['verdict']})"
    measure = "" if unit in ("", "1") else f" {unit}"
    bounds = f" (68 % interval {row['low']} to {row['high']}{measure})" if row["low"] else ""
    return f"{between} at {row['value']}{measure}{bounds}"


def titled(page: str, title: str, lines: Iterable[str]) -> str:
    """Give a report of Snakemake's a title, and put lines in the place of its mark.

    Parameters
    ----------
    page : str
        The page, in which the description of the workflow has the mark ``<!-- findings -->``.
    title : str
        Of the window.
    lines : iterable of str
        What was found; HTML in them is shown as it is.
    """
    shown = "".join(f"<li>{_escaped(line)}</li>" for line in lines)
    page = page.replace("<title>Snakemake Report</title>", f"<title>{_escaped(title)}</title>", 1)
    return page.replace("<!-- findings -->", f"<ul>{shown}</ul>", 1)


def _escaped(text: str) -> str:
    # The mark lies in a string of JavaScript: characters beyond these are written by their number.
    return "".join(
        one if one.isascii() and one not in "&<>\"'\\" else f"&#{ord(one)};" for one in text
    )
