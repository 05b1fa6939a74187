"""The digest of the code follows what the code does, not how it reads."""

import shutil
from pathlib import Path

import numpy as np
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
    before = provenance.code_digest("simulate.py", "models.floquet.simulate")
    edit(
        package / "models/disorder.py",
        '"""Draw from the uniform',
        '"""Draw numbers from the uniform',
    )
    edit(package / "models/disorder.py", "import json\n", "import json  # for the labels\n\n\n")
    assert provenance.code_digest("simulate.py", "models.floquet.simulate") == before


def test_code_of_an_imported_module_counts(package):
    before = provenance.code_digest("simulate.py", "models.floquet.simulate")
    edit(package / "models/disorder.py", "2.0**-53", "2.0**-52")
    assert provenance.code_digest("simulate.py", "models.floquet.simulate") != before


def test_code_that_is_not_imported_does_not_count(package):
    before = provenance.code_digest("simulate.py", "models.floquet.simulate")
    edit(package / "figures" / "fig2.py", "markevery=3", "markevery=4")
    assert provenance.code_digest("simulate.py", "models.floquet.simulate") == before


def test_code_of_the_script_counts(package):
    before = provenance.code_digest("simulate.py", "models.floquet.simulate")
    script = package.parent / "simulate.py"
    edit(script, '"""Evolve one block', '"""Evolve a block')
    assert provenance.code_digest("simulate.py", "models.floquet.simulate") == before
    edit(script, 'origin["values"]', 'origin["values"][:1]')
    assert provenance.code_digest("simulate.py", "models.floquet.simulate") != before


def test_an_edit_of_the_driven_chain_leaves_the_other_as_it_is(package):
    chain = ("simulate.py", "models.heisenberg.simulate")
    before = provenance.code_digest(*chain)
    edit(package / "models/floquet/propagation.py", "GROUP = 4", "GROUP = 5")
    assert provenance.code_digest(*chain) == before


def test_a_module_that_says_so_does_not_count(package):
    chain = ("train.py", "learning.retrainings")
    before = provenance.code_digest(*chain)
    edit(package / "store" / "files.py", "os.fsync(written.fileno())", "pass")
    assert provenance.code_digest(*chain) == before
    edit(package / "store" / "files.py", "CHANGES_NUMBERS = False", "CHANGES_NUMBERS = True")
    assert provenance.code_digest(*chain) != before


def test_kept_machine_code_depends_on_all_that_is_behind_it(package):
    kernels = package / "evolution" / "cpu" / "kernels.py"
    before = provenance.source_digest(kernels)
    edit(package / "compile" / "simd.py", "builder.fsub", "builder.fadd")
    after = provenance.source_digest(kernels)
    assert after != before
    edit(package / "compile" / "cache.py", "fcntl.LOCK_EX", "fcntl.LOCK_SH")
    assert provenance.source_digest(kernels) != after


def test_the_format_of_files_counts(package, monkeypatch):
    before = provenance.code_digest("draw.py", "figures.fig2")
    monkeypatch.setattr(provenance, "FORMAT_VERSION", provenance.FORMAT_VERSION + 1)
    assert provenance.code_digest("draw.py", "figures.fig2") != before


def test_the_order_in_which_modules_are_named_does_not_count():
    modules = ("models.heisenberg.simulate", "evolution.cpu.engine", "models.floquet.simulate")
    digests = {
        provenance.code_digest("simulate.py", *order)
        for order in (modules, modules[::-1], (modules[1], *modules))
    }
    assert len(digests) == 1
    assert provenance.code_digest("simulate.py", *modules[:2]) not in digests
    assert provenance.code_digest("train.py", *modules) not in digests


def test_versions_are_those_of_what_is_installed():
    found = dict(part.split() for part in provenance.software_versions().split(", "))
    libraries = ["jax", "flax", "numba", "numpy", "scikit-learn", "scipy", "xarray"]
    assert list(found) == ["phasetrace", *libraries]
    assert found["phasetrace"] == phasetrace.__version__ and found["numpy"] == np.__version__


def test_what_is_named_counts_whatever_it_says_of_itself(package):
    named = ("scaling.py", "jobs.scaling", "models.heisenberg.cost")
    before = provenance.code_digest(*named)
    edit(package / "models" / "heisenberg" / "cost.py", "FACTOR_BYTES = 12", "FACTOR_BYTES = 13")
    assert provenance.code_digest(*named) != before


def test_a_file_of_data_counts_where_it_is_named(package):
    named = ("comparison.py", "paper.tables", "paper/comparison.html")
    before = provenance.code_digest(*named)
    edit(package / "paper" / "comparison.html", "<title>", "<title>phasetrace: ")
    assert provenance.code_digest(*named) != before


HASH, OTHER = "1f" * 20, "2e" * 20


def test_the_commit_of_a_checkout_is_told(tmp_path):
    git, inner = tmp_path / ".git", tmp_path / "scripts" / "phasetrace"
    inner.mkdir(parents=True)
    (git / "refs/heads").mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text(
        f"# pack-refs\n{OTHER} refs/heads/maint\n{HASH} refs/heads/main\n"
    )
    assert provenance.git_commit.__wrapped__(inner) == HASH
    (git / "refs/heads/main").write_text(f"{OTHER}\n")
    assert provenance.git_commit.__wrapped__(inner) == OTHER
    (git / "HEAD").write_text(f"{HASH}\n")
    assert provenance.git_commit.__wrapped__(inner) == HASH


def test_the_commit_of_a_work_tree_beside_its_repository_is_told(tmp_path):
    own = tmp_path / "main/.git/worktrees/tree"
    own.mkdir(parents=True)
    (tmp_path / "main/.git/refs/heads").mkdir(parents=True)
    (tmp_path / "main/.git/refs/heads/branch").write_text(f"{HASH}\n")
    (own / "HEAD").write_text("ref: refs/heads/branch\n")
    (own / "commondir").write_text("../..\n")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/.git").write_text(f"gitdir: {own}\n")
    assert provenance.git_commit.__wrapped__(tmp_path / "tree") == HASH


@pytest.mark.parametrize("head", [None, "ref: refs/heads/gone", b"\xff"])
def test_without_a_commit_none_is_told(tmp_path, head):
    if head is not None:
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git/HEAD").write_bytes(head if isinstance(head, bytes) else head.encode())
    assert provenance.git_commit.__wrapped__(tmp_path) is None
