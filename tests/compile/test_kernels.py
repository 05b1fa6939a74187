"""Where compiled kernels are kept, and what finds them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import phasetrace
import pytest
from phasetrace.models.heisenberg.simulate import load_kernels

EVOLVE = """
import numpy as np
from phasetrace.models.heisenberg.chain import HeisenbergChain
field = np.arange(4.0)[None]
print(HeisenbergChain(4).evolve(field, 0.5, [0.0, 1.0], tolerance=0.1).magnetization[0, 1].sum())
"""


@pytest.fixture
def scripts(tmp_path):
    """A copy of the library."""
    source = Path(phasetrace.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(source, tmp_path / "phasetrace", ignore=ignore)).parent


def evolve(scripts, cache):
    environment = {**os.environ, "PYTHONPATH": str(scripts), "JAX_PLATFORMS": "cpu"}
    environment |= {"NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run(
        [sys.executable, "-c", EVOLVE], env=environment, capture_output=True, text=True, cwd=scripts
    )


@pytest.mark.slow
def test_a_change_of_what_a_kernel_calls_compiles_it_anew(scripts, tmp_path):
    cache = tmp_path / "cache"
    assert evolve(scripts, cache).returncode == 0
    kept = {file for file in cache.rglob("*.nbc")}
    assert kept
    assert evolve(scripts, cache).returncode == 0
    assert {file for file in cache.rglob("*.nbc")} == kept
    source = scripts / "phasetrace" / "compile" / "simd.py"
    text = source.read_text()
    assert "builder.fsub" in text
    source.write_text(text.replace("builder.fsub", "builder.fadd"))
    broken = evolve(scripts, cache)
    assert broken.returncode == 1
    assert "has drifted by" in broken.stderr


@pytest.mark.slow
def test_kernels_run_where_there_is_no_place_to_keep_them(scripts, tmp_path):
    (tmp_path / "file").write_text("")
    assert evolve(scripts, tmp_path / "file" / "cache").returncode == 0


def test_kernels_are_loaded_within_the_memory_of_the_job(monkeypatch):
    settings = {"sites": 8, "coupling": 1.0, "boundary": "open", "up_spins": "half"}
    settings["precision"] = "float64"
    for module in ("jobs.device", "models.heisenberg.chain"):
        monkeypatch.setattr(f"phasetrace.{module}.default_memory", lambda: 1)
    load_kernels(settings, memory=2**30)
    with pytest.raises(MemoryError, match="memory = 2 bytes"):
        load_kernels(settings, memory=2)
