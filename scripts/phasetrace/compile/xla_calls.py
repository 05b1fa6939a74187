"""Kernels compiled by Numba as functions that XLA calls on a CPU.

XLA passes a call frame: structures of 64-bit words that point to each other, laid out as its
foreign function interface says (xla/ffi/api/c_api.h, version 0.3).
"""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import numpy as np
from numba import carray, njit, types
from numba.core.ccallback import CFunc
from numba.extending import intrinsic
from numpy.typing import NDArray

from phasetrace.compile.cache import keep

VERSION = (0, 3)
"""Major and minor version of the interface that this module is written for."""
_VERSION = VERSION[0] | VERSION[1] << 32

# Words of a call frame.
_EXTENSION, _ARGUMENTS, _RESULTS = 1, 9, 14
# Words of a buffer.
_DATA, _RANK, _SIZES = 3, 4, 5


@intrinsic
def _pointer(typing: Any, address: types.Integer) -> tuple[Any, Callable[..., Any]]:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(address), generate


@njit(inline="always")
def _words(address: int, count: int) -> NDArray[np.intp]:
    return carray(_pointer(address), count, np.intp)


@njit(inline="always")
def _buffer(frame: int, which: int, number: int) -> NDArray[np.intp]:
    pointers = _words(_words(frame, which + 1)[which], number + 1)
    return _words(pointers[number], _SIZES + 1)


@njit(inline="always")
def _numbers(frame: int, which: int, number: int, dtype: Any) -> NDArray[Any]:
    buffer = _buffer(frame, which, number)
    size = 1
    for length in _words(buffer[_SIZES], buffer[_RANK]):
        size *= length
    return carray(_pointer(buffer[_DATA]), size, dtype)


@njit(inline="always")
def argument(frame: int, number: int, dtype: Any) -> NDArray[Any]:
    """Flattened argument of a call, numbered from 0."""
    return _numbers(frame, _ARGUMENTS, number, dtype)


@njit(inline="always")
def result(frame: int, number: int, dtype: Any) -> NDArray[Any]:
    """Memory of a flattened result of a call, numbered from 0."""
    return _numbers(frame, _RESULTS, number, dtype)


@njit
def asks_for_version(frame: int) -> bool:
    """Whether XLA only wants to know the interface's version; answers if so."""
    extension = _words(frame, _EXTENSION + 1)[_EXTENSION]
    if extension == 0:
        return False
    # The extension's last word points to the metadata, whose fourth is the version.
    _words(_words(extension, 4)[3], 4)[3] = _VERSION
    return True


class UnsupportedInterface(RuntimeError):
    """XLA's foreign function interface is not the one that the kernels are written for."""


def interface_version() -> tuple[int, ...] | None:
    """Major and minor version of XLA's interface, by its own header; None if it does not say."""
    try:
        header = Path(jax.ffi.include_dir(), "xla", "ffi", "api", "c_api.h").read_text()
    except OSError:
        return None
    parts = (
        re.search(rf"^#define XLA_FFI_API_{part} (\d+)$", header, re.MULTILINE)
        for part in ("MAJOR", "MINOR")
    )
    numbers = tuple(int(part[1]) for part in parts if part)
    return numbers if len(numbers) == 2 else None


def register(name: str, function: Callable[[int], int]) -> None:
    """Let Numba compile a function and XLA call it.

    Parameters
    ----------
    name : str
        What `jax.ffi.ffi_call` calls it by.
    function : callable
        Is given the call frame, and returns 0.

    Raises
    ------
    UnsupportedInterface
        If XLA's interface is of another version, or refuses the function.
    """
    # XLA takes functions of other versions as well, where it believes them to be compatible.
    found = interface_version()
    if found != VERSION:
        raise UnsupportedInterface(
            f"XLA's foreign function interface has version {_text(found)}, "
            f"must have {_text(VERSION)}"
        )
    # Until there is a backend JAX keeps functions back, and what XLA refuses then breaks that.
    jax.local_devices(backend="cpu")
    compiled = keep(CFunc(function, ((types.intp,), types.intp), {}, {}))
    compiled.compile()
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype, capsule.argtypes = ctypes.py_object, (ctypes.c_void_p,) * 3
    try:
        jax.ffi.register_ffi_target(name, capsule(compiled.address, None, None), platform="cpu")
    except Exception as error:
        raise UnsupportedInterface(f"XLA refuses {name}: {str(error).splitlines()[0]}") from error


def _text(version: tuple[int, ...] | None) -> str:
    return "no number" if version is None else ".".join(map(str, version))
