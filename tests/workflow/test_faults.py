"""A run survives what happens to runs, and says in one line what it cannot survive."""

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import numpy as np
import psutil
import pytest
import xarray as xr
from phasetrace import FileError
from phasetrace.jobs.log import JobLog
from phasetrace.store.files import read_dataset, write_dataset
from running import ROOT, TINY, command, snakemake, write_config

TARGET = "results/fig3.nc"
STEPS = 5
# With Snakemake's own output, which tells of each step.
OPTIONS = ("--cores", "2", "--printshellcmds")
TRAINING = "floquet/seed0/default"
LONG = {**TINY, "learning": {**TINY["learning"], "epochs": 2000}}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write_config(tmp_path_factory.mktemp("faults") / "config.yaml", LONG)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, config):
    """The folder of a run that nothing happened to."""
    directory = tmp_path_factory.mktemp("undisturbed")
    run = snakemake(TARGET, "--configfile", config, "--cores", "2", directory=directory)
    assert run.returncode == 0, run.stdout[-5000:]
    return directory


HEARING = (
    sys.executable,
    "-c",
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "os.execv(sys.argv[1], sys.argv[1:])",
)
"""Starts a program that hears an interrupt, as one in the background of a shell would not."""


class Started:
    """A run in a process group of its own, as a terminal starts it."""

    def __init__(self, directory, config):
        self.log = directory / "terminal.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [*HEARING, *command(TARGET, "--configfile", config, *OPTIONS, directory=directory)],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, happened):
        deadline = time.monotonic() + 300
        while not happened(self.log.read_text()):
            assert self.process.poll() is None, self.log.read_text()[-5000:]
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def send(self, number):
        os.killpg(self.process.pid, number)
        return self.process.wait(60)

    def has_processes(self):
        for process in psutil.process_iter(["status"]):
            with suppress(ProcessLookupError):
                if os.getpgid(process.pid) == self.process.pid:
                    if process.info["status"] != psutil.STATUS_ZOMBIE:
                        return True
        return False


def data_files(directory):
    # Without what a killed job had half written, which the next one removes.
    return sorted(directory.glob("results/**/[!.]*.nc"))


def marks(directory):
    """What changes when a file is made again."""
    stats = {path: path.stat() for path in data_files(directory)}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in stats.items()}


def steps_done(output):
    return max(map(int, re.findall(r"(\d+) of \d+ steps", output)), default=0)


def checksums(directory):
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data_files(directory)
    }


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_gives_the_same_data(tmp_path, undisturbed, config):
    shutil.copytree(undisturbed / ".snakemake/jax", tmp_path / ".snakemake/jax")
    run = Started(tmp_path, config)
    run.wait_until(lambda output: steps_done(output) >= 1)
    run.send(signal.SIGKILL)
    done, kept = steps_done(run.log.read_text()), marks(tmp_path)
    assert 1 <= done < STEPS - 1

    # A kill may also cut off the compiled programs that jobs share.
    for path in tmp_path.glob(".snakemake/jax/*/jit__evolve*-cache"):
        os.truncate(path, path.stat().st_size // 2)
    log = tmp_path / f"results/logs/networks/{TRAINING}.log"
    run = Started(tmp_path, config)
    run.wait_until(lambda output: log.exists())
    run.send(signal.SIGKILL)
    again = marks(tmp_path)
    assert len(again) == 3
    assert sum(again[path] == mark for path, mark in kept.items()) >= done

    log.unlink()
    run = Started(tmp_path, config)
    run.wait_until(lambda output: log.exists())
    # It ends of itself within the minute that `send` waits.
    assert run.send(signal.SIGINT) != 0
    assert not run.has_processes()
    assert marks(tmp_path) == again

    last = snakemake(TARGET, "--configfile", config, *OPTIONS, directory=tmp_path)
    assert last.returncode == 0, last.stdout[-5000:]
    assert f"{STEPS - 3} of {STEPS - 3} steps" in last.stdout
    assert marks(tmp_path).items() >= again.items()
    assert checksums(tmp_path) == checksums(undisturbed)
    assert not list(tmp_path.glob("results/**/.*"))


@pytest.mark.long
@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_gives_the_same_data(tmp_path, undisturbed, config):
    shutil.copytree(undisturbed / ".snakemake/jax", tmp_path / ".snakemake/jax")
    moments = np.random.default_rng(0).uniform(0.0, 12.0, size=20)
    for moment in moments:
        run = Started(tmp_path, config)
        with suppress(subprocess.TimeoutExpired):
            run.process.wait(moment)
        with suppress(ProcessLookupError):
            run.send(signal.SIGKILL)
    last = snakemake(TARGET, "--configfile", config, "--cores", "2", directory=tmp_path)
    assert last.returncode == 0, last.stdout[-5000:]
    assert checksums(tmp_path) == checksums(undisturbed)
    assert not list(tmp_path.glob("results/**/.*"))


def test_a_second_run_in_a_folder_is_refused(tmp_path):
    (tmp_path / ".snakemake").mkdir()
    with (tmp_path / ".snakemake/phasetrace.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        run = snakemake("results/fig1.nc", directory=tmp_path)
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1].startswith("phasetrace: another snakemake is at work in")
    assert "Traceback" not in run.stdout
    assert not list(tmp_path.glob("results/*"))


@pytest.mark.slow
def test_a_broken_trace_file_stops_the_training_with_its_name(tmp_path, undisturbed, config):
    directory = tmp_path / "run"
    for folder in ("results/traces", ".snakemake/metadata"):
        shutil.copytree(undisturbed / folder, directory / folder)
    name = "results/traces/floquet/L6/seed0/drive0.0000-0.0000.nc"
    spoilt = bytearray((directory / name).read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (directory / name).write_bytes(spoilt)
    run = snakemake(TARGET, "--configfile", config, directory=directory)
    assert run.returncode != 0
    assert f"{name}: is damaged: its bytes are not those that were written" in run.stdout
    assert "Traceback" not in run.stdout
    assert not list(directory.glob("results/[np]*/**/*.nc"))
    remedy = f"--forcerun {name}"
    assert f"; to make it anew, end the command with {remedy}" in run.stdout
    run = snakemake(name, "--configfile", config, *remedy.split(), directory=directory)
    assert run.returncode == 0, run.stdout
    assert (directory / name).read_bytes() == (undisturbed / name).read_bytes()


@pytest.mark.slow
def test_a_full_disk_is_named_and_leaves_no_half_file(tmp_path, config):
    name = "results/traces/floquet/L6/seed0/drive0.0000-0.0000.nc"
    little_room = ["bash", "-c", 'ulimit -f 16; exec "$@"', "-"]
    run = subprocess.run(
        [*little_room, *command(name, "--configfile", config, directory=tmp_path)],
        cwd=ROOT,
        text=True,
        capture_output=True,
    )
    assert run.returncode != 0
    assert f"File too large: '{name}'" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert not [path for path in tmp_path.glob("results/traces/**/*") if path.is_file()]


def test_results_that_cannot_be_written_end_in_one_line(tmp_path):
    (tmp_path / "results").write_text("not a folder")
    run = snakemake("results/fig1.nc", directory=tmp_path)
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1] == "phasetrace: cannot write into results: File exists"
    assert "Traceback" not in run.stdout


def test_what_is_no_folder_where_one_must_be_is_named(tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results/traces").write_text("not a folder")
    run = snakemake("results/fig1.nc", directory=tmp_path)
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1] == ("phasetrace: results/traces is no folder; move it away")
    (tmp_path / "results/traces").unlink()
    (tmp_path / ".snakemake/phasetrace.lock").mkdir(parents=True)
    run = snakemake("results/fig1.nc", directory=tmp_path)
    assert run.stdout.splitlines()[-1].endswith("phasetrace.lock: Is a directory")
    assert "Traceback" not in run.stdout


@pytest.fixture
def tiny_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True
    )
    if mount.returncode:
        pytest.skip("this user may not mount")
    yield folder
    # Lazily: HDF5 keeps a file open that it failed to write.
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.parametrize("taken", [0, 2**15, 2**16])
def test_a_disk_without_room_says_so(tiny_disk, taken):
    if taken:
        (tiny_disk / "other").write_bytes(bytes(taken))
    with pytest.raises(OSError, match=r"No space left on device: .*traces\.nc'"):
        write_dataset(tiny_disk / "traces.nc", xr.Dataset({"a": ("x", np.arange(8100.0))}))
    assert not list(tiny_disk.glob("*.nc")) + list(tiny_disk.glob(".*"))


