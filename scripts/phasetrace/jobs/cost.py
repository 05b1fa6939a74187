"""What jobs take, known before they start: bytes of memory and seconds of one core.

The memory is what a scheduler is asked for, and a chain whose realizations would not fit is
refused by it before anything runs.
"""

from collections.abc import Mapping, Sequence
from math import cbrt, ceil, comb, hypot
from typing import Any

from phasetrace.evolution.batches import batch_bytes, batch_size
from phasetrace.jobs.plan import Training, sweep
from phasetrace.learning.recipe import LABELLED_SHARE
from phasetrace.models.floquet import batches as floquet

MIB = 2**20
GIB = 2**30
# Bytes of a process before its first array: Python, the libraries and what it compiles. What
# compiling the kernels of evolution takes is a part of `batch_bytes`.
SIMULATING = {"heisenberg": 207 * MIB, "floquet": 315 * MIB}
READING = 305 * MIB
TRAINING = 496 * MIB
ANALYSING = 150 * MIB
EVALUATING = 360 * MIB
# Copies of a job's traces in memory while they are put together and written, read, or compared.
COPIES_WRITTEN = 1
COPIES_READ = 4
COPIES_COMPARED = 1.5

# Seconds before a job's first step: start, import and compilation.
STARTING = 5
# Nanoseconds of one core a basis state, realization and Chebyshev term: for each number that
# is read or computed, and for those that come from memory once a batch outgrows the caches.
# Measured on an AMD EPYC, see tests/benchmarks/ENGINE.md.
COMPUTING = {"float64": 0.086, "float32": 0.045}
STREAMING = {"float64": 0.6, "float32": 0.32}
# Vectors of a batch that a term touches, and bytes of them that caches keep, in full and not
# at all.
TOUCHED = 4
CACHED, UNCACHED = 6e6, 36e6
# Nanoseconds of one core a basis state, site and period of the driven chain.
FLOQUET_NANOSECONDS = {"float64": 3.0, "float32": 2.0}
# Seconds of one core a training step with 32 units and 50 samples a trace.
STEP = 0.0016
# A scheduler ends jobs that exceed their time, and nodes differ.
MARGIN = 4


def device(config: Mapping[str, Any], stage: str) -> str:
    """Kind of device, "cpu" or "gpu", that a stage's jobs run on."""
    return "gpu" if config["jobs"]["gpus"][stage] else "cpu"


def heisenberg_up_spins(chain: Mapping[str, Any], sites: int) -> int:
    """Up spins of a configured chain, were it of so many sites."""
    return sites // 2 if chain["up_spins"] == "half" else min(chain["up_spins"], sites)


def heisenberg_sector(chain: Mapping[str, Any], sites: int) -> tuple[int, int]:
    """Basis states and bonds of a configured chain, were it of so many sites."""
    return comb(sites, heisenberg_up_spins(chain, sites)), sites - (chain["boundary"] == "open")


def bytes_of_a_trace(config: Mapping[str, Any], model: str) -> int:
    """Bytes of the magnetization of one realization, in float64."""
    chain = config[model]
    samples = chain["periods"] + 1 if model == "floquet" else chain["times"]["points"]
    return 8 * samples * chain["sites"]


def least_bytes(chain: Mapping[str, Any], model: str, sites: int) -> int:
    """Bytes of a job that evolves no more realizations together than it must."""
    if model == "floquet":
        return SIMULATING["floquet"] + floquet.batch_bytes(sites, chain["precision"], 1)
    sector = heisenberg_sector(chain, sites)
    return SIMULATING["heisenberg"] + batch_bytes(*sector, chain["precision"], "cpu", 1)


def evolution_bytes(model: str, mem_mb: int) -> int:
    """Bytes that the evolution may use of what a simulation job has asked for."""
    return mem_mb * MIB - SIMULATING[model]


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
        batch = floquet.batch_bytes(sites, precision, floquet.batch_size(sites, precision, "cpu"))
    else:
        sector = heisenberg_sector(chain, sites)
        batch = batch_bytes(*sector, precision, "cpu", 1)
    traces = len(values) * chain["realizations"] * bytes_of_a_trace(config, model)
    return SIMULATING[model] + batch + COPIES_WRITTEN * traces


def traces_shown(config: Mapping[str, Any], training: Training) -> tuple[int, int]:
    """Labelled and unlabelled traces that a training job shows its networks."""
    values, learning = sweep(config, training.model), training.learning
    realizations = config[training.model]["realizations"] * len(training.seeds)
    regimes = training.regimes.values()
    known = sum(any(low <= value <= high for low, high in regimes) for value in values)
    labelled = known * round(learning["train_fraction"] * realizations)
    return labelled, (len(values) - known) * realizations if learning["confidence_weight"] else 0


