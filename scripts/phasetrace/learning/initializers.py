"""Distributions that untrained weights are drawn from, by NumPy on the host."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Initializer = Callable[[np.random.Generator, tuple[int, ...]], NDArray[np.float64]]
"""Draws an array of a shape; the last axis of a kernel is what it maps to."""


def glorot_uniform(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Glorot and Bengio, AISTATS 2010, eq. (16)."""
    bound = np.sqrt(6 / sum(shape))
    return rng.uniform(-bound, bound, shape)


def lecun_normal(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Of variance 1 / rows, cut off, as Flax does, where the normal numbers are beyond 2."""
    numbers = rng.standard_normal(shape)
    while (far := np.abs(numbers) > 2).any():
        numbers[far] = rng.standard_normal(np.count_nonzero(far))
    # The normal distribution cut off at +-2 has this standard deviation.
    return numbers / (0.87962566103423978 * np.sqrt(shape[0]))


def orthogonal(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Orthonormal rows, uniformly distributed; Mezzadri, Notices of the AMS 54, 592 (2007)."""
    q, r = np.linalg.qr(rng.standard_normal(shape[::-1]))
    return (q * np.sign(np.diagonal(r))).T


def zeros(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Nothing is drawn."""
    return np.zeros(shape)


def constant_by_gate(*values: float) -> Initializer:
    """One number for each gate's columns; nothing is drawn."""

    def initialize(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        return np.repeat(values, shape[0] // len(values)).astype(np.float64)

    return initialize


def by_gate(initializer: Initializer, gates: int) -> Initializer:
    """Draw the columns of each gate by themselves, as if they were a kernel of their own."""

    def initialize(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        columns = (shape[0], shape[1] // gates)
        return np.concatenate([initializer(rng, columns) for _ in range(gates)], axis=1)

    return initialize
