"""Trace files: reading several of them as one, and refusing what does not fit."""

import numpy as np
import pytest
import xarray as xr
from phasetrace import FileError, read_traces
from phasetrace.models.heisenberg.simulate import simulate
from phasetrace.store.files import write_dataset
from phasetrace.store.origin import telling_origin

CHAIN = {
    "epsilon": 0.5,
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
    return simulate([1.0, 2.0, 4.0], seed=0, **CHAIN)


def test_blocks_and_seeds_read_as_one(tmp_path, block):
    write_dataset(tmp_path / "a.nc", block.isel(W=slice(0, 2)))
    write_dataset(tmp_path / "b.nc", block.isel(W=slice(2, 3)))
    other = simulate([1.0, 2.0, 4.0], seed=1, **CHAIN)
    write_dataset(tmp_path / "c.nc", other)
    together = read_traces([tmp_path / name for name in ("c.nc", "b.nc", "a.nc")])
    both = np.concatenate([block["magnetization"], other["magnetization"]], axis=1)
    np.testing.assert_array_equal(together["magnetization"], both)
    np.testing.assert_array_equal(together["realization"], [0, 1, 2, 0, 1, 2])
    np.testing.assert_array_equal(together["seed"], [0, 0, 0, 1, 1, 1])
    assert "seed" not in together.attrs
    write_dataset(tmp_path / "together.nc", together)
    assert read_traces([tmp_path / "together.nc"]).identical(together)


def unnumbered(traces):
    """Traces without what tells which realization of which set each is."""
    return traces.drop_vars(["realization", "seed"])


def test_realizations_keep_the_numbers_that_they_have(tmp_path, block):
    shots = block.assign_coords(realization=[17, 18, 23]).assign_attrs(seed=4)
    write_dataset(tmp_path / "shots.nc", shots)
    read = read_traces([tmp_path / "shots.nc"])
    assert read["realization"].values.tolist() == [17, 18, 23]
    assert read["seed"].values.tolist() == [4, 4, 4]


def broken(dataset, tmp_path):
    path = tmp_path / "broken.nc"
    write_dataset(path, dataset)
    return path


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
    assert unnumbered(read_traces([tmp_path / "a.nc", tmp_path / "b.nc"])).equals(block)


def test_a_file_without_traces_is_refused(tmp_path):
    path = broken(xr.Dataset({"a": ("x", [1.0])}), tmp_path)
    with pytest.raises(ValueError, match=r"broken\.nc: traces have no variable with dimensions"):
        read_traces([path])


PLACE = "results/traces/heisenberg/L6/eps0.50/seed0/W1.000-4.000.nc"


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda d: d.isel(site=slice(5)), "its L is 5, its name says 6"),
        (lambda d: d.assign_attrs(seed=1), "its seed is 1, its name says 0"),
        (lambda d: d.drop_attrs(deep=False), "its boundary is not given, its name says open"),
        (
            lambda d: d.assign_attrs(boundary="periodic"),
            "its boundary is periodic, its name says open",
        ),
        (lambda d: d.assign_attrs(epsilon=0.45), "its epsilon is 0.45, its name says 0.50"),
        (lambda d: d.assign_coords(W=[0.5, 2, 4]), "its first is 0.500, its name says 1.000"),
        (lambda d: d.isel(W=[0, 1]), "its last is 2.000, its name says 4.000"),
        (lambda d: d.rename(W="drive"), "its parameter is drive, its name says W"),
        (
            lambda d: d.assign(magnetization=d["magnetization"].where(d["time"] < 10)),
            "magnetization has values that are not finite",
        ),
        (lambda d: d.rename(magnetization="m"), "has no variable magnetization of every site"),
        (lambda d: d.rename(site="channel"), "has no variable magnetization of every site"),
    ],
)
def test_a_file_must_hold_what_its_name_says(tmp_path, block, spoil, line):
    path = tmp_path / PLACE
    write_dataset(path, block)
    assert unnumbered(read_traces([path])).equals(block)
    write_dataset(path, spoil(block))
    with pytest.raises(ValueError, match=rf"W1\.000-4\.000\.nc: {line}"):
        read_traces([path])
    write_dataset(tmp_path / "elsewhere.nc", spoil(block))
    assert unnumbered(read_traces([tmp_path / "elsewhere.nc"])).equals(spoil(block))


def test_traces_of_a_laboratory_need_only_magnetization_and_parameter(tmp_path):
    dims = ("voltage", "realization", "time", "site")
    dataset = xr.Dataset({"magnetization": (dims, np.zeros((2, 3, 4, 5)))}, {"voltage": [1.0, 2.0]})
    dataset.to_netcdf(tmp_path / "measured.nc")
    assert unnumbered(read_traces([tmp_path / "measured.nc"])).equals(dataset)
    dataset.drop_vars("voltage").to_netcdf(tmp_path / "nameless.nc")
    with pytest.raises(ValueError, match=r"nameless\.nc: has no variable voltage"):
        read_traces([tmp_path / "nameless.nc"])


SIZES = {"h": 3, "realization": 4, "time": 5, "channel": 2}


def measured(**changes):
    """What a laboratory has: currents of channels, with errors, gaps and days."""
    dims = ("h", "realization", "time", "channel")
    values = np.arange(120.0).reshape(3, 4, 5, 2)
    values[0, 3], values[:, :, 4, 1] = np.nan, np.nan
    return xr.Dataset(
        {
            "current": (dims, values, {"units": "A"}),
            "current_error": (dims, np.where(np.isnan(values), np.nan, 0.5)),
            "group": (dims[:2], [["mon", "tue", "mon", "wed"]] * 3),
        }
        | {
            name: (of, np.full([SIZES[dim] for dim in of], value))
            for name, (of, value) in changes.items()
        },
        {"h": [0.5, 1.0, 2.0], "time": [0.0, 1.0, 4.0, 9.0, 16.0], "channel": ["a", "b"]},
    )


