"""Energy levels against dense matrices of Kronecker products, and against each other."""

import numpy as np
import pytest
from dense import dense_of, random_field
from phasetrace.evolution import spectrum
from phasetrace.evolution.hamiltonians import Hamiltonians

CHAINS = [
    Hamiltonians(4, "open", 1.0, 1.0, random_field([0.5, 3, 8], 8)),
    Hamiltonians(3, "periodic", 0.9, -0.4, random_field([0, 2, 8], 7)),
    Hamiltonians(1, "periodic", -1.0, 0.7, random_field([1, 5], 3)),
]


@pytest.mark.parametrize("chain", CHAINS, ids=["open", "ring", "three sites"])
def test_all_levels_of_a_small_sector_are_those_of_a_dense_matrix(chain):
    found = spectrum.levels(chain, 0.5, 3)
    expected = np.array([np.linalg.eigvalsh(matrix) for matrix, _ in dense_of(chain)])
    np.testing.assert_allclose(found.energy, expected, atol=1e-12)
    np.testing.assert_array_equal(found.energy_min, found.energy[:, 0])
    np.testing.assert_array_equal(found.energy_max, found.energy[:, -1])


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize("density", [0.2, 0.5])
def test_levels_by_shift_and_invert_are_the_nearest_of_all(boundary, density, monkeypatch):
    chain = Hamiltonians(5, boundary, 1.0, 1.0, random_field([0.5, 2, 8], 10))
    every = spectrum.levels(chain, density, 20)
    assert every.energy.shape == (3, 252)
    monkeypatch.setattr(spectrum, "LARGEST_DENSE", 251)
    found = spectrum.levels(chain, density, 20)
    np.testing.assert_allclose(found.energy_min, every.energy_min, atol=1e-11)
    np.testing.assert_allclose(found.energy_max, every.energy_max, atol=1e-11)
    aim = every.energy_min + density * (every.energy_max - every.energy_min)
    for one, some, energy in zip(every.energy, found.energy, aim, strict=True):
        nearest = np.sort(one[np.argsort(abs(one - energy))[:20]])
        np.testing.assert_allclose(some, nearest, atol=1e-10)


def test_a_level_that_is_not_one_is_refused(monkeypatch):
    monkeypatch.setattr(spectrum, "LARGEST_DENSE", 10)
    monkeypatch.setattr(spectrum, "RESIDUAL", 1e-30)
    with pytest.raises(RuntimeError, match=r"a level at energy density 0.5 has a residual of .*"):
        spectrum.levels(CHAINS[0], 0.5, 5)


def test_the_method_goes_by_the_size_of_the_sector():
    # 12 sites with half of the spins up have 924 states, 14 have 3432.
    assert 924 <= spectrum.LARGEST_DENSE < 3432
    longer = Hamiltonians(3, "open", 1.0, 1.0, random_field([3], 23))
    assert spectrum.levels(longer, 0.5, 4).energy.shape == (1, 4)
