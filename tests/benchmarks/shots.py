"""Time what shots take beside the evolution of the same chains."""

from collections.abc import Callable, Iterator
from statistics import median

from benchmarks.timing import alone, seconds
from phasetrace.models.xxz.simulate import simulate

Row = dict[str, str | int | float]

SHOTS = 100
READOUT = {"p01": 0.02, "p10": 0.05, "invert": True}
MEASUREMENTS = {
    "exact": {},
    "shots": {"shots": SHOTS},
    "misread shots": {"shots": SHOTS, "readout": READOUT},
}
CHAIN = {
    "parameter": "W",
    "coupling": None,
    "boundary": "open",
    "up_spins": "half",
    "anisotropy": None,
    "field": {"kind": "random"},
    "initial": {"kind": "neel"},
    "times": {"start": 0.0, "stop": 500.0, "points": 50, "spacing": "linear"},
    "precision": "float64",
    "tolerance": 1e-9,
}


def rows(lengths: tuple[int, ...], repeats: int, say: Callable[[str], None]) -> Iterator[Row]:
    """Time blocks of chains at W = 0.5 and 8, measured exactly and by shots, in turns.

    Yields
    ------
    Row
        Seconds a realization, and the share of the exact ones that comes on top.
    """
    for sites in lengths:
        found = alone(_blocks, sites, repeats)
        exact = min(found["exact"])
        for measurement, durations in found.items():
            share = min(durations) / exact - 1
            say(f"L = {sites}: {measurement} {min(durations):.3g} s, {share:+.0%}")
            yield {
                "sites": sites,
                "measurement": measurement,
                "least_s": min(durations),
                "median_s": median(durations),
                "share": share,
            }


def _blocks(sites: int, repeats: int) -> dict[str, list[float]]:
    """Seconds a realization of every measurement."""
    values, realizations = [0.5, 8.0], 32 if sites <= 14 else 8
    found: dict[str, list[float]] = {}
    # Nothing of the first turn counts: it compiles.
    for turn in range(repeats + 1):
        for name, measurement in MEASUREMENTS.items():
            settings = {**CHAIN, "sites": sites, "realizations": realizations, **measurement}
            duration, _ = seconds(lambda s=settings: simulate(values, 0, **s))
            if turn:
                found.setdefault(name, []).append(duration / (len(values) * realizations))
    return found
