"""Checksums: the same before and after a file, and another for anything else."""

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from phasetrace import FileError
from phasetrace.store.checksum import checksum
from phasetrace.store.files import read_dataset, write_dataset


def dataset():
    return xr.Dataset(
        {
            "magnetization": (("W", "time"), [[1.0, 0.5], [-1.0, 0.25]], {"units": "1"}),
            "trained_on": ("W", [True, False]),
            "label": ("W", np.array([0, -1], dtype=np.int32)),
            "cut": ((), np.float32(0.5)),
        },
        {"W": [0.5, 8.0], "phase": ["ergodic", "MBL"]},
        {"L": 4, "J": 1.0, "seeds": [0, 1], "model": "ising", "names": ["a", "b"]},
    )


def test_a_file_gives_back_the_checksum(tmp_path):
    write_dataset(tmp_path / "a.nc", dataset())
    assert checksum(read_dataset(tmp_path / "a.nc")) == checksum(dataset())


ATTRIBUTES = st.dictionaries(
    st.from_regex("[a-z]{1,8}", fullmatch=True),
    st.one_of(
        st.integers(-(2**40), 2**40),
        st.floats(allow_nan=False),
        st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=20),
        st.lists(st.integers(-99, 99), min_size=1, max_size=3),
    ),
    max_size=4,
)


@settings(deadline=None, max_examples=40)
@given(
    values=arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.int8, np.bool_]),
        st.tuples(st.integers(0, 3), st.integers(1, 4)),
    ),
    names=st.lists(st.text("aé β0", min_size=1, max_size=4), min_size=4, max_size=4),
    attributes=ATTRIBUTES,
)
def test_any_file_gives_back_the_checksum(tmp_path_factory, values, names, attributes):
    path = tmp_path_factory.mktemp("any") / "a.nc"
    names = names[: values.shape[1]]
    written = xr.Dataset({"a": (("x", "y"), values)}, {"y": names}, attributes)
    write_dataset(path, written)
    assert checksum(read_dataset(path)) == checksum(written)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.assign(cut=np.float32(0.5000001)),
        lambda d: d.assign(cut=np.float64(0.5)),
        lambda d: d.assign(magnetization=-d["magnetization"]),
        lambda d: d.assign(magnetization=d["magnetization"].transpose("time", "W")),
        lambda d: d.assign(label=d["label"].assign_attrs(units="1")),
        lambda d: d.assign_coords(phase=["MBL", "ergodic"]),
        lambda d: d.rename(W="drive"),
        lambda d: d.drop_vars("cut"),
        lambda d: d.assign_attrs(L=5),
        lambda d: d.assign_attrs(model="Ising"),
        lambda d: d.assign_attrs(extra=1),
    ],
)
def test_whatever_changes_the_checksum_does_too(change):
    assert checksum(change(dataset())) != checksum(dataset())


def test_a_byte_that_is_flipped_is_noticed_wherever_it_lies(tmp_path):
    path, spoilt = tmp_path / "whole.nc", tmp_path / "spoilt.nc"
    random = np.random.default_rng(0)
    write_dataset(path, dataset().assign(more=("z", random.random(300))))
    whole, unnoticed = path.read_bytes(), 0
    expected = read_dataset(path)
    for place in random.integers(len(whole), size=300):
        spoilt.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << random.integers(8))]) + whole[place + 1 :]
        )
        try:
            found = read_dataset(spoilt)
        except FileError:
            continue
        # What HDF5 leaves unused in a file means nothing.
        assert found.identical(expected)
        unnoticed += 1
    assert unnoticed < 300


def test_hdf5_checks_every_number_by_itself(tmp_path):
    write_dataset(tmp_path / "a.nc", dataset())
    with xr.open_dataset(tmp_path / "a.nc") as opened:
        for name in ("magnetization", "trained_on", "label", "W"):
            assert opened[name].encoding["fletcher32"], name
