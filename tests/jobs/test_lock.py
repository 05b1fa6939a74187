"""One run at a time in a folder."""

import fcntl
import subprocess
import sys

import pytest
from phasetrace.jobs.lock import lock
from running import ROOT

HOLD = """
import sys
from phasetrace.jobs.lock import lock
lock(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_folder_is_locked_for_as_long_as_a_process_lives(tmp_path):
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path],
        env={"PYTHONPATH": str(ROOT / "scripts")},
        stdin=pipe,
        stdout=pipe,
    ) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(RuntimeError, match=f"another snakemake is at work in {tmp_path}"):
            lock(tmp_path)
        other.kill()
    lock(tmp_path)


def test_a_file_system_without_locks_makes_no_lock(tmp_path, monkeypatch):
    def refuse(*arguments):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", refuse)
    lock(tmp_path)
    lock(tmp_path)
