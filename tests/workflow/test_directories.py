"""Several configurations side by side, each in a directory of its own, from one checkout."""

import subprocess

import pytest
import xarray as xr
from running import command, copy_checkout, jobs, snakemake, write_config

TARGET = "results/fig3.nc"
LENGTHS = {"short": 4, "long": 6}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the repository with two configurations in it, so that all paths are relative."""
    root = copy_checkout(tmp_path_factory.mktemp("directories"))
    for name, sites in LENGTHS.items():
        write_config(root / f"{name}.yaml", floquet={"sites": sites})
    return root


def arguments(name):
    return (TARGET, "--configfile", f"{name}.yaml", "--cores", "1")


def state(root):
    """Every file, but for what Python and Snakemake keep for themselves, with its time."""
    return {
        path: path.stat().st_mtime_ns
        for path in root.rglob("*")
        if path.is_file() and not {".snakemake", "__pycache__"} & set(path.parts)
    }


@pytest.mark.parametrize("directory", ["runs/new", "../beside"])
def test_paths_are_taken_from_where_snakemake_is_called(checkout, directory):
    plan = snakemake(*arguments("short"), "-n", root=checkout, directory=directory)
    assert "driven chains of 4 spins" in plan.stdout, plan.stdout
    assert jobs(plan.stdout)["simulate_floquet"] == 3


@pytest.mark.slow
def test_two_directories_run_at_a_time_and_disturb_neither(checkout):
    before = state(checkout)
    running = {
        name: subprocess.Popen(
            command(*arguments(name), directory=f"runs/{name}", root=checkout),
            cwd=checkout,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for name in LENGTHS
    }
    for process in running.values():
        output, _ = process.communicate()
        assert process.returncode == 0, output[-5000:]
    for name, sites in LENGTHS.items():
        directory = checkout / "runs" / name
        (length,) = directory.glob("results/traces/floquet/*")
        assert length.name == f"L{sites}"
        assert (directory / TARGET).exists()
        with xr.open_dataset(next(length.glob("seed0/*.nc"))) as traces:
            assert traces.sizes["site"] == sites
    made = state(checkout)
    assert {path: time for path, time in made.items() if "runs" not in path.parts} == before
    for name in LENGTHS:
        again = snakemake(*arguments(name), "-n", root=checkout, directory=f"runs/{name}")
        assert "Nothing to be done" in again.stdout
        assert state(checkout) == made
