"""The command line."""

import os
import re
import signal
import subprocess
import sys
import venv

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
    assert summary.startswith("# parameter:    h, 3 values from 0 to 2\n")
    assert "variable:     sz, " in summary
    traces = yaml.safe_load(configuration)["studies"]["a"]["traces"]
    assert traces["variable"] == "sz" and traces["names"] == {"time": "time", "value": "value"}


def test_its_output_is_a_configuration_and_files_may_be_patterns(tmp_path, capsys):
    for name in "ab":
        WRITERS["table.csv"](tmp_path / f"{name}.csv", toy())
    assert main(["inspect", str(tmp_path / "*.csv"), "--variable", "sz"]) == 0
    (study,) = yaml.safe_load(capsys.readouterr().out)["studies"].values()
    assert study["traces"]["files"] == str(tmp_path / "*.csv")


def test_traces_of_one_value_have_no_configuration(tmp_path, capsys):
    WRITERS["table.csv"](tmp_path / "a.csv", toy().isel(h=[0]))
    assert main(["inspect", str(tmp_path / "a.csv")]) == 0
    out = capsys.readouterr().out
    assert "warning: only 1 value of h:" in out and "studies:" not in out


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


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a fresh environment, without packages, as make would make it."""
    venv.create(tmp_path / ".venv", with_pip=False)
    for name in ("scripts", "envs", "Makefile"):
        (tmp_path / name).symlink_to(ROOT / name)
    (pip,) = (tmp_path / ".venv" / "lib").glob("python*/site-packages")
    (pip / "pip.py").touch()  # takes every package for installed
    (tmp_path / ".venv" / "bin" / "pip").touch()
    command = ["make", ".venv/cpu.txt"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def python(checkout, *words):
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [checkout / ".venv" / "bin" / "python", *words]
    return subprocess.run(command, env=bare, cwd="/", capture_output=True, text=True)


def test_the_environment_of_make_finds_the_program(checkout):
    done = python(checkout, "-m", "phasetrace", "inspect", "--help")
    assert done.returncode == 0, done.stderr
    assert "docs/traces.md" in done.stdout


def test_no_other_program_of_that_environment_is_given_the_library(checkout):
    # Snakemake takes the library of the workflow that it runs, whichever checkout that is in.
    done = python(checkout, "-c", "import phasetrace")
    assert done.stderr.endswith("ModuleNotFoundError: No module named 'phasetrace'\n")
