"""How the cost of exact dynamics grows, measured on the machine at hand.

Each point is measured in processes of its own, so that their peak memory is the point's.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import product
from math import prod
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.evolution.batches import batch_bytes, batch_size
from phasetrace.jobs.processes import process_bytes
from phasetrace.models.heisenberg.chain import HeisenbergChain
from phasetrace.models.heisenberg.cost import (
    chebyshev_terms,
    realization_seconds,
    sector_size,
    up_spins,
)
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.store.provenance import software_versions

PRECISIONS = ("float64", "float32")
CORES = (1, 2)
CENTRAL = 3.0
"""Disorder, in J, at which the growth with the length is measured."""
WORK = 2.0
"""Seconds that a point is measured for, about."""
GPU_BANDWIDTH = 5.5e12
"""Bytes a second that an NVIDIA H100 reads from its second-level cache, about."""
_VARIABLES = {
    "seconds": ("s", "time of one core a realization"),
    "bounds": ("s", "of which to find the extremal energies"),
    "memory": ("B", "peak memory of the process, which compiles"),
    "planned_seconds": ("s", "time of one core a realization that jobs are planned with"),
    "planned_memory": ("B", "memory that jobs are planned with"),
}


def measure(
    chain: HeisenbergSettings,
    disorder: float,
    realizations: int,
    steps: int,
    compiled: Callable[[], None] | None = None,
) -> dict[str, float]:
    """Time the evolution of some realizations in this process, compilation apart.

    Parameters
    ----------
    chain : HeisenbergSettings
        The chain.
    disorder : float
        W in units of J.
    realizations : int
        Realizations to evolve together.
    steps : int
        Sampling steps to evolve; the time of all is extrapolated from them.
    compiled : callable, optional
        Called once everything is compiled, before anything is timed.

    Returns
    -------
    dict
        ``seconds`` and ``bounds`` a realization, the peak ``memory`` in bytes, and when timing
        ``began`` and ``ended``, in seconds of the machine's clock.
    """
    last, points = chain.times.stop, chain.times.points
    engine = HeisenbergChain(
        chain.sites, chain.coupling, chain.boundary, up_spins(chain, chain.sites)
    )
    field = np.random.default_rng(0).uniform(-disorder, disorder, size=(realizations, chain.sites))
    times = np.linspace(0, last, points)[: steps + 1]
    options: dict[str, Any] = {
        "precision": chain.precision,
        "tolerance": chain.tolerance,
        "batch": realizations,
    }
    engine.evolve(field, 0.5, times[:2], **options)
    if compiled is not None:
        compiled()
    began = time.monotonic()
    seconds = []
    for some in (times[:1], times):
        start = time.perf_counter()
        engine.evolve(field, 0.5, some, **options)
        seconds.append((time.perf_counter() - start) / realizations)
    return {
        **_extrapolated(seconds[0], seconds[1], steps, of=points - 1),
        "memory": getrusage(RUSAGE_SELF).ru_maxrss * 1024,
        "began": began,
        "ended": time.monotonic(),
    }


def _extrapolated(bounds: float, some: float, steps: int, of: int) -> dict[str, float]:
    """Seconds of all sampling steps, from the bounds' and from the bounds' with some steps."""
    return {"seconds": bounds + (some - bounds) / steps * of, "bounds": bounds}


def growth(
    chain: HeisenbergSettings,
    lengths: Sequence[int],
    strengths: Sequence[float],
    batches: Sequence[int],
    length: int,
    report: Callable[[int, int], None] | None = None,
) -> xr.Dataset:
    """Measure cost against length, disorder, realizations a batch, and cores.

    Parameters
    ----------
    chain : HeisenbergSettings
        The chain; its length and precision vary.
    lengths : sequence of int
        Lengths, each in both precisions and on one and two cores.
    strengths, batches : sequence of float, of int
        Disorder strengths in J and realizations a batch, measured at `length` in float64
        on one core.
    length : int
        Where those are measured.
    report : callable, optional
        Called with the points measured and all points.

    Returns
    -------
    xarray.Dataset
        ``seconds``, ``bounds``, ``memory``, ``planned_seconds`` and ``planned_memory``
        against (sites, precision, cores), and the same with the prefixes ``strength_``
        against W and ``batch_`` against batch.
    """

    def point(sites: int, precision: str, cores: int = 1, **changes: Any) -> dict[str, Any]:
        return {
            "chain": chain.model_copy(update={"sites": sites, "precision": precision}),
            "disorder": CENTRAL,
            "realizations": batch_size(*sector_size(chain, sites), precision, "cpu", 2**40),
            "cores": cores,
            **changes,
        }

    points = [point(*place) for place in product(lengths, PRECISIONS, CORES)]
    points += [point(length, "float64", disorder=strength) for strength in strengths]
    points += [point(length, "float64", realizations=batch) for batch in batches]
    rows = []
    for number, one in enumerate(points, start=1):
        rows.append(_row(**one))
        if report is not None:
            report(number, len(points))
    shapes = {
        "": (("sites", "precision", "cores"), (len(lengths), len(PRECISIONS), len(CORES))),
        "strength_": (("W",), (len(strengths),)),
        "batch_": (("batch",), (len(batches),)),
    }
    data: dict[str, Any] = {}
    for prefix, (dims, shape) in shapes.items():
        here, rows = rows[: prod(shape)], rows[prod(shape) :]
        for name, (units, text) in _VARIABLES.items():
            values = np.reshape([row[name] for row in here], shape)
            data[prefix + name] = (dims, values, {"units": units, "long_name": text})
    coordinates = {
        "sites": ("sites", list(lengths), {"units": "1", "long_name": "length of the chain"}),
        "precision": list(PRECISIONS),
        "cores": ("cores", list(CORES), {"units": "1", "long_name": "cores at work together"}),
        "W": ("W", list(strengths), {"units": "J", "long_name": "disorder strength"}),
        "batch": ("batch", list(batches), {"units": "1", "long_name": "realizations a batch"}),
    }
    return xr.Dataset(data, coordinates, {"length": length, "software": software_versions()})


def data_set(chain: HeisenbergSettings) -> dict[str, float]:
    """Realizations of the Heisenberg chain that a configuration evolves, and their cost.

    Returns
    -------
    dict
        ``sites`` and ``realizations``; ``equivalents``, as many realizations at W = 3 J
        would take as long; and ``gpu_seconds``, the least time of a GPU: every Chebyshev
        term reads a number for every antiparallel bond of every state from the
        second-level cache of an NVIDIA H100. Nothing of it was measured on a GPU.
    """
    sites, values = chain.sites, chain.sweep
    sets = len(chain.seeds) * len(chain.energy_densities)
    # The focus is one of these energy densities.
    sets += len(set(chain.focus.seeds) - set(chain.seeds))
    count = sets * chain.realizations
    terms = count * sum(chebyshev_terms(chain, sites, value) for value in values)
    dimension, bonds = sector_size(chain, sites)
    up = up_spins(chain, sites)
    antiparallel = 2 * up * (sites - up) / (sites * (sites - 1)) * bonds
    size = np.dtype(chain.precision).itemsize
    return {
        "sites": sites,
        "realizations": count * len(values),
        "equivalents": terms / chebyshev_terms(chain, sites, CENTRAL),
        "gpu_seconds": terms * dimension * antiparallel * size / GPU_BANDWIDTH,
    }


def _row(
    chain: HeisenbergSettings, disorder: float, realizations: int, cores: int
) -> dict[str, float]:
    """Measure one point."""
    planned = realization_seconds(chain, chain.sites, disorder)
    steps = chain.times.points - 1
    # Some seconds of work are enough to time.
    some = int(np.clip(WORK / (planned * realizations) * steps, 1, steps))
    results = _side_by_side(chain, disorder, realizations, some, cores)
    sector = sector_size(chain, chain.sites)
    batch = batch_bytes(*sector, chain.precision, "cpu", realizations)
    return {
        "seconds": float(np.mean([result["seconds"] for result in results])),
        "bounds": float(np.mean([result["bounds"] for result in results])),
        "memory": max(result["memory"] for result in results),
        "planned_seconds": planned,
        "planned_memory": process_bytes("simulate_heisenberg") + batch,
    }


def _side_by_side(
    chain: HeisenbergSettings, disorder: float, realizations: int, steps: int, processes: int
) -> list[dict[str, float]]:
    """Measure in several processes, which begin to time together."""
    arguments = [chain.model_dump(mode="json"), disorder, realizations, steps]
    command = [sys.executable, "-m", "phasetrace.jobs.scaling", json.dumps(arguments)]
    # Jobs that ask for no GPU neither look for one nor import what would.
    environment = {**os.environ, "JAX_PLATFORMS": "cpu"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    # Jobs are planned to compile, which takes memory: nothing compiled is found here.
    with TemporaryDirectory() as folder:
        environment["NUMBA_CACHE_DIR"] = folder
        pipe = subprocess.PIPE
        running = [
            subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment, text=True)
            for _ in range(processes)
        ]
        for process in running:
            process.stdout.readline()  # type: ignore[union-attr]
        for process in running:
            with suppress(BrokenPipeError):
                process.stdin.write("begin\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
        outputs = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise RuntimeError(f"measuring {arguments} failed")
    return [json.loads(output) for output in outputs]


def _main(argument: str) -> None:
    """Measure one point in a process of its own, once it is told to begin."""
    chain, disorder, realizations, steps = json.loads(argument)

    def compiled() -> None:
        print("compiled", flush=True)
        sys.stdin.readline()

    settings = HeisenbergSettings(**chain)
    print(json.dumps(measure(settings, disorder, realizations, steps, compiled)))


if __name__ == "__main__":
    _main(sys.argv[1])
