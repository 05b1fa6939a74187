"""What jobs take, known before they start: bytes of memory and seconds of one core.

The memory is what a scheduler is asked for, and a chain whose realizations would not fit is
refused by it before anything runs.
"""

from collections.abc import Mapping, Sequence
from math import comb
from typing import Any

from phasetrace.batches import (
    floquet_bytes,
    floquet_width,
    heisenberg_bytes,
    heisenberg_width,
)
from phasetrace.plan import Training, sweep, sweep_blocks

MIB = 2**20
GIB = 2**30
# Bytes of a process before its first array: Python, the libraries and what XLA compiles.
SIMULATING = 330 * MIB
TRAINING = 400 * MIB
# Copies of a job's traces in memory while they are put together and written, or read,
# selected and judged.
COPIES_WRITTEN = 3
COPIES_READ = 10


def device(config: Mapping[str, Any], stage: str) -> str:
    """Kind of device, "cpu" or "gpu", that a stage's jobs run on."""
    return "gpu" if config["jobs"]["gpus"][stage] else "cpu"


def heisenberg_sector(chain: Mapping[str, Any], sites: int) -> tuple[int, int]:
    """Basis states and bonds of a configured chain, were it of so many sites."""
    up_spins = sites // 2 if chain["up_spins"] == "half" else min(chain["up_spins"], sites)
    return comb(sites, up_spins), sites - (chain["boundary"] == "open")


def least_bytes(chain: Mapping[str, Any], model: str, sites: int) -> int:
    """Bytes of a job that evolves no more realizations together than it must."""
    if model == "floquet":
        return SIMULATING + floquet_bytes(sites, chain["precision"], 1)
    return SIMULATING + heisenberg_bytes(*heisenberg_sector(chain, sites), chain["precision"], 1)


def evolution_bytes(mem_mb: int) -> int:
    """Bytes that the evolution may use of what a simulation job has asked for."""
    return mem_mb * MIB - SIMULATING


def simulation_bytes(config: Mapping[str, Any], model: str, values: Sequence[float]) -> int:
    """Bytes that a job takes which evolves every realization of some values of a sweep.

    On a GPU, where the memory of the host matters little, it is all that a job may use.
    """
    allowed = int(config["jobs"]["memory"] * GIB)
    if device(config, "simulate") == "gpu":
        return allowed
    chain = config[model]
    sites, precision = chain["sites"], chain["precision"]
    if model == "floquet":
        samples = chain["periods"] + 1
        batch = floquet_bytes(sites, precision, floquet_width(sites, precision, "cpu"))
    else:
        samples = chain["times"]["points"]
        sector = heisenberg_sector(chain, sites)
        width = heisenberg_width(*sector, precision, "cpu", allowed - SIMULATING)
        batch = heisenberg_bytes(*sector, precision, width)
    traces = len(values) * chain["realizations"] * samples * sites * 8
    return SIMULATING + batch + COPIES_WRITTEN * traces


def training_bytes(config: Mapping[str, Any], training: Training) -> int:
    """Bytes that a job takes which trains networks and lets them judge every trace."""
    allowed = int(config["jobs"]["memory"] * GIB)
    if device(config, "train") == "gpu":
        return allowed
    chain = config[training.model]
    samples = chain["periods"] + 1 if training.model == "floquet" else chain["times"]["points"]
    batches = len(training.traces) // len(sweep_blocks(config, training.model))
    traces = len(sweep(config, training.model)) * chain["realizations"] * batches
    return TRAINING + COPIES_READ * traces * samples * chain["sites"] * 8


def mebibytes(size: int, attempt: int = 1) -> int:
    """Memory to ask a scheduler for; more at every further attempt of a job."""
    return -(-size * attempt // MIB)
