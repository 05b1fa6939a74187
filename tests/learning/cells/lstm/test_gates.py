"""The nonlinear functions on vectors against NumPy's."""

import numpy as np
import pytest
from numba import njit
from phasetrace.compile.simd import load, pack, store
from phasetrace.learning.cells.lstm.gates import gate, slope, tanh
from recurrence import GATES

LIKE = (np.float32(0),) * 8


@njit
def evaluate(hard, x, hyperbolic, opened, slopes):
    like = pack(LIKE)
    for place in range(0, len(x), 8):
        z = load(like, x, place)
        store(hyperbolic, place, tanh(z))
        s = gate(hard, z)
        store(opened, place, s)
        store(slopes, place, slope(hard, s))


def evaluated(hard, x):
    results = np.empty((3, len(x)), np.float32)
    evaluate(hard, x, *results)
    return results


@pytest.mark.parametrize("name", GATES)
def test_gates_and_their_slopes(name):
    x = np.linspace(-8, 8, 4096, dtype=np.float32)
    _, opened, slopes = evaluated(name == "hard_sigmoid", x)
    x = x.astype(float)
    np.testing.assert_allclose(opened, GATES[name](x), atol=3e-7)
    step = 1e-5
    difference = (GATES[name](x + step) - GATES[name](x - step)) / (2 * step)
    # The hard gate has no slope at its two corners.
    smooth = np.abs(np.abs(x) - 2.5) > 0.01
    np.testing.assert_allclose(slopes[smooth], difference[smooth], atol=2e-6)


def test_the_hyperbolic_tangent_is_right_everywhere():
    x = np.concatenate([np.linspace(-12, 12, 4001), np.geomspace(1e-30, 1e30, 999)])
    x = np.concatenate([x, -x]).astype(np.float32)
    found = evaluated(True, x)[0]
    np.testing.assert_allclose(found, np.tanh(x.astype(float)), rtol=4e-7)


def test_what_is_no_number_stays_so():
    x = np.full(8, np.nan, np.float32)
    for hard in (True, False):
        hyperbolic, opened, _ = evaluated(hard, x)
        assert np.isnan(hyperbolic).all() and np.isnan(opened).all()
