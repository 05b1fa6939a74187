"""Parts of a period of the driven chain, site by site."""

from functools import reduce

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from dense import spins_of
from phasetrace.models.floquet import propagation
from phasetrace.models.floquet.propagation import basis_index
from scipy.linalg import expm

PAULI_Y = np.array([[0, -1j], [1j, 0]])


@pytest.fixture(autouse=True)
def float64():
    """What the chain does around every call."""
    with jax.enable_x64(True):
        yield


def test_bit_i_of_a_basis_state_is_site_i_and_set_where_the_spin_is_up():
    spins = spins_of(np.arange(32), 5)
    np.testing.assert_array_equal(basis_index(spins), np.arange(32))
    for site in range(5):
        np.testing.assert_array_equal(propagation._spin(5, site), spins[:, site])


@pytest.mark.parametrize("size", [1, 3])
def test_rotations_are_those_of_spins_that_are_first_down_and_then_up(size):
    # In this order σ^y has the opposite sign.
    single = expm(0.3j * PAULI_Y)
    expected = reduce(np.kron, [single] * size)
    np.testing.assert_allclose(propagation._rotation(0.3, size), expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize("bonds", [4, 5])
def test_phases_are_the_energies_of_the_basis(bonds):
    rng = np.random.default_rng(0)
    coupling, field = rng.standard_normal(bonds), rng.standard_normal(5)
    spins = spins_of(np.arange(32), 5)
    pairs = (spins * np.roll(spins, -1, axis=1))[:, :bonds]
    found = propagation._phase_angle(jnp.asarray(coupling), jnp.asarray(field))
    np.testing.assert_allclose(found, spins @ field + pairs @ coupling, rtol=0, atol=1e-14)


@pytest.mark.parametrize(("sites", "groups"), [(2, [2]), (4, [4]), (5, [3, 2]), (9, [3, 3, 3])])
def test_groups_are_as_equal_as_they_can_be(sites, groups):
    assert propagation._groups(sites) == groups


@pytest.mark.parametrize("sites", [4, 5, 9])
def test_every_site_is_measured_in_its_place(sites):
    rng = np.random.default_rng(sites)
    amplitudes = rng.standard_normal((2, 2**sites))
    groups = [2**size for size in propagation._groups(sites)]
    state = amplitudes.reshape(2, *groups)
    magnetization, norm = propagation._observe(jnp.moveaxis(jnp.asarray(state), 0, -2))
    density = (amplitudes**2).sum(axis=0)
    expected = density @ spins_of(np.arange(2**sites), sites)
    np.testing.assert_allclose(magnetization, expected, rtol=1e-12, atol=1e-11)
    np.testing.assert_allclose(norm, density.sum(), rtol=1e-13)
