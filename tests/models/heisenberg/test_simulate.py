"""Blocks of the Heisenberg chain as a job makes them."""

import numpy as np
import pytest
from phasetrace import HeisenbergChain, random_field
from phasetrace.models.heisenberg.simulate import simulate

CHAIN = {
    "sites": 6,
    "coupling": 1.0,
    "boundary": "open",
    "up_spins": "half",
    "times": {"stop": 20.0, "points": 5},
    "realizations": 3,
    "precision": "float64",
    "tolerance": 1e-9,
}


@pytest.fixture(scope="module")
def block():
    return simulate([1.0, 2.0, 4.0], seed=0, epsilon=0.5, **CHAIN)


def test_every_variable_has_units_and_a_name(block):
    assert block["magnetization"].dims == ("W", "realization", "time", "site")
    for name, variable in block.variables.items():
        assert {"units", "long_name"} <= set(variable.attrs), name
    assert block.attrs["L"] == 6 and block.attrs["seed"] == 0
    assert np.abs(block["field"]).max("site").max("realization").values.tolist() <= [1, 2, 4]


def test_the_initial_state_is_the_product_state_nearest_in_energy(block):
    spin, field = block["initial_spin"].values, block["field"].values
    energy = (spin[..., 1:] * spin[..., :-1]).sum(-1) / 4 + (spin * field).sum(-1) / 2
    np.testing.assert_allclose(energy, block["energy"], atol=1e-12)
    span = block["energy_max"] - block["energy_min"]
    np.testing.assert_allclose(
        block["epsilon_attained"], (block["energy"] - block["energy_min"]) / span
    )
    np.testing.assert_allclose(block["magnetization"].isel(time=0), spin)
    # Half of J for each antiparallel bond, in squares.
    deviation = np.sqrt((spin[..., 1:] != spin[..., :-1]).sum(-1)) / 2
    np.testing.assert_allclose(block["epsilon_width"], deviation / span)


def test_the_block_changes_no_trace(block):
    alone = simulate([2.0], seed=0, epsilon=0.5, **CHAIN)
    np.testing.assert_array_equal(alone["magnetization"], block["magnetization"].sel(W=[2.0]))


def test_a_block_is_evolved_within_the_memory_of_its_job():
    with pytest.raises(MemoryError, match="memory = 2 bytes"):
        simulate([2.0], seed=0, epsilon=0.5, memory=2, **CHAIN)


@pytest.mark.parametrize(("up_spins", "up"), [("half", 3), (2, 2)])
def test_a_block_is_what_the_chain_makes_of_its_draws(up_spins, up):
    settings = {
        **CHAIN,
        "coupling": 0.7,
        "boundary": "periodic",
        "up_spins": up_spins,
        "precision": "float32",
        "tolerance": 1e-4,
    }
    block = simulate([1.0, 3.0], seed=5, epsilon=0.4, **settings)
    chain = HeisenbergChain(6, coupling=0.7, boundary="periodic", up_spins=up)
    for W in (1.0, 3.0):
        field = random_field(sites=6, boundary="periodic", epsilon=0.4, W=W, seed=5, realizations=3)
        expected = chain.evolve(
            field, 0.4, [0.0, 5.0, 10.0, 15.0, 20.0], precision="float32", tolerance=1e-4
        )
        here = block.sel(W=W)
        np.testing.assert_array_equal(here["field"], field)
        for name in ("magnetization", "initial_spin", "energy", "energy_max", "norm_drift"):
            np.testing.assert_array_equal(here[name], getattr(expected, name), err_msg=name)
    np.testing.assert_array_equal(block["time"], [0, 5, 10, 15, 20])
    attributes = {"L": 6, "J": 0.7, "boundary": "periodic", "up_spins": up, "epsilon": 0.4}
    attributes |= {"seed": 5, "precision": "float32", "tolerance": 1e-4}
    assert {name: block.attrs[name] for name in attributes} == attributes


def test_progress_counts_the_realizations_of_all_values():
    calls = []
    simulate(
        [1.0, 2.0],
        seed=0,
        epsilon=0.5,
        progress=lambda *call: calls.append(call),
        **CHAIN,
    )
    done, total = zip(*calls, strict=True)
    assert set(total) == {done[-1]} and list(done) == sorted(done)
