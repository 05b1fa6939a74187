"""Random numbers of disorder realizations, drawn from their physical labels.

Every realization has a random stream of its own, keyed by what it is (the model, the
chain, the parameters, the seed and its number), so it is the same whatever else is
drawn, on however many cores, in whatever order and on whatever machine.
"""

import hashlib
import json
import math

import numpy as np
import numpy.typing as npt


def unit_uniform(count: int, **labels: str | int) -> npt.NDArray[np.float64]:
    """Draw from the uniform distribution on [0, 1) for one labelled realization.

    The bits come from the Philox counter generator, keyed by the SHA-256 digest of the
    labels, and are made into floats here: NumPy keeps the bits of its generators
    between versions, but not the streams of its distributions.

    Parameters
    ----------
    count : int
        How many numbers to draw.
    **labels : str or int
        What the numbers are for.

    Returns
    -------
    ndarray, shape (count,)
        The draws, multiples of 2⁻⁵³.
    """
    text = json.dumps(labels, sort_keys=True)
    key = np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], dtype="<u8")
    bits = np.random.Philox(key=key.astype(np.uint64)).random_raw(count)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def check_draw(
    *, sites: int, boundary: str, seed: int, realizations: int, **amounts: float
) -> None:
    """Refuse what no realization can be drawn of.

    Parameters
    ----------
    sites, boundary, seed, realizations
        What is drawn.
    **amounts : float
        Strengths by name, finite and not negative.

    Raises
    ------
    ValueError
        Naming the argument, its value and what is allowed.
    """
    counts = (("sites", sites, 1), ("seed", seed, 0), ("realizations", realizations, 1))
    for name, number, least in counts:
        if number != int(number) or number < least:
            raise ValueError(f"{name} is {number}, must be a whole number of at least {least}")
    if boundary not in ("open", "periodic"):
        raise ValueError(f"boundary is {boundary!r}, must be 'open' or 'periodic'")
    for name, amount in amounts.items():
        if not (math.isfinite(amount) and amount >= 0):
            raise ValueError(f"{name} is {amount}, must be finite and not negative")
