"""Studies that are small enough for a test."""

import numpy as np
import xarray as xr

CRYSTAL = {
    "chain": {"model": "floquet", "sites": 6, "realizations": 10, "periods": 5},
    "parameter": {"name": "drive", "values": [0.0, 0.1, 0.4, 0.7, 0.8], "unit": "rad"},
    "phases": {"crystal": [0.0, 0.1], "hot": [0.7, 0.8]},
    "learning": {"units": 2, "batch": 8, "retrainings": 2, "epochs": 2},
}
"""Of a driven chain."""
MEASURED = {
    "traces": {"files": "mine.csv"},
    "parameter": {"name": "h", "unit": "J"},
    "phases": {"thermal": [0.0, 0.5], "localized": [2.0, 2.0]},
    "learning": {"units": 2, "batch": 8, "retrainings": 2, "epochs": 2},
}
"""Of a file."""


def measured(seed=0):
    """Traces for it, of ten realizations at six values; one of them is short, one value missing."""
    rng = np.random.default_rng(seed)
    h, times = [0.0, 0.25, 0.5, 1.0, 1.5, 2.0], np.arange(5.0)
    left = np.where(np.array(h) < 1.0, np.exp(-times)[:, None], 1.0).T
    values = left[:, None, :, None] * rng.normal(1, 0.1, (6, 10, 5, 3))
    values[3, 9, 3:] = values[2, 4, 1, 0] = np.nan
    dims = ("h", "realization", "time", "site")
    return xr.Dataset(
        {"magnetization": (dims, np.clip(values, -1, 1))},
        {"h": h, "realization": np.arange(10), "time": times, "site": [1, 2, 3]},
    )


def changed(study, **changes):
    """A study with some of its keys replaced, `chain__sites` for one within another, or dropped."""
    made = {key: dict(value) if isinstance(value, dict) else value for key, value in study.items()}
    for path, value in changes.items():
        *keys, last = path.split("__")
        inner = made
        for key in keys:
            inner = inner[key]
        if value is None:
            inner.pop(last)
        else:
            inner[last] = value
    return made
