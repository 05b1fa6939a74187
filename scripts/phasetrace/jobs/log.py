"""Progress of a long job, for a person who watches and for the job's log."""

import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from phasetrace.jobs.amounts import duration
from phasetrace.store.errors import FileError

_EXPECTED = (FileError, OSError, MemoryError, FloatingPointError)
SHOWN_ELSEWHERE = "PHASETRACE_SHOWN_ELSEWHERE"
"""Variable of the environment of jobs whose terminal shows the whole run in another way."""
_NO_DEVICE_MEMORY = (
    "the device has no memory left: let fewer jobs share it (--cores 1 or --resources "
    "gpu=1), or lower sites, precision or retrainings in the configuration"
)


class JobLog:
    """The log of one job: its file, and the terminal unless that shows the run in another way.

    As a context manager it ends the job: with the time it took, with one line for an
    error that is no fault of the code, or with a traceback for one that is.

    Parameters
    ----------
    path : str
        The log file.
    name : str
        What the job makes, in a few words; every line begins with it.
    interval : float
        Least number of seconds between two lines of progress.
    """

    def __init__(self, path: str, name: str, interval: float = 10.0) -> None:
        self.name = name
        self.interval = interval
        self.start = self.last = time.monotonic()
        self._listening: set[str] = set()
        self.started()
        self.log = logging.getLogger("phasetrace")
        self.log.setLevel(logging.INFO)
        self.log.handlers = [logging.FileHandler(path, mode="w", encoding="utf-8")]
        if SHOWN_ELSEWHERE not in os.environ:
            self.log.addHandler(logging.StreamHandler(sys.stderr))
        # A full disk must not turn every line of the log into a traceback.
        logging.raiseExceptions = False

    def info(self, message: str) -> None:
        """Write one line."""
        self.log.info("%s: %s", self.name, message)

    def progress(self, stage: str = "") -> Callable[[int, int], None]:
        """Return a callback ``(done, total)`` that writes a line every `interval` seconds."""
        prefix = f"{stage}: " if stage else ""
        first: tuple[float, int] | None = None

        def report(done: int, total: int) -> None:
            nonlocal first
            now = time.monotonic()
            if first is None:
                # What comes before the first report is compilation, which does not recur.
                first = now, done
            elif now - self.last >= self.interval and done > first[1]:
                self.last = now
                left = (now - first[0]) * (total - done) / (done - first[1])
                self.info(f"{prefix}{done / total:.0%} done, about {duration(left)} left")

        return report

    def started(self) -> None:
        """Count what the process has computed so far as its start, and hear of what compiles."""
        self.overhead = self.counted = time.process_time()
        for name, listen in (("jax", self._listen_to_jax), ("numba", self._listen_to_numba)):
            if name in sys.modules and name not in self._listening:
                self._listening.add(name)
                listen()

    def __enter__(self) -> "JobLog":
        # Python would hear of Ctrl-C only when compiled code returns, which can be minutes. A
        # job that was started to ignore it goes on doing so.
        self._interrupt = signal.getsignal(signal.SIGINT)
        if self._interrupt is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            took, computed = time.monotonic() - self.start, time.process_time()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            self.info(
                f"finished in {duration(took)} with {peak} MiB of memory; {computed:.1f} s of "
                f"processor time, {self.overhead:.1f} s of it to start Python and to compile"
            )
        else:
            if "RESOURCE_EXHAUSTED" in str(error):
                error = MemoryError(_NO_DEVICE_MEMORY)
            # RuntimeError itself is a numerical check that failed; what derives from it is not.
            expected = isinstance(error, _EXPECTED) or type(error) is RuntimeError
            text = f"{error}{_remedy(error)}"
            self.log.error("%s: %s", self.name, text, exc_info=None if expected else error)
        signal.signal(signal.SIGINT, self._interrupt)
        for handler in self.log.handlers:
            handler.close()
        if error is not None:
            sys.exit(1)

    def _listen_to_jax(self) -> None:
        import jax

        jax.monitoring.register_event_duration_secs_listener(self._jax_compiled)

    def _jax_compiled(self, event: str, duration_secs: float, **kwargs: str | int) -> None:
        if event.startswith("/jax/core/compile/"):
            self._compiled(duration_secs)

    def _listen_to_numba(self) -> None:
        from numba.core import event

        job = self

        class Compilation(event.Listener):
            depth = 0

            def on_start(self, event: object) -> None:
                if self.depth == 0:
                    self.begun = time.process_time()
                self.depth += 1

            def on_end(self, event: object) -> None:
                # What a function calls is compiled within its own compilation.
                self.depth -= 1
                if self.depth == 0:
                    job._compiled(time.process_time() - self.begun)

        event.register("numba:compile", Compilation())

    def _compiled(self, seconds: float) -> None:
        # Spans are told when they end, by the clock of the wall, and may hold one another.
        before, self.counted = self.counted, time.process_time()
        self.overhead += min(seconds, self.counted - before)


def _remedy(error: BaseException) -> str:
    """How a file of the workflow's own is made anew."""
    if isinstance(error, FileError) and "results" in Path(error.path).parts[:-1]:
        return f"; to make it anew, end the command with --forcerun {error.path}"
    return ""
