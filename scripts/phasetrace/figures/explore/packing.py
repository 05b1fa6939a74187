"""Arrays as text in a page: fewer digits where a picture shows no more."""

from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

BITS = {8: np.int8, 16: np.int16, 32: np.float32, 64: np.float64}


def packed(array: NDArray[Any], bits: int = 32) -> dict[str, Any]:
    """Put numbers into a form that JSON can hold.

    Parameters
    ----------
    array : ndarray
        Numbers, NaN among them.
    bits : {8, 16, 32, 64}
        Of each: 64 keeps them, 32 in single precision; 16 and 8 are so many steps from the smallest
        number to the largest, as CF packs data.

    Returns
    -------
    dict
        ``shape``; ``bits``; ``data``, little-endian numbers in base64, of which the least is NaN;
        and ``scale`` and ``offset``, by which they become the array's.
    """
    values = np.asarray(array, dtype=np.float64)
    scale, offset = 1.0, 0.0
    if bits < 32:
        largest = 2 ** (bits - 1) - 1
        if np.isfinite(values).any():
            low, high = float(np.nanmin(values)), float(np.nanmax(values))
            offset, scale = (low + high) / 2, (high - low) / (2 * largest) or 1.0
        steps = np.round((values - offset) / scale)
        values = np.where(np.isnan(steps), -largest - 1, steps)
    kind = np.dtype(BITS[bits]).newbyteorder("<")
    return {
        "shape": list(values.shape),
        "bits": bits,
        "scale": scale,
        "offset": offset,
        "data": b64encode(values.astype(kind).tobytes()).decode(),
    }
