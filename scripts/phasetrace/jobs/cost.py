"""What jobs take, known before they start: bytes of memory and seconds of one core.

The memory is what a scheduler is asked for, and a chain whose realizations would not fit is
refused by it before anything runs.
"""

from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path

from phasetrace.evolution.spectrum import LARGEST_DENSE
from phasetrace.jobs.amounts import MIB
from phasetrace.jobs.config import Config
from phasetrace.jobs.processes import diagonalization_bytes, process_bytes
from phasetrace.jobs.sources import Figure, Spectra
from phasetrace.jobs.spectra import Levels
from phasetrace.jobs.trainings import Training
from phasetrace.learning.recipe import LABELLED_SHARE
from phasetrace.models.entry import ChainSettings, entry
from phasetrace.models.heisenberg.cost import level_seconds, sector_size
from phasetrace.models.measured import fitted, rows

CHANGES_NUMBERS = False

MEASURED_STEPS = Path(__file__).with_name("steps.csv")
"""Seconds of one core that training steps took, on traces of `MEASURED_SITES` sites."""
MEASURED_SITES = 20
# Copies of a job's traces in memory while they are put together and written, read, compared, or
# trained on by several methods.
COPIES_WRITTEN = 1
COPIES_READ = 4
COPIES_PUT_TOGETHER = 3
# Copies of a job's bit strings in memory while they are drawn, read and written.
COPIES_DRAWN = 4
COPIES_COMPARED = 1.5
COPIES_FITTED = 6
# The same of a user's files, where a compressed number may take a tenth of one in memory.
COPIES_GATHERED = 40
# Copies of a network while it trains: weights, gradient, two moments, and what takes their places.
COPIES_TRAINED = 8
# Arrays as large as a mini-batch's hidden states at all times, while it is differentiated.
STATES_KEPT = 4
# Bytes of a file besides its arrays, and of a job's log and its record.
FILE = 20_000
# Seconds before a job's first step: start, import and compilation.
STARTING = 5
# A scheduler ends jobs that exceed their time, and nodes differ.
MARGIN = 4


def device(config: Config, stage: str) -> str:
    """Kind of device, "cpu" or "gpu", that a stage's jobs run on."""
    return "gpu" if getattr(config.jobs.gpus, stage) else "cpu"


def simulation_arrays(model: str, chain: ChainSettings, values: Sequence[float]) -> int:
    """Bytes of a batch and of the traces of a job that evolves some values of a sweep."""
    one = entry(model)
    each = one.trace_bytes(chain) + COPIES_DRAWN * one.shot_bytes(chain)
    traces = len(values) * chain.realizations * each
    return one.batch_bytes(chain, chain.sites) + COPIES_WRITTEN * traces


def simulation_bytes(
    config: Config, model: str, chain: ChainSettings, values: Sequence[float]
) -> int:
    """Bytes that a job takes which evolves every realization of some values of a sweep.

    On a GPU, where the memory of the host matters little, it is all that a job may use.
    """
    if device(config, "simulate") == "gpu":
        return config.jobs.bytes
    return process_bytes(f"simulate_{model}") + simulation_arrays(model, chain, values)


def traces_shown(training: Training) -> tuple[int, int]:
    """Labelled and unlabelled traces that a training job shows its networks."""
    own, learning = training.training_set, training.learning
    chain, seeds = training.sweeps[-1]
    values = chain.sweep
    realizations = chain.realizations * len(seeds)
    regimes = training.regimes.values()
    known = sum(any(low <= value <= high for low, high in regimes) for value in values)
    validate = round(learning["validation_fraction"] * realizations)
    train = realizations - validate if own else round(learning["train_fraction"] * realizations)
    return known * train, (len(values) - known) * train if learning["confidence_weight"] else 0


def reading_arrays(training: Training) -> int:
    """Bytes of arrays while a training job reads its traces."""
    return COPIES_READ * traces_read(training) * training.trace_bytes


def traces_read(training: Training) -> int:
    """Traces that a training job reads."""
    return sum(
        len(chain.sweep) * chain.realizations * len(seeds) for chain, seeds in training.sweeps
    )


def network_weights(training: Training) -> int:
    """Weights of a network, of four gates and an output for each phase."""
    units = int(training.learning["units"])
    sites = training.chain.sites if training.learning["site"] is None else 1
    return 4 * units * (units + sites + 1) + len(training.regimes) * (units + 1)


def learned_bytes(training: Training) -> int:
    """Bytes of all networks with their histories, and of what they say of every trace."""
    chain, learning = training.chain, training.learning
    traces = len(chain.sweep) * chain.realizations * len(training.seeds)
    network = network_weights(training) + 3 * int(learning["epochs"])
    return 4 * int(learning["retrainings"]) * (network + traces * len(training.regimes))


