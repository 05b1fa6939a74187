"""Where realizations start from, and the batches that they are found in."""

import numpy as np
import pytest
from dense import dense_of, patterns_of, random_field
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.starts import find_start, in_batches


@pytest.mark.parametrize("device", ["cpu", "gpu"])
@pytest.mark.parametrize("given", [False, True])
def test_starts_are_those_of_dense_matrices(device, given):
    hamiltonians = Hamiltonians(3, "open", 1.0, 0.3, random_field([0.5, 1, 2, 4, 8], 6))
    matrices, spins = zip(*dense_of(hamiltonians), strict=True)
    advanced = []
    patterns = np.repeat(patterns_of(spins[0][[7]]), 5) if given else None
    density = np.array([0.0, 0.2, 0.5, 0.7, 1.0])
    start = find_start(engine(device), hamiltonians, density, patterns, 4, advanced.append)
    assert advanced == [4, 1]
    for number, matrix in enumerate(matrices):
        energies, diagonal = np.linalg.eigvalsh(matrix), np.diag(matrix)
        aim = energies[0] + density[number] * np.ptp(energies)
        state = 7 if given else np.abs(diagonal - aim).argmin()
        assert start.patterns[number] == patterns_of(spins[0][[state]])[0]
        np.testing.assert_allclose(start.energy[number], diagonal[state], atol=1e-12)
        np.testing.assert_allclose(start.bounds.energy_min[number], energies[0], atol=1e-9)
        np.testing.assert_allclose(start.bounds.energy_max[number], energies[-1], atol=1e-9)


def test_the_last_batch_is_filled_up_with_its_last_entry():
    found = [(here.tolist(), full.tolist()) for here, full in in_batches(np.arange(9, 4, -1), 2)]
    assert found == [([9, 8], [9, 8]), ([7, 6], [7, 6]), ([5], [5, 5])]
