"""Progress lines: when they come and what they promise."""

import logging
import re
import signal
import time

import jax
import numba
import pytest
from phasetrace.jobs import log as progress
from phasetrace.jobs.log import JobLog


def test_the_time_left_leaves_out_compilation(tmp_path, monkeypatch, capfd):
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    with JobLog(str(tmp_path / "job.log"), "traces", interval=10.0) as job:
        report = job.progress()
        for seconds, done in [(100.0, 1), (105.0, 6), (110.0, 11), (112.0, 13), (120.0, 21)]:
            now = seconds
            report(done, 101)
    lines = (tmp_path / "job.log").read_text().splitlines()
    assert lines[:-1] == [
        "traces: 6% done, about 95 s left",
        "traces: 21% done, about 80 s left",
    ]
    assert lines[-1].startswith("traces: finished in 2 min 00 s with ")
    assert capfd.readouterr().err.splitlines() == lines


def test_ctrl_c_ends_a_job_at_once_unless_it_was_to_be_ignored(tmp_path):
    before = signal.getsignal(signal.SIGINT)
    for given, inside in ((signal.default_int_handler, signal.SIG_DFL), (signal.SIG_IGN,) * 2):
        signal.signal(signal.SIGINT, given)
        with JobLog(str(tmp_path / "job.log"), "traces"):
            assert signal.getsignal(signal.SIGINT) is inside
        assert signal.getsignal(signal.SIGINT) is given
    signal.signal(signal.SIGINT, before)


def test_what_the_library_warns_of_is_in_the_log(tmp_path):
    with JobLog(str(tmp_path / "job.log"), "training"):
        logging.getLogger("phasetrace").warning("kernels are left")
    assert (tmp_path / "job.log").read_text().startswith("kernels are left\n")


def test_compiling_counts_as_overhead(tmp_path):
    with JobLog(str(tmp_path / "job.log"), "traces") as job:
        before = job.overhead
        jax.jit(lambda x: x + 1).lower(1.0).compile()
        compiled = job.overhead
        jax.numpy.ones(3).sum()
    assert before < compiled
    (line,) = (tmp_path / "job.log").read_text().splitlines()
    computing, overhead = map(float, re.findall(r"([\d.]+) s of", line))
    assert 0 < overhead <= computing


def test_compiling_counts_if_jax_comes_while_starting(tmp_path, monkeypatch):
    monkeypatch.delitem(progress.sys.modules, "jax")
    with JobLog(str(tmp_path / "job.log"), "traces") as job:
        jax.jit(lambda x: x + 2).lower(1.0).compile()
        unheard = job.overhead
        monkeypatch.undo()
        job.started()
        before = job.overhead
        jax.jit(lambda x: x + 3).lower(1.0).compile()
        assert unheard <= before < job.overhead


def test_what_is_done_while_starting_counts_as_overhead(tmp_path, monkeypatch):
    now = 2.0
    monkeypatch.setattr(progress.time, "process_time", lambda: now)
    with JobLog(str(tmp_path / "job.log"), "traces") as job:
        now = 3.5
        job.started()
        now = 7.0
    assert (
        "; 7.0 s of processor time, 3.5 s of it to start Python and to compile"
        in (tmp_path / "job.log").read_text()
    )


def test_compiling_by_numba_counts_once(tmp_path):
    @numba.njit
    def inner(x):
        return x + 1

    @numba.njit
    def outer(x):
        return inner(x) + 2

    with JobLog(str(tmp_path / "job.log"), "traces") as job:
        before = job.overhead, time.process_time()
        outer(1.0)
        compiled, passed = job.overhead - before[0], time.process_time() - before[1]
    assert 0.5 * passed < compiled <= passed


def test_compiling_counts_by_the_time_of_the_processor_and_once(tmp_path, monkeypatch):
    span = "/jax/core/compile/backend_compile_duration"
    now = 2.0
    monkeypatch.setattr(progress.time, "process_time", lambda: now)
    with JobLog(str(tmp_path / "job.log"), "traces"):
        # Other processes had two thirds of it, then a span in another, then what is none.
        for end, event, duration in [
            (3.0, span, 3.0),
            (3.5, span, 0.5),
            (4.0, span, 1.0),
            (9.0, span, 0.5),
            (9.5, "/jax/other", 0.5),
        ]:
            now = end
            jax.monitoring.record_event_duration_secs(event, duration)
    assert (
        "; 9.5 s of processor time, 4.5 s of it to start Python and to compile"
        in (tmp_path / "job.log").read_text()
    )


def test_a_job_is_silent_where_the_run_is_shown_in_another_way(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv(progress.SHOWN_ELSEWHERE, "1")
    with pytest.raises(SystemExit), JobLog(str(tmp_path / "job.log"), "traces") as job:
        job.info("half")
        raise OSError("no room")
    assert (tmp_path / "job.log").read_text() == "traces: half\ntraces: no room\n"
    assert capfd.readouterr() == ("", "")
