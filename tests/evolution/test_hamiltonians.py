"""What the engines evolve under."""

import numpy as np
import pytest
from dense import dense_of, random_field
from phasetrace.evolution.hamiltonians import Hamiltonians


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize(("exchange", "ising"), [(1.0, 1.0), (-0.7, 0.2), (0.0, -3.0), (2.0, 0.0)])
def test_no_energy_exceeds_the_size(exchange, ising, boundary):
    hamiltonians = Hamiltonians(3, boundary, exchange, ising, random_field([0, 0.5, 8], 6))
    largest = [np.abs(np.linalg.eigvalsh(matrix)).max() for matrix, _ in dense_of(hamiltonians)]
    assert np.all(hamiltonians.size >= largest)
    assert np.all(hamiltonians.size <= 4 * np.array(largest) + 1e-12)


@pytest.mark.parametrize("boundary", ["open", "periodic"])
def test_the_energy_of_a_product_state_deviates_by_its_antiparallel_bonds(boundary):
    field = random_field([0.5, 8], 5)
    hamiltonians = Hamiltonians(2, boundary, -0.8, 3.0, field)
    spins = np.array([[1, 1, -1, -1, -1], [1, -1, 1, -1, -1]])
    expected = []
    for (matrix, basis), start in zip(dense_of(hamiltonians), spins, strict=True):
        state = int(np.flatnonzero((basis == start).all(axis=1))[0])
        expected.append(np.sqrt((matrix @ matrix)[state, state] - matrix[state, state] ** 2))
    np.testing.assert_allclose(hamiltonians.deviation(spins), expected)


def test_some_are_taken_by_their_numbers():
    field = random_field([1, 2, 3], 4)
    some = Hamiltonians(2, "open", 1.0, 0.5, field).of([2, 2, 0])
    np.testing.assert_array_equal(some.field, field[[2, 2, 0]])
    assert (some.up_spins, some.boundary, some.exchange, some.ising) == (2, "open", 1.0, 0.5)
    assert some.sites == 4
