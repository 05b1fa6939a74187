"""Memory of jobs' processes besides their arrays: Python, the libraries, and what it compiles."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phasetrace.jobs.amounts import MIB
from phasetrace.models.entry import entry
from phasetrace.models.heisenberg.cost import level_bytes
from phasetrace.models.measured import rows

if TYPE_CHECKING:
    from phasetrace.models.heisenberg.settings import HeisenbergSettings

CHANGES_NUMBERS = False

SCATTER = 1.03
"""By how much the peak of a job differs from run to run, and from machine to machine."""
MEASURED = Path(__file__).with_name("peaks.csv")
"""Peak memory of jobs, and what of it their arrays were planned to take."""


@cache
def process_bytes(kind: str) -> int:
    """Bytes of a process of a kind before its first array.

    The most that a measured job of this kind took besides its arrays; of a kind that was never
    measured, the most of all kinds.
    """
    measured = [
        (row["kind"], float(row["peak_mib"]) - float(row["arrays_mib"])) for row in rows(MEASURED)
    ]
    besides = [extra for name, extra in measured if name == kind]
    return round(SCATTER * MIB * max(besides or [extra for _, extra in measured]))


def least_bytes(model: str, chain: Any, sites: int) -> int:
    """Bytes of a job that evolves a batch of a configured chain, were it of so many sites."""
    return process_bytes(f"simulate_{model}") + entry(model).batch_bytes(chain, sites)


def evolution_bytes(model: str, mem_mb: int) -> int:
    """Bytes that realizations may use of what a simulation job has asked for."""
    return mem_mb * MIB - process_bytes(f"simulate_{model}")


def diagonalization_bytes(chain: "HeisenbergSettings", sites: int, levels: int) -> int:
    """Bytes of a job that finds energy levels of a configured chain, were it of so many sites."""
    return process_bytes("diagonalize") + level_bytes(chain, sites, levels)
