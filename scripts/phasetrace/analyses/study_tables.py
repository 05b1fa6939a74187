"""What a study found, as tables: transitions, accuracies, and what is said of each trace."""

from typing import Any

import numpy as np
import xarray as xr

from phasetrace.analyses.transition_table import BOUNDS, READING, bounds
from phasetrace.analyses.transitions import GAP
from phasetrace.learning.labels import PARTS
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.store.traces import REALIZATION

NETWORKS = "networks"
TRANSITION = (
    *("method", "reading", "from", "to", "value", "low", "high"),
    *("retraining", "disorder", "grid", "verdict"),
)
ACCURACY = ("method", "part", "accuracy", "spread", "cross_entropy", "traces")
"""Columns of the tables, which have no row where no phase is known."""

Row = dict[str, Any]


def transitions(
    phases: xr.Dataset, methods: xr.Dataset | None = None, labels: xr.Dataset | None = None
) -> list[Row]:
    """List the transitions that the networks and the other methods find.

    Parameters
    ----------
    phases : xarray.Dataset
        From `phasetrace.analyses.phases.analyse`.
    methods, labels : xarray.Dataset, optional
        From `phasetrace.analyses.methods.analyse` and `phasetrace.analyses.labels.analyse`; a study
        that other networks judge has neither.

    Returns
    -------
    list of dict
        A row for each method and gap between known phases; its columns are those of
        `phasetrace.analyses.transition_table.transition_table`. The networks' interval is that of
        `phasetrace.analyses.interval`. Networks that know more or less of the labels are another
        ``reading``.
    """
    rows = _of_networks(phases, READING)
    if methods is not None:
        for method in methods["method"].values:
            if method != NETWORKS:
                one = methods.sel({"method": method})
                rows += _rows(str(method), READING, phases, one, "transition")
    if labels is not None:
        for share in labels["share"].values:
            if share != 1:
                rows += _of_networks(labels.sel(share=share), f"{share:g} of the labels")
    return rows


def _of_networks(shown: xr.Dataset, reading: str) -> list[Row]:
    names = {f"transition_{name}": name for name in (*BOUNDS, "verdict", "value")}
    found = shown[list(names)].reset_coords(drop=True)
    return _rows(NETWORKS, reading, shown, found.rename(names), "value")


def _rows(method: str, reading: str, sides: xr.Dataset, found: xr.Dataset, value: str) -> list[Row]:
    """A row for each gap, of what was found there."""
    return [
        {
            "method": method,
            "reading": reading,
            "from": str(sides["from"].values[gap]),
            "to": str(sides["to"].values[gap]),
            "value": float(found[value][gap]),
            **bounds(found.isel({GAP: gap})),
            "verdict": str(found["verdict"].values[gap]),
        }
        for gap in range(found.sizes[GAP])
    ]


def map_transitions(shown: xr.Dataset) -> list[Row]:
    """List the transitions of a map, with the second parameter before their values.

    Parameters
    ----------
    shown : xarray.Dataset
        From `phasetrace.analyses.map.analyse`.

    Returns
    -------
    list of dict
        A row for each value of the second parameter and gap.
    """
    second = str(shown.attrs["second"])
    sides = ("method", "reading", "from", "to")
    rows = []
    for value in shown[second].values:
        for row in _of_networks(shown.sel({second: value}), READING):
            first = {key: row[key] for key in sides}
            rows.append({**first, second: float(value), **row})
    return rows


def accuracies(predictions: xr.Dataset, methods: xr.Dataset | None) -> list[Row]:
    """List how often the networks, and the other methods, are right where the phase is known.

    Parameters
    ----------
    predictions : xarray.Dataset
        Of the study's networks.
    methods : xarray.Dataset or None
        As `transitions` takes it.

    Returns
    -------
    list of dict
        A row for each part that the networks were trained on, chosen by or tested on, and one for
        the test of each other method: ``method``, ``part``, mean ``accuracy``, its standard
        deviation between networks, ``spread``, the mean ``cross_entropy`` in nats, and the number
        of labelled ``traces``.
    """
    probability = predictions["probability"].transpose(RETRAINING, ..., REALIZATION, PHASE)
    exists = np.isfinite(probability.values).all(axis=(0, 3))
    known = predictions["label"].values >= 0
    rows = []
    for part in PARTS:
        if f"{part}_accuracy" not in predictions:
            continue
        each = predictions[f"{part}_accuracy"].values
        those = exists[known][:, predictions["part"].values == part]
        rows.append(
            {
                "method": NETWORKS,
                "part": part,
                "accuracy": float(each.mean()),
                "spread": float(each.std(ddof=1)) if len(each) > 1 else np.nan,
                "cross_entropy": float(predictions[f"{part}_cross_entropy"].mean()),
                "traces": int(those.sum()),
            }
        )
    if methods is None:
        return rows
    for method in methods["method"].values:
        one = methods.sel({"method": method})
        if method != NETWORKS and np.isfinite(one["accuracy"]):
            rows.append(
                {
                    "method": str(method),
                    "part": PARTS[-1],
                    "accuracy": float(one["accuracy"]),
                    "spread": np.nan,
                    "cross_entropy": float(one["cross_entropy"]),
                    "traces": rows[-1]["traces"],
                }
            )
    return rows


def each_trace(predictions: xr.Dataset) -> list[Row]:
    """List what the networks say of each trace.

    Returns
    -------
    list of dict
        A row for each trace: the parameter; the number of its realization; its group, if there are
        groups; what it was for (``part``); the known phase, if any; and for each phase the mean
        output of the networks and its standard deviation between them.
    """
    probability = predictions["probability"]
    (parameter,) = set(map(str, probability.dims)) - {RETRAINING, REALIZATION, PHASE}
    outputs = probability.transpose(parameter, REALIZATION, RETRAINING, PHASE).values
    phases = [str(phase) for phase in predictions[PHASE].values]
    number = (
        predictions["number"].transpose(parameter, REALIZATION).values
        if "number" in predictions
        else np.broadcast_to(np.arange(outputs.shape[1]), outputs.shape[:2])
    )
    group = (
        predictions["group"].transpose(parameter, REALIZATION).values
        if "group" in predictions
        else None
    )
    rows = []
    for place, realization in np.ndindex(outputs.shape[:2]):
        said = outputs[place, realization]
        if not np.isfinite(said).all():
            continue
        label = int(predictions["label"].values[place])
        rows.append(
            {
                parameter: float(predictions[parameter].values[place]),
                REALIZATION: str(number[place, realization]),
                **({} if group is None else {"group": str(group[place, realization])}),
                "part": str(predictions["part"].values[realization]),
                "known": phases[label] if label >= 0 else "",
                **dict(zip(phases, said.mean(axis=0).tolist(), strict=True)),
                **{
                    f"{phase} spread": float(one) if len(said) > 1 else np.nan
                    for phase, one in zip(
                        phases, said.std(axis=0, ddof=min(1, len(said) - 1)), strict=True
                    )
                },
            }
        )
    return sorted(rows, key=lambda row: (row[parameter], len(row[REALIZATION]), row[REALIZATION]))
