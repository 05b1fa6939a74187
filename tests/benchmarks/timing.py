"""Timing in a process of its own, on one core, with one thread."""

import multiprocessing
import os
import statistics
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import Any

REPEATS = 3
LONG = 30.0
"""Seconds; a call that takes longer is repeated only once."""

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "NPROC": "1",
    "JAX_PLATFORMS": "cpu",
    "CUDA_VISIBLE_DEVICES": "",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
"""One thread for each of the tools, no GPU, and no chatter."""


@dataclass(frozen=True)
class Timing:
    """Seconds of a first call, which may compile, and of the calls after it."""

    first: float
    later: tuple[float, ...]

    @property
    def median(self) -> float:
        """Median of the later calls."""
        return statistics.median(self.later)

    def columns(self, share: float = 1.0) -> dict[str, float | int]:
        """Columns of a table, the seconds multiplied by `share`."""
        return {
            "cold_s": self.first * share,
            "warm_s": self.median * share,
            "warm_min_s": min(self.later) * share,
            "warm_max_s": max(self.later) * share,
            "repeats": len(self.later),
        }


def seconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Time a call; return its duration and its result."""
    before = perf_counter()
    result = call()
    return perf_counter() - before, result


def repeated(call: Callable[[int], Any], repeats: int = REPEATS) -> tuple[float, ...]:
    """Time ``call(1)``, ``call(2)``, ... `repeats` times, or once if it is `LONG`."""
    durations = [seconds(lambda: call(1))[0]]
    while len(durations) < repeats and durations[0] <= LONG:
        number = len(durations) + 1
        durations.append(seconds(lambda: call(number))[0])  # noqa: B023
    return tuple(durations)


def alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of a module in a new process, on one core, and return its result.

    A new process has nothing compiled, imported or cached, and takes what it allocates with it.
    """
    # A process that is spawned, not forked, reads the environment before it imports anything.
    os.environ.update(ENVIRONMENT)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=_pin) as pool:
        return pool.submit(function, *arguments).result()


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
