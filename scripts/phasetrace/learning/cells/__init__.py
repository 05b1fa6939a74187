"""Recurrent cells of the classifier, one module or folder each, found by name.

A cell `name` is the class `CELL` of the module `phasetrace.learning.cells.<name>`, which fulfils
`phasetrace.learning.cells.cell.RecurrentCell`. It is listed nowhere, so that another cell changes
nothing of what these compute.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasetrace.learning.cells.cell import RecurrentCell


def cell_names() -> tuple[str, ...]:
    """Names of all cells."""
    return tuple(module.name for module in iter_modules(__path__) if module.name != "cell")


def find_cell(name: str) -> "type[RecurrentCell]":
    """Class of the cell of a name."""
    return import_module(f"{__name__}.{name}").CELL
