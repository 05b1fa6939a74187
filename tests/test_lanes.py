"""Vectors of numbers against NumPy's arithmetic."""

import numpy as np
import pytest
from numba import njit
from phasetrace.lanes import (
    CACHE_LINE,
    add,
    empty,
    fill,
    load,
    multiply,
    multiply_add,
    pack,
    prefetch,
    store,
    subtract,
)


@njit
def compute(numbers, x, y, into):
    """Every operation, on the vectors that begin at place 3 of x and at place 1 of y."""
    like = pack(numbers)
    lanes = len(numbers)
    one, other = load(like, x, 3), load(like, y, 1)
    prefetch(x, 10**9)
    store(into, 0, like)
    store(into, lanes, add(one, other))
    store(into, 2 * lanes, subtract(one, other))
    store(into, 3 * lanes, multiply(one, other))
    store(into, 4 * lanes, multiply_add(one, other, like))
    store(into, 5 * lanes, fill(like, 0.1))


@pytest.mark.parametrize(("precision", "lanes"), [("float64", 4), ("float32", 8), ("float32", 2)])
def test_operations_are_those_of_numpy(precision, lanes):
    rng = np.random.default_rng(lanes)
    x, y = rng.standard_normal((2, lanes + 3)).astype(precision)
    numbers = tuple(rng.standard_normal(lanes).astype(precision))
    into = np.full(6 * lanes + 1, np.nan, precision)
    compute(numbers, x, y, into)
    one, other = x[3:], y[1 : lanes + 1]
    expected = [numbers, one + other, one - other, one * other, None, np.full(lanes, 0.1)]
    found = into[:-1].reshape(6, lanes)
    for values, right in zip(found, expected, strict=True):
        if right is not None:
            np.testing.assert_array_equal(values, np.asarray(right, precision))
    # Rounded once or twice.
    exact = one.astype(float) * other + np.asarray(numbers, float)
    np.testing.assert_allclose(found[4], exact, rtol=0, atol=4 * np.finfo(precision).eps)
    assert np.isnan(into[-1])


@pytest.mark.parametrize("rows", [1, 7, 100_000])
def test_memory_begins_with_a_line_of_the_cache(rows):
    for _ in range(5):
        vector = empty(rows, 4, np.float32)
        assert vector.shape == (4 * rows,) and vector.dtype == np.float32
        assert vector.ctypes.data % CACHE_LINE == 0
