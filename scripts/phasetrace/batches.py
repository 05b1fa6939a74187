"""How many disorder realizations evolve together, and the memory that they take.

Nothing here needs JAX, so that a plan of many jobs knows what they take at once.
"""

import numpy as np

# Bytes that a realization takes for each basis state, most of them in float64, in which its
# extremal energies are sought whatever it evolves in.
STATE_BYTES = {"float64": 17 * 8, "float32": 11 * 8}
# Bytes that compiling the evolution takes, which grows with the numbers of antiparallel bonds
# that states have.
COMPILATION = 20 * 2**20
COMPILATION_OF_BOND = 9 * 2**20
# Bytes of a state's numbers in a batch. On a CPU they are a line of its cache, which is a
# vector; on a GPU at least one of its own, and more as long as one vector of every
# realization has no more than so many bytes, so that the cache keeps all seven that the
# Chebyshev recursion touches.
CPU_ROW = 64
GPU_ROW = (2**7, 2**14)
GPU_CACHE = 2**23
LEAST_REALIZATIONS = 4

# The same of the Floquet chain, whose state is two vectors of 2^L reals; of a core's cache
# it takes a share of the second level.
FLOQUET_VECTORS = 14
FLOQUET_CACHE = {"cpu": 2**18, "gpu": 2**24}
FLOQUET_MOST_REALIZATIONS = 256

# One in so many traces of a training batch is labelled where an epoch passes over the
# labelled ones.
LABELLED_SHARE = 3


def heisenberg_bytes(dimension: int, bonds: int, precision: str, realizations: int) -> int:
    """Bytes that evolving `realizations` of a sector at a time takes, its basis included.

    No fewer than 4 are ever evolved together; a smaller number is padded. What Python
    and JAX take once they are imported comes on top.
    """
    basis = dimension * (8 + 12 * bonds)
    batch = max(realizations, LEAST_REALIZATIONS) * STATE_BYTES[precision] * dimension
    return COMPILATION + COMPILATION_OF_BOND * bonds + basis + batch


def heisenberg_width(
    dimension: int, bonds: int, precision: str, device: str, available: int
) -> int:
    """Realizations of a sector to evolve together; 0 where `available` bytes are too few.

    Compilers contract and vectorize by shape. So that bits do not depend on the number
    of realizations in a call, it has no say in the width; so that they do not depend on
    the memory, the width is a power of two, and at least 4.

    Parameters
    ----------
    dimension, bonds : int
        Basis states of the sector and neighbouring pairs of the chain.
    precision : {"float64", "float32"}
        Of the evolution.
    device : {"cpu", "gpu"}
        Where it runs.
    available : int
        Bytes that may be used.
    """
    if heisenberg_bytes(dimension, bonds, precision, 1) > available:
        return 0
    itemsize = np.dtype(precision).itemsize
    row = CPU_ROW
    if device == "gpu":
        least, most = GPU_ROW
        row = max(least, min(GPU_CACHE // dimension, most))
    width = LEAST_REALIZATIONS
    while (
        2 * width * itemsize <= row
        and heisenberg_bytes(dimension, bonds, precision, 2 * width) <= available
    ):
        width *= 2
    return width


def floquet_bytes(sites: int, precision: str, realizations: int) -> int:
    """Bytes that evolving `realizations` of a driven chain at a time takes."""
    return realizations * FLOQUET_VECTORS * 2**sites * np.dtype(precision).itemsize


def floquet_width(sites: int, precision: str, device: str) -> int:
    """Realizations of a driven chain evolved together, as many as the cache favours.

    The last bits of a result may depend on it, so it depends on nothing but the chain,
    the precision and the kind of device. It is 1 before memory could be short.
    """
    state = 2 * 2**sites * np.dtype(precision).itemsize
    return min(max(1, FLOQUET_CACHE[device] // state), FLOQUET_MOST_REALIZATIONS)
