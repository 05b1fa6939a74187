"""Levels of the chains that traces are of."""

import numpy as np
import pytest
from dense import dense
from phasetrace import HeisenbergChain
from phasetrace.models.heisenberg.diagonalize import diagonalize
from phasetrace.models.heisenberg.simulate import simulate

CHAIN = {"sites": 6, "coupling": 0.7, "boundary": "periodic", "up_spins": 2}


@pytest.fixture(scope="module")
def spectrum():
    return diagonalize(2.0, [0, 3], epsilon=0.5, realizations=2, levels=5, **CHAIN)


def test_levels_are_those_of_the_very_chains_that_traces_are_of(spectrum):
    more = {"realizations": 1, "precision": "float64", "tolerance": 1e-9}
    for seed, first in ((0, 0), (3, 2)):
        traces = simulate(
            [1.0, 2.0], seed, epsilon=0.5, times={"stop": 1.0, "points": 2}, **CHAIN, **more
        ).sel(W=2.0)
        levels = spectrum["energy"].sel(W=2.0).isel(realization=first)
        matrix, _ = dense(HeisenbergChain(**CHAIN), traces["field"].values[0])
        np.testing.assert_allclose(levels, np.linalg.eigvalsh(matrix), atol=1e-12)
        for name in ("energy_min", "energy_max"):
            found = spectrum[name].sel(W=2.0).isel(realization=first)
            np.testing.assert_allclose(found, traces[name][0], atol=1e-7)


def test_realizations_say_of_which_set_they_are(spectrum):
    assert spectrum["seed"].values.tolist() == [0, 0, 3, 3]
    assert spectrum["realization"].values.tolist() == [0, 1, 0, 1]
    assert spectrum["energy"].shape == (1, 4, 15) and spectrum.attrs["dimension"] == 15
    assert (spectrum.attrs["epsilon"], spectrum.attrs["boundary"]) == (0.5, "periodic")


def test_more_realizations_leave_the_first_as_they_are(spectrum):
    more = diagonalize(2.0, [3], epsilon=0.5, realizations=3, levels=5, **CHAIN)
    np.testing.assert_array_equal(more["energy"][:, :2], spectrum["energy"][:, 2:])
