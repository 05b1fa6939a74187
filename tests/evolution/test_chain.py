"""What any chain in a sector refuses, and what it needs to start from."""

import re

import numpy as np
import pytest
from phasetrace import HeisenbergChain
from phasetrace.evolution.chain import memory_needed


def test_given_spins_need_no_energy_density():
    chain, spins = HeisenbergChain(4), [[1, -1, 1, -1]] * 2
    field = np.array([[0.5, -1, 2, 0], [1, 1, 0, -3]])
    found, expected = (
        chain.evolve(field, density, [0.0, 2.0], initial_spin=spins) for density in (None, 0.7)
    )
    np.testing.assert_array_equal(found.magnetization, expected.magnetization)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"sites": 1}, "sites = 1: open chains have from 2 to 62 sites"),
        ({"sites": 2, "boundary": "periodic"}, "sites = 2: periodic chains have from 3"),
        ({"sites": 4, "boundary": "closed"}, "boundary 'closed' is neither"),
        ({"sites": 4, "up_spins": 5}, "up_spins = 5 is not between 0 and sites = 4"),
        ({"sites": 4, "up_spins": -1}, "up_spins = -1 is not between 0 and sites = 4"),
        ({"sites": 4, "coupling": np.nan}, "coupling = nan is not finite"),
    ],
)
def test_chains_that_cannot_be_are_refused(arguments, text):
    with pytest.raises(ValueError, match=re.escape(text)):
        HeisenbergChain(**arguments)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"field": np.zeros((2, 5))}, "field has shape (2, 5), not (realization, site) with 4"),
        ({"field": np.zeros(4)}, "field has shape (4,), not (realization, site) with 4"),
        ({"field": np.full((2, 4), np.nan)}, "field holds values that are not finite"),
        ({"energy_density": 1.01}, "energy_density = 1.01 is not within [0, 1]"),
        ({"energy_density": [0.5] * 3}, "energy_density has shape (3,), not () or (2,)"),
        ({"energy_density": None}, "energy_density is None and there is no initial_spin"),
        ({"times": []}, "times must be one-dimensional and not empty"),
        ({"times": [0.0, -1.0]}, "times must be finite and increase, from 0 or later on"),
        ({"initial_spin": np.ones((2, 4))}, "initial_spin of realization 0 has 4 up spins"),
        ({"initial_spin": np.zeros((2, 4))}, "initial_spin must hold ±1 in the shape of field"),
        ({"precision": "float16"}, "precision 'float16' is neither 'float64' nor 'float32'"),
        ({"tolerance": 0.0}, "tolerance = 0.0 is not between 0 and 1"),
        ({"batch": 12}, "batch = 12 is not a power of two"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(changed, text):
    arguments = {"field": np.zeros((2, 4)), "energy_density": 0.5, "times": [0.0, 1.0]} | changed
    with pytest.raises(ValueError, match=re.escape(text)) as caught:
        HeisenbergChain(4).evolve(**arguments)
    assert "\n" not in str(caught.value)


def test_too_little_memory_names_the_largest_chain_that_fits():
    enough = memory_needed(HeisenbergChain(14), "float64")
    needed = memory_needed(HeisenbergChain(20), "float64")
    text = f"needs {needed} bytes; the largest chain that fits has 14 sites"
    with pytest.raises(MemoryError, match=text):
        HeisenbergChain(20).evolve(np.zeros((1, 20)), 0.5, [0.0, 1.0], memory=enough)
