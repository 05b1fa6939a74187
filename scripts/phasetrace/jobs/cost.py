"""What jobs take, known before they start: bytes of memory and seconds of one core.

The memory is what a scheduler is asked for, and a chain whose realizations would not fit is
refused by it before anything runs.
"""

from collections.abc import Sequence
from functools import cache
from math import ceil
from pathlib import Path

from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import Figure
from phasetrace.jobs.processes import MIB, process_bytes
from phasetrace.jobs.trainings import Training
from phasetrace.learning.recipe import LABELLED_SHARE
from phasetrace.models.entry import ChainSettings, entry
from phasetrace.models.measured import fitted, rows

CHANGES_NUMBERS = False

MEASURED_STEPS = Path(__file__).with_name("steps.csv")
"""Seconds of one core that training steps took, on traces of `MEASURED_SITES` sites."""
MEASURED_SITES = 20
# Copies of a job's traces in memory while they are put together and written, read, or compared.
COPIES_WRITTEN = 1
COPIES_READ = 4
COPIES_COMPARED = 1.5
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
    traces = len(values) * chain.realizations * one.trace_bytes(chain)
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
    chain, learning = training.chain, training.learning
    values = chain.sweep
    realizations = chain.realizations * len(training.seeds)
    regimes = training.regimes.values()
    known = sum(any(low <= value <= high for low, high in regimes) for value in values)
    labelled = known * round(learning["train_fraction"] * realizations)
    return labelled, (len(values) - known) * realizations if learning["confidence_weight"] else 0


def reading_arrays(training: Training) -> int:
    """Bytes of arrays while a training job reads its traces."""
    one, chain = entry(training.model), training.chain
    traces = len(chain.sweep) * chain.realizations * len(training.seeds)
    return COPIES_READ * traces * one.trace_bytes(chain)


def training_arrays(training: Training) -> int:
    """Bytes of arrays while a training job trains and lets its networks judge every trace."""
    one, chain = entry(training.model), training.chain
    size = one.trace_bytes(chain)
    single = size // 2 if training.learning["site"] is None else size // 2 // chain.sites
    shown = sum(traces_shown(training))
    traces = len(chain.sweep) * chain.realizations * len(training.seeds)
    # In single precision are all traces, those shown, and twice those padded to a power of two.
    return traces * size + (traces + shown + 2 * 2 ** (shown - 1).bit_length()) * single


def training_bytes(config: Config, training: Training) -> int:
    """Bytes that a job takes which trains networks and lets them judge every trace."""
    if device(config, "train") == "gpu":
        return config.jobs.bytes
    return max(
        process_bytes("read") + reading_arrays(training),
        process_bytes("train") + training_arrays(training),
    )


def analysis_arrays(figure: Figure) -> int:
    """Bytes of arrays of a job that computes what a figure shows; only traces are large."""
    total = 0
    for source in figure.reads.values():
        for training in source.trainings if source.kind == "traces" else ():
            one, chain = entry(training.model), training.chain
            values = len(chain.sweep) * len(training.seeds)
            total += values * chain.realizations * one.trace_bytes(chain)
    return int(COPIES_COMPARED * total)


def analysis_kind(figure: Figure) -> str:
    """Kind of the process that computes what a figure shows; whoever reads networks runs them."""
    evaluates = any(source.kind == "networks" for source in figure.reads.values())
    return "evaluate" if evaluates else "analyse"


def analysis_bytes(figure: Figure) -> int:
    """Bytes that a job takes which computes what a figure shows."""
    return process_bytes(analysis_kind(figure)) + analysis_arrays(figure)


def drawing_bytes() -> int:
    """Bytes that a job takes which draws a figure or writes a table."""
    return process_bytes("draw")


def mebibytes(size: int, attempt: int = 1) -> int:
    """Memory to ask a scheduler for; more at every further attempt of a job."""
    return -(-size * attempt // MIB)


def simulation_seconds(model: str, chain: ChainSettings, values: Sequence[float]) -> float:
    """Seconds of one core that a simulation job takes, about."""
    return STARTING + entry(model).seconds(chain, values)


def training_seconds(training: Training) -> float:
    """Seconds of one core that a training job takes, about."""
    learning = training.learning
    traces, unlabelled = traces_shown(training)
    batch = learning["batch"]
    if unlabelled and learning["epoch"] == "all":
        traces += unlabelled
    elif unlabelled:
        batch /= LABELLED_SHARE
    steps = learning["retrainings"] * learning["epochs"] * traces / batch
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
