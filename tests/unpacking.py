"""Numbers of a page, read as the page reads them."""

from base64 import b64decode

import numpy as np
from phasetrace.figures.explore.packing import BITS


def unpacked(made):
    """The array that was packed."""
    steps = np.frombuffer(b64decode(made["data"]), np.dtype(BITS[made["bits"]]).newbyteorder("<"))
    values = steps.astype(float) * made["scale"] + made["offset"]
    if made["bits"] < 32:
        values[steps == np.iinfo(steps.dtype).min] = np.nan
    return values.reshape(made["shape"])
