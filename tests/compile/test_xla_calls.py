"""Kernels compiled by Numba that XLA calls, and the version of the interface it calls them by."""

import jax
import numpy as np
import pytest
from phasetrace.compile.xla_calls import (
    VERSION,
    UnsupportedInterface,
    argument,
    asks_for_version,
    interface_version,
    register,
    result,
)


def scaled_row_sums(frame):
    """Sum of every row of a matrix times a factor."""
    if asks_for_version(frame):
        return 0
    factor, matrix = argument(frame, 0, np.float32), argument(frame, 1, np.float32)
    sums = result(frame, 0, np.float32)
    columns = len(matrix) // len(sums)
    for row in range(len(sums)):
        total = np.float32(0)
        for column in range(columns):
            total += matrix[row * columns + column]
        sums[row] = factor[0] * total
    return 0


def test_arguments_and_results_are_passed():
    register("phasetrace_test_scaled_row_sums", scaled_row_sums)
    for shape in ((3, 4), (1, 7)):
        kind = jax.ShapeDtypeStruct(shape[:1], np.float32)
        call = jax.ffi.ffi_call("phasetrace_test_scaled_row_sums", kind)
        matrix = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
        found = jax.jit(call)(np.array([0.5], np.float32), matrix)
        np.testing.assert_array_equal(found, matrix.sum(axis=1) / 2)


def header(folder, text):
    path = folder / "xla" / "ffi" / "api" / "c_api.h"
    path.parent.mkdir(parents=True)
    path.write_text(text)


def test_this_xla_has_the_version_of_the_kernels():
    assert interface_version() == VERSION


def test_the_version_is_that_of_the_header(tmp_path, monkeypatch):
    monkeypatch.setattr(jax.ffi, "include_dir", lambda: str(tmp_path))
    assert interface_version() is None
    header(tmp_path, "// XLA\n#define XLA_FFI_API_MAJOR 1\n\n#define XLA_FFI_API_MINOR 12\n")
    assert interface_version() == (1, 12)
    with pytest.raises(UnsupportedInterface, match=r"version 1\.12, must have 0\.3$"):
        register("phasetrace_test", lambda frame: 0)


def test_a_header_without_a_version_has_none(tmp_path, monkeypatch):
    monkeypatch.setattr(jax.ffi, "include_dir", lambda: str(tmp_path))
    header(tmp_path, "#define XLA_FFI_API_MAJOR 1\n")
    assert interface_version() is None
