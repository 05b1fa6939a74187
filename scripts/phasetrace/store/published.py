"""Files that others have published: fetched where there is no copy, checked by their SHA-256."""

import hashlib
import os
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

from phasetrace.store.errors import FileError
from phasetrace.store.files import atomic
from phasetrace.store.seal import refuse_irregular

CHANGES_NUMBERS = False

FOLDER = "PHASETRACE_DATA"
"""Variable of the environment that names the folder where copies are kept."""
_SECONDS, _AT_A_TIME = 60.0, 8
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([\w.+-]+(?:/[\w.+-]+)*)")


def kept_in() -> Path:
    """Folder where published files are kept: PHASETRACE_DATA, or one of the user's cache.

    Raises
    ------
    FileError
        If PHASETRACE_DATA is a relative path: jobs are elsewhere than whoever has set it.
    """
    named = os.environ.get(FOLDER)
    if named:
        if not os.path.isabs(named):
            raise FileError(named, f"is named by {FOLDER}, which must be an absolute path")
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(cache).expanduser() / "phasetrace"


def read_checksums(path: str | os.PathLike[str]) -> dict[str, str]:
    """Read SHA-256 checksums by the name of a file, as ``sha256sum`` writes them.

    Raises
    ------
    FileError
        If a line is anything else, or a name is there twice.
    """
    known: dict[str, str] = {}
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None or ".." in found[2].split("/"):
            raise FileError(path, f"line {number}: is no SHA-256 and the name of a file below it")
        if found[2] in known:
            raise FileError(path, f"line {number}: {found[2]} is there twice")
        known[found[2]] = found[1]
    return known


def published(checksums: Mapping[str, str], source: str, folder: Path) -> dict[str, Path]:
    """Find published files in a folder, fetching those that it lacks.

    Parameters
    ----------
    checksums : mapping of str
        SHA-256 by the name of a file.
    source : str
        Address that the names are below, with a slash at its end.
    folder : Path
        Where copies are kept under the same names. What is there is never changed.

    Returns
    -------
    dict of Path
        Each file in the folder, by its name.

    Raises
    ------
    FileError
        If a file is not there and cannot be fetched, or is not the published one.
    """
    names = {digest: name for name, digest in checksums.items()}

    def found(name: str) -> Path:
        path, address = folder / name, source + quote(name)
        refuse_irregular(path)
        if path.exists():
            fault = _fault(path.read_bytes(), checksums[name], names)
            if fault:
                raise FileError(path, f"{fault}; move it away, and it is fetched anew")
            return path
        content = _fetched(address, path)
        fault = _fault(content, checksums[name], names)
        if fault:
            raise FileError(address, fault)
        with atomic(path) as temporary:
            temporary.write_bytes(content)
        return path

    with ThreadPoolExecutor(_AT_A_TIME) as several:
        try:
            return dict(zip(checksums, several.map(found, checksums), strict=True))
        except BaseException:
            # Without a network every other file would fail as well, each in its time.
            several.shutdown(cancel_futures=True)
            raise


def _fault(content: bytes, known: str, names: Mapping[str, str]) -> str:
    """Say why this is not what was published; nothing if it is."""
    digest = hashlib.sha256(content).hexdigest()
    if digest == known:
        return ""
    other = f", which is {names[digest]}" if digest in names else ""
    return (
        f"is not the published file: {len(content)} bytes of SHA-256 {digest[:12]}…{other}, "
        f"must be {known[:12]}…"
    )


def _fetched(address: str, path: Path) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:
            content: bytes = answer.read()
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise FileError(
            path,
            f"is not there, and {address} cannot be fetched: {' '.join(str(reason).split())}; "
            f"{FOLDER} may name a folder that has a copy",
        ) from error
    return content