def test_traces_of_any_variable_with_gaps_errors_and_groups_are_read(tmp_path):
    dataset = measured()
    write_dataset(tmp_path / "a.nc", dataset.isel(h=[2]))
    write_dataset(tmp_path / "b.nc", dataset.isel(h=[0, 1]))
    read = unnumbered(read_traces([tmp_path / "a.nc", tmp_path / "b.nc"]))
    xr.testing.assert_equal(read, dataset.set_coords("group"))
    assert read["current"].attrs["units"] == "A"


EVERY = tuple(SIZES)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"current": (EVERY, np.inf)}, "current has infinite values, must be finite or NaN"),
        ({"current": (EVERY, np.nan)}, "current is NaN everywhere, must hold a measured value"),
        ({"current_error": (EVERY[:3], 1.0)}, r"current_error is of .*, must be of \('h', "),
        ({"current_error": (EVERY, -1.0)}, "current_error must hold standard errors, 0 or larger"),
        ({"current_error": (EVERY, np.inf)}, "current_error must hold standard errors"),
        ({"current_error": (EVERY, "a")}, "current_error must hold standard errors"),
        ({"group": (EVERY[:1], 1)}, r"group is of \('h',\), must be of \('h', 'realization'\)"),
        ({"group": (EVERY[:2], 0.5)}, "group holds float64, must hold integers or names"),
        ({"voltage": (EVERY, 1.0)}, "traces have current, voltage with dimensions"),
    ],
)
def test_what_cannot_have_been_measured_is_refused(tmp_path, changes, line):
    with pytest.raises(FileError, match=rf"broken\.nc: {line}"):
        read_traces([broken(measured(**changes), tmp_path)])


def test_files_of_different_variables_are_refused(tmp_path):
    write_dataset(tmp_path / "a.nc", measured().isel(h=[0]))
    path = broken(
        measured().isel(h=[1]).rename(current="density").drop_vars("current_error"), tmp_path
    )
    with pytest.raises(FileError, match=r"broken\.nc: is of density, h, channel, but current, h"):
        read_traces([tmp_path / "a.nc", path])


def test_magnetizations_of_a_laboratory_have_gaps_too(tmp_path, block):
    gaps = block.assign(magnetization=block["magnetization"].where(block["time"] < 10))
    path = broken(gaps, tmp_path)
    assert unnumbered(read_traces([path])).equals(gaps)


@pytest.mark.parametrize("key", ["L", "J", "up_spins", "epsilon", "precision", "tolerance"])
def test_every_attribute_but_seed_and_software_must_be_one(tmp_path, block, key):
    write_dataset(tmp_path / "a.nc", block.isel(W=[0]))
    path = broken(block.isel(W=[1]).assign_attrs({key: 77}), tmp_path)
    with pytest.raises(FileError, match=rf"broken\.nc: {key} is 77, but .* in .*a\.nc"):
        read_traces([tmp_path / "a.nc", path])


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda d: d.assign_attrs(seed="first"), "seed = 'first' is not an integer"),
        (
            lambda d: d.assign(magnetization=d["magnetization"].astype(str)),
            "magnetization holds .*, must hold real numbers",
        ),
        (lambda d: d.assign_coords(W=["a", "b", "c"]), "W holds .*, must hold real numbers"),
        (lambda d: d.assign_coords(W=[1.0, np.nan, 4.0]), "W has values that are not finite"),
        (lambda d: d.isel(realization=slice(0)), "magnetization holds nothing: .*'realization': 0"),
        (lambda d: 1.01 * d, r"magnetization is as large as 1\.01, must be within ±1"),
        (lambda d: -1.01 * d, r"magnetization is as large as 1\.01, must be within ±1"),
        (lambda d: d.isel(site=0), r"traces have no variable with dimensions \(a parameter, "),
    ],
)
def test_what_is_no_trace_is_refused_with_what_is_wrong(tmp_path, block, spoil, line):
    path = broken(spoil(block), tmp_path)
    with pytest.raises(FileError, match=rf"broken\.nc: {line}"):
        read_traces([path])


def test_traces_of_single_precision_may_exceed_one_by_its_drift(tmp_path, block):
    write_dataset(tmp_path / "a.nc", block.assign(magnetization=1.0001 * block["magnetization"]))
    assert read_traces([tmp_path / "a.nc"])["magnetization"].max() > 1


def test_what_made_one_file_is_not_told_of_several(tmp_path, block):
    for name, part in {"a.nc": [0, 1], "b.nc": [2]}.items():
        told = telling_origin(block.isel(W=part), {"values": part})
        write_dataset(tmp_path / name, told)
    together = read_traces([tmp_path / "a.nc", tmp_path / "b.nc"])
    np.testing.assert_array_equal(together["magnetization"], block["magnetization"])
    assert not {"origin", "configuration", "commit"} & set(together.attrs)


def test_a_seed_that_is_missing_in_some_files_is_the_first(tmp_path, block):
    unnumbered = block.copy()
    del unnumbered.attrs["seed"]
    write_dataset(tmp_path / "a.nc", unnumbered.isel(W=[0, 1]))
    write_dataset(tmp_path / "b.nc", block.isel(W=[2]))
    together = read_traces([tmp_path / "b.nc", tmp_path / "a.nc"])
    np.testing.assert_array_equal(together["magnetization"], block["magnetization"])
    assert "seed" not in together.attrs


def test_no_path_is_refused():
    with pytest.raises(ValueError, match="paths is empty, must name at least one trace file"):
        read_traces([])
