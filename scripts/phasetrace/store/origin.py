"""What a file was made from, as the file itself tells it.

Snakemake keeps what it knows of a file beside the results, where a copy of them may lack it, and
does not see a file that was put in another's place. So every NetCDF file carries the settings of
the job that made it, the digest of its code among them, and their digest in its seal. Whoever
plans or reads compares them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import xarray as xr

from phasetrace.store.errors import FileError
from phasetrace.store.files import ORIGIN
from phasetrace.store.provenance import git_commit, software_versions
from phasetrace.store.seal import check_seal, refuse_irregular, sealed_origin

CHANGES_NUMBERS = False

Settings = Mapping[str, Any]

SETTINGS, COMMIT, SOFTWARE = "configuration", "commit", "software"
OWN = (ORIGIN, SETTINGS, COMMIT)
"""Attributes that are of one file alone."""

CHANGED = "was changed after it was made"
FOREIGN = "was not made by phasetrace, which would overwrite it; move it away"
_HDF5 = b"\x89HDF\r\n\x1a\n"


def origin_digest(settings: Settings) -> str:
    """Digest the settings of a job, in 16 hexadecimal digits."""
    return hashlib.sha256(_text(settings).encode()).hexdigest()[:16]


def telling_origin(dataset: xr.Dataset, settings: Settings) -> xr.Dataset:
    """Let a dataset tell what it was made from.

    Parameters
    ----------
    dataset : xarray.Dataset
        What a job has made.
    settings : mapping
        All that the job was given: numbers, text, and lists and mappings of these.

    Returns
    -------
    xarray.Dataset
        The same with the attributes ``configuration``, the settings as JSON; ``origin``, their
        digest; ``software``, the versions of the libraries; and, in a git checkout, ``commit``.
    """
    told = {SETTINGS: _text(settings), ORIGIN: origin_digest(settings)}
    told[SOFTWARE] = software_versions()
    commit = git_commit()
    if commit is not None:
        told[COMMIT] = commit
    return dataset.assign_attrs(told)


def told_by(path: str | PathLike[str]) -> dict[str, str]:
    """Attributes by which a NetCDF file tells what made it.

    Raises
    ------
    FileError
        If it is damaged, or not a readable NetCDF file.
    """
    # Its import sets variables of the process's environment, which is the importer's.
    import netCDF4

    check_seal(path)
    try:
        with netCDF4.Dataset(path) as file:
            names = set(file.ncattrs())
            return {name: str(file.getncattr(name)) for name in (*OWN, SOFTWARE) if name in names}
    except Exception as error:  # what a broken file makes the decoders raise has no end
        raise FileError(path, "not a readable NetCDF file") from error


def is_foreign(path: str | PathLike[str]) -> bool:
    """Whether a file is surely not of phasetrace's making.

    All of its NetCDF files are HDF5 or at least sealed, and its figures tell its name. An empty
    file is nobody's, and of a text nobody can tell.
    """
    content = Path(path).read_bytes()
    if Path(path).suffix == ".nc":
        sealed = sealed_origin(path) is not None
        return bool(content) and not sealed and not content.startswith(_HDF5)
    return Path(path).suffix in (".pdf", ".png") and bool(content) and b"phasetrace" not in content


def drawn_from(path: str | PathLike[str], digest: str) -> bool:
    """Whether a figure tells that it was drawn from a dataset of this origin."""
    return f"origin {digest}".encode() in Path(path).read_bytes()


def departure(path: str | PathLike[str], settings: Settings) -> str | None:
    """How a file departs from what a job would make of these settings, in a few words.

    Parameters
    ----------
    path : path-like
        A file in the place of what the job makes.
    settings : mapping
        All that the job would be given.

    Returns
    -------
    str or None
        None if there is no file, or one of the same origin.

    Raises
    ------
    FileError
        If no job of phasetrace has made the file: it is somebody's, and must not be overwritten.
    """
    refuse_irregular(path)
    digest = origin_digest(settings)
    if not Path(path).exists() or sealed_origin(path) == digest:
        return None
    if is_foreign(path):
        raise FileError(path, FOREIGN)
    try:
        told = told_by(path)
    except FileError as error:
        return str(error).removeprefix(f"{path}: ")
    if SOFTWARE not in told:
        raise FileError(path, FOREIGN)
    try:
        before = json.loads(told.get(SETTINGS, ""))
    except ValueError:
        return "does not tell what it was made from"
    return _difference(before, json.loads(_text(settings))) or CHANGED


def check_origins(paths: Sequence[str | PathLike[str]], digests: Sequence[str]) -> None:
    """Refuse a file that was made from something else than its reader counts on.

    Parameters
    ----------
    paths : sequence of path-like
        The files.
    digests : sequence of str
        What `origin_digest` gives for the settings of the jobs that make them.

    Raises
    ------
    FileError
        Naming the first file whose origin is another.
    """
    for path, digest in zip(paths, digests, strict=True):
        if sealed_origin(path) != digest:
            told = told_by(path)
            if told.get(ORIGIN) == digest:
                raise FileError(path, CHANGED)
            made = told.get(SETTINGS, "something that it does not tell")
            raise FileError(path, f"is not what this run makes here: it was made from {made}")


def _text(settings: Settings) -> str:
    return json.dumps(settings, ensure_ascii=False, allow_nan=False)


def _difference(before: Any, now: Any, place: str = "") -> str | None:
    """Name the first place in which two settings differ."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in [*now, *(key for key in before if key not in now)]:
            inner = f"{place}.{key}" if place else key
            found = _difference(before.get(key), now.get(key), inner)
            if found:
                return found
        return None if list(before) == list(now) else f"{place}: another order"
    if before == now:
        return None
    if place.endswith("code"):
        return f"{place} has changed"
    return f"{place} was {_short(before)}, is {_short(now)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
