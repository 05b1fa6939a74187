"""Files are written whole or not at all, and refused with their name and what is wrong."""

import os
import stat

import numpy as np
import pytest
import xarray as xr
from phasetrace import FileError
from phasetrace.store import files
from phasetrace.store.files import atomic, read_dataset, write_dataset
from phasetrace.store.provenance import FORMAT_VERSION


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "value.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), atomic(target) as path:
        path.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_finished_write_replaces_the_file(tmp_path):
    target = tmp_path / "new folder" / "value.txt"
    with atomic(target) as path:
        path.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert list(target.parent.iterdir()) == [target]


def test_an_unfinished_file_is_hidden_beside_its_target_and_of_its_kind(tmp_path):
    with atomic(tmp_path / "value.txt") as path:
        assert path.parent == tmp_path and path.suffix == ".txt"
        assert path.name.startswith(".value-")


def test_what_a_killed_process_left_behind_is_removed_and_nothing_else(tmp_path):
    left, other, similar = (
        tmp_path / name for name in (".value-abcdefgh.txt", ".value-2-abcdefgh.txt", "value-a.txt")
    )
    for path in (left, other, similar):
        path.write_text("")
    with atomic(tmp_path / "value.txt") as path:
        path.write_text("new")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [other.name, similar.name, "value.txt"]
    )


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o002])
def test_a_file_may_be_read_by_whom_the_user_lets(tmp_path, mask):
    before = os.umask(mask)
    try:
        with atomic(tmp_path / "value.txt") as path:
            path.write_text("new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    mode = stat.S_IMODE((tmp_path / "value.txt").stat().st_mode)
    assert mode == 0o666 & ~mask


def test_a_disk_is_asked_to_settle_a_file_before_it_gets_its_name(tmp_path, monkeypatch):
    target, settled = tmp_path / "value.txt", []

    def settle(descriptor):
        settled.append((os.fstat(descriptor).st_size, target.exists()))

    monkeypatch.setattr(files.os, "fsync", settle)
    with atomic(target) as path:
        path.write_text("new")
    assert settled == [(3, False)]


def test_a_disk_that_does_not_keep_a_file_is_told_with_the_files_name(tmp_path, monkeypatch):
    target = tmp_path / "value.txt"
    target.write_text("old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as refusal, atomic(target) as path:
        path.write_text("new")
    assert refusal.value.filename == str(target)
    assert target.read_text() == "old" and list(tmp_path.iterdir()) == [target]


def test_a_dataset_survives_the_round_trip(tmp_path):
    attributes = {"units": "J", "long_name": "energy"}
    dataset = xr.Dataset({"a": ("x", [1.0, 2.5], attributes)}, {"x": ["ä", "b"]}, {"L": 4})
    write_dataset(tmp_path / "a.nc", dataset)
    xr.testing.assert_identical(read_dataset(tmp_path / "a.nc"), dataset)


def test_times_stay_numbers(tmp_path):
    dataset = xr.Dataset({"a": ("time", [1.0, 2.0])}, {"time": ("time", [0, 7])})
    dataset["time"].attrs["units"] = "days since 2017-01-01"
    write_dataset(tmp_path / "a.nc", dataset)
    assert read_dataset(tmp_path / "a.nc")["time"].dtype.kind == "i"


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "broken.nc"
    path.write_bytes(b"CDF\x01 nothing of the kind")
    with pytest.raises(FileError, match=r"broken\.nc: not a readable NetCDF file"):
        read_dataset(path)


def test_a_file_that_is_not_there_is_not_a_broken_one(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"absent\.nc"):
        read_dataset(tmp_path / "absent.nc")


def test_files_of_another_format_are_refused(tmp_path):
    path, other = tmp_path / "a.nc", FORMAT_VERSION + 1
    write_dataset(path, xr.Dataset({"a": ("x", [1.0])}))
    with xr.open_dataset(path) as dataset:
        assert dataset.attrs["format_version"] == FORMAT_VERSION
    xr.Dataset({"a": ("x", [1.0])}, attrs={"format_version": other}).to_netcdf(path)
    with pytest.raises(FileError, match=f"format version {other}, known is {FORMAT_VERSION}"):
        read_dataset(path)


def test_a_file_larger_than_the_memory_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "a.nc"
    write_dataset(path, xr.Dataset({"a": ("x", np.zeros(1000))}))
    monkeypatch.setattr(files.os, "sysconf", lambda name: 80)
    with pytest.raises(FileError, match=r"a\.nc: does not fit into the machine's memory"):
        read_dataset(path)


def test_the_systems_reason_is_told_where_a_dataset_cannot_be_written(tmp_path, monkeypatch):
    def refuse(dataset, path, engine, encoding):
        raise RuntimeError("NetCDF: HDF error")

    monkeypatch.setattr(xr.Dataset, "to_netcdf", refuse)
    with pytest.raises(OSError, match=r"a\.nc: cannot be written: NetCDF: HDF error"):
        write_dataset(tmp_path / "a.nc", xr.Dataset({"a": ("x", [1.0])}))
    assert list(tmp_path.iterdir()) == []


def test_older_netcdf_is_read_and_refused_where_it_is_cut_short(tmp_path):
    path = tmp_path / "old.nc"
    dataset = xr.Dataset({"m": ("time", np.linspace(1, 2, 100))}, {"time": np.arange(100.0)})
    dataset.to_netcdf(path, engine="scipy", format="NETCDF3_64BIT")
    assert read_dataset(path).equals(dataset)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(FileError, match=r"old.nc: not a readable NetCDF file$"):
        read_dataset(path)


def test_bit_strings_are_compressed(tmp_path):
    strings = np.sort(np.random.default_rng(1).integers(0, 2**12, (20, 1000), np.uint16))
    for name in ("bitstring", "plain"):
        write_dataset(tmp_path / name, xr.Dataset({name: (("sample", "shot"), strings)}))
        np.testing.assert_array_equal(read_dataset(tmp_path / name)[name], strings)
    small, large = ((tmp_path / name).stat().st_size for name in ("bitstring", "plain"))
    assert small < 0.6 * large
