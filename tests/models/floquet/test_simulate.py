"""Blocks of the driven chain as a job makes them."""

import numpy as np
import pytest
import xarray as xr
from dense_drive import dense
from phasetrace import FloquetChain, imbalance, random_drive
from phasetrace.models.floquet.simulate import simulate

CHAIN = {
    "sites": 5,
    "boundary": "open",
    "pulse": np.pi / 2,
    "durations": [1.0, 1.0],
    "strength": 0.5,
    "periods": 7,
    "sampling": "every",
    "initial": "random",
    "realizations": 3,
    "precision": "float64",
    "tolerance": 1e-9,
}


def test_spins_flip_without_a_drive_error_and_stay_without_a_drive():
    driven = simulate([0.0, np.pi / 2], seed=0, **CHAIN)
    expected = np.array([(-1.0) ** np.arange(8), np.ones(8)])
    got = imbalance(driven["magnetization"].values)
    np.testing.assert_allclose(got, np.repeat(expected[:, None], 3, axis=1), atol=1e-12)


def test_the_block_changes_no_trace():
    both, alone = (simulate(values, seed=0, **CHAIN) for values in ([0.2, 0.7], [0.7]))
    np.testing.assert_array_equal(alone["magnetization"], both["magnetization"].sel(drive=[0.7]))


def test_a_block_is_what_the_chain_makes_of_its_draws():
    settings = {
        **CHAIN,
        "boundary": "periodic",
        "pulse": 1.1,
        "durations": [0.7, 1.9],
        "strength": 0.8,
        "precision": "float32",
        "tolerance": 1e-4,
    }
    block = simulate([0.2, 0.9], seed=5, **settings)
    chain = FloquetChain(5, "periodic", 1.1, (0.7, 1.9))
    for drive in (0.2, 0.9):
        draws = random_drive(
            sites=5, boundary="periodic", drive=drive, seed=5, realizations=3, strength=0.8
        )
        expected = chain.evolve([drive] * 3, *draws, 7, precision="float32")
        here = block.sel(drive=drive)
        np.testing.assert_array_equal(here["magnetization"], expected.magnetization)
        np.testing.assert_array_equal(here["norm_drift"], expected.norm_drift)
        for name, drawn in zip(("coupling", "field", "initial_spin"), draws, strict=True):
            np.testing.assert_array_equal(here[name], drawn, err_msg=name)
    np.testing.assert_array_equal(block["time"], np.arange(8))
    attributes = {"L": 5, "boundary": "periodic", "pulse": 1.1, "T1": 0.7, "T2": 1.9, "seed": 5}
    attributes |= {"strength": 0.8, "precision": "float32", "tolerance": 1e-4}
    assert {name: block.attrs[name] for name in attributes} == attributes


@pytest.mark.parametrize(
    ("initial", "start"), [("neel", [1, -1, 1, -1, 1]), ("up", [1, 1, 1, 1, 1]), ("random", None)]
)
def test_a_block_sampled_at_odd_periods_is_what_dense_matrices_say(initial, start):
    block = simulate([0.3, 0.9], 2, **{**CHAIN, "sampling": "odd", "initial": initial})
    np.testing.assert_array_equal(block["time"], [0, 1, 3, 5, 7])
    assert block.attrs["initial"] == initial
    for drive in (0.3, 0.9):
        one = block.sel(drive=drive).isel(realization=1)
        spin = one["initial_spin"].values
        assert start is None or spin.tolist() == start
        arguments = (drive, one["coupling"].values, one["field"].values, spin)
        whole = dense(FloquetChain(5), *arguments, periods=7)
        np.testing.assert_allclose(one["magnetization"], whole[[0, 1, 3, 5, 7]], atol=1e-12)


def test_every_variable_has_units_and_a_name():
    block = simulate([0.2], seed=0, **CHAIN)
    assert block["magnetization"].dims == ("drive", "realization", "time", "site")
    for name, variable in block.variables.items():
        assert {"units", "long_name"} <= set(variable.attrs), name
    assert block["time"].attrs["units"] == "periods" and block["field"].attrs["units"] == "1"


def test_a_block_is_evolved_within_the_memory_and_the_tolerance_of_its_job(monkeypatch):
    with pytest.raises(MemoryError):
        simulate([0.2], seed=0, memory=2, **CHAIN)
    asked = {}
    monkeypatch.setattr(
        FloquetChain, "evolve", lambda *_, **options: asked.update(options) or 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        simulate([0.2], seed=0, memory=99, **{**CHAIN, "tolerance": 1e-5})
    assert asked["tolerance"] == 1e-5 and asked["memory"] == 99


def test_spins_that_are_prepared_wrong_are_those_of_the_file_and_evolve():
    right, wrong = (
        simulate([0.0], seed=0, **{**CHAIN, "initial": "up", "initial_errors": p}) for p in (0, 0.3)
    )
    assert "initial_errors" not in right.attrs and wrong.attrs["initial_errors"] == 0.3
    start = wrong["initial_spin"].values
    assert np.any(start == -1) and np.any(start == 1)
    # At a perfect pulse every spin flips once a period, whatever it is.
    flips = start[:, :, None] * (-1.0) ** np.arange(8)[:, None]
    np.testing.assert_allclose(wrong["magnetization"], flips, atol=1e-12)


def test_shots_have_the_means_of_the_states_at_the_periods_that_are_sampled():
    readout = {"p01": 0.05, "p10": 0.1, "invert": True}
    values, chain = [0.3, 0.7], {**CHAIN, "realizations": 5}
    exact = simulate(values, seed=0, **chain)
    block = simulate(values, seed=0, **chain, shots=3000, readout=readout)
    odd = simulate(values, seed=0, **chain | {"sampling": "odd"}, shots=3000, readout=readout)
    departure = (block["magnetization"] - exact["magnetization"]) / block["magnetization_error"]
    assert abs(departure).max() < 4.5 and abs((departure**2).mean() - 1) < 0.25
    # The start is a product state.
    spins = exact["initial_spin"].values
    sampled = block["magnetization"].values[:, :, 0]
    assert (np.sign(sampled) == spins).all()
    xr.testing.assert_equal(odd["bitstring"], block["bitstring"].sel(time=odd["time"]))
    alone = simulate(values[1:], seed=0, **chain, shots=3000, readout=readout)
    xr.testing.assert_equal(alone["bitstring"], block["bitstring"].sel(drive=values[1:]))
