"""Studies that are small enough for a test."""

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
