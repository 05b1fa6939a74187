"""What a job sets for its process, and what it leaves as it was given."""

import gc
import os
import platform
import subprocess
import sys

import pytest
from phasetrace.jobs.process import XLA_FLAGS, starting
from running import ROOT

SETTINGS = {
    "NPROC": "1",
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_COMPILATION_CACHE_DIR": f"/.snakemake/jax/{platform.node()}",
    "NUMBA_CACHE_DIR": f"/.snakemake/numba/{platform.node()}",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """A process without JAX, without settings, and with its garbage as it was."""
    for name in ("XLA_FLAGS", "JAX_PLATFORMS", *SETTINGS):
        monkeypatch.delenv(name, raising=False)
        # What is set meanwhile is unset again as well.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.delitem(sys.modules, "jax", raising=False)
    yield
    gc.unfreeze()
    assert gc.isenabled()


def test_a_job_starts_without_looking_for_garbage_and_sees_no_gpu():
    assert gc.isenabled()
    frozen = gc.get_freeze_count()
    with starting():
        assert not gc.isenabled()
        assert os.environ["JAX_PLATFORMS"] == "cpu"
    assert gc.isenabled() and gc.get_freeze_count() > frozen + 1000


def test_every_flag_is_set_once():
    with starting():
        pass
    first = os.environ["XLA_FLAGS"]
    assert sorted(first.split()) == sorted(f"--{key}={value}" for key, value in XLA_FLAGS.items())
    with starting():
        pass
    assert os.environ["XLA_FLAGS"] == first


def test_flags_that_the_environment_gives_are_kept(monkeypatch):
    given = "--xla_cpu_prefer_vector_width=256 --xla_dump_to=/nowhere"
    monkeypatch.setenv("XLA_FLAGS", given)
    with starting():
        found = os.environ["XLA_FLAGS"]
    assert found.startswith(f"{given} ") and found.count("xla_cpu_prefer_vector_width") == 1
    for name, value in XLA_FLAGS.items():
        assert name == "xla_cpu_prefer_vector_width" or f"--{name}={value}" in found.split()


@pytest.mark.parametrize("name", SETTINGS)
def test_cores_and_caches_are_set_unless_the_environment_sets_them(monkeypatch, tmp_path, name):
    monkeypatch.chdir(tmp_path)
    with starting():
        assert os.environ[name].removeprefix(str(tmp_path)) == SETTINGS[name]
    monkeypatch.setenv(name, "given")
    with starting():
        assert os.environ[name] == "given"


def test_garbage_is_looked_for_again_after_an_error():
    with pytest.raises(KeyError), starting():
        raise KeyError
    assert gc.isenabled()


def in_a_process(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "scripts"), **environment},
        text=True,
        capture_output=True,
        check=False,
    )


def test_jax_computes_on_the_cpu_even_if_it_was_there_before():
    done = in_a_process(
        "import jax\n"
        "from phasetrace.jobs.process import starting\n"
        "with starting(): pass\n"
        "print(jax.config.jax_platforms, jax.default_backend())"
    )
    assert done.stdout.split() == ["cpu", "cpu"], done.stderr


def test_a_gpu_that_jax_does_not_find_is_refused_in_one_line():
    code = "from phasetrace.jobs.process import starting\nwith starting(gpus=1): print('inside')"
    done = in_a_process(code, CUDA_VISIBLE_DEVICES="")
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1 and done.stdout == "inside\n"
    assert last.startswith("RuntimeError: jobs.gpus asks for a GPU, of which JAX finds none: ")
    assert last.endswith(
        "; install envs/cuda.txt and run where there is an NVIDIA GPU, or set jobs.gpus to 0"
    )
