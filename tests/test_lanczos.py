"""Extremal energies against dense diagonalization."""

import jax.numpy as jnp
import numpy as np
import phasetrace.lanczos
import pytest
from phasetrace.hopping import hopping
from phasetrace.lanczos import spectral_bounds
from phasetrace.sector import sector


def hamiltonians(basis, strength, diagonal):
    """Dense matrices (realization, state, state)."""
    eye = np.eye(len(basis.states))
    shared = strength * sum(eye[swap] for swap in basis.swaps)
    np.fill_diagonal(shared, 0)
    return np.stack([shared + np.diag(column) for column in diagonal.T])


def found_bounds(basis, boundary, strength, diagonal):
    hops = hopping(basis.sites, int(basis.states[0]).bit_count(), boundary)
    neighbours = tuple(jnp.asarray(table) for table in hops.places(diagonal.shape[1]))
    return spectral_bounds(neighbours, strength, jnp.asarray(diagonal[hops.order]))


def diagonals(basis, strengths, seed=0):
    rng = np.random.default_rng(seed)
    field = rng.uniform(-1, 1, (len(strengths), basis.sites)) * np.array(strengths)[:, None]
    return basis.spins(np.arange(len(basis.states))) @ field.T / 2


@pytest.mark.parametrize("strength", [0.5, -0.35])
@pytest.mark.parametrize(("sites", "up_spins"), [(2, 1), (3, 1), (5, 2), (8, 4), (10, 5), (11, 3)])
def test_bounds_enclose_the_spectrum(sites, up_spins, strength):
    basis = sector(sites, up_spins, "open")
    diagonal = diagonals(basis, [0.0, 0.1, 0.5, 1, 2, 4, 8, 20])
    bounds = found_bounds(basis, "open", strength, diagonal)
    energies = np.linalg.eigvalsh(hamiltonians(basis, strength, diagonal))
    lowest, highest = energies[:, 0], energies[:, -1]
    rounding = 1e-13 * (np.abs(lowest) + np.abs(highest))
    assert np.all(bounds.energy_min - bounds.residual <= lowest + rounding)
    assert np.all(bounds.energy_max + bounds.residual >= highest - rounding)
    np.testing.assert_allclose(bounds.energy_min, lowest, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(bounds.energy_max, highest, rtol=1e-10, atol=1e-12)


def test_sector_of_one_state_is_exact():
    basis = sector(4, 4, "open")
    bounds = found_bounds(basis, "open", 0.5, np.array([[0.25, -1.0]]))
    np.testing.assert_allclose(bounds.energy_min, [0.25, -1.0], rtol=1e-15)
    np.testing.assert_allclose(bounds.energy_max, [0.25, -1.0], rtol=1e-15)


def test_bits_do_not_depend_on_the_batch():
    basis = sector(9, 4, "periodic")
    diagonal = diagonals(basis, [0.1, 9.0, 1.0, 20.0, 3.0, 0.5, 6.0, 2.0])
    together = found_bounds(basis, "periodic", 0.5, diagonal)
    for chosen in ([0, 1, 2, 3], [7, 5, 6, 4], [7, 6, 5, 4, 3, 2, 1, 0], [3, 3, 1, 3]):
        apart = found_bounds(basis, "periodic", 0.5, diagonal[:, chosen])
        np.testing.assert_array_equal(apart.energy_min, together.energy_min[chosen])
        np.testing.assert_array_equal(apart.energy_max, together.energy_max[chosen])
        np.testing.assert_array_equal(apart.residual, together.residual[chosen])


def test_energies_that_overflow_are_an_error():
    basis = sector(4, 2, "open")
    diagonal = diagonals(basis, [1.0, 1.0])
    diagonal[0, 1] = 1e300
    with pytest.raises(RuntimeError, match="energies of realization 1 of this batch overflow"):
        found_bounds(basis, "open", 0.5, diagonal)


def test_no_convergence_is_an_error(monkeypatch):
    monkeypatch.setattr(phasetrace.lanczos, "MOST_STEPS", 24)
    basis = sector(12, 6, "open")
    with pytest.raises(RuntimeError, match=r"no convergence .* realization 0 .* 24 Lanczos steps"):
        found_bounds(basis, "open", 0.5, diagonals(basis, [1.0]))
