"""Deleting what the workflow made, of any configuration, and nothing else (`make clean`).

What the workflow makes is known by its place and name; a file of any other name is its owner's.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import figures
from phasetrace.jobs.lock import lock
from phasetrace.jobs.studies import TABLES
from phasetrace.models.entry import BLOCK, POINT, names

CHANGES_NUMBERS = False

_FIGURE = "|".join([*figures(Config()), "scaling"])
_MODEL = "|".join(names())
_TRACES = rf"traces/({_MODEL})/L\d+(-[a-z]+)*/{POINT}seed\d+/{BLOCK}"
_TRAINING = rf"({_MODEL})/{POINT}seed\d+(\+\d+)*/(default|\w+=[^/]*)"
_LEVELS = rf"heisenberg/L\d+(-periodic)?/{POINT}seed\d+(\+\d+)*/W[\d.]+"
_STUDY = r"studies/[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z]\w*=[-+.\de]+)?"
_OF_STUDY = "phases|methods|labels|map|explore"
_FILES = [
    rf"({_FIGURE})\.(pdf|png|nc|html)",
    r"(accuracy|energy-density|readings|transitions)\.csv|comparison\.(md|html)|report\.html",
    rf"{_TRACES}\.nc",
    rf"(networks|predictions)/{_TRAINING}\.nc",
    rf"spectra/{_LEVELS}\.nc",
    rf"{_STUDY}/({_OF_STUDY})\.(pdf|png|nc|html)",
    rf"{_STUDY}/(traces|networks|predictions)\.nc|{_STUDY}/({'|'.join(TABLES)})",
    rf"{_STUDY}/labels/[\d.]+/(networks|predictions)\.nc",
]
_TABLE = "accuracy|comparison|energy-density|transitions"
_DRAWN = rf"({_FIGURE}|{_TABLE})(-analysis|-measurement|-table)?"
_STUDIED = rf"{_STUDY}/(traces|networks|predictions|tables|labels/[\d.]+|({_OF_STUDY})(-analysis)?)"
_JOBS = rf"{_TRACES}|networks/{_TRAINING}|spectra/{_LEVELS}|figures/{_DRAWN}|{_STUDIED}"
_MADE = re.compile("|".join([*_FILES, rf"logs/({_JOBS})\.log", rf"benchmarks/({_JOBS})\.tsv"]))
_HALF = re.compile(r"(^|/)\.([^/]+)-[a-z0-9_]{8}(\.\w+)$")
"""What a killed job left of a file; see `phasetrace.store.files.atomic`."""

_FOLDERS = ("traces", "spectra", "networks", "predictions", "studies", "logs", "benchmarks")
_BOOKKEEPING = ("metadata", "incomplete", "log", "slurm_logs")
"""Folders in .snakemake about files and runs; the others hold environments and compiled code."""


def made(results: Path) -> Iterator[Path]:
    """Find what the workflow made in a folder of results.

    Parameters
    ----------
    results : Path
        The folder.

    Yields
    ------
    Path
        A file of a configuration's, any one's, or of its jobs.
    """
    for folder, _, files in os.walk(results):
        for path in (Path(folder, name) for name in files):
            place = _HALF.sub(r"\1\2\3", path.relative_to(results).as_posix())
            if _MADE.fullmatch(place):
                yield path


def clean(folder: Path) -> None:
    """Delete what the workflow made in a folder, with Snakemake's records of it.

    Parameters
    ----------
    folder : Path
        The working directory of runs.

    Raises
    ------
    RuntimeError
        If a run is at work there.
    """
    lock(folder)
    for path in made(folder / "results"):
        path.unlink()
    for name in _FOLDERS:
        for place, _, _ in os.walk(folder / "results" / name, topdown=False):
            # A folder that holds something of its owner's stays.
            with suppress(OSError):
                os.rmdir(place)
    for name in _BOOKKEEPING:
        shutil.rmtree(folder / ".snakemake" / name, ignore_errors=True)


if __name__ == "__main__":
    try:
        clean(Path())
    except (OSError, RuntimeError) as error:
        sys.exit(f"phasetrace: {error}")
