"""What a person sees while Snakemake runs: figures as they are done, above a line that stays.

Snakemake's own means for this are plugins of its logger, found by the name of their package;
profiles/default registers this one. What it leaves out is in Snakemake's log.
"""

import logging
import os
import sys
import threading
import time
from pathlib import Path

from phasetrace.jobs.log import SHOWN_ELSEWHERE
from phasetrace.jobs.progress import SHOWN, Progress, Running, stage
from phasetrace.jobs.screen import Screen
from snakemake.logging import ColorizingTextHandler
from snakemake.settings.enums import Quietness
from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

# What Snakemake says of itself while nothing is wrong.
CHATTER = (
    "Assuming unrestricted shared filesystem",
    "Building DAG of jobs",
    "Using shell",
    "Group jobs:",
    "Conda environments:",
    "Singularity containers:",
    "Select jobs to execute",
    "Job ",
    "Submitted array job",
)
INTERRUPTED = "Terminating processes on user request"
# Lines of the log of a failed job.
TAIL = 20


class LogHandler(LogHandlerBase):
    """Shows a run."""

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = False
    needs_rulegraph = False

    def __post_init__(self) -> None:
        quiet = set(self.common_settings.quiet or ())
        self.silent = Quietness.ALL in quiet
        self.shows_progress = not quiet & {Quietness.ALL, Quietness.PROGRESS}
        self.names_figures = not quiet & {Quietness.ALL, Quietness.RULES}
        # By a descriptor of its own, since the process's may be turned to the log.
        self.stream = open(
            os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace"
        )
        self.screen = Screen(self.stream)
        self.colors = ColorizingTextHandler(self.common_settings.nocolor, sys.stderr)
        self.progress = self.run_log = None
        self.troubled = self.interrupted = False
        self.start = time.monotonic()
        self.closed = threading.Event()
        # The jobs of this process say nothing in its terminal: their logs are shown if they fail.
        os.environ[SHOWN_ELSEWHERE] = "1"

    def emit(self, record: logging.LogRecord) -> None:
        """Show what a record says."""
        try:
            match getattr(record, "event", None):
                case LogEvent.RUN_INFO:
                    self._planned(record)
                case LogEvent.JOB_INFO:
                    self._started(record)
                case LogEvent.JOB_FINISHED:
                    self._finished(record)
                case LogEvent.JOB_ERROR:
                    self._failed(record)
                case LogEvent.GROUP_ERROR:
                    self._failed_together(record)
                case None | LogEvent.ERROR:
                    self._message(record)
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Leave the terminal as it was."""
        with self.lock:
            if not self.closed.is_set():
                self.closed.set()
                self.screen.clear()
                os.dup2(self.stream.fileno(), sys.stderr.fileno())
                self.stream.close()
        super().close()

    def _planned(self, record: logging.LogRecord) -> None:
        plan = getattr(record, "plan", None)
        if plan is None:
            return
        self.progress = Progress(plan, record.stats["total"])
        if not self.shows_progress:
            return
        self.screen.say(plan.said)
        if self.screen.stays:
            threading.Thread(target=self._tick, daemon=True).start()
            # What jobs write themselves would run across the line that stays.
            self.run_log = _run_log()
            if self.run_log:
                os.dup2(self.run_log.stream.fileno(), sys.stderr.fileno())

    def _tick(self) -> None:
        while not self.closed.wait(1.0):
            with self.lock:
                if not self.closed.is_set() and self.progress.done < self.progress.total:
                    self._show_line()

    def _show_line(self) -> None:
        if self.shows_progress:
            now = time.monotonic()
            self.screen.show(self.progress.line(now), now)

    def _started(self, record: logging.LogRecord) -> None:
        if self.progress is None:
            return
        message = record.rule_msg or record.rule_name
        self.progress.start(
            record.jobid, Running(record.rule_name, message, record.output, time.monotonic())
        )
        self._show_line()

    def _finished(self, record: logging.LogRecord) -> None:
        if self.progress is None:
            return
        job = self.progress.finish(record.job_id, time.monotonic())
        if job and self.names_figures and stage(job.rule) in SHOWN:
            self.screen.say(next(iter(job.outputs), job.message))
        if self.progress.done < self.progress.total:
            self._show_line()
        elif self.shows_progress:
            self.screen.clear()
            self.screen.say(self.progress.summary(time.monotonic() - self.start))

    def _failed(self, record: logging.LogRecord) -> None:
        self.troubled = True
        job = self.progress and self.progress.stop(record.jobid)
        if self.interrupted:
            return
        what = f"{job.message} (rule {record.rule_name})" if job else f"rule {record.rule_name}"
        lines = [f"Failed: {what}"]
        if record.rule_msg:
            lines.append(f"    {record.rule_msg}")
        if record.output:
            lines.append(f"    would have made: {', '.join(record.output)}")
        lines += [f"    {name}: {value}" for name, value in record.aux.items()]
        self._say(record, "\n".join([*lines, *self._tails(record.log)]))

    def _failed_together(self, record: logging.LogRecord) -> None:
        # Each of its jobs is told of by itself.
        self.troubled = True
        if self.interrupted:
            return
        tails = self._tails(record.aux_logs)
        self._say(record, "\n".join([f"Failed: {record.getMessage()}", *tails]))

    def _tails(self, logs: list[str]) -> list[str]:
        # A job that died before it had a log wrote into that of the run.
        if self.run_log and not any(map(os.path.exists, logs)):
            logs = [*logs, self.run_log.baseFilename]
        return [line for log in logs for line in _tail(log)]

    def _message(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(INTERRUPTED):
            self.interrupted = True
            self._say(record, "Interrupted; the same command goes on from here.")
        elif self._is_news(record):
            self.troubled |= record.levelno >= logging.ERROR
            self._say(record, self.format(record))

    def _is_news(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            # How the jobs that run end by an interruption is no news.
            return not (self.interrupted and getattr(record, "event", None) == LogEvent.ERROR)
        if self.silent or record.levelno < logging.INFO:
            return False
        if getattr(record, "quietness", None) in (self.common_settings.quiet or ()):
            return False
        if self.progress and self.progress.done < self.progress.total and not self.troubled:
            return False
        return not str(record.msg).startswith(CHATTER)

    def _say(self, record: logging.LogRecord, text: str) -> None:
        if text:
            self.screen.say(self.colors.decorate(record, text))


def _run_log() -> logging.FileHandler | None:
    """Find Snakemake's own log of the run."""
    handlers = logging.getLogger(ColorizingTextHandler.__module__).handlers
    return next((one for one in handlers if isinstance(one, logging.FileHandler)), None)


def _tail(log: str) -> list[str]:
    """Last lines of the log of a failed job, below its path."""
    try:
        text = Path(log).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return [f"    log: {log} ({error.strerror})"]
    last = f", its last {TAIL} lines" if len(text) > TAIL else ""
    return [f"    log: {log}{last}:", *(f"        {line}" for line in text[-TAIL:])]
