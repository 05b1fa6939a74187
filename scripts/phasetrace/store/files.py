"""Files that are written whole or not at all, and NetCDF, which holds every array."""

import glob
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
import xarray as xr

from phasetrace.store.errors import FileError
from phasetrace.store.provenance import FORMAT_VERSION
from phasetrace.store.seal import NO_ORIGIN, check_seal, seal
from phasetrace.store.traces import BITSTRING

CHANGES_NUMBERS = False

COMPRESSED = {BITSTRING: {"zlib": True, "complevel": 1, "shuffle": True}}
"""How variables are compressed that take much less space then."""

VERSION, ORIGIN = "format_version", "origin"


@contextmanager
def atomic(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path that becomes `path` when the block ends without error.

    The temporary file lies in the target's folder, so that the final move cannot
    cross file systems, and keeps the target's suffix, by which writers choose a
    format. On an error nothing is left behind, and an older `path` stays as it was;
    what a killed process left behind is removed by the next one that makes `path`.

    Parameters
    ----------
    path : path-like
        Where the finished file shall be.

    Yields
    ------
    Path
        Where to write it.

    Raises
    ------
    OSError
        If `path` cannot be written, with the system's reason and the name of `path`.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.stem}-"
    for leftover in target.parent.glob(glob.escape(prefix) + "?" * 8 + target.suffix):
        leftover.unlink(missing_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=target.suffix, dir=target.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        # A disk may accept what it cannot keep, and says so only when asked to settle it.
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        # mkstemp makes files that only their owner reads; results are for the group.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        os.replace(temporary, target)
    except OSError as error:
        # An error without a number has its own words, which a name would take the place of.
        if error.errno is not None and error.filename in (None, name):
            error.filename = os.fspath(path)
        raise
    finally:
        temporary.unlink(missing_ok=True)


def write_dataset(path: str | os.PathLike[str], dataset: xr.Dataset) -> None:
    """Write a dataset as NetCDF, whole or not at all, with checksums and a seal.

    Parameters
    ----------
    path : path-like
        Where to write.
    dataset : xarray.Dataset
        What; its attribute ``origin``, if it has one, is sealed with it.

    Raises
    ------
    OSError
        If it cannot be written, with the system's reason.
    """
    # HDF5 has checksums for numbers that it keeps in chunks.
    checked = {
        name: {"fletcher32": True, **COMPRESSED.get(str(name), {})}
        for name, variable in dataset.variables.items()
        if variable.size and variable.ndim and variable.dtype.kind in "fiub"
    }
    with atomic(path) as temporary:
        try:
            dataset.assign_attrs({VERSION: FORMAT_VERSION}).to_netcdf(
                temporary, engine="netcdf4", encoding=checked
            )
            seal(temporary, dataset.attrs.get(ORIGIN, NO_ORIGIN))
        except (OSError, RuntimeError) as error:
            # HDF5 keeps the reason to itself; writing as many plain bytes brings it out.
            with temporary.open("wb") as plain:
                plain.write(bytes(dataset.nbytes + 2**16))
                os.fsync(plain.fileno())
            raise OSError(f"{path}: cannot be written: {error}") from error


def read_dataset(path: str | os.PathLike[str]) -> xr.Dataset:
    """Read a NetCDF file into memory.

    Nothing in a file is ever run, and times stay the numbers they are, whatever their
    units.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileError
        If it is not a readable NetCDF file, has a format version that is not known, is larger
        than the memory of the machine, or does not hold what was written.
    """
    try:
        check_seal(path)
        with open(path, "rb") as start:
            # Of NetCDF-3 the netCDF library takes what a truncated file lacks for zeros.
            engine: Literal["scipy", "netcdf4"] = "scipy" if start.read(3) == b"CDF" else "netcdf4"
        with xr.open_dataset(path, engine=engine, decode_times=False) as opened:
            if opened.nbytes > os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"):
                raise MemoryError
            dataset = opened.load()
    except (FileNotFoundError, FileError):
        raise
    except MemoryError as error:
        raise FileError(path, "does not fit into the machine's memory") from error
    except Exception as error:  # what a broken file makes the decoders raise has no end
        raise FileError(path, "not a readable NetCDF file") from error
    version = dataset.attrs.pop(VERSION, FORMAT_VERSION)
    if not np.array_equal(version, FORMAT_VERSION):
        raise FileError(path, f"has format version {version}, known is {FORMAT_VERSION}")
    return dataset
