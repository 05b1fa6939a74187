"""What a person sees of a run, in a terminal of the test's own and without one."""

import fcntl
import logging
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from types import SimpleNamespace

import pytest
from phasetrace.jobs.log import SHOWN_ELSEWHERE
from phasetrace.jobs.progress import Plan, Planned
from running import ROOT, TINY, command, snakemake, write_config
from snakemake.settings.enums import Quietness
from snakemake_interface_logger_plugins.common import LogEvent
from snakemake_logger_plugin_phasetrace import TAIL, LogHandler

OWN = "Select jobs to execute..."
"""What Snakemake says of itself in every run."""
HEARS_CTRL_C = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


class Watched:
    """A run in a terminal of its own."""

    def __init__(self, *arguments, directory, columns=80, **environment):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            # Where the tests run in the background of a shell, they ignore it, and so would it.
            [sys.executable, "-c", HEARS_CTRL_C, *command(*arguments, directory=directory)],
            cwd=ROOT,
            env=os.environ | {"TERM": "xterm", "NO_COLOR": "1"} | environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self._master, self.text = master, ""

    def until(self, pattern=None):
        """Read on until a pattern comes, or else to the end, where the exit code is returned."""
        while pattern is None or not re.search(pattern, self.text):
            try:
                read = os.read(self._master, 4096)
            except OSError:  # nobody has the terminal open any more
                break
            self.text += read.decode()
        if pattern is None:
            os.close(self._master)
            return self.process.wait(60)

    def rows(self):
        """What remains on the screen: no line that stays, and no row that was erased."""
        text = re.sub(r"\x1b\[\d*m", "", self.text).replace("\r\n", "\n")
        rows = [row.rpartition("\r\x1b[J")[2] for row in text.split("\n")]
        return [row for row in rows if row]


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write_config(tmp_path_factory.mktemp("progress") / "config.yaml", TINY)


@pytest.mark.slow
def test_in_a_terminal_a_line_stays_below_the_figures(tmp_path, config):
    run = Watched("results/fig1.pdf", "--configfile", config, directory=tmp_path)
    assert run.until() == 0, run.text
    assert "\r\x1b[Janalyses | 0 of 2 jobs | " in run.text
    assert "\r\x1b[Jfigures | 1 of 2 jobs | 5 s left | Drawing fig1\r" in run.text
    rows = run.rows()
    first = next(number for number, row in enumerate(rows) if row.startswith("Work for 10 s"))
    assert rows[first + 1] == "results/fig1.pdf"
    assert rows[first + 2].startswith("2 jobs done in ")
    assert rows[first + 3] == "Look first at results/fig1.pdf"
    assert OWN not in run.text and "finished in" not in run.text
    (log,) = tmp_path.glob(".snakemake/log/*.log")
    assert OWN in log.read_text()


@pytest.mark.slow
def test_no_line_is_wider_than_a_narrow_terminal(tmp_path, config):
    run = Watched("results/fig1.pdf", "--configfile", config, directory=tmp_path, columns=30)
    assert run.until() == 0, run.text
    lines = re.findall(r"\r\x1b\[J([^\r\n\x1b]+)\r(?!\n)", run.text)
    drawing = [line for line in lines if line.startswith("figures")]
    expected = r"figures \| 1 of 2 jobs \| \d \.\.\."
    assert drawing and all(re.fullmatch(expected, line) for line in drawing)


@pytest.mark.slow
def test_a_run_goes_on_after_it_was_interrupted(tmp_path, config):
    arguments = ("results/fig1.pdf", "--configfile", config)
    run = Watched(*arguments, directory=tmp_path)
    run.until(r"\| Drawing fig1")
    os.killpg(run.process.pid, signal.SIGINT)
    assert run.until() != 0
    rows = run.rows()
    assert "Interrupted; the same command goes on from here." in rows
    assert not [row for row in rows if "Traceback" in row or row.startswith("Failed")]
    again = Watched(*arguments, directory=tmp_path)
    assert again.until() == 0, again.text
    assert "figures | 0 of 1 jobs" in again.text


@pytest.mark.slow
def test_a_job_that_fails_is_named_with_its_log(tmp_path, config):
    arguments = ("results/fig1.pdf", "--configfile", config)
    run = Watched(*arguments, directory=tmp_path, MPLBACKEND="none")
    assert run.until() != 0
    text = "\n".join(run.rows())
    assert "Failed: Drawing fig1 (rule draw_fig1)" in text
    assert "would have made: results/fig1.pdf, results/fig1.png" in text
    assert "    log: results/logs/figures/fig1.log" in text
    assert "'none' is not a valid value for backend" in text
    assert "At least one job did not complete successfully." in text


def test_what_ends_a_run_before_its_jobs_is_said_in_the_terminal(tmp_path, config):
    (tmp_path / "results").write_text("not a folder")
    run = Watched("results/fig1.nc", "--configfile", config, directory=tmp_path)
    assert run.until() != 0
    assert run.rows()[-1] == "phasetrace: cannot write into results: File exists"


