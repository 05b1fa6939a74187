"""The arrays of NetCDF, HDF5, NPZ and MAT files; what could run anything is never opened."""

import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from phasetrace.store.errors import FileError
from phasetrace.store.foreign.arrays import Array, ArrayFile
from phasetrace.store.foreign.block import check_size
from phasetrace.store.foreign.formats import HDF5, MAT, NETCDF3, NPZ
from phasetrace.store.seal import check_seal


def read_arrays(path: str, kind: str) -> ArrayFile:
    """Read a file of arrays.

    Parameters
    ----------
    path : str
        The file; one of HDF5 or MAT has passed `phasetrace.store.foreign.probe.check_readable`.
    kind : str
        Its format, as `phasetrace.store.foreign.formats.format_of` tells it.

    Returns
    -------
    ArrayFile
        What it holds.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _READERS[kind](path)
    except FileError:
        raise
    except MemoryError as error:
        raise FileError(path, "does not fit into the machine's memory") from error
    except Exception as error:  # what a broken file makes the decoders raise has no end
        raise FileError(path, f"is damaged, not a readable {kind} file") from error


# Libraries are loaded where they are needed: another process does so for every probe.


def _netcdf3(path: str) -> ArrayFile:
    import xarray as xr

    # The netCDF library takes what a truncated file lacks for zeros; SciPy refuses it.
    with xr.open_dataset(path, engine="scipy", decode_times=False) as dataset:
        arrays = {
            str(name): Array(variable.values, tuple(map(str, variable.dims)), _unit(variable.attrs))
            for name, variable in dataset.variables.items()
        }
        return ArrayFile(path, arrays, _numbers_of(dataset.attrs))


def _hdf5(path: str) -> ArrayFile:
    # Its import sets variables of the process's environment, which is the importer's.
    import netCDF4

    check_seal(path)
    with Path(path).open("rb") as start:
        # MATLAB keeps the first axis fastest, and HDF5 gives the last one first.
        turned = start.read(8) == b"MATLAB 7"
    with netCDF4.Dataset(path) as file:
        return ArrayFile(path, dict(_hdf5_arrays(path, file, "", turned)), _numbers_of(vars(file)))


def _hdf5_arrays(path: str, group: Any, prefix: str, turned: bool) -> Iterator[tuple[str, Array]]:
    """Read the variables of a group and of those in it, which are named ``group/name``."""
    for name, variable in group.variables.items():
        check_size(path, name, *variable.shape)
        values = variable[...]
        if np.ma.isMaskedArray(values) and values.dtype.kind in "fiu":
            values = np.ma.filled(values.astype(np.float64), np.nan)
        # HDF5 without scales has axes without names, which are then named by length.
        unnamed = turned or any(dim.startswith("phony_dim_") for dim in variable.dimensions)
        values = np.asarray(values)
        yield (
            f"{prefix}{name}",
            Array(
                values.T if turned else values,
                None if unnamed else variable.dimensions,
                _unit({key: variable.getncattr(key) for key in variable.ncattrs()}),
            ),
        )
    for name, inner in group.groups.items():
        yield from _hdf5_arrays(path, inner, f"{prefix}{name}/", turned)


def _unit(attributes: Mapping[str, Any]) -> str | None:
    unit = attributes.get("units")
    return unit if isinstance(unit, str) else None


def _numbers_of(attributes: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: float(value)
        for name, value in attributes.items()
        if isinstance(value, int | float | np.integer | np.floating)
    }


def _npz(path: str) -> ArrayFile:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if not member.filename.endswith(".npy"):
                raise FileError(path, f"is an archive with {member.filename}, need .npy alone")
            check_size(path, member.filename, member.file_size // 8)
    with np.load(path, allow_pickle=False) as opened:
        arrays = {}
        for name in opened.files:
            try:
                arrays[name] = Array(opened[name])
            except ValueError as error:
                if "Object arrays" not in str(error):
                    raise
                fault = f"{name} holds pickled objects, which could run anything and are not opened"
                raise FileError(path, fault) from None
    return ArrayFile(path, arrays)


def _mat(path: str) -> ArrayFile:
    from scipy.io import loadmat

    found = loadmat(path, chars_as_strings=True)
    return ArrayFile(
        path,
        {
            name: Array(_texts(values) if values.dtype.kind == "O" else values)
            for name, values in found.items()
            if isinstance(values, np.ndarray) and not name.startswith("__")
        },
    )


def _texts(cells: np.ndarray) -> np.ndarray:
    """Turn MATLAB's cells of text into text."""
    texts = [str(np.ravel(cell)[0]) if np.size(cell) else "" for cell in cells.ravel()]
    return np.array(texts).reshape(cells.shape)


_READERS: dict[str, Callable[[str], ArrayFile]] = {
    NETCDF3: _netcdf3,
    HDF5: _hdf5,
    NPZ: _npz,
    MAT: _mat,
}
