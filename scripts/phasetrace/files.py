"""Files that are written whole or not at all, and NetCDF, which holds every array."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xarray as xr


@contextmanager
def atomic(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path that becomes `path` when the block ends without error.

    The temporary file lies in the target's folder, so that the final move cannot
    cross file systems, and keeps the target's suffix, by which writers choose a
    format. On an error nothing is left behind, and an older `path` stays as it was.

    Parameters
    ----------
    path : path-like
        Where the finished file shall be.

    Yields
    ------
    Path
        Where to write it.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(
        prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
    )
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes files that only their owner reads; results are for the group.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def write_dataset(path: str | os.PathLike[str], dataset: xr.Dataset) -> None:
    """Write a dataset as NetCDF, whole or not at all."""
    with atomic(path) as temporary:
        dataset.to_netcdf(temporary, engine="netcdf4")


def read_dataset(path: str | os.PathLike[str]) -> xr.Dataset:
    """Read a NetCDF file into memory.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not a readable NetCDF file.
    """
    try:
        with xr.open_dataset(path, engine="netcdf4") as opened:
            return opened.load()
    except FileNotFoundError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise ValueError(
            f"{path}: not a readable NetCDF file; delete it to make it anew"
        ) from error
