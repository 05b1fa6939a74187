"""How many realizations of a driven chain evolve together, and the memory that they take.

Nothing here needs JAX, so that a plan of many jobs knows what they take at once.
"""

import numpy as np

CHANGES_NUMBERS = False

# Vectors of 2^L reals that a realization takes; its state is two of them.
VECTORS = 14
# Bytes of the states of a batch: on a CPU a share of a core's second-level cache.
CACHE = {"cpu": 2**18, "gpu": 2**24}
MOST_REALIZATIONS = 256


def batch_bytes(sites: int, precision: str, realizations: int, observed: int = 0) -> int:
    """Bytes that evolving `realizations` of a driven chain at a time takes.

    Of so many `observed` periods |ψ|² is kept, twice while it is handed over.
    """
    return realizations * (VECTORS + 2 * observed) * 2**sites * np.dtype(precision).itemsize


def batch_size(sites: int, precision: str, device: str) -> int:
    """Realizations of a driven chain to evolve together, as many as the cache favours.

    The last bits of a result may depend on it, so it depends on nothing but the chain,
    the precision and the kind of device. It is 1 before memory could be short.

    Parameters
    ----------
    sites : int
        Length of the chain.
    precision : {"float64", "float32"}
        Of the evolution.
    device : {"cpu", "gpu"}
        Where it runs.
    """
    state = 2 * 2**sites * np.dtype(precision).itemsize
    return min(max(1, CACHE[device] // state), MOST_REALIZATIONS)
