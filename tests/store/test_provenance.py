"""The digest of the code follows what the code does, not how it reads."""

import shutil
from pathlib import Path

import phasetrace
import pytest
from phasetrace.store import provenance


@pytest.fixture
def package(tmp_path, monkeypatch):
    copy = tmp_path / "scripts" / "phasetrace"
    shutil.copytree(Path(phasetrace.__file__).parents[1], copy.parent)
    monkeypatch.setattr(provenance, "_PACKAGE", copy)
    return copy


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_comments_and_docstrings_do_not_count(package):
    before = provenance.code_digest("simulate_floquet.py", "models.floquet.simulate")
    edit(
        package / "models/disorder.py",
        '"""Draw from the uniform',
        '"""Draw numbers from the uniform',
    )
    edit(package / "models/disorder.py", "import json\n", "import json  # for the labels\n\n\n")
    assert provenance.code_digest("simulate_floquet.py", "models.floquet.simulate") == before


def test_code_of_an_imported_module_counts(package):
    before = provenance.code_digest("simulate_floquet.py", "models.floquet.simulate")
    edit(package / "models/disorder.py", "2.0**-53", "2.0**-52")
    assert provenance.code_digest("simulate_floquet.py", "models.floquet.simulate") != before


def test_code_that_is_not_imported_does_not_count(package):
    before = provenance.code_digest("simulate_floquet.py", "models.floquet.simulate")
    edit(package / "figures" / "fig2.py", "markevery=3", "markevery=4")
    assert provenance.code_digest("simulate_floquet.py", "models.floquet.simulate") == before


def test_code_of_the_script_counts(package):
    before = provenance.code_digest("simulate_floquet.py", "models.floquet.simulate")
    script = package.parent / "simulate_floquet.py"
    edit(script, '"""Evolve one block', '"""Evolve a block')
    assert provenance.code_digest("simulate_floquet.py", "models.floquet.simulate") == before
    edit(script, "int(wildcards.seed)", "int(wildcards.seed) + 1")
    assert provenance.code_digest("simulate_floquet.py", "models.floquet.simulate") != before


def test_an_edit_of_the_driven_chain_leaves_the_other_as_it_is(package):
    chain = ("simulate_heisenberg.py", "models.heisenberg.simulate")
    before = provenance.code_digest(*chain)
    edit(package / "models/floquet/chain.py", "GROUP = 4", "GROUP = 5")
    assert provenance.code_digest(*chain) == before
