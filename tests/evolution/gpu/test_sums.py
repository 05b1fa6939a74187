"""Sums over states against direct ones, and their bits in any batch."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from dense import spins_of
from phasetrace.evolution.basis import sector
from phasetrace.evolution.gpu.sums import column_sum, field_energy, magnetizations


@pytest.fixture(autouse=True)
def float64():
    """What the engine does around every call."""
    with jax.enable_x64(True):
        yield


def test_field_energies_match_direct_sums():
    rng = np.random.default_rng(0)
    basis = sector(7, 3, "periodic")
    field = rng.standard_normal((7, 3))
    spins = spins_of(basis.states, 7)
    found = field_energy(jnp.asarray(basis.states), jnp.asarray(field))
    np.testing.assert_allclose(found, spins @ field / 2, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(("sites", "up_spins"), [(4, 0), (6, 3), (12, 6)])
def test_magnetizations_match_a_matrix_product(sites, up_spins):
    basis = sector(sites, up_spins, "open")
    density = np.random.default_rng(1).random((len(basis.states), 5))
    density /= density.sum(axis=0)
    spins = spins_of(basis.states, sites)
    measure = jax.jit(magnetizations, static_argnums=2)
    found = measure(jnp.asarray(basis.states), jnp.asarray(density), sites)
    np.testing.assert_allclose(found, spins.T @ density, rtol=0, atol=1e-14)


@pytest.mark.parametrize("rows", [1, 2, 15, 16, 17, 924])
def test_column_sums_are_exact_and_independent_of_their_neighbours(rows):
    rng = np.random.default_rng(rows)
    values = rng.standard_normal((rows, 40)) * 10.0 ** rng.integers(-8, 8, (rows, 40))
    add = jax.jit(column_sum)
    sums = np.asarray(add(jnp.asarray(values)))
    bound = 1e-15 * np.abs(values).sum(axis=0)
    assert np.all(np.abs(sums - values.sum(axis=0)) <= bound)
    for columns in (slice(0, 1), slice(3, 10), slice(39, None, -1)):
        alone = np.asarray(add(jnp.asarray(values[:, columns])))
        np.testing.assert_array_equal(alone, sums[columns])