def test_what_a_killed_job_left_behind_is_removed_by_the_next(tmp_path):
    leftover = tmp_path / ".traces-k3x0_9ab.nc"
    other = tmp_path / ".traces-other-k3x0_9ab.nc"
    for path in (leftover, other):
        path.write_bytes(b"half")
    write_dataset(tmp_path / "traces.nc", xr.Dataset({"a": 1}))
    assert sorted(tmp_path.iterdir()) == [other, tmp_path / "traces.nc"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_named(tmp_path, share):
    path = tmp_path / "traces.nc"
    write_dataset(path, xr.Dataset({"a": ("x", np.random.default_rng(0).random(5000))}))
    os.truncate(path, int(share * path.stat().st_size))
    with pytest.raises(ValueError, match=r"traces\.nc: (not a readable NetCDF file|is damaged)"):
        read_dataset(path)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (RuntimeError("norm of realization 3 has drifted"), "norm of realization 3 has drifted"),
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
        (MemoryError("Unable to allocate 3 TiB"), "Unable to allocate 3 TiB"),
        (FloatingPointError("the loss is not finite"), "the loss is not finite"),
        (FileError("mine/a.nc", "is damaged"), "mine/a.nc: is damaged"),
        (
            FileError("results/a.nc", "is damaged"),
            "results/a.nc: is damaged; to make it anew, end the command with "
            "--forcerun results/a.nc",
        ),
    ],
)
def test_an_error_that_is_no_fault_of_the_code_is_one_line(tmp_path, capfd, error, line):
    with pytest.raises(SystemExit), JobLog(str(tmp_path / "job.log"), "traces"):
        raise error
    assert (tmp_path / "job.log").read_text() == f"traces: {line}\n"
    assert capfd.readouterr().err == f"traces: {line}\n"


def test_a_fault_of_the_code_keeps_its_traceback(tmp_path, capfd):
    with pytest.raises(SystemExit), JobLog(str(tmp_path / "job.log"), "traces"):
        raise NotImplementedError("sites")
    text = (tmp_path / "job.log").read_text()
    assert text == capfd.readouterr().err
    assert text.startswith("traces: sites\nTraceback")


def test_a_device_out_of_memory_is_told_with_what_to_change(tmp_path):
    class JaxRuntimeError(RuntimeError):
        pass

    with pytest.raises(SystemExit), JobLog(str(tmp_path / "job.log"), "traces"):
        raise JaxRuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes.\nBuffers:\n")
    (line,) = (tmp_path / "job.log").read_text().splitlines()
    assert line.startswith("traces: the device has no memory left: let fewer jobs share it")
