"""Where the time of a finished realization goes, from drawing its fields to its file."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
from benchmarks.ring import Ring, W
from benchmarks.timing import alone, repeated

Row = dict[str, str | int | float]

PARTS = (
    "drawing the fields",
    "spectral bounds",
    "choosing the initial states",
    "evolution",
    "writing the file",
)
"""Of a finished realization, in order; "reading the file" comes on top."""


def rows(lengths: tuple[int, ...], repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Split the time that `simulate` and `write_dataset` take.

    Parameters
    ----------
    lengths : tuple of int
        Lengths of the rings.
    repeats : int
        Runs after a first one that is not timed.
    say : callable
        Told what is going on.

    Yields
    ------
    Row
        Seconds a realization of each part, and its share of the whole.
    """
    for sites in lengths:
        for precision in ("float64", "float32"):
            parts = alone(case, sites, precision, repeats)
            whole = sum(parts[part] for part in PARTS)
            say(f"L = {sites}: a finished realization in {precision}, {whole:.3g} s")
            for part, duration in parts.items():
                yield {
                    "sites": sites,
                    "precision": precision,
                    "part": part,
                    "warm_s": duration,
                    "share": duration / whole,
                }


def case(sites: int, precision: str, repeats: int) -> dict[str, float]:
    """Seconds a realization of each part, medians.

    Parts that cannot be called alone are differences of calls with and without them. One that is
    next to nothing may come out below zero: it is then less than the noise.
    """
    from phasetrace import HeisenbergChain
    from phasetrace.models.heisenberg.simulate import simulate
    from phasetrace.store.files import read_dataset, write_dataset

    ring = Ring(sites)
    count = 64 if sites <= 14 else 16
    chain = HeisenbergChain(sites, boundary="periodic")
    settings = {
        "sites": sites,
        "coupling": 1.0,
        "boundary": "periodic",
        "up_spins": "half",
        "times": {"stop": 500.0, "points": 50},
        "realizations": count,
        "precision": precision,
        "tolerance": 1e-9,
    }
    fields = ring.fields(0, count)
    spins = np.broadcast_to(ring.neel, fields.shape)
    traces = simulate([W], seed=0, epsilon=0.5, **settings)
    chain.evolve(fields, 0.5, [0.0], initial_spin=spins, precision=precision)

    def timed(call: Callable[[int], object]) -> float:
        return median(repeated(call, repeats)) / count

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "traces.nc"
        write_dataset(file, traces)
        draw = timed(lambda _: ring.fields(0, count))
        bounds = timed(
            lambda _: chain.evolve(fields, 0.5, [0.0], initial_spin=spins, precision=precision)
        )
        choice = timed(lambda _: chain.evolve(fields, 0.5, [0.0], precision=precision)) - bounds
        whole = timed(lambda _: simulate([W], seed=0, epsilon=0.5, **settings))
        writing = timed(lambda _: write_dataset(file, traces))
        reading = timed(lambda _: read_dataset(file))
    parts = draw, bounds, choice, whole - draw - bounds - choice, writing
    return dict(zip(PARTS, parts, strict=True)) | {"reading the file": reading}
