"""The workflow as a cluster's user runs it, through a real Slurm."""

import subprocess
import sys
from pathlib import Path

import pytest
import xarray as xr
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import figures

ROOT = Path(__file__).parents[2]
CI = ROOT / "workflow" / "presets" / "ci.yaml"
# Nothing of what `profiles/slurm` sets is changed but the waiting, which is meant for the
# scheduler of a busy cluster.
IMPATIENT = (
    "--slurm-init-seconds-before-status-checks=2",
    "--seconds-between-status-checks=2",
    "--latency-wait=10",
)

pytestmark = pytest.mark.usefixtures("slurm")


def snakemake(directory, *arguments):
    command = [sys.executable, "-m", "snakemake", "--directory", directory]
    return subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def submissions(kind=""):
    """What Slurm knows of the jobs whose comment names a rule or group, finished ones included."""
    command = ["scontrol", "show", "job", "--oneliner"]
    shown = subprocess.run(command, text=True, capture_output=True, check=True).stdout
    jobs = [
        dict(word.split("=", 1) for word in line.split() if "=" in word)
        for line in shown.splitlines()
    ]
    return [job for job in jobs if kind in job.get("Comment", "")]


def asked(kind, key):
    return {job[key] for job in submissions(kind)}


@pytest.fixture(scope="module")
def finished(tmp_path_factory, slurm):
    """Folders of the ci preset through Slurm and on two cores."""
    cluster, local = (tmp_path_factory.mktemp(name) for name in ("a cluster's run", "local"))
    run = snakemake(cluster, "--profile", "slurm", *IMPATIENT, "--configfile", CI)
    assert run.returncode == 0, run.stdout[-5000:]
    run = snakemake(local, "--cores", "2", "--configfile", CI)
    assert run.returncode == 0, run.stdout[-5000:]
    return cluster, local


def test_the_figures_are_the_same_as_on_two_cores(finished):
    cluster, local = finished
    compared = sorted((local / "results").glob("*.nc"))
    usual = sorted(name for name, figure in figures(Config()).items() if figure.usual)
    assert [path.stem for path in compared] == usual
    for path in compared:
        with (
            xr.open_dataset(path) as here,
            xr.open_dataset(cluster / "results" / path.name) as there,
        ):
            xr.testing.assert_identical(here, there)
    for name in ("accuracy.csv", "comparison.md"):
        assert (cluster / "results" / name).read_bytes() == (local / "results" / name).read_bytes()


def test_short_jobs_share_submissions_of_one_core(finished):
    assert len(submissions("training")) < 24 / 4
    assert len(submissions("analyse_fig2")) == 1
    assert asked("", "NumCPUs") == {"1"}
    assert len(submissions()) < 73 / 2


def test_every_stage_asks_for_its_own_time_and_memory(finished):
    stages = ("simulate_heisenberg", "simulate_floquet", "training", "analyse_fig2")
    memory = [asked(stage, "MinMemoryNode") for stage in stages]
    time = [asked(stage, "TimeLimit") for stage in stages]
    assert all(memory) and all(time)
    # The training with more traces than the others is in one of the groups.
    assert not memory[0] & memory[2] and not memory[3] & (memory[0] | memory[1] | memory[2])
    assert not time[3] & time[2]


def test_a_gpu_job_asks_for_one_and_fails_in_one_line_where_there_is_none(tmp_path):
    target = "results/traces/floquet/L6/seed0/drive0.0000-1.5708.nc"
    run = snakemake(
        tmp_path,
        *("--profile", "slurm", target, *IMPATIENT, "--configfile", CI),
        *("--config", "jobs={gpus: {simulate: 1}}"),
        *("--set-resources", "simulate_floquet:slurm_partition=gpu"),
    )
    assert run.returncode != 0
    assert "jobs.gpus asks for a GPU, of which JAX finds none" in run.stdout
    jobs = [job for job in submissions("simulate_floquet") if job["Partition"] == "gpu"]
    assert [job["TresPerJob"] for job in jobs] == ["gres:gpu:1"] * 3
    assert sorted(int(job["MinMemoryNode"].removesuffix("G")) for job in jobs) == [4, 8, 12]
