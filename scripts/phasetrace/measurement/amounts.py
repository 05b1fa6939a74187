"""What shots take, known before they are drawn."""

from typing import Any

CHANGES_NUMBERS = False

EXACT: dict[str, Any] = {"shots": None, "readout": None, "postselect": False}
"""Settings of `phasetrace.measurement.settings.Measurement` that measure exactly."""


def shot_bytes(shots: int | None, sites: int, times: int) -> int:
    """Bytes of the bit strings of a realization at so many sampling times."""
    if shots is None:
        return 0
    return shots * times * next(size for size in (1, 2, 4, 8) if 8 * size >= sites)
