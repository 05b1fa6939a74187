"""What is kept of compiled functions, for processes that share a folder."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import phasetrace
import pytest
from numba import njit
from phasetrace.compile.cache import _folder, keep

PROGRAM = """
import sys
import numpy as np
from numba import njit
from phasetrace.compile.cache import keep

def scaled(numbers):
    return numbers[0] * 2 + len(numbers)

scaled = keep(njit(scaled))
for count in map(int, sys.argv[1:]):
    assert scaled((1.0,) * count) == 2 + count, count
print(sum(scaled.stats.cache_hits.values()))
"""


@pytest.fixture
def run(tmp_path):
    """Start a process that calls a function with tuples of some lengths."""

    program = tmp_path / "program.py"
    program.write_text(PROGRAM)

    def start(*counts):
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(phasetrace.__file__).parents[1]),
            "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        }
        command = [sys.executable, str(program), *map(str, counts)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    return start


def hits(process):
    output, _ = process.communicate()
    assert process.returncode == 0
    return int(output)


def test_who_compiles_holds_a_lock_until_it_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))
    function = keep(njit(lambda number: number + 1))
    cache, locks = function._cache, []
    compiled, kept = cache.load_overload, cache.save_overload

    def held():
        with next(Path(cache.cache_path).glob("*.lock")).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def load(*args):
        found = compiled(*args)
        locks.append(held())
        return found

    def save(*args):
        kept(*args)
        locks.append(held())

    monkeypatch.setattr(cache, "load_overload", load)
    monkeypatch.setattr(cache, "save_overload", save)
    assert function(1) == 2
    assert locks == [True, False]


def test_every_state_of_the_sources_has_a_folder(tmp_path):
    source, folders = tmp_path / "kernels.py", []
    for text in ("scale = 1", "scale = 2", "scale = 1  # as before"):
        source.write_text(text)
        folders.append(_folder(source))
    assert folders[0] == folders[2] != folders[1]


def test_what_cannot_be_read_is_compiled(tmp_path, monkeypatch):
    def cut_short(*args):
        raise EOFError("Ran out of input")

    monkeypatch.setattr("numba.config.CACHE_DIR", str(tmp_path))
    function = keep(njit(lambda number: number + 1))
    monkeypatch.setattr("numba.core.caching.FunctionCache.load_overload", cut_short)
    assert function(1) == 2


@pytest.mark.slow
def test_processes_that_compile_at_once_keep_all_of_it(run):
    processes = [run(*range(first, 40, 4)) for first in range(1, 5)]
    assert sum(map(hits, processes)) == 0
    assert hits(run(*range(1, 40))) == 39


@pytest.mark.slow
def test_one_process_compiles_and_the_others_wait(run):
    assert sorted(map(hits, [run(1) for _ in range(4)])) == [0, 1, 1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
def test_a_file_that_was_cut_short_is_written_anew(run, tmp_path, suffix):
    assert hits(run(1, 2)) == 0
    assert hits(run(1, 2)) == 2
    for file in (tmp_path / "cache").rglob(f"*.{suffix}"):
        file.write_bytes(file.read_bytes()[:-20])
    assert hits(run(1, 2)) == 0
    assert hits(run(1, 2)) == 2


EVOLVE = """
import numpy as np
from phasetrace.models.heisenberg.chain import HeisenbergChain
field = np.arange(4.0)[None]
print(HeisenbergChain(4).evolve(field, 0.5, [0.0, 1.0], tolerance=0.1).magnetization[0, 1].sum())
"""


@pytest.fixture
def library(tmp_path):
    """A copy of the library."""
    source = Path(phasetrace.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(source, tmp_path / "phasetrace", ignore=ignore)).parent


def evolve(library, cache):
    environment = {**os.environ, "PYTHONPATH": str(library), "JAX_PLATFORMS": "cpu"}
    environment |= {"NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", EVOLVE], env=environment, capture_output=True, text=True, cwd=library
    )


@pytest.mark.slow
def test_a_change_of_what_a_kernel_calls_compiles_it_anew(library, tmp_path):
    cache = tmp_path / "cache"
    assert evolve(library, cache).returncode == 0
    kept = {file for file in cache.rglob("*.nbc")}
    assert kept
    assert evolve(library, cache).returncode == 0
    assert {file for file in cache.rglob("*.nbc")} == kept
    source = library / "phasetrace" / "compile" / "simd.py"
    text = source.read_text()
    assert "builder.fsub" in text
    source.write_text(text.replace("builder.fsub", "builder.fadd"))
    broken = evolve(library, cache)
    assert broken.returncode == 1
    assert "has drifted by" in broken.stderr


@pytest.mark.slow
def test_kernels_run_where_there_is_no_place_to_keep_them(library, tmp_path):
    (tmp_path / "file").write_text("")
    assert evolve(library, tmp_path / "file" / "cache").returncode == 0
