"""Pickles of others, of which nothing is run: numbers and what holds them, or one line."""

import io
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np

from phasetrace.store.errors import FileError
from phasetrace.store.seal import refuse_irregular

_NUMBERS = {f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)} | {"f4", "f8", "b1"}
"""Kinds of NumPy's numbers."""


class _Kind:
    """In the place of ``numpy.dtype``: the kind of a number, and the order of its bytes."""

    __slots__ = ("code", "order")

    def __init__(self, code: str) -> None:
        self.code, self.order = code, "|"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        if state[1] not in ("<", ">", "|"):
            raise pickle.UnpicklingError(f"{state[1]} is no order of bytes")
        self.order = state[1]


class _MakeKind:
    """Makes a `_Kind`; no function, whose attributes a pickle could set."""

    __slots__ = ()

    def __call__(self, code: object, align: object = False, copy: object = False) -> _Kind:
        if code not in _NUMBERS:
            raise pickle.UnpicklingError(f"{code} is no kind of number")
        return _Kind(str(code))


class _MakeNumber:
    """Makes a number of its bytes; see `_MakeKind`."""

    __slots__ = ()

    def __call__(self, kind: _Kind, data: bytes | str) -> np.generic:
        # Python 2 wrote bytes as text.
        raw = data.encode("latin-1") if isinstance(data, str) else data
        (number,) = np.frombuffer(raw, np.dtype(f"{kind.order}{kind.code}"))
        return number


class _MakeBytes:
    """Makes the bytes that Python 3 writes as text in the protocols of Python 2."""

    __slots__ = ()

    def __call__(self, text: str, encoding: object) -> bytes:
        return text.encode("latin-1")


_MADE = {
    ("_codecs", "encode"): _MakeBytes(),
    ("numpy", "dtype"): _MakeKind(),
    ("numpy.core.multiarray", "scalar"): _MakeNumber(),
    ("numpy._core.multiarray", "scalar"): _MakeNumber(),
}
"""All that a pickle may ask for, each by what stands in its place here."""


# The one in C sets memory aside for the largest number that a pickle gives to any of its entries.
class _Unpickler(pickle._Unpickler):
    def __init__(self, path: str | os.PathLike[str], content: bytes) -> None:
        super().__init__(io.BytesIO(content), encoding="latin-1")
        self.path = path

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _MADE:
            raise FileError(
                self.path,
                f"asks for {module}.{name}, which could run anything; numbers, text, lists and "
                "dictionaries are read, and nothing else",
            )
        return _MADE[module, name]


def read_pickled(path: str | os.PathLike[str]) -> Any:
    """Read a pickle of Python's and NumPy's numbers, text, and lists and dictionaries of these.

    Whatever else it asks for is refused by name. What it may ask for, NumPy's numbers, is made
    by code of ours: nothing that a pickle names is imported, let alone called.

    Parameters
    ----------
    path : path-like
        The file.

    Returns
    -------
    object
        What was pickled.

    Raises
    ------
    FileError
        If it is no regular file, cannot be read, is damaged, or asks for anything else.
    """
    refuse_irregular(path)
    try:
        return _Unpickler(path, Path(path).read_bytes()).load()
    except (FileError, FileNotFoundError):
        raise
    except MemoryError as error:
        raise FileError(path, "does not fit into the machine's memory") from error
    except Exception as error:  # what a broken file makes it raise has no end
        raise FileError(path, "is damaged, not a readable pickle") from error
