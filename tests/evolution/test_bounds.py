"""Extremal energies against dense diagonalization, on a CPU and by the code for a GPU."""

import numpy as np
import phasetrace.evolution.bounds
import pytest
from dense import dense_of, random_field
from phasetrace.evolution.bounds import SpectralBounds, spectral_bounds
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians

DEVICES = pytest.mark.parametrize("device", ["cpu", "gpu"])


def bounds_of(device, up_spins, boundary, coupling, field):
    return engine(device)(Hamiltonians(up_spins, boundary, coupling, coupling, field)).bounds()


@DEVICES
@pytest.mark.parametrize("coupling", [1.0, -0.7])
@pytest.mark.parametrize(("sites", "up_spins"), [(2, 1), (3, 1), (5, 2), (8, 4), (9, 3)])
def test_bounds_enclose_the_spectrum(device, sites, up_spins, coupling):
    field = random_field([0.0, 0.1, 0.5, 1, 2, 4, 8, 20], sites)
    bounds = bounds_of(device, up_spins, "open", coupling, field)
    matrices = dense_of(Hamiltonians(up_spins, "open", coupling, coupling, field))
    energies = np.array([np.linalg.eigvalsh(matrix)[[0, -1]] for matrix, _ in matrices])
    lowest, highest = energies.T
    rounding = 1e-13 * (np.abs(lowest) + np.abs(highest))
    assert np.all(bounds.energy_min - bounds.residual <= lowest + rounding)
    assert np.all(bounds.energy_max + bounds.residual >= highest - rounding)
    np.testing.assert_allclose(bounds.energy_min, lowest, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(bounds.energy_max, highest, rtol=1e-10, atol=1e-12)


def lanczos(matrix):
    """What makes the Lanczos steps of a matrix for `spectral_bounds`, all of them of one check."""
    rng = np.random.default_rng(3)
    here, before, beta = rng.standard_normal(len(matrix)), 0.0, 0.0
    here /= np.linalg.norm(here)

    def steps():
        nonlocal here, before, beta
        elements = []
        for _ in range(phasetrace.evolution.bounds.STEPS_A_CHECK):
            image = matrix @ here - beta * before
            alpha = image @ here
            image -= alpha * here
            beta = np.linalg.norm(image)
            before, here = here, image / beta
            elements.append((alpha, beta))
        alphas, betas = np.array(elements)[:, :, None].transpose(1, 0, 2)
        return alphas, betas

    return steps


@pytest.mark.parametrize("end", [0, -1])
def test_the_spectrum_lies_within_the_residual_of_bounds_that_have_not_converged(monkeypatch, end):
    """At a cluster of levels at one end of the spectrum the residual there is what is missing."""
    monkeypatch.setattr(phasetrace.evolution.bounds, "STEPS_A_CHECK", 6)
    monkeypatch.setattr(phasetrace.evolution.bounds, "RESIDUAL", 0.2)
    levels = np.concatenate([[-4.0], np.linspace(0, 1, 60)]) * (-1 if end == 0 else 1)
    bounds = spectral_bounds(lanczos(np.diag(levels)), 1)
    missing = max(bounds.energy_min[0] - levels.min(), levels.max() - bounds.energy_max[0])
    assert missing > 1e-4
    assert missing <= bounds.residual[0] <= 0.2 * np.ptp(levels)
    centre, half_width = bounds.interval(np.array([0.0]), "float64")
    assert centre[0] - half_width[0] <= levels.min()
    assert centre[0] + half_width[0] >= levels.max()


def test_an_interval_is_widened_by_residual_and_rounding():
    bounds = SpectralBounds(np.array([-2.0, 0.0]), np.array([4.0, 0.0]), np.array([0.25, 0.0]))
    size = np.array([8.0, 0.0])
    for precision in ("float64", "float32"):
        centre, half_width = bounds.interval(size, precision)
        np.testing.assert_array_equal(centre, [1, 0])
        rounding = 16 * 8 * np.finfo(precision).eps
        np.testing.assert_allclose(half_width[0] - 3.25, rounding, rtol=0.02)
        assert half_width[1] > 0


@DEVICES
def test_sector_of_one_state_is_exact(device):
    field = np.diag([1.0, 0.5, 0.25, -3.0])
    bounds = bounds_of(device, 4, "open", 1.0, field)
    exact = 0.75 + np.diag(field) / 2
    np.testing.assert_allclose(bounds.energy_min, exact, rtol=1e-15)
    np.testing.assert_allclose(bounds.energy_max, exact, rtol=1e-15)


@DEVICES
def test_bits_do_not_depend_on_the_batch(device):
    field = random_field([0.1, 9.0, 1.0, 20.0, 3.0, 0.5, 6.0, 2.0], 9)
    together = bounds_of(device, 4, "periodic", 1.0, field)
    for chosen in ([0, 1, 2, 3], [7, 5, 6, 4], [7, 6, 5, 4, 3, 2, 1, 0], [3, 3, 1, 3]):
        apart = bounds_of(device, 4, "periodic", 1.0, field[chosen])
        np.testing.assert_array_equal(apart.energy_min, together.energy_min[chosen])
        np.testing.assert_array_equal(apart.energy_max, together.energy_max[chosen])
        np.testing.assert_array_equal(apart.residual, together.residual[chosen])


@DEVICES
def test_energies_that_overflow_are_an_error(device):
    field = np.zeros((4, 4))
    field[1, 0] = 1e300
    with pytest.raises(RuntimeError, match="energies of realization 1 of this batch overflow"):
        bounds_of(device, 2, "open", 1.0, field)


@DEVICES
def test_no_convergence_is_an_error(device, monkeypatch):
    monkeypatch.setattr(phasetrace.evolution.bounds, "MOST_STEPS", 24)
    with pytest.raises(RuntimeError, match=r"no convergence .* realization 0 .* 24 Lanczos steps"):
        bounds_of(device, 6, "open", 1.0, random_field([1.0] * 4, 12))
