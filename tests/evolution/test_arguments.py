"""What an evolution may be asked for."""

import re

import numpy as np
import pytest
from phasetrace.evolution.arguments import (
    check_chain,
    checked_density,
    checked_field,
    checked_numerics,
    checked_spins,
    checked_times,
)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("float16", 0.1, 4), "precision 'float16' is neither 'float64' nor 'float32'"),
        (("float64", 0.0, 4), "tolerance = 0.0 is not between 0 and 1"),
        (("float64", 1.0, 4), "tolerance = 1.0 is not between 0 and 1"),
        (("float64", np.nan, 4), "tolerance = nan is not between 0 and 1"),
        (("float64", 0.1, 12), "batch = 12 is not a power of two"),
        (("float64", 0.1, 0), "batch = 0 is not a power of two"),
    ],
)
def test_numerics_out_of_range_are_refused(arguments, text):
    checked_numerics("float32", 1e-9, None)
    checked_numerics("float64", 1e-9, 16)
    with pytest.raises(ValueError, match=re.escape(text)):
        checked_numerics(*arguments)


def test_fields_are_finite_and_of_the_chain():
    assert checked_field([[1, 2, 3]], 3).dtype == np.float64
    for field in (np.zeros((2, 5)), np.zeros(3), np.zeros((0, 3))):
        text = f"field has shape {field.shape}, not (realization, site) with 3 sites"
        with pytest.raises(ValueError, match=re.escape(text)):
            checked_field(field, 3)
    with pytest.raises(ValueError, match="not finite"):
        checked_field([[0, np.inf, 0]], 3)


def test_energy_densities_lie_between_the_ends_of_the_spectrum():
    np.testing.assert_array_equal(checked_density(0.3, 2), [0.3, 0.3])
    np.testing.assert_array_equal(checked_density([0.0, 1.0], 2), [0.0, 1.0])
    for density in (-0.01, 1.01, np.nan, [0.5, 2.0]):
        with pytest.raises(ValueError, match=re.escape("is not within [0, 1]")):
            checked_density(density, 2)
    with pytest.raises(ValueError, match=re.escape("not () or (2,)")):
        checked_density([0.5] * 3, 2)


@pytest.mark.parametrize("times", [[0.0], [3.0], np.linspace(0, 500, 50), [0.0, 1.0, 3.0], [1, 2]])
def test_times_increase_from_0_or_later_on(times):
    np.testing.assert_array_equal(checked_times(times), times)


@pytest.mark.parametrize(
    "times",
    [
        [],
        0.0,
        [[0.0]],
        [-1.0, 2.0],
        [0.0, -1.0],
        [0.0, 1.0, 1.0],
        [np.nan],
        [0, np.nan],
        [1, np.inf],
    ],
)
def test_other_times_are_refused(times):
    with pytest.raises(ValueError, match=r"^times must be"):
        checked_times(times)


def test_spins_are_a_product_state_of_the_sector():
    spins = [[1, -1, 1], [-1, 1, 1]]
    np.testing.assert_array_equal(checked_spins(spins, (2, 3), 2), spins)
    with pytest.raises(ValueError, match="of realization 1 has 1 up spins, the sector has 2"):
        checked_spins([[1, -1, 1], [-1, -1, 1]], (2, 3), 2)
    for wrong in ([[1, 0, 1], [1, 1, -1]], [[1, -1, 1]]):
        with pytest.raises(ValueError, match=re.escape("±1 in the shape of field, (2, 3)")):
            checked_spins(wrong, (2, 3), 2)


@pytest.mark.parametrize(
    ("sites", "boundary", "message"),
    [
        (1, "open", "sites = 1: open chains have from 2 to 62 sites"),
        (2, "periodic", "sites = 2: periodic chains have from 3 to 62 sites"),
        (63, "open", "sites = 63: open chains"),
        (8, "closed", "boundary 'closed' is neither 'open' nor 'periodic'"),
    ],
)
def test_chains_that_are_not_there_are_refused(sites, boundary, message):
    with pytest.raises(ValueError, match=message):
        check_chain(sites, boundary)
    for least, kind in ((2, "open"), (3, "periodic"), (62, "open")):
        check_chain(least, kind)
