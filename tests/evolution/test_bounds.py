"""Extremal energies against dense diagonalization, on a CPU and by the code for a GPU."""

import numpy as np
import phasetrace.evolution.bounds
import pytest
from dense import dense, random_field
from phasetrace.evolution.cpu.engine import CpuRealizations
from phasetrace.evolution.gpu.engine import GpuRealizations
from phasetrace.models.heisenberg.chain import HeisenbergChain

DEVICES = pytest.mark.parametrize("device", [CpuRealizations, GpuRealizations])


@DEVICES
@pytest.mark.parametrize("coupling", [1.0, -0.7])
@pytest.mark.parametrize(("sites", "up_spins"), [(2, 1), (3, 1), (5, 2), (8, 4), (9, 3)])
def test_bounds_enclose_the_spectrum(device, sites, up_spins, coupling):
    field = random_field([0.0, 0.1, 0.5, 1, 2, 4, 8, 20], sites)
    bounds = device(up_spins, "open", coupling, field).bounds()
    chain = HeisenbergChain(sites, coupling, up_spins=up_spins)
    energies = np.array([np.linalg.eigvalsh(dense(chain, w)[0])[[0, -1]] for w in field])
    lowest, highest = energies.T
    rounding = 1e-13 * (np.abs(lowest) + np.abs(highest))
    assert np.all(bounds.energy_min - bounds.residual <= lowest + rounding)
    assert np.all(bounds.energy_max + bounds.residual >= highest - rounding)
    np.testing.assert_allclose(bounds.energy_min, lowest, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(bounds.energy_max, highest, rtol=1e-10, atol=1e-12)


@DEVICES
def test_sector_of_one_state_is_exact(device):
    field = np.diag([1.0, 0.5, 0.25, -3.0])
    bounds = device(4, "open", 1.0, field).bounds()
    exact = 0.75 + np.diag(field) / 2
    np.testing.assert_allclose(bounds.energy_min, exact, rtol=1e-15)
    np.testing.assert_allclose(bounds.energy_max, exact, rtol=1e-15)


@DEVICES
def test_bits_do_not_depend_on_the_batch(device):
    field = random_field([0.1, 9.0, 1.0, 20.0, 3.0, 0.5, 6.0, 2.0], 9)
    together = device(4, "periodic", 1.0, field).bounds()
    for chosen in ([0, 1, 2, 3], [7, 5, 6, 4], [7, 6, 5, 4, 3, 2, 1, 0], [3, 3, 1, 3]):
        apart = device(4, "periodic", 1.0, field[chosen]).bounds()
        np.testing.assert_array_equal(apart.energy_min, together.energy_min[chosen])
        np.testing.assert_array_equal(apart.energy_max, together.energy_max[chosen])
        np.testing.assert_array_equal(apart.residual, together.residual[chosen])


@DEVICES
def test_energies_that_overflow_are_an_error(device):
    field = np.zeros((4, 4))
    field[1, 0] = 1e300
    with pytest.raises(RuntimeError, match="energies of realization 1 of this batch overflow"):
        device(2, "open", 1.0, field).bounds()


@DEVICES
def test_no_convergence_is_an_error(device, monkeypatch):
    monkeypatch.setattr(phasetrace.evolution.bounds, "MOST_STEPS", 24)
    with pytest.raises(RuntimeError, match=r"no convergence .* realization 0 .* 24 Lanczos steps"):
        device(6, "open", 1.0, random_field([1.0] * 4, 12)).bounds()
