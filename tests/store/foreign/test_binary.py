"""Arrays of each format, and damaged files of it."""

import zipfile

import netCDF4
import numpy as np
import pytest
from foreign_files import WRITERS, toy, write_netcdf4
from phasetrace import FileError
from phasetrace.store.files import write_dataset
from phasetrace.store.foreign.binary import read_arrays
from phasetrace.store.foreign.formats import format_of
from phasetrace.store.foreign.reading import read_foreign
from scipy.io import savemat

ARRAYS = [name for name in WRITERS if name != "table.csv"]
PICKLED = "holds pickled objects, which could run anything and are not opened"


def read(path):
    return read_arrays(str(path), format_of(str(path)))


class Bomb:
    def __reduce__(self):
        return exec, ("raise SystemExit('it was run')",)


def test_pickled_objects_are_never_opened(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, time=np.arange(3.0), bomb=np.array([Bomb()], dtype=object))
    with pytest.raises(FileError, match=f"^{path}: bomb {PICKLED}$"):
        read(path)


def test_an_archive_of_something_else_is_refused(tmp_path):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(FileError, match=r"is an archive with .*xml, need .npy alone$"):
        read(path)


def test_groups_of_hdf5_are_part_of_the_name(tmp_path):
    path = tmp_path / "a.h5"
    with netCDF4.Dataset(path, "w") as file:
        file.setncattr("h", 0.5)
        run = file.createGroup("run1")
        run.createDimension("time", 3)
        run.createVariable("time", "f8", ["time"])[:] = [0, 1, 2]
        run.createVariable("sz", "f8", ["time"])[:2] = [1, 0.5]
    found = read(path)
    np.testing.assert_array_equal(found.arrays["run1/sz"].values, [1, 0.5, np.nan])
    names = {"value": "run1/sz", "time": "run1/time"}
    dataset = read_foreign([path], "h", names=names)
    assert dataset["sz"].values.ravel().tolist()[:2] == [1, 0.5]
    assert dataset["h"].values.tolist() == [0.5]


def test_integers_that_were_never_written_are_gaps(tmp_path):
    path = tmp_path / "a.nc"
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("time", 3)
        file.createVariable("counts", "i4", ["time"])[:2] = [4, 5]
    np.testing.assert_array_equal(read(path).arrays["counts"].values, [4, 5, np.nan])


def test_what_does_not_fit_into_memory_is_not_read(tmp_path):
    path = tmp_path / "a.nc"
    with netCDF4.Dataset(path, "w") as file:
        for name in ("h", "time"):
            file.createDimension(name, 10**7)
        file.createVariable("sz", "f8", ["h", "time"], chunksizes=[10, 10])
    with pytest.raises(FileError, match="sz has 10000000 × 10000000 numbers, which do not fit"):
        read_foreign([path])


def test_square_arrays_of_hdf5_are_read(tmp_path):
    path = tmp_path / "a.h5"
    with netCDF4.Dataset(path, "w") as file:
        file.createDimension("phony_dim_0", 3)
        file.createVariable("square", "f8", ["phony_dim_0"] * 2)[:] = np.eye(3)
    array = read(path).arrays["square"]
    assert array.dims is None and array.lengths == (3, 3)


def test_text_and_structures_of_matlab_are_arrays(tmp_path):
    path = tmp_path / "a.mat"
    cells = np.array([["monday", "tuesday"]], dtype=object)
    savemat(path, {"days": cells, "sample": {"name": "chip"}, "t": [0.0, 1.0]})
    found = read(path).arrays
    assert found["days"].values.tolist() == [["monday", "tuesday"]]
    assert found["t"].lengths == (2,)
    assert not found["sample"].numeric


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_that_is_cut_short_is_refused_in_one_line(tmp_path, name, share):
    path = tmp_path / name
    WRITERS[name](path, toy())
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    with pytest.raises(FileError, match=f"^{path}: is damaged, not a readable .* file$"):
        read_foreign([path], "h", "magnetization")


@pytest.mark.parametrize("name", ["netcdf3.nc", "numpy.npz"])
def test_changed_bits_end_in_numbers_or_in_one_line(tmp_path, name):
    path = tmp_path / name
    WRITERS[name](path, toy())
    data = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(300):
        changed = bytearray(data)
        for place in rng.integers(len(data), size=rng.integers(1, 10)):
            changed[place] ^= 1 << rng.integers(8)
        path.write_bytes(changed)
        try:
            read_foreign([path], "h", "magnetization")
        except FileError as error:
            assert str(error).startswith(str(path)) and "\n" not in str(error)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["netcdf4.nc", "matlab.mat", "matlab73.mat"])
def test_changed_bits_of_what_libraries_crash_on_do_too(tmp_path, name):
    path = tmp_path / name
    WRITERS[name](path, toy())
    data = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(12):
        changed = bytearray(data)
        for place in rng.integers(len(data), size=8):
            changed[place] ^= 1 << rng.integers(8)
        path.write_bytes(changed)
        try:
            read_foreign([path], "h", "magnetization")
        except FileError as error:
            assert str(error).startswith(str(path)) and "\n" not in str(error)


def test_a_damaged_file_does_not_stand_for_what_replaces_it(tmp_path):
    path = tmp_path / "a.nc"
    write_netcdf4(path, toy())
    data = path.read_bytes()
    path.write_bytes(data[:4000] + bytes(4000) + data[8000:])
    with pytest.raises(FileError, match="is damaged"):
        read_foreign([path], "h", "magnetization")
    path.write_bytes(data)
    assert read_foreign([path], "h", "magnetization").identical(toy())


def test_a_seal_that_is_broken_is_seen(tmp_path):
    path = tmp_path / "a.nc"
    write_dataset(path, toy())
    assert read_foreign([path]).drop_attrs().equals(toy())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(FileError, match="is damaged: its bytes are not those that were written"):
        read_foreign([path])
