"""Six logical operators against time for each strength B of the field, as NetCDF.

Between B = 0.2 and 2.8 only the first 16 of 41 times were measured, and zeros without an error
stand for the others. Here they are NaN, which is "not measured": phasetrace then shows networks the
times alone that are there in every phase and between them.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(snakemake.scriptdir).parents[1] / "scripts"))

import numpy as np
import xarray as xr
from phasetrace.jobs.log import JobLog
from phasetrace.store.errors import FileError
from phasetrace.store.foreign.binary import read_arrays
from phasetrace.store.foreign.formats import MAT

OPERATORS, STRENGTHS, TIMES, ALWAYS = 6, 17, 41, 16
SHAPES = {
    "ts": (1, TIMES),
    "disorders": (1, STRENGTHS),
    "Zs_exp_avg": (OPERATORS, STRENGTHS, TIMES),
    "Zs_exp_err": (OPERATORS, STRENGTHS, TIMES),
}


def traces_of(path):
    """The operators' means with their standard errors, (B, realization, time, site)."""
    held = {name: array.values for name, array in read_arrays(path, MAT).arrays.items()}
    for name, shape in SHAPES.items():
        if name not in held or held[name].shape != shape:
            found = held[name].shape if name in held else "not there"
            raise FileError(path, f"{name} is {found}, must be of shape {shape}")
    values, errors = (np.moveaxis(held[f"Zs_exp_{kind}"], 0, 1) for kind in ("avg", "err"))
    missing = ((values == 0) & (errors == 0)).all(axis=1)
    if missing[:, :ALWAYS].any():
        raise FileError(path, f"must have the first {ALWAYS} times at every strength")
    # One channel: every operator is a sample by itself.
    dims = ("B", "realization", "time", "site")
    gaps = missing[:, None, :, None]
    return xr.Dataset(
        {
            "logical_operator": (dims, np.where(gaps, np.nan, values[..., None]), {"units": "1"}),
            "logical_operator_error": (dims, np.where(gaps, np.nan, errors[..., None])),
        },
        {
            "B": ("B", held["disorders"][0], {"units": "1"}),
            "time": ("time", held["ts"][0], {"units": "periods"}),
            "site": [1],
        },
    )


with JobLog(snakemake.log[0], "logical operators"):
    traces_of(f"{snakemake.input[0]}/fig4a.mat").to_netcdf(snakemake.output[0])
