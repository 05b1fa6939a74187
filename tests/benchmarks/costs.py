"""Measure what jobs are planned with, and write it where the plan finds it.

    PYTHONPATH=scripts:tests python -m benchmarks.costs FOLDER

FOLDER is where a run of config.yaml has finished whose jobs found nothing compiled, and then one of
results/drift.pdf and results/robustness.pdf: the peaks of memory are in its logs. The times are
measured here, on one core; let nothing else run beside.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import phasetrace
from phasetrace import (
    Architecture,
    FloquetChain,
    HeisenbergChain,
    Recipe,
    XXZChain,
    fit,
    random_drive,
)
from phasetrace.evolution import spectrum
from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.trajectories import Dephasing
from phasetrace.jobs import cost, processes
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import every_chain, every_spectrum, every_training, figures
from phasetrace.learning.cells import cell_names
from phasetrace.models.disorder import unit_uniform
from phasetrace.models.entry import entry
from phasetrace.models.floquet.batches import batch_size as driven_batch_size
from phasetrace.models.floquet.cost import MEASURED as DRIVEN_SECONDS
from phasetrace.models.heisenberg.cost import MEASURED as SECONDS
from phasetrace.models.heisenberg.cost import MEASURED_LEVELS, level_bytes
from phasetrace.models.xxz.settings import XXZSettings
from phasetrace.models.xxz.trajectory_cost import MEASURED as TRAJECTORY_SECONDS

Row = Mapping[str, str | int | float]

LIBRARY = Path(phasetrace.__file__).parents[1]
REPEATS = 3
UNITS = (2, 8, 16, 32)
DEPHASING = {
    "sites": 8,
    "field": {"kind": "random", "W": 0.5},
    "times": {"stop": 12.0, "points": 40},
    "realizations": 20,
    "dephasing": {"trajectories": 20},
    "parameter": "rate",
    "values": {"start": 0.0, "stop": 1.5, "points": 31},
}
READ = """
import resource, sys
from phasetrace.learning.retrainings import learn
from phasetrace.store.reading import read_traces
read_traces(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""

DEPHASE = """
import json, os, resource, sys
from phasetrace.jobs.log import JobLog
from phasetrace.models.xxz.simulate import simulate
from phasetrace.store.files import write_dataset
place = os.environ["NUMBA_CACHE_DIR"]
with JobLog(f"{place}/log", "") as job:
    job.started()
    traces = simulate(**json.loads(sys.argv[1]), progress=job.progress())
    write_dataset(f"{place}/traces.nc", traces)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peaks(folder: Path) -> Iterator[Row]:
    """Peaks of a finished run's jobs, beside what is planned for their arrays."""
    config, logs = Config(), folder / "results" / "logs"
    for model, chain in every_chain(config):
        traces = entry(model).folder(chain).removeprefix("results/")
        for block, values in entry(model).blocks(chain).items():
            arrays = cost.simulation_arrays(model, chain, values)
            for log in sorted(logs.glob(f"{traces}/**/{block}.log")):
                yield _peak(f"simulate_{model}", log, arrays)
                if model == "heisenberg":
                    # Without dephasing another chain in the arrays of the same engine.
                    yield _peak("simulate_xxz", log, arrays)
    trainings = every_training(config)
    for name, training in trainings.items():
        log = logs / "networks" / f"{name}.log"
        yield _peak("train", log, cost.training_arrays(training))
    largest = max(trainings.values(), key=lambda training: cost.reading_arrays(training))
    read = _peak_of(READ, largest.traces, folder)
    yield _row("read", read, cost.reading_arrays(largest))
    chain = XXZSettings.model_validate(DEPHASING)
    given = {"values": chain.sweep, "seed": 0, **entry("xxz").told(chain)}
    with TemporaryDirectory() as compiled:
        dephased = _peak_of(DEPHASE, [json.dumps(given)], folder, NUMBA_CACHE_DIR=compiled)
    yield _row("simulate_xxz", dephased, cost.simulation_arrays("xxz", chain, chain.sweep))
    for file, (levels, _) in every_spectrum(config).items():
        log = Path(file.replace("results/", "", 1)).with_suffix(".log")
        chain = levels.settings
        yield _peak("diagonalize", logs / log, level_bytes(chain, chain.sites, levels.count))
    for name, figure in figures(config).items():
        kind = cost.analysis_kind(figure)
        arrays = cost.analysis_arrays(config, figure)
        yield _peak(kind, logs / "figures" / f"{name}-analysis.log", arrays)
        yield _peak("draw", logs / "figures" / f"{name}.log", 0)
    for name in ("accuracy", "comparison", "transitions"):
        yield _peak("draw", logs / "figures" / f"{name}.log", 0)


def _peak_of(program: str, arguments: Sequence[str], folder: Path, **environment: str) -> float:
    """Peak, in MiB, of a process of its own that prints it in KiB."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={**os.environ, "JAX_PLATFORMS": "cpu", "PYTHONPATH": str(LIBRARY), **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) / 1024


def _peak(kind: str, log: Path, arrays: int) -> Row:
    (peak,) = re.findall(r"finished in .* with (\d+) MiB", log.read_text(encoding="utf-8"))
    return _row(kind, float(peak), arrays)


def _row(kind: str, peak: float, arrays: int) -> Row:
    return {
        "kind": kind,
        "peak_mib": f"{peak:.0f}",
        "arrays_mib": f"{arrays / processes.MIB:.1f}",
    }


def highest(rows: Iterator[Row]) -> list[Row]:
    """Of each kind the job that took most besides its arrays."""
    most: dict[str, Row] = {}
    for row in rows:
        kind = str(row["kind"])
        besides = float(row["peak_mib"]) - float(row["arrays_mib"])
        if kind not in most or besides > float(most[kind]["peak_mib"]) - float(
            most[kind]["arrays_mib"]
        ):
            most[kind] = row
    return list(most.values())


def step_rows() -> Iterator[Row]:
    """Seconds of a training step of every cell."""
    rng = np.random.default_rng(0)
    traces = rng.uniform(-1, 1, (960, 50, 20)).astype(np.float32)
    labels = np.arange(len(traces)) % 2
    recipe = Recipe(epochs=8)
    steps = recipe.epochs * len(traces) / recipe.batch
    for cell in cell_names():
        for units in UNITS:
            architecture = Architecture(20, 2, units, cell=cell)
            once = _least(lambda a=architecture: fit(a, Recipe(epochs=1), traces, labels, [0]))
            whole = _least(lambda a=architecture: fit(a, recipe, traces, labels, [0]))
            share = (recipe.epochs - 1) / recipe.epochs
            yield {"cell": cell, "units": units, "seconds": f"{(whole - once) / steps / share:.3g}"}


def heisenberg_rows() -> Iterator[Row]:
    """Seconds of realizations of rings and open chains."""
    for precision, boundary, sites in (
        *(("float64", "periodic", sites) for sites in (8, 10, 12, 14, 16, 18, 20)),
        ("float64", "open", 12),
        ("float64", "open", 16),
        *(("float32", "periodic", sites) for sites in (12, 14, 16, 18, 20)),
        ("float32", "open", 16),
    ):
        chain = HeisenbergChain(sites, boundary=boundary)
        bonds = sites - (boundary == "open")
        count = batch_size(chain.dimension, bonds, precision, "cpu", 2**40)
        for W in (0.5, 3.0, 8.0):
            field = np.random.default_rng(0).uniform(-W, W, (count, sites))
            times = np.linspace(0, 500, 50)
            some = times if sites <= 14 else times[:4]
            bounds = _least(
                lambda c=chain, f=field, p=precision: c.evolve(f, 0.5, [0.0], precision=p)
            )
            whole = _least(
                lambda c=chain, f=field, s=some, p=precision: c.evolve(f, 0.5, s, precision=p)
            )
            seconds = bounds + (whole - bounds) * 49 / (len(some) - 1)
            yield {
                "precision": precision,
                "boundary": boundary,
                "sites": sites,
                "W": W,
                "seconds": f"{seconds / count:.3g}",
            }


def level_rows() -> Iterator[Row]:
    """Seconds of the levels of realizations, and the fill of their factors."""
    for boundary, sites in product(("open", "periodic"), (12, 14, 16)):
        chain = HeisenbergChain(sites, boundary=boundary)
        field = np.random.default_rng(0).uniform(-3, 3, (1, sites))
        hamiltonians = Hamiltonians(chain.up, boundary, 1.0, 1.0, field)
        fill = 1.0
        if chain.dimension > spectrum.LARGEST_DENSE:
            # The diagonal decides on no element's place.
            fill = spectrum.factors(spectrum.exchanges(hamiltonians), 0.1).nnz / chain.dimension**2
        seconds = _least(lambda h=hamiltonians: spectrum.levels(h, 0.5, 50))
        yield {
            "boundary": boundary,
            "sites": sites,
            "fill": f"{fill:.3g}",
            "seconds": f"{seconds:.3g}",
        }


def floquet_rows() -> Iterator[Row]:
    """Seconds of realizations of driven chains."""
    for precision in ("float64", "float32"):
        for sites in (8, 10, 12, 14, 16):
            count = max(16, driven_batch_size(sites, precision, "cpu"))
            draws = random_drive(
                sites=sites, boundary="open", drive=0.7, seed=0, realizations=count, strength=0.5
            )
            chain, drive = FloquetChain(sites), np.full(count, 0.7)
            seconds = _least(
                lambda c=chain, d=drive, x=draws, p=precision: c.evolve(d, *x, 49, precision=p)
            )
            yield {
                "precision": precision,
                "sites": sites,
                "periods": 49,
                "seconds": f"{seconds / count:.3g}",
            }


def trajectory_rows() -> Iterator[Row]:
    """Seconds of trajectories of open chains that dephase."""
    until, samples = 50.0, 25
    for sites in (4, 6, 8, 10, 12, 14, 16):
        chain = XXZChain(sites)
        count = batch_size(chain.dimension, sites - 1, "float64", "cpu", 2**40)
        field = np.random.default_rng(0).uniform(-2, 2, (1, sites))
        start, times = np.tile([1, -1], (1, sites // 2)), np.linspace(0, until, samples + 1)

        def uniform(_: int, trajectory: int, numbers: int) -> np.ndarray:
            return unit_uniform(numbers, draw="jumps", trajectory=trajectory)

        for rate in (0.01, 0.1, 1.0):
            some = 4 * count if sites <= 12 else count
            noise = Dephasing(np.array([rate]), some, uniform)
            evolution = chain.evolve(field, None, [0.0], initial_spin=start)
            half_width = float(evolution.energy_max[0] - evolution.energy_min[0]) / 2
            seconds = _least(
                lambda c=chain, f=field, t=times, s=start, n=noise: c.evolve(
                    f, None, t, initial_spin=s, dephasing=n
                )
            )
            yield {
                "sites": sites,
                "half_width": f"{half_width:.4g}",
                "rate": rate,
                "until": until,
                "samples": samples,
                "seconds": f"{seconds / some:.3g}",
            }


def _least(run) -> float:
    """Shortest of some repeats, after one that compiles."""
    run()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def write(path: Path, rows: Sequence[Row]) -> None:
    """Replace a table's rows; the lines that tell of it stay."""
    about = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] == "#"]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in about)
        table = csv.DictWriter(file, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for path, measured in (
        (processes.MEASURED, highest(peaks(folder))),
        (cost.MEASURED_STEPS, list(step_rows())),
        (SECONDS, list(heisenberg_rows())),
        (MEASURED_LEVELS, list(level_rows())),
        (DRIVEN_SECONDS, list(floquet_rows())),
        (TRAJECTORY_SECONDS, list(trajectory_rows())),
    ):
        write(path, measured)
        print(path, f"{len(measured)} rows", flush=True)
