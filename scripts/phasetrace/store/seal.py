"""The last line of a file: digests of all bytes before it, and of what it was made from.

NetCDF does not mind what follows it. HDF5 may never return from a damaged file, and checks but
part of it; so the seal is looked at first, and a file whose bytes are others is not opened.
"""

import hashlib
import os
import re
from os import PathLike
from typing import BinaryIO

from phasetrace.store.errors import FileError

CHANGES_NUMBERS = False

NO_ORIGIN = "-" * 16
DAMAGED = "is damaged: its bytes are not those that were written"
_MARK = b"\nphasetrace sha256"
_LINE = re.compile(rb"\nphasetrace sha256 ([0-9a-f]{64}) origin ([0-9a-f]{16}|-{16})\n")
_LENGTH = len(f"\nphasetrace sha256 {64 * '0'} origin {NO_ORIGIN}\n")


def seal(path: str | PathLike[str], origin: str = NO_ORIGIN) -> None:
    """Append the seal to a file.

    Parameters
    ----------
    path : path-like
        A finished file without a seal.
    origin : str
        Digest of what it was made from; see `phasetrace.store.origin.origin_digest`.
    """
    with open(path, "r+b") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.write(f"\nphasetrace sha256 {digest} origin {origin}\n".encode())


def refuse_irregular(path: str | PathLike[str]) -> None:
    """Refuse what is there but no regular file: to open it may take for ever.

    Raises
    ------
    FileError
        If the path is a folder, a pipe, a device or a link that leads nowhere.
    """
    if os.path.lexists(path) and not os.path.isfile(path):
        raise FileError(path, "is no regular file; move it away")


def sealed_origin(path: str | PathLike[str]) -> str | None:
    """Origin that a file's seal tells; None where there is no seal, or no file."""
    try:
        refuse_irregular(path)
        with open(path, "rb") as file:
            line = _LINE.fullmatch(_end_of(file))
    except (OSError, FileError):
        return None
    return line[2].decode() if line else None


def check_seal(path: str | PathLike[str]) -> None:
    """Refuse a file that is not what was sealed; one without a seal may be anything.

    Raises
    ------
    FileError
        If other bytes are in the file than were sealed, or it is no regular file.
    """
    refuse_irregular(path)
    with open(path, "rb") as file:
        end = _end_of(file)
        line = _LINE.fullmatch(end)
        if line is None and _MARK not in end:
            return
        if line is None:
            raise FileError(path, DAMAGED)
        left = file.seek(0, 2) - _LENGTH
        file.seek(0)
        digest = hashlib.sha256()
        while left:
            left -= len(part := file.read(min(left, 2**20)))
            digest.update(part)
        if digest.hexdigest().encode() != line[1]:
            raise FileError(path, DAMAGED)


def _end_of(file: BinaryIO) -> bytes:
    file.seek(max(0, file.seek(0, 2) - _LENGTH))
    return file.read(_LENGTH)
