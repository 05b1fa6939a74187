"""Periods of the driven chain for a batch of realizations, compiled by XLA.

Bit i of a basis state is site i, and a set bit is a spin that points up. The pulse is the same
rotation of every spin, applied as matrix products with Kronecker powers of it, a few spins at a
time; H_2 is diagonal, a phase.

Turning every spin by 90° about z changes neither H_2 nor any σ^z but makes the pulse
``exp(-i (g - ε) T_1 σ^y)``, a real matrix. The real and the imaginary part of a state are
therefore rotated apart, in half the arithmetic of complex products, and meet in the phase alone.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.typing import NDArray

from phasetrace.compile.xla import jit

# Spins rotated by one matrix product at most: fewer operations than larger groups, fewer passes
# over the state than smaller ones. In float64 at 12 and 16 sites 4 was fastest of 3 to 6.
GROUP = 4


def _groups(sites: int) -> list[int]:
    """Sizes of the groups of neighbouring spins rotated together, as equal as they can be.

    The first group has the last sites, the highest bits of a basis state.
    """
    count = -(-sites // GROUP)
    return [sites // count + (group < sites % count) for group in range(count)]


def basis_index(spin: NDArray[np.float64]) -> NDArray[np.int64]:
    """Basis states (realization,) of product states ±1 (realization, site)."""
    return np.sum((spin > 0) * 2 ** np.arange(spin.shape[-1]), axis=-1)


def _spin(sites: int, site: int) -> jax.Array:
    """Spin of a site in each of the 2^sites basis states."""
    return (2 * (jnp.arange(2**sites) >> site & 1) - 1).astype(jnp.float64)


def _phase_angle(coupling: jax.Array, field: jax.Array) -> jax.Array:
    """H_2 T_2 in the basis, from the couplings and fields times T_2."""
    sites = field.size
    spins = [_spin(sites, site) for site in range(sites)]
    angle = jnp.zeros(2**sites)
    for site in range(sites):
        angle += field[site] * spins[site]
    for bond in range(coupling.size):
        angle += coupling[bond] * (spins[bond] * spins[(bond + 1) % sites])
    return angle


def _rotation(angle: jax.Array, size: int) -> jax.Array:
    """exp(-i angle σ^y) of `size` spins: a real matrix of dimension 2^size."""
    cos, sin = jnp.cos(angle), jnp.sin(angle)
    # Of one spin, down before up.
    single = jnp.stack([jnp.stack([cos, sin]), jnp.stack([-sin, cos])])
    matrix = single
    for _ in range(size - 1):
        matrix = jnp.kron(matrix, single)
    return matrix


def _rotate(state: jax.Array, rotations: list[jax.Array]) -> jax.Array:
    """Apply one rotation to each group axis of a state (group, ..., 2, group)."""
    shape = state.shape
    before = 1
    for rotation in rotations[:-1]:
        size = len(rotation)
        # One matrix per product spares the transposes that sharing it would cost.
        matrices = jnp.broadcast_to(rotation, (before, size, size))
        state = jnp.matmul(matrices, state.reshape(before, size, -1), precision="highest")
        before *= size
    last = rotations[-1]
    state = jnp.matmul(state.reshape(-1, len(last)), last.T, precision="highest")
    return state.reshape(shape)


def _observe(state: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Magnetization (site,) and squared norm of a state (group, ..., 2, group)."""
    probability = state * state
    most = probability.sum((-2, -1))
    marginals = [
        most.sum(tuple(other for other in range(most.ndim) if other != axis))
        for axis in range(most.ndim)
    ]
    marginals.append(probability.sum(tuple(range(state.ndim - 1))))
    magnetization = []
    for marginal in reversed(marginals):
        size = marginal.size.bit_length() - 1
        magnetization += [
            jnp.sum(marginal * _spin(size, site).astype(state.dtype)) for site in range(size)
        ]
    return jnp.stack(magnetization), most.sum()


@partial(jit, static_argnames=("periods", "precision", "observed"))
def evolve_batch(
    pulse_angle: jax.Array,
    coupling: jax.Array,
    field: jax.Array,
    index: jax.Array,
    *,
    periods: int,
    precision: str,
    observed: bool = False,
) -> tuple[jax.Array, jax.Array, jax.Array | None]:
    """Evolve a batch of product states; JAX must keep 64 bits.

    Parameters
    ----------
    pulse_angle : (realization,)
        (g - ε) T_1, in rad.
    coupling : (realization, bond)
        J_i T_2.
    field : (realization, site)
        B_i T_2.
    index : (realization,)
        Basis states to start from; see `basis_index`.
    periods : int
        Periods to evolve.
    precision : {"float64", "float32"}
        Of the states; phases are found in float64.
    observed : bool
        Whether |ψ|² is returned.

    Returns
    -------
    magnetization : (realization, period, site)
        After each period.
    norm_drift : (realization,) float64
        Largest departure of the squared norm from 1.
    probability : (realization, period, state) or None
        |ψ|² after each period.
    """
    sites = field.shape[-1]
    groups = [2**size for size in _groups(sites)]
    # Real and imaginary part sit before the last group, which keeps every product contiguous.
    shape = (*groups[:-1], 2, groups[-1])
    sign = jnp.array([[1.0], [-1.0]], precision)

    def evolve(
        pulse_angle: jax.Array, coupling: jax.Array, field: jax.Array, index: jax.Array
    ) -> tuple[jax.Array, jax.Array, jax.Array | None]:
        rotations = [_rotation(pulse_angle, size).astype(precision) for size in _groups(sites)]
        angle = _phase_angle(coupling, field).reshape(*groups[:-1], 1, groups[-1])
        cos, sin = jnp.cos(angle).astype(precision), jnp.sin(angle).astype(precision)
        start = (jnp.arange(2**sites) == index).reshape(angle.shape)
        state = jnp.concatenate([start, jnp.zeros_like(start)], axis=-2).astype(precision)

        def period(
            state: jax.Array, _: None
        ) -> tuple[jax.Array, tuple[jax.Array, jax.Array, jax.Array | None]]:
            state = _rotate(state, rotations)
            state = state * cos + sign * jnp.flip(state, axis=-2) * sin
            probability = (state * state).sum(axis=-2).ravel() if observed else None
            return state, (*_observe(state), probability)

        _, reached = lax.scan(period, state.reshape(shape), length=periods)
        magnetization, norm, probability = reached
        return magnetization, jnp.max(jnp.abs(norm - 1)).astype(jnp.float64), probability

    return jax.vmap(evolve)(pulse_angle, coupling, field, index)
