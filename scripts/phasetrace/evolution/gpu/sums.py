"""Sums over the basis states of a sector whose bits do not depend on the batch."""

import jax
import jax.numpy as jnp

from phasetrace.compile.xla import jit

# Rows added at a time in a sum over states, and states whose spins are added at a time.
FOLD = 16
CHUNK = 256


def column_sum(values: jax.Array) -> jax.Array:
    """Sum of `values` (state, ..., realization) over states.

    The rows are folded until one is left. Every addition is spelt out, so a
    realization's sum has the same bits whatever stands beside it and however many
    there are; a library reduction or matrix product does not promise that.
    """
    while len(values) > 1:
        rows = -(-len(values) // FOLD)
        padding = [(0, FOLD * rows - len(values))] + [(0, 0)] * (values.ndim - 1)
        parts = list(jnp.pad(values, padding).reshape(FOLD, rows, *values.shape[1:]))
        while len(parts) > 1:
            parts = [even + odd for even, odd in zip(parts[::2], parts[1::2], strict=True)]
        values = jax.lax.optimization_barrier(parts[0])
    return values[0]


def overlap(bra: jax.Array, ket: jax.Array) -> jax.Array:
    """Scalar products (realization,) of real vectors (state, realization)."""
    return column_sum(bra * ket)


def magnetizations(states: jax.Array, density: jax.Array, sites: int) -> jax.Array:
    """Expectation values ⟨σ^z_i⟩ (site, realization) for probabilities (state, realization)."""
    rows = min(CHUNK, len(states))
    missing = -len(states) % rows
    states = jnp.pad(states, (0, missing)).reshape(-1, rows)
    density = jnp.pad(density, ((0, missing), (0, 0))).reshape(*states.shape, -1)

    def add(sums: jax.Array, chunk: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, None]:
        up = (chunk[0][:, None] >> jnp.arange(sites) & 1)[:, :, None]
        weight = chunk[1][:, None, :]
        return sums + jnp.where(up, weight, -weight), None

    nothing = jnp.zeros((rows, sites, density.shape[-1]), density.dtype)
    sums, _ = jax.lax.scan(add, nothing, (states, density))
    return column_sum(sums)


@jit
def field_energy(states: jax.Array, field: jax.Array) -> jax.Array:
    """Energy Σ_i w_i S^z_i (state, realization) of every basis state.

    `field` is (site, realization).
    """

    def add(site: jax.Array, energy: jax.Array) -> jax.Array:
        up = (states >> site & 1)[:, None]
        return energy + 0.5 * jnp.where(up, field[site], -field[site])

    nothing = jnp.zeros((len(states), field.shape[1]), field.dtype)
    return jax.lax.fori_loop(0, len(field), add, nothing)
