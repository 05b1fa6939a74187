"""Time phasetrace on a GPU against what its memory allows.

A term of the Chebyshev recursion, T_{k+1} = 2H̃ T_k - T_{k-1}, moves for every realization at least

    6 vectors: T_k, T_{k-1} and the diagonal are read, T_{k+1} written, a sum read and written;
    L/2 vectors more if every neighbour is gathered anew, for so many of an open chain's bonds are
    antiparallel in the mean, each with an index of 4 bytes that the realizations share;

and takes L/2 + 6 additions and multiplications for each element. At less than one operation a byte
it is bound by memory: its time is compared with that of moving as many bytes in a plain copy. A
fraction above 1 means that caches have served some of them.
"""

import argparse
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from benchmarks.report import write_csv
from benchmarks.ring import INTERVAL, INTERVALS, chebyshev_terms
from benchmarks.task import Task
from benchmarks.timing import Timing, repeated, seconds
from phasetrace import HeisenbergChain, random_field
from phasetrace.evolution.chain import memory_needed
from phasetrace.evolution.device import default_memory, kind_of_device

Row = dict[str, str | int | float]

OUTPUT = Path(__file__).parents[2] / "results" / "benchmarks"
DISORDER = np.linspace(0.125, 8.0, 64)
REALIZATIONS = 13 * 50 + 100
"""Of each W in the paper: 50 at each of 13 energy densities, and 100 more in the middle."""
TOLERANCE = 1e-9
MEASURED_INTERVALS = 2


