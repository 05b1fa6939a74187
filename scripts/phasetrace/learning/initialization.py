"""Random weights of untrained networks.

Drawn on the host: what compiling JAX's random numbers and decomposition takes would be longer than
many a training.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from phasetrace.learning.recipe import Architecture, Cell, Weights

_Initializer = Callable[[np.random.Generator, tuple[int, ...]], NDArray[np.float64]]


def _glorot_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Glorot and Bengio, AISTATS 2010, eq. (16)."""
    bound = np.sqrt(6 / sum(shape))
    return rng.uniform(-bound, bound, shape)


def _lecun_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Of variance 1 / rows, cut off, as Flax does, where the normal numbers are beyond 2."""
    numbers = rng.standard_normal(shape)
    while (far := np.abs(numbers) > 2).any():
        numbers[far] = rng.standard_normal(np.count_nonzero(far))
    # The normal distribution cut off at +-2 has this standard deviation.
    return numbers / (0.87962566103423978 * np.sqrt(shape[0]))


def _orthogonal(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Orthonormal rows, uniformly distributed; Mezzadri, Notices of the AMS 54, 592 (2007)."""
    q, r = np.linalg.qr(rng.standard_normal(shape[::-1]))
    return (q * np.sign(np.diagonal(r))).T


def _zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.zeros(shape)


def _unit_forget_bias(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.repeat([0.0, 1.0, 0.0, 0.0], shape[0] // 4)


def _each_gate(initializer: _Initializer) -> _Initializer:
    def initialize(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        block = (shape[0], shape[1] // 4)
        return np.concatenate([initializer(rng, block) for _ in range(4)], axis=1)

    return initialize


_INITIALIZERS: dict[Cell, dict[str, _Initializer]] = {
    "keras": {
        "input_kernel": _glorot_uniform,
        "recurrent_kernel": _orthogonal,
        "bias": _unit_forget_bias,
        "output_kernel": _glorot_uniform,
        "output_bias": _zeros,
    },
    "flax": {
        "input_kernel": _each_gate(_lecun_normal),
        "recurrent_kernel": _each_gate(_orthogonal),
        "bias": _zeros,
        "output_kernel": _lecun_normal,
        "output_bias": _zeros,
    },
}


def initial_weights(architecture: Architecture, rng: np.random.Generator) -> Weights:
    """Draw the weights of one untrained network.

    Parameters
    ----------
    architecture
        Its `cell` says from which distributions.
    rng
        Draws.

    Returns
    -------
    weights
        See `phasetrace.learning.classifier`.
    """
    initializers = _INITIALIZERS[architecture.cell]
    return {
        name: initializers[name](rng, shape).astype(np.float32)
        for name, shape in architecture.weight_shapes().items()
    }
