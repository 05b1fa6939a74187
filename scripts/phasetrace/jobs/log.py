"""Progress of a long job, for a person who watches and for the job's log."""

import logging
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from phasetrace.store.files import FileError

_EXPECTED = (FileError, OSError, MemoryError, FloatingPointError)
_NO_DEVICE_MEMORY = (
    "the device has no memory left: let fewer jobs share it (--cores 1 or --resources "
    "gpu=1), or lower sites, precision or retrainings in the configuration"
)


class JobLog:
    """The log of one job: its file, and the terminal that started the workflow.

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
        # What the process has computed so far is its start: Python and the libraries.
        self.overhead = self.counted = time.process_time()
        self._listening = False
        self._listen()
        self.log = logging.getLogger("phasetrace.job")
        self.log.setLevel(logging.INFO)
        self.log.handlers = [
            logging.FileHandler(path, mode="w", encoding="utf-8"),
            logging.StreamHandler(sys.stderr),
        ]
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
                self.info(f"{prefix}{done / total:.0%} done, about {_duration(left)} left")

        return report

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Count what is done meanwhile as a part of starting and compiling."""
        before = time.process_time(), self.overhead
        yield
        self.overhead = before[1] + time.process_time() - before[0]
        self._listen()

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
            self.info(
                f"finished in {_duration(took)}; starting and compiling took {self.overhead:.1f} s "
                f"of {computed:.1f} s of computing"
            )
        else:
            if "RESOURCE_EXHAUSTED" in str(error):
                error = MemoryError(_NO_DEVICE_MEMORY)
            # RuntimeError itself is a numerical check that failed; what derives from it is not.
            expected = isinstance(error, _EXPECTED) or type(error) is RuntimeError
            self.log.error("%s: %s", self.name, error, exc_info=None if expected else error)
        signal.signal(signal.SIGINT, self._interrupt)
        for handler in self.log.handlers:
            handler.close()
        if error is not None:
            sys.exit(1)

    def _listen(self) -> None:
        """Hear of what JAX compiles, once it is there."""
        if "jax" in sys.modules and not self._listening:
            import jax

            jax.monitoring.register_event_duration_secs_listener(self._compiled)
            self._listening = True

    def _compiled(self, event: str, duration_secs: float, **kwargs: str | int) -> None:
        if event.startswith("/jax/core/compile/"):
            # Spans are told when they end, by the clock of the wall, and may hold one another.
            before, self.counted = self.counted, time.process_time()
            self.overhead += min(duration_secs, self.counted - before)


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 100:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"
