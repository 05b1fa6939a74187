"""One step of the recursion against dense matrices."""

import numpy as np
import pytest
from bipartitions import CUTS, problem
from numba import njit
from phasetrace.compile.simd import fill, pack
from phasetrace.evolution.cpu.recursion import recur

OLD, NEW = 0.3, -1.7


@njit
def step(tables, energies, vectors, before, sums, work):
    like = pack(energies.strength)
    recur(tables, energies, vectors, before, sums, fill(like, OLD), fill(like, NEW), work)


# Rows of two float64 are shorter than a line of the cache, of which more is fetched ahead.
@pytest.mark.parametrize(("batch", "precision"), [(2, "float64"), (8, "float64"), (4, "float32")])
@pytest.mark.parametrize(("sites", "up_spins", "boundary", "cut"), CUTS)
def test_a_step_is_that_of_a_dense_matrix(sites, up_spins, boundary, cut, batch, precision):
    one = problem(sites, up_spins, boundary, cut, batch, precision)
    vectors, before, sums = one.vectors(3)
    old = before.astype(float)
    new = one.applied(vectors.astype(float)).ravel() - old
    expected = sums + OLD * old + NEW * new
    tolerance = 1e-13 if precision == "float64" else 3e-5
    again = before.copy()
    step(one.tables, one.energies, vectors, before, sums, one.work())
    np.testing.assert_allclose(before, new, rtol=0, atol=tolerance)
    np.testing.assert_allclose(sums, expected, rtol=0, atol=tolerance)
    step(one.tables, one.energies, vectors, again, sums[:0], one.work())
    np.testing.assert_array_equal(again, before)
