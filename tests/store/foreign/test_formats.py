"""A file's format is told by what it holds."""

import os

import pytest
from foreign_files import WRITERS, toy
from phasetrace import FileError
from phasetrace.store.foreign.formats import format_of

EXPECTED = {
    "netcdf3.nc": "NetCDF-3",
    "netcdf4.nc": "HDF5",
    "hdf5.h5": "HDF5",
    "numpy.npz": "NPZ",
    "matlab.mat": "MAT",
    "matlab73.mat": "HDF5",
    "table.csv": "CSV",
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_is_told_whatever_the_name(tmp_path, name):
    WRITERS[name](tmp_path / name, toy())
    path = (tmp_path / name).rename(tmp_path / "file.txt")
    assert format_of(str(path)) == EXPECTED[name]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is empty, need NetCDF, HDF5, NPZ, MAT or CSV"),
        (b" \n\n", "is empty, need"),
        (b"\x80\x04\x95", "looks like a Python pickle, which could run anything"),
        (b"\x93NUMPY\x01\x00", "is a single NumPy array; save it .* by numpy.savez"),
        (b"\x1f\x8b\x08", "is compressed by gzip; unpack it first"),
        (b"h,time\n\0\0\0", "is of no known format"),
        (b"<html>", "is of no known format"),
        ("h,time".encode("utf-16"), "is text in UTF-16; save it as CSV in UTF-8"),
        (b"CDF\x05", "is NetCDF with 64-bit data; save it as NetCDF-4"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path, content, fault):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FileError, match=f"^{path}: {fault}.*$"):
        format_of(str(path))


def test_what_is_no_file_is_refused_and_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, fault in (("none", "no such file"), ("pipe", "is no regular file")):
        with pytest.raises(FileError, match=f"{name}: {fault}$"):
            format_of(str(tmp_path / name))
    with pytest.raises(FileError, match=r"is a folder; name its files, such as .*/\*.csv$"):
        format_of(str(tmp_path))
