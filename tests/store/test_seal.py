"""Seals: whatever happens to the bytes of a file is noticed before anything else reads them."""

import hashlib
import os

import netCDF4
import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from phasetrace import FileError, load_networks, read_traces
from phasetrace.learning.predictions import read_predictions
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.origin import departure
from phasetrace.store.seal import NO_ORIGIN, check_seal, seal, sealed_origin

ORIGIN = "0123456789abcdef"
READERS = (read_dataset, read_predictions, load_networks, lambda path: read_traces([path]))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sealed file of magnetizations."""
    path = tmp_path_factory.mktemp("whole") / "a.nc"
    values = np.random.default_rng(0).uniform(-1, 1, size=(2, 3, 4, 5))
    dims = ("W", "realization", "time", "site")
    data = {"magnetization": (dims, values), "known": ("W", [True, False])}
    dataset = xr.Dataset(data, {"W": [0.5, 8.0]}, {"L": 5, "origin": ORIGIN})
    write_dataset(path, dataset)
    return path


def test_the_seal_is_of_all_bytes_before_it(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"some bytes")
    seal(path, ORIGIN)
    digest = hashlib.sha256(b"some bytes").hexdigest()
    line = f"\nphasetrace sha256 {digest} origin {ORIGIN}\n"
    assert path.read_bytes() == b"some bytes" + line.encode()
    assert sealed_origin(path) == ORIGIN
    check_seal(path)


def test_a_dataset_is_sealed_with_its_origin(tmp_path, whole):
    assert sealed_origin(whole) == ORIGIN
    write_dataset(tmp_path / "b.nc", xr.Dataset({"a": 1.0}))
    assert sealed_origin(tmp_path / "b.nc") == NO_ORIGIN


def test_others_read_sealed_files(whole):
    with netCDF4.Dataset(whole) as file:
        assert file["magnetization"].shape == (2, 3, 4, 5)
    assert xr.load_dataset(whole)["known"].values.tolist() == [True, False]


@pytest.mark.parametrize("content", [b"", b"short", b"\nphasetrace\n", 500 * b"x"])
def test_what_has_no_seal_may_be_anything(tmp_path, content):
    path = tmp_path / "a"
    path.write_bytes(content)
    check_seal(path)
    assert sealed_origin(path) is None


@pytest.mark.parametrize("cut", [1, 30, 90])
def test_a_seal_that_was_cut_off_is_noticed(tmp_path, cut):
    path = tmp_path / "a"
    path.write_bytes(b"some bytes")
    seal(path, ORIGIN)
    os.truncate(path, path.stat().st_size - cut)
    with pytest.raises(FileError, match="a: is damaged: its bytes are not those"):
        check_seal(path)


def test_what_is_not_there_has_no_seal(tmp_path):
    assert sealed_origin(tmp_path / "absent") is None
    assert sealed_origin(tmp_path) is None


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "device"])
def test_what_is_no_regular_file_is_refused_and_never_opened(tmp_path, kind):
    path = tmp_path / "a.nc"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("nowhere" if kind == "link" else "/dev/zero")
    for read in (*READERS, lambda path: departure(path, {})):
        with pytest.raises((FileError, FileNotFoundError), match=r"a\.nc"):
            read(path)
    with pytest.raises(FileError, match="is no regular file; move it away"):
        departure(path, {})
    assert sealed_origin(path) is None


def test_every_flipped_bit_is_noticed_or_means_nothing(tmp_path, whole):
    before, intact = whole.read_bytes(), read_dataset(whole)
    random, path = np.random.default_rng(0), tmp_path / "a.nc"
    last = len(before) - 120
    for place in [*random.integers(last, size=150), *range(last, len(before))]:
        flipped = bytes([before[place] ^ (1 << random.integers(8))])
        path.write_bytes(before[:place] + flipped + before[place + 1 :])
        try:
            # Without its seal, the last line, a file is what it was.
            assert read_dataset(path).identical(intact) and place >= last
        except FileError as error:
            assert "is damaged: its bytes are not those that were written" in str(error)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_file_ends_in_anything_but_one_line(tmp_path_factory, whole, data):
    path = tmp_path_factory.mktemp("any") / "a.nc"
    before = whole.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(start, min(len(before), start + 300)))
    middle = data.draw(st.binary(max_size=40))
    path.write_bytes(before[:start] + middle + before[stop:])
    for read in READERS:
        try:
            read(path)
        except FileError as error:
            text = str(error)
            assert text.startswith(f"{path}: ") and "\n" not in text
    assert [one.name for one in path.parent.iterdir()] == ["a.nc"]


NAMES = st.sampled_from(
    ["magnetization", "probability", "label", "trained_on", "W", "retraining", "input_kernel"]
)
DIMS = ("W", "realization", "time", "site", "retraining", "phase")
SIZES = dict(zip(DIMS, (2, 3, 2, 2, 1, 2), strict=True))


@st.composite
def datasets(draw):
    """Any variables that a reader looks for, of any dimensions and types."""
    found = {}
    for name in draw(st.lists(NAMES, unique=True, max_size=5)):
        dims = tuple(draw(st.permutations(DIMS)))[: draw(st.integers(0, 4))]
        shape = tuple(SIZES[dim] for dim in dims)
        kind = draw(st.sampled_from(["f8", "f4", "i4", "U3", "b1"]))
        if name in DIMS and dims != (name,):
            continue
        fill = draw(st.sampled_from([0, 1, np.nan if kind[0] == "f" else 2]))
        found[name] = (dims, np.full(shape, fill, dtype=kind))
    attributes = st.one_of(st.integers(-2, 2), st.text("ab", min_size=1, max_size=3))
    keys = st.sampled_from(["seed", "L", "epsilon", "sites", "units", "cell"])
    return xr.Dataset(found, attrs=draw(st.dictionaries(keys, attributes, max_size=4)))


@settings(deadline=None, max_examples=60)
@given(dataset=datasets())
def test_no_dataset_ends_in_anything_but_one_line(tmp_path_factory, dataset):
    path = tmp_path_factory.mktemp("any") / "a.nc"
    write_dataset(path, dataset)
    for read in READERS:
        try:
            read(path)
        except FileError as error:
            text = str(error)
            assert text.startswith(f"{path}: ") and "\n" not in text
