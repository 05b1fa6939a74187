"""Vectors of numbers against NumPy's arithmetic."""

import numpy as np
import pytest
from numba import njit
from phasetrace.compile.simd import (
    CACHE_LINE,
    add,
    add_outer,
    divide,
    empty,
    fill,
    load,
    load_several,
    maximum,
    minimum,
    multiply,
    multiply_add,
    pack,
    places,
    places_of,
    prefetch,
    store,
    store_several,
    subtract,
    where_less,
    zeros,
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


@njit
def compare(numbers, x, y, into):
    """Every operation on pairs of vectors that compares, and the quotient."""
    like = pack(numbers)
    lanes = len(numbers)
    one, other = load(like, x, 0), load(like, y, 0)
    store(into, 0, divide(one, other))
    store(into, lanes, minimum(one, other))
    store(into, 2 * lanes, maximum(one, other))
    store(into, 3 * lanes, where_less(one, other, like))


def test_comparisons_are_those_of_numpy():
    x = np.array([1, 2, -3, np.nan, 0, np.inf, 4, 5], np.float32)
    y = np.array([2, 1, -3, 1, np.nan, 1, 8, -1], np.float32)
    numbers = tuple(np.arange(1, 9, dtype=np.float32))
    into = np.empty(32, np.float32)
    compare(numbers, x, y, into)
    quotient, smaller, larger, kept = into.reshape(4, 8)
    np.testing.assert_array_equal(quotient, x / y)
    np.testing.assert_array_equal(smaller, np.where(y < x, y, x))
    np.testing.assert_array_equal(larger, np.where(y > x, y, x))
    np.testing.assert_array_equal(kept, np.where(x < y, numbers, 0))


@njit
def multiply_matrices(like, left, right, into):
    """Product of (4, 3) and (3, 2 vectors), added to a matrix of zeros, from places 1 and 2 on."""
    matrix = zeros(pack(like), 8)
    for k in range(3):
        row = load_several(pack(like), 2, right, 2 + 2 * k * len(like))
        matrix = add_outer(matrix, left, places(4, 1, 3), k, row)
    store_several(into, 1, matrix)


@njit
def multiply_rows(like, rows, left, right, into):
    """Product of some rows of (4, 3) and (3, 2 vectors)."""
    matrix = zeros(pack(like), 4)
    for k in range(3):
        row = load_several(pack(like), 2, right, 2 * k * len(like))
        matrix = add_outer(matrix, left, places_of(2, rows, 1, 3), k, row)
    store_several(into, 0, matrix)


@pytest.mark.parametrize(("precision", "lanes"), [("float64", 4), ("float32", 16)])
def test_a_sum_of_outer_products_is_a_product_of_matrices(precision, lanes):
    rng = np.random.default_rng(lanes)
    left = rng.standard_normal(1 + 4 * 3).astype(precision)
    right = rng.standard_normal(2 + 3 * 2 * lanes).astype(precision)
    into = np.full(8 * lanes + 2, np.nan, precision)
    multiply_matrices((left.dtype.type(0),) * lanes, left, right, into)
    expected = left[1:].reshape(4, 3).astype(float) @ right[2:].reshape(3, 2 * lanes)
    found = into[1:-1].reshape(4, 2 * lanes)
    np.testing.assert_allclose(found, expected, atol=8 * np.finfo(precision).eps)
    assert np.isnan(into[0]) and np.isnan(into[-1])


def test_rows_of_a_product_are_chosen_by_their_numbers():
    rng = np.random.default_rng(0)
    left = rng.standard_normal((4, 3)).astype(np.float32)
    right = rng.standard_normal((3, 8)).astype(np.float32)
    into = np.empty((2, 8), np.float32)
    rows = np.array([1, 3, 0, 2], np.int32)
    multiply_rows((np.float32(0),) * 4, rows, left.ravel(), right.ravel(), into.ravel())
    np.testing.assert_allclose(into, left[[3, 0]].astype(float) @ right, atol=1e-6)


@pytest.mark.parametrize("rows", [1, 7, 100_000])
def test_memory_begins_with_a_line_of_the_cache(rows):
    for _ in range(5):
        vector = empty(rows, 4, np.float32)
        assert vector.shape == (4 * rows,) and vector.dtype == np.float32
        assert vector.ctypes.data % CACHE_LINE == 0