@pytest.mark.slow
def test_without_a_terminal_there_are_lines(tmp_path, config):
    run = snakemake("results/fig1.pdf", "--configfile", config, directory=tmp_path)
    assert run.returncode == 0, run.stdout
    assert "\x1b" not in run.stdout and OWN not in run.stdout
    lines = run.stdout.splitlines()
    assert "results/fig1.pdf" in lines and "Look first at results/fig1.pdf" in lines


@pytest.mark.slow
def test_snakemake_speaks_for_itself_where_it_is_asked_to(tmp_path, config):
    arguments = ("results/fig1.pdf", "--configfile", config)
    dry = snakemake(*arguments, "-n", directory=tmp_path)
    assert "Job stats:" in dry.stdout and "Work for 10 s of one core" in dry.stdout
    run = snakemake(*arguments, "--printshellcmds", directory=tmp_path)
    assert OWN in run.stdout and "fig1: finished in" in run.stdout
    assert "2 of 2 steps (100%) done" in run.stdout


@pytest.fixture
def handler(monkeypatch, capfd):
    """A handler, and what it has written."""
    monkeypatch.setenv(SHOWN_ELSEWHERE, "")
    handlers = []

    def started(*quiet):
        handlers.append(
            LogHandler(SimpleNamespace(quiet=set(quiet), nocolor=True), None),
        )
        handlers[-1].setFormatter(logging.Formatter("%(message)s"))
        return handlers[-1]

    yield started, lambda: capfd.readouterr().err.splitlines()
    for one in handlers:
        one.close()


def tell(handler, event, message="", level=logging.INFO, **said):
    record = logging.LogRecord("snakemake", level, "", 0, message, (), None)
    record.event = event
    vars(record).update(said)
    handler.handle(record)


def start(handler):
    """Tell of a run of a training and of a figure, of which the training has started."""
    plan = Plan({1: Planned(60.0, 65.0), 2: Planned(5.0, 5.0)}, 1, "Work for 65 s.")
    tell(handler, LogEvent.RUN_INFO, "Job stats:", stats={"total": 2}, plan=plan)
    tell(
        handler, LogEvent.JOB_INFO, jobid=1, rule_name="train", rule_msg="Training", output=["a.nc"]
    )


def finish(handler):
    tell(handler, LogEvent.JOB_FINISHED, job_id=1)
    tell(
        handler,
        LogEvent.JOB_INFO,
        jobid=2,
        rule_name="draw_a",
        rule_msg="Drawing",
        output=["a.pdf"],
    )
    tell(handler, LogEvent.JOB_FINISHED, job_id=2)


def test_news_are_told_and_chatter_is_not(handler):
    started, said = handler
    one = started()
    tell(one, None, "Building DAG of jobs...")
    tell(one, None, "Nothing to be done")
    start(one)
    tell(one, None, "Something of little weight")
    tell(one, None, "The disk is nearly full", logging.WARNING)
    finish(one)
    tell(one, None, "Complete log(s): a.log")
    assert said() == [
        "Nothing to be done",
        "Work for 65 s.",
        "networks | 0 of 2 jobs | 65 s left | Training",
        "The disk is nearly full",
        "a.pdf",
        "2 jobs done in 0 s; time of jobs by stage: networks 0 s, figures 0 s",
        "Complete log(s): a.log",
    ]


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ([Quietness.PROGRESS], ["a.pdf"]),
        ([Quietness.PROGRESS, Quietness.RULES], []),
        ([Quietness.ALL], []),
    ],
)
def test_a_quiet_run_still_tells_of_errors(handler, quiet, expected):
    started, said = handler
    one = started(*quiet)
    start(one)
    finish(one)
    assert said() == expected
    tell(one, LogEvent.ERROR, "WorkflowError: no room", logging.ERROR)
    assert said() == ["WorkflowError: no room"]


def failure(**changes):
    told = {"jobid": 1, "rule_name": "train", "rule_msg": None, "output": ["a.nc"], "log": []}
    return told | {"aux": {}} | changes


def test_the_last_lines_of_a_log_are_told(handler, tmp_path):
    log = tmp_path / "train.log"
    log.write_bytes(b"\xff\n" + b"".join(b"%d\n" % number for number in range(TAIL)))
    started, said = handler
    one = started()
    start(one)
    said()
    aux = {"external_jobid": 17}
    tell(one, LogEvent.JOB_ERROR, "Error", logging.ERROR, **failure(log=[str(log)], aux=aux))
    assert said() == [
        "Failed: Training (rule train)",
        "    would have made: a.nc",
        "    external_jobid: 17",
        f"    log: {log}, its last {TAIL} lines:",
        *(f"        {number}" for number in range(TAIL)),
    ]
    tell(one, None, "Trying to restart job 1.")
    tell(one, None, "Select jobs to execute...")
    assert said() == ["Trying to restart job 1."]


def test_a_log_that_is_missing_is_named(handler):
    started, said = handler
    one = started()
    start(one)
    said()
    tell(one, LogEvent.JOB_ERROR, "Error", logging.ERROR, **failure(log=["no.log"]))
    assert said()[-1] == "    log: no.log (No such file or directory)"
    tell(one, LogEvent.GROUP_ERROR, "Error in group a", logging.ERROR, aux_logs=["b.log"])
    assert said() == [
        "Failed: Error in group a",
        "    log: b.log (No such file or directory)",
    ]
