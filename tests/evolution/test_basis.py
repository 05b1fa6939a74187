"""The basis of a sector against enumeration."""

from itertools import combinations

import numpy as np
import pytest
from dense import spins_of
from phasetrace.evolution.basis import sector


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize(("sites", "up_spins"), [(3, 1), (6, 3), (7, 2), (8, 4), (5, 0), (5, 5)])
def test_states_and_exchanges_match_enumeration(sites, up_spins, boundary):
    basis = sector(sites, up_spins, boundary)
    enumerated = sorted(sum(1 << i for i in up) for up in combinations(range(sites), up_spins))
    assert basis.states.tolist() == enumerated
    pairs = [(i, (i + 1) % sites) for i in range(sites - (boundary == "open"))]
    assert len(basis.swaps) == len(pairs)
    spins = spins_of(basis.states, sites)
    for swap, (i, j) in zip(basis.swaps, pairs, strict=True):
        exchanged = spins.copy()
        exchanged[:, [i, j]] = spins[:, [j, i]]
        np.testing.assert_array_equal(spins[swap], exchanged)
