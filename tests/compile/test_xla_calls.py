"""A kernel compiled by Numba that XLA calls."""

import jax
import numpy as np
from phasetrace.compile.xla_calls import argument, asks_for_version, register, result


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
