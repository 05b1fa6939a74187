"""Saved networks: the same after loading, readable by others, and refused when broken."""

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
import xarray as xr
from phasetrace import Architecture, Fit, Recipe, load_networks, predict, save_networks
from phasetrace.learning.initialization import weight_shapes
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.networks import network_dataset
from phasetrace.store.errors import FileError
from phasetrace.store.files import read_dataset, write_dataset

PHASES = ("ergodic", "localized", "time crystal")


GATES = {
    "lstm": ["input", "forget", "cell", "output"],
    "gru": ["reset", "update", "candidate"],
}


OTHER = {"lstm": "gru", "gru": "lstm"}


@pytest.fixture(scope="module", params=GATES)
def networks(request) -> Fit:
    architecture = Architecture(
        4, 3, 5, request.param, "sigmoid", "flax", dropout=0.1, dropout_on="input"
    )
    recipe = Recipe(batch=8, epochs=6, epoch="all", confidence_form="impurity")
    rng = np.random.default_rng(0)
    weights = {
        name: rng.standard_normal((2, *shape)).astype(np.float32)
        for name, shape in weight_shapes(architecture).items()
    }
    history = rng.random((3, 2, 6)).astype(np.float32)
    return Fit(architecture, recipe, np.array([7, 2**32 - 1]), weights, *history)


@pytest.fixture
def path(networks, tmp_path):
    target = tmp_path / "networks.nc"
    save_networks(target, networks, PHASES, {"model": "heisenberg", "epsilon": 0.5})
    return target


def test_networks_return_as_they_were(networks, path):
    loaded, phases = load_networks(path)
    assert phases == PHASES
    assert loaded.architecture == networks.architecture
    assert loaded.recipe == networks.recipe
    np.testing.assert_array_equal(loaded.seeds, networks.seeds)
    for name, value in networks.weights.items():
        assert loaded.weights[name].dtype == np.float32
        np.testing.assert_array_equal(loaded.weights[name], value)
    for name in ("cross_entropy", "l2_penalty", "indecision"):
        np.testing.assert_array_equal(getattr(loaded, name), getattr(networks, name))


def test_networks_predict_the_same_in_another_process(networks, path, tmp_path):
    traces = np.random.default_rng(1).uniform(-1, 1, (10, 12, 4)).astype(np.float32)
    np.save(tmp_path / "traces.npy", traces)
    script = (
        "import sys, numpy as np\n"
        "from phasetrace import load_networks, predict\n"
        "fit, _ = load_networks(sys.argv[1])\n"
        "p = predict(fit.architecture, fit.weights, np.load(sys.argv[2] + '/traces.npy'))\n"
        "np.save(sys.argv[2] + '/p.npy', p)\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, path, tmp_path],
        check=True,
        env={**os.environ, "PYTHONPATH": "scripts"},
    )
    expected = predict(networks.architecture, networks.weights, traces)
    np.testing.assert_array_equal(np.load(tmp_path / "p.npy"), expected)


def test_the_file_explains_itself(networks, path):
    with xr.open_dataset(path) as dataset:
        cell = dataset.attrs["learning_cell"]
        assert list(dataset.gate.values) == GATES[cell]
        assert list(dataset.phase.values) == list(PHASES)
        assert dataset.input_kernel.dims == ("retraining", "site", "gate", "unit")
        assert dataset.recurrent_kernel.dims == ("retraining", "hidden_unit", "gate", "unit")
        assert dataset.bias.dims == ("retraining", "gate", "unit")
        assert dataset.output_kernel.dims == ("retraining", "unit", "phase")
        assert dataset.output_bias.dims == ("retraining", "phase")
        second = dataset.input_kernel.sel(gate=GATES[cell][1]).values
        np.testing.assert_array_equal(second, networks.weights["input_kernel"][:, :, 5:10])
        assert cell == networks.architecture.cell
        assert dataset.attrs["learning_gates"] == "sigmoid"
        assert dataset.attrs["learning_initialization"] == "flax"
        assert dataset.attrs["learning_confidence_form"] == "impurity"
        # CF keeps the name for units of measurement.
        assert dataset.attrs["learning_units"] == 5 and "units" not in dataset.attrs
        assert dataset.attrs["epsilon"] == 0.5
        assert "jax" in dataset.attrs["software"]
        for name, variable in dataset.data_vars.items():
            assert {"units", "long_name"} <= set(variable.attrs), name


