"""Single-qubit traces of a time crystal and of a thermal drive, as NetCDF.

Columns n_… are of 20 qubits under n periods of the drive. Columns nn_… never change sign, and their
mean follows A_0 of Fig. 2c of the paper: they are of circuits that run forward and then back, whose
decay is the device's. Dividing by them is how the paper corrects for it.
"""

import csv
import math
import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

import numpy as np
import xarray as xr
from phasetrace.jobs.log import JobLog
from phasetrace.store.errors import FileError

QUBITS, SITE = 20, snakemake.params.site
DRIVES = {"mbl": 0.97, "thermal": 0.60}
"""g, by the name of the columns; a pulse turns spins by πg."""
PERIODS = {"mbl": 100, "thermal": 25}


def columns_of(path):
    """Columns of the table by name."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        names, *rows = [*csv.reader(file)] or [[]]
    needed = [
        f"{kind}_{drive}_{qubit}"
        for kind in ("n", "nn")
        for drive in DRIVES
        for qubit in range(1, QUBITS + 1)
    ]
    lacking = [name for name in needed if name not in names]
    if lacking:
        raise FileError(path, f"has no column {lacking[0]}")
    if any(len(row) != len(names) for row in rows):
        raise FileError(path, f"must have {len(names)} cells in every line")
    try:
        cells = np.array([[float(cell) if cell else math.nan for cell in row] for row in rows])
    except ValueError as error:
        raise FileError(path, f"must hold numbers: {error}") from None
    return dict(zip(names, cells.T, strict=True))


def traces_of(path, corrected):
    """Autocorrelator of each qubit, (drive, realization, time, site), as in a chain from all up."""
    columns = columns_of(path)
    last = min(PERIODS.values())
    every = []
    for drive, periods in PERIODS.items():
        forward, echo = (
            np.array([columns[f"{kind}_{drive}_{qubit}"] for qubit in range(1, QUBITS + 1)])
            for kind in ("n", "nn")
        )
        if np.isnan(forward[:, : periods + 1]).any() or forward.shape[1] <= periods:
            raise FileError(path, f"must have {periods} periods of n_{drive}_1 to {QUBITS}")
        every.append((forward / echo if corrected else forward)[:, : last + 1])
    # With T₁ = 1 a pulse turns spins by 2 (π/2 - ε).
    epsilon = [math.pi / 2 * (1 - g) for g in DRIVES.values()]
    return xr.Dataset(
        {
            "magnetization": (
                ("drive", "realization", "time", "site"),
                np.array(every)[..., None],
                {"units": "1"},
            )
        },
        {
            "drive": ("drive", epsilon, {"units": "rad"}),
            "time": np.arange(last + 1.0),
            # Each qubit in the place of the site that networks were shown.
            "site": [SITE],
        },
    )


with JobLog(snakemake.log[0], "single qubits"):
    for path, corrected in zip(snakemake.output, (False, True), strict=True):
        traces_of(f"{snakemake.input[0]}/fig_s7.csv", corrected).to_netcdf(path)
