"""Functions that Numba compiles, and where the result is kept for other processes."""

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import llvmlite
import numba
from numba.core.caching import FunctionCache

from phasetrace.store.provenance import source_digest

CHANGES_NUMBERS = False


def _folder(source: Path) -> Path:
    """One folder for each state of the sources.

    Numba looks at the file of a function alone, and would run old code after a change of what it
    calls, or of how its arguments are laid out.
    """
    parent = numba.config.CACHE_DIR or source.with_name("__pycache__")
    return Path(parent) / f"{source.stem}-{llvmlite.__version__}-{source_digest(source)}"


class _Kept(FunctionCache):
    """Numba's cache, for processes that start at the same time.

    One compiles, and the others wait for it. By itself Numba would let all of them compile, lets
    two give the same number to code for different arguments, and fails for good if a file has
    been cut short.
    """

    _lock: IO[str] | None = None

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        self._unlock()
        # Where nothing can be locked, processes compile for themselves.
        with suppress(OSError):
            self._lock = open(Path(self.cache_path) / f"{self._impl.filename_base}.lock", "w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            found = super().load_overload(sig, target_context)
        except Exception:
            # Whatever cannot be read can be compiled.
            self.flush()
            found = None
        if found is not None:
            self._unlock()
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        super().save_overload(sig, data)
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def keep(compiled: Any) -> Any:
    """Keep what Numba compiles, if there is a place for it.

    Parameters
    ----------
    compiled : numba function
        Not yet compiled.
    """
    before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES
    numba.config.CACHE_DIR = str(_folder(Path(compiled.__wrapped__.__code__.co_filename)))
    numba.config.CACHE_LOCATOR_CLASSES = "UserProvidedCacheLocator"
    try:
        compiled._cache = _Kept(compiled.__wrapped__)
    except RuntimeError:
        # The folder cannot be written: every process compiles for itself.
        pass
    finally:
        numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = before
    return compiled
