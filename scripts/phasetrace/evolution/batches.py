"""How many disorder realizations evolve together, and the memory that they take.

Nothing here needs JAX, so that a plan of many jobs knows what they take at once.
"""

import numpy as np

CHANGES_NUMBERS = False

# On a CPU, bytes of a state's numbers in a batch: a line of the cache, which is a vector of the
# largest size, or half of one where four vectors would leave the last of a core's caches.
CPU_ROW = {"cached": 64, "long": 32}
CACHED_STATES = 2**16
# Vectors of a batch that are there at a time, the choice of initial states included, and bytes
# that compiling the kernels takes.
CPU_VECTORS = 7
CPU_COMPILATION = 56 * 2**20
# On a GPU, bytes that a realization takes for each basis state, most of them in float64, in which
# its extremal energies are sought whatever it evolves in, and that compiling takes, which grows
# with the numbers of antiparallel bonds that states have.
GPU_STATE_BYTES = {"float64": 17 * 8, "float32": 11 * 8}
GPU_COMPILATION = 20 * 2**20
GPU_COMPILATION_OF_BOND = 9 * 2**20
# Bytes of a state's numbers are at least a line of the GPU's cache, and more as long as one
# vector of every realization has no more than so many bytes, so that the cache keeps all seven
# that the Chebyshev recursion touches.
GPU_ROW = (2**7, 2**14)
GPU_CACHE = 2**23
GPU_LEAST_REALIZATIONS = 4


def batch_bytes(dimension: int, bonds: int, precision: str, device: str, realizations: int) -> int:
    """Bytes that evolving `realizations` of a sector at a time takes.

    On a CPU fewer than `batch_size` are padded to as many, on a GPU to 4. What Python and
    the libraries take once they are imported comes on top.
    """
    if device == "cpu":
        itemsize = np.dtype(precision).itemsize
        row = max(realizations * itemsize, _cpu_row(dimension))
        return CPU_COMPILATION + CPU_VECTORS * row * dimension
    basis = dimension * (8 + 12 * bonds)
    batch = max(realizations, GPU_LEAST_REALIZATIONS) * GPU_STATE_BYTES[precision] * dimension
    return GPU_COMPILATION + GPU_COMPILATION_OF_BOND * bonds + basis + batch


def batch_size(dimension: int, bonds: int, precision: str, device: str, available: int) -> int:
    """Realizations of a sector to evolve together; 0 where `available` bytes are too few.

    Compilers contract and vectorize by shape. So that bits do not depend on the number
    of realizations in a call, it has no say in the size; so that they do not depend on
    the memory, the size is a power of two, and on a GPU at least 4.

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
    if batch_bytes(dimension, bonds, precision, device, 1) > available:
        return 0
    itemsize = np.dtype(precision).itemsize
    if device == "cpu":
        return _cpu_row(dimension) // itemsize
    least, most = GPU_ROW
    row = max(least, min(GPU_CACHE // dimension, most))
    size = GPU_LEAST_REALIZATIONS
    while (
        2 * size * itemsize <= row
        and batch_bytes(dimension, bonds, precision, device, 2 * size) <= available
    ):
        size *= 2
    return size


def _cpu_row(dimension: int) -> int:
    return CPU_ROW["cached" if dimension <= CACHED_STATES else "long"]
