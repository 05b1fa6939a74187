"""The transition that each method finds, as a table."""

import xarray as xr

from phasetrace.analyses.transitions import GAP

READING = "default"
"""Of the learning stage: as it is configured."""
_BOUNDS = ("low", "high", "retraining", "disorder", "grid")


def transition_table(data: xr.Dataset) -> list[dict[str, float | str]]:
    """List what each method finds between neighbouring regimes.

    Parameters
    ----------
    data : xarray.Dataset
        From `phasetrace.analyses.methods.analyse`.

    Returns
    -------
    list of dict
        A row for each method and gap: ``method``; ``reading``, how the learning stage is read; the
        phases ``from`` and ``to`` on both sides; the transition's ``value``, the ends ``low`` and
        ``high`` of its 68 % interval, and its standard errors from ``retraining``, ``disorder`` and
        the ``grid``, all in units of the parameter; and the ``verdict``.
    """
    return [
        {
            "method": str(method),
            "reading": READING,
            **{side: str(one[side].values) for side in ("from", "to")},
            "value": float(one["transition"]),
            **{name: float(one[name]) for name in _BOUNDS},
            "verdict": str(one["verdict"].values),
        }
        for place, method in enumerate(data["method"].values)
        for one in (data.isel({"method": place, GAP: gap}) for gap in range(data.sizes[GAP]))
    ]
