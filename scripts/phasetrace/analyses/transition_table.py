"""The transition that each method finds, as a table."""

import numpy as np
import xarray as xr

from phasetrace.analyses.readings import CHOICE
from phasetrace.analyses.readings import READING as OF_READINGS
from phasetrace.analyses.transitions import GAP
from phasetrace.learning.networks import PHASE

READING = "default"
"""Of the learning stage: as it is configured."""
GAP_RATIO = "gap ratio"
BOUNDS = ("low", "high", "retraining", "disorder", "grid")

Row = dict[str, float | str]


def transition_table(methods: xr.Dataset, readings: xr.Dataset) -> list[Row]:
    """List what each method finds between neighbouring regimes.

    Parameters
    ----------
    methods : xarray.Dataset
        From `phasetrace.analyses.methods.analyse`.
    readings : xarray.Dataset
        From `phasetrace.analyses.readings.analyse`, of the same chains or with another boundary.

    Returns
    -------
    list of dict
        A row for each method and gap, one for the gap ratio of the same chains, which has no
        reading, and one for the networks of each reading but the configured one, whose networks
        the first row is of. A row has ``method``; ``reading``, how the learning stage is read; the
        phases ``from`` and ``to`` on both sides; the transition's ``value``, the ends ``low`` and
        ``high`` of its 68 % interval, and its standard errors from ``retraining``, ``disorder`` and
        the ``grid``, all in units of the parameter, NaN where there is none; and the ``verdict``.
    """
    rows: list[Row] = [
        {
            "method": str(method),
            "reading": READING,
            **{side: str(one[side].values) for side in ("from", "to")},
            "value": float(one["transition"]),
            **bounds(one),
            "verdict": str(one["verdict"].values),
        }
        for place, method in enumerate(methods["method"].values)
        for one in (methods.isel({"method": place, GAP: gap}) for gap in range(methods.sizes[GAP]))
    ]
    between = {"from": str(readings[PHASE].values[0]), "to": str(readings[PHASE].values[-1])}
    exact = exact_row(methods, between)
    return [*rows, exact, *_others(readings, str(rows[0]["method"]), between)]


def bounds(found: xr.Dataset) -> Row:
    """Interval and errors of a transition that is found; of any other, NaN."""
    there = str(found["verdict"].values) == "found"
    return {name: float(found[name]) if there else np.nan for name in BOUNDS}


def exact_row(methods: xr.Dataset, between: dict[str, str]) -> Row:
    """The row of the gap ratio, which is between some phases."""
    value, error, grid = (float(methods[f"exact_{one}"]) for one in ("transition", "error", "grid"))
    half = np.hypot(error, grid)
    return {
        "method": GAP_RATIO,
        "reading": "",
        **between,
        "value": value,
        "low": value - half,
        "high": value + half,
        "retraining": np.nan,
        "disorder": error,
        "grid": grid,
        "verdict": "no crossing" if np.isnan(value) else "found",
    }


def _others(readings: xr.Dataset, networks: str, between: dict[str, str]) -> list[Row]:
    """The rows of other readings; they have no bootstraps, and so no interval."""
    usual = readings["configured"].values
    return [
        {
            "method": networks,
            "reading": _changed(one, readings.isel({OF_READINGS: usual})),
            **between,
            "value": float(one["transition_value"]),
            **dict.fromkeys(BOUNDS, np.nan),
            "retraining": float(one["transition_retraining"]),
            "verdict": str(one["transition_verdict"].values),
        }
        for one in (readings.isel({OF_READINGS: place}) for place in np.flatnonzero(~usual))
    ]


def _changed(reading: xr.Dataset, usual: xr.Dataset) -> str:
    """The choices of a reading, only those that are not as configured where one reading is."""
    chosen = dict(zip(reading[CHOICE].values, reading["chosen"].values, strict=True))
    if usual.sizes[OF_READINGS]:
        as_usual = usual["chosen"].values[0]
        kept = reading["chosen"].values != as_usual
        chosen = {key: chosen[key] for key in reading[CHOICE].values[kept]}
    return ", ".join(f"{key}={value}" for key, value in chosen.items())