def training_arrays(training: Training) -> int:
    """Bytes of arrays while a training job trains and lets its networks judge every trace."""
    chain, learning, size = training.chain, training.learning, training.trace_bytes
    single = size // 2 if learning["site"] is None else size // 2 // chain.sites
    shown = sum(traces_shown(training))
    traces = traces_read(training)
    # In single precision are all traces, those shown, and twice those padded to a power of two.
    held = traces * size + (traces + shown + 2 * 2 ** (shown - 1).bit_length()) * single
    states = learning["batch"] * learning["units"] * (size // (8 * chain.sites))
    step = 4 * (COPIES_TRAINED * network_weights(training) + STATES_KEPT * int(states))
    return held + step + COPIES_PUT_TOGETHER * learned_bytes(training)


def training_bytes(config: Config, training: Training) -> int:
    """Bytes that a job takes which trains networks and lets them judge every trace."""
    if device(config, "train") == "gpu":
        return config.jobs.bytes
    return max(
        process_bytes("read") + reading_arrays(training),
        process_bytes("train") + training_arrays(training),
    )


def gathering_mebibytes(mebibytes_read: float, attempt: int) -> int:
    """Mebibytes to ask for, for a job that gathers a user's files of some size."""
    return mebibytes(
        process_bytes("analyse") + int(COPIES_GATHERED * mebibytes_read * MIB), attempt
    )


def level_array(levels: Levels) -> int:
    """Bytes of the levels that a job finds: all of a small sector, some of a large one."""
    size, _ = sector_size(levels.settings, levels.settings.sites)
    count = size if size <= LARGEST_DENSE else levels.count
    return 8 * count * levels.realizations * len(levels.seeds)


def analysis_arrays(config: Config, figure: Figure) -> int:
    """Bytes of arrays of a job that computes what a figure shows; only traces are large."""
    total = 0
    for source in figure.reads.values():
        for training in source.trainings if source.kind == "traces" else ():
            values = len(training.chain.sweep) * len(training.seeds)
            total += values * training.chain.realizations * training.trace_bytes
        if isinstance(source, Spectra):
            total += sum(len(one.disorder) * level_array(one) for one in source.levels)
    return int((COPIES_FITTED if figure.trains else COPIES_COMPARED) * total)


def analysis_kind(figure: Figure) -> str:
    """Kind of the process that computes what a figure shows; whoever reads networks runs them."""
    if figure.trains:
        return "compare"
    evaluates = any(source.kind == "networks" for source in figure.reads.values())
    return "evaluate" if evaluates else "analyse"


def analysis_bytes(config: Config, figure: Figure) -> int:
    """Bytes that a job takes which computes what a figure shows."""
    return process_bytes(analysis_kind(figure)) + analysis_arrays(config, figure)


def analysis_minutes(figure: Figure) -> int:
    """Minutes to ask a scheduler for, for a job that computes what a figure shows."""
    if figure.trains:
        return 30 if figure.usual else 120
    return 5


def drawing_bytes() -> int:
    """Bytes that a job takes which draws a figure or writes a table."""
    return process_bytes("draw")


def mebibytes(size: int, attempt: int = 1) -> int:
    """Memory to ask a scheduler for; more at every further attempt of a job."""
    return -(-size * attempt // MIB)


def simulation_seconds(model: str, chain: ChainSettings, values: Sequence[float]) -> float:
    """Seconds of one core that a simulation job takes, about."""
    return STARTING + entry(model).seconds(chain, values)


def diagonalizing_bytes(levels: Levels) -> int:
    """Bytes that a job takes which finds the levels at one W."""
    return diagonalization_bytes(levels.settings, levels.settings.sites, levels.count)


def diagonalization_seconds(levels: Levels) -> float:
    """Seconds of one core that a job takes which finds the levels at one W, about."""
    each = level_seconds(levels.settings, levels.settings.sites)
    return STARTING + levels.realizations * len(levels.seeds) * each


def training_seconds(training: Training) -> float:
    """Seconds of one core that a training job takes, about."""
    learning = training.learning
    traces, unlabelled = traces_shown(training)
    batch = learning["batch"]
    if unlabelled and learning["epoch"] == "all":
        traces += unlabelled
    elif unlabelled:
        batch /= LABELLED_SHARE
    # Every retraining is repeated on a bootstrap, in as many steps.
    networks = learning["retrainings"] * (2 if learning["bootstraps"] else 1)
    steps = networks * learning["epochs"] * traces / batch
    sites = training.chain.sites if learning["site"] is None else 1
    products = learning["units"] * (learning["units"] + sites)
    fixed, product = _step_seconds(learning["cell"])
    return STARTING + steps * (fixed + product * products)


@cache
def _step_seconds(cell: str) -> tuple[float, ...]:
    """Seconds of a training step of a cell, and what each product of its kernels adds to it.

    A unit has a product with every unit and with every site.

    A cell that was never measured is planned for as the slowest of those that were.
    """
    measured = rows(MEASURED_STEPS)
    names = {row["cell"] for row in measured}
    prices = []
    for name in {cell} & names or names:
        own = [row for row in measured if row["cell"] == name]
        parts = [(1.0, float(row["units"]) * (float(row["units"]) + MEASURED_SITES)) for row in own]
        prices.append(fitted(parts, [float(row["seconds"]) for row in own]))
    return max(prices, key=lambda price: price[1])


def minutes(seconds: float, attempt: int = 1) -> int:
    """Time to ask a scheduler for; more at every further attempt of a job."""
    return ceil(MARGIN * seconds * attempt / 60)