def training_bytes(config: Mapping[str, Any], training: Training) -> int:
    """Bytes that a job takes which trains networks and lets them judge every trace."""
    chain = config[training.model]
    if device(config, "train") == "gpu":
        return int(config["jobs"]["memory"] * GIB)
    size = bytes_of_a_trace(config, training.model)
    single = size // 2 if training.learning["site"] is None else size // 2 // chain["sites"]
    labelled, unlabelled = traces_shown(config, training)
    shown = labelled + unlabelled
    traces = len(sweep(config, training.model)) * chain["realizations"] * len(training.seeds)
    # In single precision are all traces, those shown, and twice those filled up to a power of two.
    learning = traces * size + (traces + shown + 2 * 2 ** (shown - 1).bit_length()) * single
    return max(READING + COPIES_READ * traces * size, TRAINING + learning)


def analysis_bytes(config: Mapping[str, Any], files: Sequence[str]) -> int:
    """Bytes that a job takes which reads files, of which only trace files are large.

    Whoever reads networks evaluates them.
    """
    traces = 0
    for model in ("heisenberg", "floquet"):
        chain = config[model]
        count = sum(file.startswith(f"results/traces/{model}/") for file in files)
        values = min(chain["block"], len(sweep(config, model)))
        traces += count * values * chain["realizations"] * bytes_of_a_trace(config, model)
    evaluates = any(file.startswith("results/networks/") for file in files)
    return (EVALUATING if evaluates else ANALYSING) + int(COPIES_COMPARED * traces)


def mebibytes(size: int, attempt: int = 1) -> int:
    """Memory to ask a scheduler for; more at every further attempt of a job."""
    return -(-size * attempt // MIB)


def chebyshev_terms(chain: Mapping[str, Any], sites: int, disorder: float) -> float:
    """Chebyshev terms of a whole evolution, about.

    The half-width of the spectrum of a disordered chain is that of its bonds and of its
    fields together; a sampling step takes as many terms as the phase it adds, and the
    tail of the Bessel functions beyond.
    """
    _, bonds = heisenberg_sector(chain, sites)
    half_width = hypot(0.35 * bonds * chain["coupling"], 0.24 * sites * disorder)
    steps = chain["times"]["points"] - 1
    phase = half_width * chain["times"]["stop"] / steps
    return steps * (phase + 6 * cbrt(phase) + 20)


def realization_seconds(chain: Mapping[str, Any], sites: int, disorder: float) -> float:
    """Seconds of one core that a realization of the Heisenberg chain takes, about."""
    dimension, bonds = sector = heisenberg_sector(chain, sites)
    precision = chain["precision"]
    width = batch_size(*sector, precision, "cpu", 2**62)
    touched = TOUCHED * width * dimension * (4 if precision == "float32" else 8)
    streamed = min(1, max(0, (touched - CACHED) / (UNCACHED - CACHED)))
    # About half of the bonds are antiparallel, and a term has five numbers besides.
    computing = COMPUTING[precision] * (bonds / 2 + 5)
    nanoseconds = dimension * (computing + STREAMING[precision] * streamed)
    return 1e-9 * nanoseconds * chebyshev_terms(chain, sites, disorder)


def simulation_seconds(config: Mapping[str, Any], model: str, values: Sequence[float]) -> float:
    """Seconds of one core that a simulation job takes, about."""
    chain = config[model]
    sites = chain["sites"]
    if model == "floquet":
        nanoseconds = FLOQUET_NANOSECONDS[chain["precision"]] * 2**sites * sites
        each = 1e-9 * nanoseconds * chain["periods"]
        return STARTING + len(values) * chain["realizations"] * each
    # Batches of like disorder; each takes as long as if it were full and of its strongest.
    width = batch_size(*heisenberg_sector(chain, sites), chain["precision"], "cpu", 2**62)
    disorder = sorted(value for value in values for _ in range(chain["realizations"]))
    batches = (disorder[start : start + width] for start in range(0, len(disorder), width))
    return STARTING + sum(width * realization_seconds(chain, sites, b[-1]) for b in batches)


def training_seconds(config: Mapping[str, Any], training: Training) -> float:
    """Seconds of one core that a training job takes, about."""
    learning = training.learning
    traces, unlabelled = traces_shown(config, training)
    batch = learning["batch"]
    if unlabelled and learning["epoch"] == "all":
        traces += unlabelled
    elif unlabelled:
        batch /= LABELLED_SHARE
    steps = learning["retrainings"] * learning["epochs"] * traces / batch
    return STARTING + steps * STEP * (0.3 + 0.7 * learning["units"] / 32)


def minutes(seconds: float, attempt: int = 1) -> int:
    """Time to ask a scheduler for; more at every further attempt of a job."""
    return ceil(MARGIN * seconds * attempt / 60)
