"""Counted bit strings of one day, as the tables that phasetrace reads.

A file holds a run: a list of dictionaries, one for each time, with the counts ("data") and with
those of strings that kept the number of up spins ("reduced_data", all others zero). What h is, and
which run it was, its name alone says.
"""

import csv
import re
import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

from phasetrace.jobs.log import JobLog
from phasetrace.store.errors import FileError
from phasetrace.store.files import atomic
from phasetrace.store.pickled import read_pickled

QUBITS, UP, TIMES, SHOTS = 6, 3, 17, 8192
NAME = re.compile(r".*_h(\d+)(?:-(\d+))?_trotter4_run(\d+)\.pkl")
COLUMNS = "h", "realization", "day", "time", "bitstring", "count"


def rows_of(path, day):
    """Rows of a run: those of the counts, and those of the reduced ones."""
    named = NAME.fullmatch(path.name)
    if named is None:
        raise FileError(path, "its name tells no h and run, must end in _h…_trotter4_run….pkl")
    whole, decimals, run = named.groups()
    measured = read_pickled(path)
    if not isinstance(measured, list) or len(measured) != TIMES:
        raise FileError(path, f"must hold a list of {TIMES} times")
    both = [], []
    for place, moment in enumerate(measured, 1):
        try:
            time = float(moment["t"])
            counts = {str(key): int(count) for key, count in moment["data"].items()}
            reduced = {str(key): int(count) for key, count in moment["reduced_data"].items()}
        except (TypeError, KeyError, ValueError, AttributeError):
            raise FileError(
                path, f"time {place}: must have t, data and reduced_data, counts by bit string"
            ) from None
        if any(len(key) != QUBITS or key.strip("01") for key in counts):
            raise FileError(path, f"time {place}: bit strings must have {QUBITS} characters 0 or 1")
        if sum(counts.values()) != SHOTS or min(counts.values()) < 0:
            raise FileError(path, f"time {place}: counts must sum to {SHOTS}")
        kept = {key: count if key.count("1") == UP else 0 for key, count in counts.items()}
        if reduced != kept:
            raise FileError(
                path, f"time {place}: reduced_data must be the counts of strings with {UP} ones"
            )
        start = f"{whole}.{decimals or 0}", run, day, repr(time)
        both[0].extend((*start, key, count) for key, count in counts.items())
        both[1].extend((*start, key, count) for key, count in kept.items() if count)
    return both


day = snakemake.wildcards.day
with JobLog(snakemake.log[0], f"runs of {day}"):
    every = [rows_of(path, day) for path in sorted(Path(snakemake.input[0], day).iterdir())]
    for path, tables in zip(snakemake.output, zip(*every, strict=True), strict=True):
        with atomic(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(row for table in tables for row in table)
