"""Cleaning deletes what the workflow made, and nothing else."""

import fcntl
import os
import subprocess
import sys

import pytest
from configurations import CI, DEFAULT, PAPER
from phasetrace.jobs.cleaning import made
from phasetrace.jobs.config import check_config
from phasetrace.jobs.figures import every_chain, every_spectrum, every_training, figures
from phasetrace.models.entry import entry
from running import ROOT


def planned(values):
    """Some of the files that a configuration leads to, below results, with those of their jobs."""
    config = check_config(values)
    names = list(every_training(config))
    yield from (f"{kind}/{name}.nc" for kind in ("networks", "predictions") for name in names)
    jobs = [f"networks/{name}" for name in names]
    for model, settings in every_chain(config):
        for point in entry(model).points(settings):
            for file in entry(model).files(settings, point, settings.seeds):
                place = file.removeprefix("results/")
                yield place
                jobs.append(place.removesuffix(".nc"))
    for place in (file.removeprefix("results/") for file in every_spectrum(config)):
        yield place
        jobs.append(place.removesuffix(".nc"))
    for name in figures(config):
        yield from (f"{name}.{suffix}" for suffix in ("pdf", "png", "nc"))
        jobs += [f"figures/{name}", f"figures/{name}-analysis"]
    for job in jobs:
        yield from (f"logs/{job}.log", f"benchmarks/{job}.tsv")


OF_ANY = [
    "accuracy.csv",
    "energy-density.csv",
    "transitions.csv",
    "readings.csv",
    "logs/figures/energy-density.log",
    "benchmarks/figures/readings-table.tsv",
    "comparison.md",
    "comparison.html",
    "report.html",
    "scaling.pdf",
    "scaling.nc",
    "logs/figures/scaling-measurement.log",
    "benchmarks/figures/accuracy.tsv",
    "logs/figures/transitions.log",
    "benchmarks/figures/energy-density.tsv",
    "traces/heisenberg/L14-periodic/eps0.50/seed3/W0.500-8.000.nc",
    "spectra/heisenberg/L14-periodic/eps0.50/seed1+2/W0.500.nc",
    "networks/heisenberg/eps0.50/seed1+2/units=1+site=6.nc",
    # What killed jobs left.
    "networks/floquet/seed0/.default-k3x0_9ab.nc",
    "traces/floquet/L6/seed0/.drive0.0000-0.0000-k3x0_9ab.nc",
    ".fig3-k3x0_9ab.pdf",
]
OF_THE_USER = [
    ".gitkeep",
    "notes.txt",
    "mine.pdf",
    "fig3.svg",
    "fig33.pdf",
    "old/fig3.pdf",
    ".notes-k3x0_9ab.txt",
    "traces/mine.csv",
    "traces/mine/L6/seed0/drive0.0000-0.0000.nc",
    "traces/heisenberg/L6/eps0.50/seed0/notes.txt",
    "traces/heisenberg/L6/eps0.50/seed0/W0.500-8.000.nc.bak",
    "networks/mine.nc",
    "networks/floquet/mine.nc",
    "networks/floquet/seed0/mine.nc",
    "predictions/mine/seed0/default.nc",
    "logs/mine.log",
    "logs/figures/mine.log",
    "benchmarks/evolution.csv",
    "studies/mine/data.csv",
]


def put(results, names):
    for name in names:
        (results / name).parent.mkdir(parents=True, exist_ok=True)
        (results / name).touch()


@pytest.mark.parametrize("values", [DEFAULT, PAPER, CI], ids=["default", "paper", "ci"])
def test_files_of_every_configuration_are_known(tmp_path, values):
    names = set(planned(values))
    put(tmp_path, names)
    assert {path.relative_to(tmp_path).as_posix() for path in made(tmp_path)} == names


def clean(folder):
    return subprocess.run(
        [sys.executable, "-m", "phasetrace.jobs.cleaning"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        text=True,
        capture_output=True,
    )


def test_what_is_the_users_stays_and_all_else_goes(tmp_path):
    results, records = tmp_path / "results", tmp_path / ".snakemake"
    put(results, [*OF_ANY, *OF_THE_USER, *planned(CI)])
    (results / "networks/floquet/seed1").mkdir()
    (results / "mine").mkdir()
    put(records, ["metadata/a", "incomplete/b", "log/c.log", "conda/d", "jax/e", "numba/f"])
    done = clean(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    left = {path.relative_to(results).as_posix() for path in results.rglob("*") if path.is_file()}
    assert left == set(OF_THE_USER)
    empty = {path.name for path in results.rglob("*") if path.is_dir() and not any(path.iterdir())}
    assert empty == {"mine"}
    assert {path.name for path in records.iterdir()} == {"conda", "jax", "numba", "phasetrace.lock"}


def test_a_folder_without_results_is_clean(tmp_path):
    assert clean(tmp_path).returncode == 0


def test_a_link_goes_and_what_it_leads_to_stays(tmp_path):
    put(tmp_path, ["elsewhere/fig3.pdf", "elsewhere/data/seed0/default.nc", "results/fig4.pdf"])
    (tmp_path / "results/fig3.pdf").symlink_to(tmp_path / "elsewhere/fig3.pdf")
    (tmp_path / "results/networks").mkdir()
    (tmp_path / "results/networks/floquet").symlink_to(tmp_path / "elsewhere/data")
    assert clean(tmp_path).returncode == 0
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["networks"]
    assert (tmp_path / "elsewhere/fig3.pdf").exists()
    assert (tmp_path / "elsewhere/data/seed0/default.nc").exists()


def test_nothing_is_deleted_while_a_run_is_at_work(tmp_path):
    put(tmp_path, ["results/fig3.pdf", ".snakemake/phasetrace.lock"])
    with (tmp_path / ".snakemake/phasetrace.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = clean(tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"phasetrace: another snakemake is at work in {tmp_path}\n"
    assert (tmp_path / "results/fig3.pdf").exists()
