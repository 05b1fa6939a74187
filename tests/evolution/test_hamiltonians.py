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


def test_some_are_taken_by_their_numbers():
    field = random_field([1, 2, 3], 4)
    some = Hamiltonians(2, "open", 1.0, 0.5, field).of([2, 2, 0])
    np.testing.assert_array_equal(some.field, field[[2, 2, 0]])
    assert (some.up_spins, some.boundary, some.exchange, some.ising) == (2, "open", 1.0, 0.5)
    assert some.sites == 4
