"""What was once found wrong is kept mended by tests that are there."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROWS = re.findall(r"\| (.+) \| `(.+)::(.+)` \|", (HERE / "FOUND.md").read_text(encoding="utf-8"))


def test_the_table_has_every_row():
    assert len(ROWS) == (HERE / "FOUND.md").read_text(encoding="utf-8").count("\n| ") - 2


@pytest.mark.parametrize(("fault", "file", "name"), ROWS)
def test_every_fault_has_its_test(fault, file, name):
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, fault
