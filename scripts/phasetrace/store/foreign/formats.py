"""Of which format a file is, by what it holds rather than by its name."""

from pathlib import Path

from phasetrace.store.errors import FileError

NETCDF3, HDF5, NPZ, MAT, TABLE = "NetCDF-3", "HDF5", "NPZ", "MAT", "CSV"
READABLE = "NetCDF, HDF5, NPZ, MAT or CSV"

_HDF5_MARK = b"\x89HDF\r\n\x1a\n"
_MARKS = {
    b"CDF\x01": NETCDF3,
    b"CDF\x02": NETCDF3,
    b"MATLAB 5.0 MAT-file": MAT,
    b"PK\x03\x04": NPZ,
    b"PK\x05\x06": NPZ,
}
_FOREIGN_MARKS = {
    b"CDF\x05": "is NetCDF with 64-bit data; save it as NetCDF-4",
    b"\x80": "looks like a Python pickle, which could run anything and is never opened",
    b"\x93NUMPY": "is a single NumPy array; save it with its parameter and times by numpy.savez",
    b"\x1f\x8b": "is compressed by gzip; unpack it first",
    b"BZh": "is compressed by bzip2; unpack it first",
    b"\xfd7zXZ": "is compressed by xz; unpack it first",
    b"%PDF": "is a PDF",
    b"\xd0\xcf\x11\xe0": "is an old Excel or Word file; save it as CSV",
    b"\xff\xfe": "is text in UTF-16; save it as CSV in UTF-8",
    b"\xfe\xff": "is text in UTF-16; save it as CSV in UTF-8",
}


def format_of(path: str) -> str:
    """Tell a file's format.

    Parameters
    ----------
    path : str
        The file.

    Returns
    -------
    str
        `NETCDF3`, `HDF5` (which NetCDF-4 and MAT 7.3 are), `NPZ`, `MAT` (up to version 7) or
        `TABLE`.

    Raises
    ------
    FileError
        If it is no regular file, is empty, cannot be opened, or is surely of none of these.
    """
    place = Path(path)
    if place.is_dir():
        raise FileError(path, f"is a folder; name its files, such as {place}/*.csv")
    if not place.exists():
        raise FileError(path, "no such file")
    # A pipe or a device may never end.
    if not place.is_file():
        raise FileError(path, "is no regular file")
    try:
        with place.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror}") from error
    if not start.strip():
        raise FileError(path, f"is empty, need {READABLE}")
    # A block of other bytes may precede HDF5, as in MAT files of version 7.3.
    if any(start.startswith(_HDF5_MARK, offset) for offset in (0, 512, 1024, 2048)):
        return HDF5
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return name
    for mark, fault in _FOREIGN_MARKS.items():
        if start.startswith(mark):
            raise FileError(path, f"{fault} (need {READABLE})")
    if b"\0" in start or start.startswith((b"<", b"{")):
        raise FileError(path, f"is of no known format, need {READABLE}")
    return TABLE
