"""The paper's statements about the networks' calibration: Fig. 6."""

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

import numpy as np
import xarray as xr

from phasetrace.analyses.fig6 import OUTCOME
from phasetrace.learning.networks import PHASE
from phasetrace.paper.statements import Row, mostly, support, told


def fig6_rows(fig6: xr.Dataset, readings: xr.Dataset | None = None) -> list[Row]:
    """Judge the statements about Fig. 6.

    Parameters
    ----------
    fig6 : xarray.Dataset
        From `phasetrace.analyses.fig6.analyse`, the ergodic phase first.
    readings : xarray.Dataset
        From `phasetrace.analyses.readings.analyse`: the same of every reading.

    Returns
    -------
    list of Row
    """
    rows = _rows(fig6)
    if readings is None:
        return rows
    others = [_rows(readings.isel(reading=place)) for place in range(readings.sizes["reading"])]
    return [
        replace(row, support=support([one.agrees for one in same], "readings"))
        for row, same in zip(rows, zip(*others, strict=True), strict=True)
    ]


def _rows(data: xr.Dataset) -> list[Row]:
    first, second = (str(phase) for phase in data[PHASE].values)
    sure, gap = (_numbers(data, name, PHASE) for name in ("confidence", "phase_underconfidence"))
    outcomes = _numbers(data.sel({OUTCOME: ["right", "wrong"]}), "sure", OUTCOME)
    wrong = not np.isnan(outcomes[1][0])
    return [
        _mostly_underconfident(data),
        Row(
            "Fig. 6",
            f"This is especially true for the {second} phase (Calibration)",
            f"accuracy less mean confidence larger for {second} samples than for {first} ones by "
            "more than 2 standard errors of the difference",
            f"{second} {_signed(gap[1])}, {first} {_signed(gap[0])}",
            _larger(gap[1], gap[0]),
        ),
        Row(
            "Fig. 6",
            f"Mean confidence is higher for {first} samples than for {second} samples (caption)",
            "mean output for the correct phase larger by more than 2 standard errors of the "
            "difference",
            f"{first} {_text(sure[0])}, {second} {_text(sure[1])}",
            _larger(sure[0], sure[1]),
        ),
        Row(
            "Fig. 6",
            "The networks' confidence is correlated with their accuracy (Blanking)",
            "mean confidence of right judgements above that of wrong ones by more than 2 standard "
            "errors of the difference",
            f"right {_text(outcomes[0])}, wrong {_text(outcomes[1])}"
            if wrong
            else "not measured: no judgement is wrong",
            _larger(*outcomes),
        ),
    ]


def _mostly_underconfident(data: xr.Dataset) -> Row:
    bins = [
        (gap, error, count)
        for (gap, error), count in zip(
            _numbers(data, "underconfidence", "output"), data["count"].values, strict=True
        )
        if count
    ]
    verdicts = [told(gap, error) for gap, error, _ in bins]
    counts = np.array([count for *_, count in bins])
    held = {
        verdict: counts[[one is verdict for one in verdicts]].sum() / counts.sum()
        for verdict in (True, False)
    }
    gap, error, most = max(bins, key=lambda one: one[2])
    return Row(
        "Fig. 6",
        "The networks are mostly underconfident (Calibration)",
        "bins whose accuracy is above their mean confidence, by more than 2 standard errors of the "
        "difference, hold more than half of the judgements",
        f"they hold {held[True]:.0%}, those below it {held[False]:.0%}; accuracy less confidence "
        f"in the fullest bin ({most / counts.sum():.0%} of them) {_signed((gap, error))}",
        mostly(verdicts, counts),
    )


def _numbers(data: xr.Dataset, name: str, dimension: str) -> Sequence[tuple[float, float]]:
    """Means and their standard errors along a dimension."""
    columns = (data[one].transpose(dimension).values for one in (name, f"{name}_error"))
    return [(float(mean), float(error)) for mean, error in zip(*columns, strict=True)]


def _larger(one: tuple[float, float], other: tuple[float, float]) -> bool | None:
    return told(one[0] - other[0], hypot(one[1], other[1]))


def _text(number: tuple[float, float]) -> str:
    return f"{number[0]:.3f}{_error(number[1])}"


def _signed(number: tuple[float, float]) -> str:
    return f"{number[0]:+.3f}{_error(number[1])}"


def _error(error: float) -> str:
    return "" if np.isnan(error) else f" (standard error {error:.3f})"
