"""Sectors cut into two segments, and the kernels over them, against dense matrices."""

import numpy as np
import pytest
from dense import spins_of
from phasetrace.compile.simd import empty
from phasetrace.evolution.basis import sector
from phasetrace.evolution.cpu import hamiltonian as rows
from phasetrace.evolution.cpu import kernels
from phasetrace.evolution.cpu.bipartition import blocks, split_sector

CUTS = [
    (2, 1, "open", 1),
    (3, 1, "periodic", 1),
    (3, 2, "periodic", 2),
    (5, 0, "open", 2),
    (5, 5, "periodic", 3),
    (7, 2, "open", 6),
    (7, 5, "periodic", 1),
    (9, 4, "periodic", 5),
    (8, 4, "open", 4),
    (10, 5, "periodic", 5),
]


def patterns_of(basis):
    """Bit patterns (state,) of a cut sector."""
    blocks = zip(basis.left_ranges, basis.right_ranges, strict=True)
    left, right = basis.left.patterns << basis.low, basis.right.patterns
    return np.concatenate([(left[slice(*i), None] | right[slice(*j)]).ravel() for i, j in blocks])


def vectors(count, basis, lanes, precision="float64", seed=0):
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        vector = empty(int(basis.state[-1]), lanes, precision)
        vector[:] = rng.standard_normal(vector.shape)
        found.append(vector)
    return found


def problem(sites, up_spins, boundary, low, lanes, precision="float64", size=1.0):
    """Basis, tables, elements of H for the kernels, H as matrices (lane, state, state), spins."""
    basis = split_sector(sites, up_spins, boundary, low)
    tables = blocks(sites, up_spins, boundary, low, lanes)
    coupling = 0.8 * size
    field = size * np.random.default_rng(1).uniform(-1, 1, (sites, lanes))
    left, right = basis.energies(coupling, field)
    flat = [np.ascontiguousarray(values.ravel(), precision) for values in (left, right)]
    energies = rows.Energies(tuple(np.full(lanes, coupling / 2, precision)), *flat)
    full = sector(sites, up_spins, boundary)
    patterns = patterns_of(basis)
    place = np.searchsorted(full.states, patterns)
    eye = np.eye(len(full.states))
    exchanges = sum(eye[swap] for swap in full.swaps)[np.ix_(place, place)]
    spins = spins_of(patterns, sites)
    matrices = [
        coupling * (exchanges / 2 - len(full.swaps) / 4 * np.eye(len(place))) + np.diag(energy)
        for energy in (spins @ field / 2).T
    ]
    return basis, tables, energies, np.array(matrices), spins


def work(basis, lanes, precision="float64"):
    return empty(rows.ROWS * int(np.diff(basis.right_ranges).max()), lanes, precision)


@pytest.mark.parametrize(("sites", "up_spins", "boundary", "low"), CUTS)
def test_a_cut_sector_has_the_states_of_the_whole(sites, up_spins, boundary, low):
    basis = split_sector(sites, up_spins, boundary, low)
    patterns = patterns_of(basis)
    np.testing.assert_array_equal(np.sort(patterns), sector(sites, up_spins, boundary).states)
    np.testing.assert_array_equal(basis.number(patterns), np.arange(len(patterns)))


@pytest.mark.parametrize(("sites", "up_spins", "boundary", "low"), CUTS)
def test_expectations_are_those_of_the_dense_matrix(sites, up_spins, boundary, low):
    basis, tables, energies, matrices, _ = problem(sites, up_spins, boundary, low, 4)
    vector, image = vectors(2, basis, 4)
    found = np.empty(4)
    kernels.expectation(tables, energies, vector, image, found, work(basis, 4))
    columns = vector.reshape(-1, 4)
    applied = np.einsum("lij,jl->il", matrices, columns)
    np.testing.assert_allclose(image.reshape(-1, 4), applied, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found, np.sum(columns * applied, axis=0), rtol=0, atol=1e-12)


@pytest.mark.parametrize("pairs", [1, 2, 3, 4, 7])
@pytest.mark.parametrize(("lanes", "precision"), [(4, "float64"), (8, "float64"), (8, "float32")])
@pytest.mark.parametrize(("sites", "up_spins", "boundary", "low"), CUTS[-3:])
def test_series_are_those_of_chebyshev_polynomials(
    sites, up_spins, boundary, low, lanes, precision, pairs
):
    basis, tables, energies, matrices, _ = problem(
        sites, up_spins, boundary, low, lanes, precision, size=0.1
    )
    even, odd, cosine, sine = vectors(4, basis, lanes, precision)
    coefficients = np.random.default_rng(2).standard_normal((pairs + 1, 2, lanes))
    coefficients[pairs] = 0
    expected = [vector.reshape(-1, lanes).astype(float) for vector in (cosine, sine)]
    before, here = None, even.reshape(-1, lanes).astype(float)
    for term in range(2 * pairs):
        expected[term % 2] = expected[term % 2] + coefficients[term // 2, term % 2] * here
        # The kernel is given 2H.
        image = np.einsum("lij,jl->il", matrices, here)
        before, here = here, image / 2 if before is None else image - before
    kernels.chebyshev(
        tables,
        energies,
        coefficients.ravel().astype(precision),
        pairs,
        even,
        odd,
        cosine,
        sine,
        work(basis, lanes, precision),
    )
    tolerance = 1e-12 if precision == "float64" else 1e-4
    for found, right in zip((cosine, sine), expected, strict=True):
        np.testing.assert_allclose(found.reshape(-1, lanes), right, rtol=0, atol=tolerance)


@pytest.mark.parametrize(("sites", "up_spins", "boundary", "low"), CUTS)
def test_spins_are_measured_as_by_a_matrix_product(sites, up_spins, boundary, low):
    basis, tables, energies, _, spins = problem(sites, up_spins, boundary, low, 4)
    cosine, sine = vectors(2, basis, 4)
    left, right = (np.full(len(part.patterns) * 4, np.nan) for part in (basis.left, basis.right))
    magnetization, norm = np.empty(sites * 4), np.empty(4)
    kernels.measure(tables, energies, cosine, sine, left, right, magnetization, norm)
    density = (cosine**2 + sine**2).reshape(-1, 4)
    np.testing.assert_allclose(norm, density.sum(axis=0), rtol=1e-14)
    expected = spins.T @ density
    np.testing.assert_allclose(magnetization.reshape(sites, 4), expected, rtol=0, atol=1e-12)


def test_a_long_chain_of_few_spins_needs_no_table_of_all_patterns():
    basis = split_sector(62, 1, "periodic", 31)
    assert sorted(patterns_of(basis)) == [1 << site for site in range(62)]
