"""Neighbours and the recursion over them against dense exchanges."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.evolution.basis import sector
from phasetrace.evolution.gpu.exchanges import Hopping, hopping, image, recur

SECTORS = [(3, 1), (6, 3), (7, 2), (8, 4), (5, 0), (5, 5)]


@pytest.fixture(autouse=True)
def float64():
    """What the engine does around every call."""
    with jax.enable_x64(True):
        yield


def dense(basis, order):
    """Σ_b P_b off its diagonal, in the given order of the states."""
    eye = np.eye(len(basis.states))
    matrix = sum(eye[swap] for swap in basis.swaps)
    np.fill_diagonal(matrix, 0)
    return matrix[np.ix_(order, order)]


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize(("sites", "up_spins"), SECTORS)
def test_neighbours_are_the_exchanges_of_antiparallel_bonds(sites, up_spins, boundary):
    basis, hops = sector(sites, up_spins, boundary), hopping(sites, up_spins, boundary)
    matrix = dense(basis, hops.order)
    assert sorted(hops.order) == list(range(len(basis.states)))
    np.testing.assert_array_equal(hops.antiparallel, matrix.sum(axis=1))
    assert len({table.shape[1] for table in hops.neighbours}) == len(hops.neighbours)
    first = 0
    for table in hops.neighbours:
        for state, reached in enumerate(table, start=first):
            np.testing.assert_array_equal(np.sort(reached), np.flatnonzero(matrix[state]))
        first += len(table)
    assert first == len(basis.states)


@pytest.mark.parametrize(("sites", "up_spins"), SECTORS)
def test_recursion_matches_matrix_products(sites, up_spins):
    rng = np.random.default_rng(sites)
    hops = hopping(sites, up_spins, "open")
    matrix = dense(sector(sites, up_spins, "open"), hops.order)
    diagonal, vectors, before, into = rng.standard_normal((4, len(matrix), 5))
    strength = rng.standard_normal(5)
    applied = strength * (matrix @ vectors) + diagonal * vectors
    places = hops.places(realizations=5)
    found = recur(places, strength, jnp.asarray(diagonal), vectors, before, into)
    np.testing.assert_allclose(found, applied - before, rtol=0, atol=1e-13)
    found = image(places, strength, diagonal, vectors)
    np.testing.assert_allclose(found, applied, rtol=0, atol=1e-13)


def test_places_beyond_32_bits_are_not_cut():
    last = 2**16 - 1
    hops = Hopping(np.arange(2**16), (np.array([[last]], np.uint32),))
    assert hops.places(2**15)[0].dtype == np.uint32
    assert hops.places(2**17)[0][0, 0] == last * 2**17
