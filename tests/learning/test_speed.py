"""What makes networks again: not speed, and of the cells the one that is trained."""

import shutil
from pathlib import Path

import phasetrace
import pytest
from phasetrace.store import provenance


@pytest.fixture
def digests(tmp_path, monkeypatch):
    """Digests of trainings of both cells, after an edit of a copy of the library."""
    source = Path(phasetrace.__file__).parent
    package = Path(shutil.copytree(source, tmp_path / "scripts" / "phasetrace"))
    shutil.copy(source.parent / "train.py", tmp_path / "scripts")
    monkeypatch.setattr(provenance, "_PACKAGE", package)

    def after(module, old="", new=""):
        file = package / "learning" / module
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        modules = ("learning.cells.lstm", "learning.cells.gru")
        return [
            provenance.code_digest("train.py", "learning.retrainings", cell) for cell in modules
        ]

    return after


def test_constants_of_speed_make_nothing_again(digests):
    assert digests("speed.py") == digests("speed.py", "JOINED_STEPS = 64", "JOINED_STEPS = 8")


@pytest.mark.parametrize(
    ("module", "old", "new", "made_again"),
    [
        ("cells/gru.py", "(1 - update)", "(2 - update)", (False, True)),
        ("cells/lstm/cell.py", "self.gate(z_forget)", "self.gate(z_input)", (True, False)),
        ("cells/lstm/backward.py", "flatness", "slant", (True, False)),
        ("cells/cell.py", "0.2 * z", "0.25 * z", (True, True)),
        ("training.py", "b2=0.999", "b2=0.99", (True, True)),
    ],
)
def test_of_the_cells_the_trained_one_counts(digests, module, old, new, made_again):
    before = digests(module)
    after = digests(module, old, new)
    assert tuple(a != b for a, b in zip(before, after, strict=True)) == made_again