def test_names_must_fit(networks, tmp_path):
    with pytest.raises(ValueError, match="must be 3 names"):
        save_networks(tmp_path / "networks.nc", networks, ["ergodic"])
    assert not any(tmp_path.iterdir())


def test_a_missing_file_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent\.nc"):
        load_networks(tmp_path / "absent.nc")


def test_a_file_of_something_else_is_refused(tmp_path):
    broken = tmp_path / "broken.nc"
    broken.write_bytes(b"not a NetCDF file")
    with pytest.raises(ValueError, match=r"broken\.nc: not a readable NetCDF file"):
        load_networks(broken)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d.drop_vars("recurrent_kernel"), "has no variable recurrent_kernel"),
        (lambda d: d.drop_vars("phase"), "has no variable phase"),
        (lambda d: d.drop_attrs(deep=False), "has no attribute learning_sites"),
        (lambda d: d.drop_vars("gate"), "has no variable gate"),
        (lambda d: d.assign_coords(gate=d.gate[::-1]), "gates are .*, must be"),
        (lambda d: d.assign_attrs(learning_cell="keras"), "cell is 'keras', must be one of"),
        (lambda d: d.assign_attrs(learning_cell="os.path"), "cell is 'os.path', must be one of"),
        (lambda d: d.assign_attrs(learning_cell=7), "cell is 7, must be one of"),
        (
            lambda d: d.assign_attrs(learning_cell=OTHER[d.attrs["learning_cell"]]),
            "input_kernel is .*, must be .*'gate'",
        ),
        (
            lambda d: d.assign_attrs(learning_units=6),
            "input_kernel is .*'unit': 5.* must be .*'unit': 6",
        ),
        (lambda d: d.drop_dims("retraining"), "has no network"),
        (lambda d: d.assign(output_bias=d.output_bias * np.nan), "output_bias has values that"),
    ],
)
def test_broken_files_are_named_with_what_is_wrong(path, tmp_path, spoil, message):
    spoil(read_dataset(path)).to_netcdf(tmp_path / "spoilt.nc")
    with pytest.raises(
        ValueError, match=rf"spoilt\.nc: not a file of trained networks: {message}"
    ) as refusal:
        load_networks(tmp_path / "spoilt.nc")
    assert "\n" not in str(refusal.value)


GIVEN = Inputs("density", "1/m", "channel", ("a", "b", "c", "d"), (0.0, 1.0, 4.0), 40.0, 2.5)


def test_networks_say_what_they_were_given(networks, tmp_path):
    target = tmp_path / "networks.nc"
    save_networks(target, dataclasses.replace(networks, inputs=GIVEN), PHASES)
    assert load_networks(target)[0].inputs == GIVEN
    with xr.open_dataset(target) as dataset:
        assert dataset.site.values.tolist() == ["a", "b", "c", "d"]
        assert (dataset.attrs["input_variable"], dataset.attrs["input_mean"]) == ("density", 40.0)


def test_networks_of_arrays_were_given_nothing_that_is_known(path):
    assert load_networks(path)[0].inputs is None


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d.drop_vars("time"), "has no variable time"),
        (lambda d: d.drop_vars("site"), "has no variable site"),
        (lambda d: d.assign_attrs(input_deviation=0.0), "input_deviation 0.0, must be finite"),
        (lambda d: d.assign_attrs(input_mean=np.nan), "input_mean is nan"),
        (lambda d: d.assign_attrs(input_mean="mean"), "not a file of trained networks"),
    ],
)
def test_inputs_that_cannot_be_right_are_refused(networks, tmp_path, spoil, message):
    given = network_dataset(dataclasses.replace(networks, inputs=GIVEN), PHASES)
    write_dataset(tmp_path / "networks.nc", spoil(given))
    with pytest.raises(FileError, match=message):
        load_networks(tmp_path / "networks.nc")
