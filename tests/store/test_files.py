"""Files are written whole or not at all."""

import pytest
import xarray as xr
from phasetrace.store.files import atomic, read_dataset, write_dataset


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


def test_a_dataset_survives_the_round_trip(tmp_path):
    dataset = xr.Dataset({"a": ("x", [1.0, 2.5], {"units": "J"})}, attrs={"L": 4})
    write_dataset(tmp_path / "a.nc", dataset)
    xr.testing.assert_identical(read_dataset(tmp_path / "a.nc"), dataset)


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "broken.nc"
    path.write_bytes(b"CDF\x01 nothing of the kind")
    with pytest.raises(ValueError, match=r"broken\.nc: not a readable NetCDF file"):
        read_dataset(path)
