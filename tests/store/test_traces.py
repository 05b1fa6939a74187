"""Trace files: what a simulated block holds, and reading several of them as one."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.observables import imbalance
from phasetrace.jobs import plan
from phasetrace.models.floquet.simulate import simulate_floquet
from phasetrace.models.heisenberg.simulate import simulate_heisenberg
from phasetrace.store.files import write_dataset
from phasetrace.store.traces import read_traces

HEISENBERG = {
    "sites": 6,
    "coupling": 1.0,
    "boundary": "open",
    "up_spins": "half",
    "times": {"stop": 20.0, "points": 5},
    "realizations": 3,
    "precision": "float64",
    "tolerance": 1e-9,
}
FLOQUET = {
    "sites": 5,
    "boundary": "open",
    "pulse": np.pi / 2,
    "durations": [1.0, 1.0],
    "strength": 0.5,
    "periods": 7,
    "realizations": 3,
    "precision": "float64",
    "tolerance": 1e-9,
}


@pytest.fixture(scope="module")
def block():
    return simulate_heisenberg(HEISENBERG, 0.5, [1.0, 2.0, 4.0], seed=0)


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


def test_blocks_and_seeds_read_as_one(tmp_path, block):
    write_dataset(tmp_path / "a.nc", block.isel(W=slice(0, 2)))
    write_dataset(tmp_path / "b.nc", block.isel(W=slice(2, 3)))
    other = simulate_heisenberg(HEISENBERG, 0.5, [1.0, 2.0, 4.0], seed=1)
    write_dataset(tmp_path / "c.nc", other)
    together = read_traces([tmp_path / name for name in ("c.nc", "b.nc", "a.nc")])
    both = np.concatenate([block["magnetization"], other["magnetization"]], axis=1)
    np.testing.assert_array_equal(together["magnetization"], both)


def test_the_block_changes_no_trace(block):
    alone = simulate_heisenberg(HEISENBERG, 0.5, [2.0], seed=0)
    np.testing.assert_array_equal(alone["magnetization"], block["magnetization"].sel(W=[2.0]))


def test_driven_spins_flip_without_a_drive_error_and_stay_without_a_drive():
    driven = simulate_floquet(FLOQUET, [0.0, np.pi / 2], seed=0)
    expected = np.array([(-1.0) ** np.arange(8), np.ones(8)])
    got = imbalance(driven["magnetization"].values)
    np.testing.assert_allclose(got, np.repeat(expected[:, None], 3, axis=1), atol=1e-12)


def broken(dataset, tmp_path):
    path = tmp_path / "broken.nc"
    write_dataset(path, dataset)
    return path


def test_values_that_are_not_finite_are_refused(tmp_path, block):
    magnetization = block["magnetization"].where(block["time"] < 10)
    path = broken(block.assign(magnetization=magnetization), tmp_path)
    with pytest.raises(ValueError, match=r"broken\.nc: .* not finite"):
        read_traces([path])


def test_files_of_different_chains_are_refused(tmp_path, block):
    write_dataset(tmp_path / "a.nc", block)
    path = broken(block.assign_coords(time=2 * block["time"]), tmp_path)
    with pytest.raises(ValueError, match=r"broken\.nc: time differs from that of .*a\.nc"):
        read_traces([tmp_path / "a.nc", path])
    path = broken(block.assign_attrs(boundary="periodic"), tmp_path)
    with pytest.raises(ValueError, match=r"broken\.nc: boundary is periodic, but open in .*a\.nc"):
        read_traces([tmp_path / "a.nc", path])
    path = broken(block.isel(realization=slice(2)), tmp_path)
    with pytest.raises(ValueError, match="do not belong together"):
        read_traces([tmp_path / "a.nc", path])


def test_files_of_different_software_belong_together(tmp_path, block):
    write_dataset(tmp_path / "a.nc", block.isel(W=[0]))
    write_dataset(tmp_path / "b.nc", block.isel(W=[1, 2]).assign_attrs(software="jax 1.0"))
    assert read_traces([tmp_path / "a.nc", tmp_path / "b.nc"]).equals(block)


def test_a_file_without_magnetization_is_refused(tmp_path):
    path = broken(xr.Dataset({"a": ("x", [1.0])}), tmp_path)
    with pytest.raises(ValueError, match="has no variable magnetization"):
        read_traces([path])


def planned_place(tmp_path):
    """Where the workflow keeps the block of this file's tests."""
    grid = {"sites": 6, "disorder": [1.0, 2.0, 4.0], "block": 3}
    config = {"heisenberg": grid | {"labels": {}}, "learning": {}}
    (path,) = plan.heisenberg_training(config, 0.5, [0]).traces
    return tmp_path / path


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda d: d.isel(site=slice(5)), "its sites is 5, its name says 6"),
        (lambda d: d.assign_attrs(seed=1), "its seed is 1, its name says 0"),
        (lambda d: d.drop_attrs(deep=False), "its epsilon is not given, its name says 0.50"),
        (lambda d: d.assign_attrs(epsilon=0.45), "its epsilon is 0.45, its name says 0.50"),
        (lambda d: d.assign_coords(W=[0.5, 2, 4]), "its first is 0.500, its name says 1.000"),
        (lambda d: d.isel(W=[0, 1]), "its last is 2.000, its name says 4.000"),
        (lambda d: d.rename(W="drive"), "its parameter is drive, its name says W"),
    ],
)
def test_a_file_must_hold_what_its_name_says(tmp_path, block, spoil, line):
    path = planned_place(tmp_path)
    write_dataset(path, block)
    assert read_traces([path]).equals(block)
    write_dataset(path, spoil(block))
    with pytest.raises(ValueError, match=rf"W1\.000-4\.000\.nc: {line}; delete it to make it anew"):
        read_traces([path])
    write_dataset(tmp_path / "elsewhere.nc", spoil(block))
    assert read_traces([tmp_path / "elsewhere.nc"]).equals(spoil(block))


def test_traces_of_a_laboratory_need_only_magnetization_and_parameter(tmp_path):
    dims = ("voltage", "realization", "time", "site")
    dataset = xr.Dataset({"magnetization": (dims, np.zeros((2, 3, 4, 5)))}, {"voltage": [1.0, 2.0]})
    dataset.to_netcdf(tmp_path / "measured.nc")
    assert read_traces([tmp_path / "measured.nc"]).equals(dataset)
    dataset.drop_vars("voltage").to_netcdf(tmp_path / "nameless.nc")
    with pytest.raises(ValueError, match=r"nameless\.nc: has no variable voltage"):
        read_traces([tmp_path / "nameless.nc"])
