"""Recurrent cells of the classifier, one module or folder each, found by name.

A cell `name` is the class `CELL` of the module `phasetrace.learning.cells.<name>`, which fulfils
`phasetrace.learning.cells.cell.RecurrentCell`, and a word of `phasetrace.learning.recipe.Cell`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasetrace.learning.cells.cell import RecurrentCell
    from phasetrace.learning.recipe import Cell


# Found by name, so that the code of one cell is in no digest of what another computes.
def find_cell(name: "Cell") -> "type[RecurrentCell]":
    """Class of the cell of a name."""
    return import_module(f"{__name__}.{name}").CELL