def copy_bandwidth(size: int) -> float:
    """Bytes a second, read and written, of copying an array of `size` bytes."""
    array = jnp.zeros(size // 4, jnp.float32)
    # Adding a number that is only known at run time cannot be optimized away.
    copy = jax.jit(lambda x, y: x + y)
    one = jnp.float32(1)
    copy(array, one).block_until_ready()
    times = repeated(lambda _: copy(array, one).block_until_ready(), 10)
    return 2 * size / min(times)


def terms_of_an_interval(width: float, precision: str) -> int:
    """Terms that phasetrace takes for an interval of a spectrum of this width."""
    tolerance = max(TOLERANCE, float(np.finfo(precision).eps)) / (INTERVALS * (INTERVALS + 1))
    return chebyshev_terms(width / 2 * INTERVAL, tolerance)


def bytes_of_a_term(chain: HeisenbergChain, precision: str, batch: int) -> tuple[float, float]:
    """Bytes that a term moves for a batch: without, and with, gathering every neighbour anew."""
    vector = chain.dimension * batch * np.dtype(precision).itemsize
    neighbours = chain.sites / 2
    return 6 * vector, (6 + neighbours) * vector + 4 * neighbours * chain.dimension


def fields(sites: int, W: float, count: int) -> np.ndarray:
    """Fields (realization, site) of an open chain."""
    return random_field(sites=sites, boundary="open", epsilon=0.5, W=W, seed=0, realizations=count)


@lru_cache
def terms_of_the_paper(sites: int, precision: str) -> int:
    """Terms of one realization of each W to t = 500, from the width of each one's spectrum."""
    field = np.concatenate([fields(sites, W, 1) for W in DISORDER])
    bounds = HeisenbergChain(sites).evolve(field, 0.5, [0.0])
    widths = bounds.energy_max - bounds.energy_min
    return INTERVALS * sum(terms_of_an_interval(width, precision) for width in widths)


def evolution_rows(sites: list[int], batches: list[int], bandwidth: float) -> Iterator[Row]:
    """Time a term and a realization at W = 3 for every precision, length and batch that fits."""
    for precision in ("float32", "float64"):
        for length in sites:
            for batch in batches:
                chain = HeisenbergChain(length)
                if memory_needed(chain, precision, batch) <= default_memory():
                    yield _evolution_row(chain, precision, batch, bandwidth)


def _evolution_row(chain: HeisenbergChain, precision: str, batch: int, bandwidth: float) -> Row:
    field = fields(chain.sites, 3.0, batch)
    times = INTERVAL * np.arange(MEASURED_INTERVALS + 1)

    def evolve(until: int) -> np.ndarray:
        evolution = chain.evolve(field, 0.5, times[: until + 1], precision=precision, batch=batch)
        return evolution.energy_max - evolution.energy_min

    _, widths = seconds(lambda: evolve(MEASURED_INTERVALS))
    prepared = min(repeated(lambda _: evolve(0)))
    # The longest expansion of a batch is everyone's.
    terms = terms_of_an_interval(widths.max(), precision)
    whole = min(repeated(lambda _: evolve(MEASURED_INTERVALS)))
    term = (whole - prepared) / (MEASURED_INTERVALS * terms)
    return evolution_row(chain, precision, batch, terms, term, prepared, bandwidth)


def evolution_row(
    chain: HeisenbergChain,
    precision: str,
    batch: int,
    terms: int,
    term: float,
    prepared: float,
    bandwidth: float,
) -> Row:
    """Set what a batch took beside what the bandwidth allows.

    Parameters
    ----------
    chain, precision, batch
        What was evolved.
    terms : int
        Terms of an interval.
    term, prepared : float
        Seconds of a term, and of all that comes before the first one.
    bandwidth : float
        Bytes a second of a plain copy.
    """
    cached, gathered = bytes_of_a_term(chain, precision, batch)
    paper = (
        REALIZATIONS
        / batch
        * (terms_of_the_paper(chain.sites, precision) * term + len(DISORDER) * prepared)
    )
    return {
        "precision": precision,
        "sites": chain.sites,
        "batch": batch,
        "terms": terms,
        "term_ms": 1000 * term,
        "floor_cached_ms": 1000 * cached / bandwidth,
        "floor_gathered_ms": 1000 * gathered / bandwidth,
        "copy_GB_s": bandwidth / 1e9,
        "fraction_of_copy": gathered / term / bandwidth,
        "Gflop_s": 2 * (chain.sites / 2 + 6) * chain.dimension * batch / term / 1e9,
        "bounds_s": prepared / batch,
        "realization_s": (prepared + INTERVALS * terms * term) / batch,
        "paper_h": paper / 3600,
    }


def training_rows(retrainings: list[int], epochs: int) -> Iterator[Row]:
    """Time retrainings at once, with confidence enhancement."""
    from phasetrace import Architecture, Recipe, fit

    task = Task(epochs, enhanced=True)
    samples = task.samples()
    architecture = Architecture(samples.traces.shape[-1], phases=2)
    for count in retrainings:

        def train(first: int, count: int = count) -> None:
            seeds = range(first * count, (first + 1) * count)
            fit(architecture, Recipe(epochs=epochs), samples.traces, samples.labels, seeds)

        timing = Timing(seconds(lambda: train(0))[0], repeated(train, 2))
        yield {
            "retrainings": count,
            "steps": task.steps,
            "cold_s": timing.first,
            "warm_s": timing.median,
            "retraining_s": timing.median / count,
            "step_ms": 1000 * timing.median / task.steps,
        }


def show(rows: list[Row]) -> None:
    """Print a table."""
    cells = [list(rows[0])] + [
        [f"{v:.3g}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.device", description=main.__doc__)
    parser.add_argument("--sites", type=int, nargs="+", default=[16, 18, 20])
    parser.add_argument("--batches", type=int, nargs="+", default=[4, 16, 64, 256, 1024])
    parser.add_argument("--retrainings", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--copy", type=int, default=2**30, help="bytes of the array copied")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args(arguments)
    if kind_of_device() == "cpu":
        parser.error("JAX finds no GPU here")
    device = jax.devices()[0]
    bandwidth = copy_bandwidth(given.copy)
    print(f"{device.device_kind}: copies {bandwidth / 1e9:.0f} GB/s, read and written", flush=True)
    evolution = list(evolution_rows(given.sites, given.batches, bandwidth))
    show(evolution)
    print("paper_h: hours for as many realizations as the paper has, at this length", flush=True)
    training = list(training_rows(given.retrainings, given.epochs))
    show(training)
    write_csv(given.output / "device.csv", evolution)
    write_csv(given.output / "device-training.csv", training)


if __name__ == "__main__":
    main()
