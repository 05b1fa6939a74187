"""The command line."""

import os
import re
import signal
import subprocess
import sys

import pytest
import yaml
from foreign_files import WRITERS, toy
from phasetrace.__main__ import main
from running import ROOT


def test_inspect_says_what_is_read_and_proposes_a_configuration(tmp_path, capsys):
    WRITERS["table.csv"](tmp_path / "a.csv", toy())
    names = ["--names", "time=time", "value=value"]
    assert main(["inspect", str(tmp_path / "a.csv"), "--variable", "sz", *names]) == 0
    summary, configuration = capsys.readouterr().out.split("\n\n")
    assert summary.startswith("parameter:    h, 3 values from 0 to 2\n")
    assert "variable:     sz, " in summary
    traces = yaml.safe_load(configuration)["studies"]["a"]["traces"]
    assert traces["variable"] == "sz" and traces["names"] == {"time": "time", "value": "value"}


def test_traces_of_one_value_have_no_configuration(tmp_path, capsys):
    WRITERS["table.csv"](tmp_path / "a.csv", toy().isel(h=[0]))
    assert main(["inspect", str(tmp_path / "a.csv")]) == 0
    out = capsys.readouterr().out
    assert "warning: 1 value of h only" in out and "studies:" not in out


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["none.csv"], "^none.csv: no such file\n$"),
        (["none.csv", "--names", "when=t"], "^names has the key 'when', allowed are .*\n$"),
    ],
)
def test_what_cannot_be_read_ends_in_one_line(capsys, words, fault):
    assert main(["inspect", *words]) == 1
    assert re.match(fault, capsys.readouterr().err)


@pytest.mark.parametrize("words", [[], ["inspect"], ["inspect", "a", "--names", "t"], ["look"]])
def test_a_wrong_command_line_ends_with_its_usage(capsys, words):
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().err.startswith("usage: phasetrace")


def test_it_is_a_program_and_helps(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "phasetrace", "inspect", "--help"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and not done.stderr
    for option in ("--parameter", "--variable", "--names", "docs/traces.md"):
        assert option in done.stdout


def test_a_pipe_that_is_closed_ends_it_without_a_word(tmp_path):
    WRITERS["table.csv"](tmp_path / "a.csv", toy())
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "phasetrace", "inspect", "a.csv"],
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    assert done.returncode == -signal.SIGPIPE and not done.stderr


def test_make_lets_its_environments_find_the_package(tmp_path):
    (tmp_path / "requirements.txt").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    places = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    places.mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    (tmp_path / ".venv" / "bin" / "pip").touch()
    (tmp_path / "envs").mkdir()
    (tmp_path / "envs" / "cpu.txt").touch()
    command = ["make", "-f", str(ROOT / "Makefile"), ".venv/cpu.txt"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (line,) = (places / "phasetrace.pth").read_text().splitlines()
    assert (places / line).resolve() == tmp_path / "scripts"
