"""The kernels for a CPU against dense matrices."""

import numpy as np
import pytest
from bipartitions import CUTS, problem
from phasetrace.evolution.bounds import start_vector
from phasetrace.evolution.cpu import kernels

EVERY_CUT = pytest.mark.parametrize(("sites", "up_spins", "boundary", "cut"), CUTS)


@EVERY_CUT
def test_expectations_are_those_of_the_dense_matrix(sites, up_spins, boundary, cut):
    one = problem(sites, up_spins, boundary, cut, 4)
    vector, image = one.vectors(2)
    found = np.empty(4)
    kernels.expectation(one.tables, one.energies, vector, image, found, one.work())
    applied = one.applied(vector)
    np.testing.assert_allclose(image.reshape(-1, 4), applied, rtol=0, atol=1e-13)
    expected = np.sum(vector.reshape(-1, 4) * applied, axis=0)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("pairs", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("batch", "precision"), [(4, "float64"), (8, "float64"), (8, "float32")])
@pytest.mark.parametrize(("sites", "up_spins", "boundary", "cut"), CUTS[-3:])
def test_series_are_those_of_chebyshev_polynomials(
    sites, up_spins, boundary, cut, batch, precision, pairs
):
    one = problem(sites, up_spins, boundary, cut, batch, precision, size=0.1)
    even, odd, cosine, sine = one.vectors(4)
    coefficients = np.random.default_rng(2).standard_normal((pairs + 1, 2, batch))
    coefficients[pairs] = 0
    expected = [vector.reshape(-1, batch).astype(float) for vector in (cosine, sine)]
    before, here = None, even.reshape(-1, batch).astype(float)
    for term in range(2 * pairs):
        expected[term % 2] = expected[term % 2] + coefficients[term // 2, term % 2] * here
        # The kernel is given 2H.
        image = one.applied(here)
        before, here = here, image / 2 if before is None else image - before
    kernels.chebyshev(
        one.tables,
        one.energies,
        coefficients.ravel().astype(precision),
        pairs,
        even,
        odd,
        cosine,
        sine,
        one.work(),
    )
    tolerance = 1e-12 if precision == "float64" else 1e-4
    for found, right in zip((cosine, sine), expected, strict=True):
        np.testing.assert_allclose(found.reshape(-1, batch), right, rtol=0, atol=tolerance)


@EVERY_CUT
def test_spins_are_measured_as_by_a_matrix_product(sites, up_spins, boundary, cut):
    one = problem(sites, up_spins, boundary, cut, 4)
    cosine, sine = one.vectors(2)
    segments = one.basis.left, one.basis.right
    left, right = (np.full(len(segment.patterns) * 4, np.nan) for segment in segments)
    magnetization, norm = np.empty(sites * 4), np.empty(4)
    kernels.measure(one.tables, one.energies, cosine, sine, left, right, magnetization, norm)
    density = (cosine**2 + sine**2).reshape(-1, 4)
    np.testing.assert_allclose(norm, density.sum(axis=0), rtol=1e-14)
    expected = one.spins.T @ density
    np.testing.assert_allclose(magnetization.reshape(sites, 4), expected, rtol=0, atol=1e-12)


@EVERY_CUT
def test_sigma_z_turns_the_signs_of_spins_that_are_down(sites, up_spins, boundary, cut):
    one = problem(sites, up_spins, boundary, cut, 4)
    cosine, sine = one.vectors(2)
    before = [vector.reshape(-1, 4).copy() for vector in (cosine, sine)]
    segments = one.basis.left, one.basis.right
    left, right = (np.full(len(segment.patterns) * 4, np.nan) for segment in segments)
    turned = np.array([0, sites - 1, -1, sites // 2])
    kernels.apply_sigma_z(one.tables, one.energies, turned, cosine, sine, left, right)
    signs = np.where(turned >= 0, one.spins[:, turned], 1)
    for vector, start in zip((cosine, sine), before, strict=True):
        np.testing.assert_array_equal(vector.reshape(-1, 4), signs * start)


def test_lanczos_steps_are_those_of_the_dense_matrix():
    one, steps = problem(8, 4, "open", 4, 2), 6
    previous, current = one.vectors(2)
    previous[:] = 0
    current.reshape(-1, 2)[:] = start_vector(len(one.spins))[:, None]
    here, before, norm = current.reshape(-1, 2).copy(), np.zeros((len(one.spins), 2)), np.zeros(2)
    expected = []
    for _ in range(steps):
        image = one.applied(here) - norm * before
        alpha = np.sum(image * here, axis=0)
        image -= alpha * here
        norm = np.linalg.norm(image, axis=0)
        before, here = here, image / norm
        expected.append((alpha, norm))
    alphas, betas = np.empty((2, steps * 2))
    kernels.lanczos(one.tables, one.energies, previous, current, alphas, betas, one.work())
    found = np.stack([alphas.reshape(-1, 2), betas.reshape(-1, 2)], axis=1)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(current.reshape(-1, 2), here, rtol=0, atol=1e-12)
