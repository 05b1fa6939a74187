"""The nonlinear functions of an LSTM for vectors of `phasetrace.compile.simd`."""

from numba import njit

from phasetrace.compile.simd import (
    SimdVector,
    divide,
    fill,
    maximum,
    minimum,
    multiply,
    multiply_add,
    subtract,
    where_less,
)


@njit
def tanh(x: SimdVector) -> SimdVector:
    """Hyperbolic tangent, to 4e-7.

    The ratio of polynomials is the one of least relative error, 2e-8, up to where tanh is 1 in
    float32.
    """
    x = minimum(maximum(x, fill(x, -9.02)), fill(x, 9.02))
    square = multiply(x, x)
    above = multiply_add(fill(x, 1.33190850e-08), square, fill(x, 2.05834916e-05))
    above = multiply_add(above, square, fill(x, 3.49403523e-03))
    above = multiply_add(above, square, fill(x, 1.33797185e-01))
    above = multiply_add(above, square, fill(x, 9.99999979e-01))
    below = multiply_add(fill(x, 7.76202507e-07), square, fill(x, 3.28309390e-04))
    below = multiply_add(below, square, fill(x, 2.58710758e-02))
    below = multiply_add(below, square, fill(x, 4.67130338e-01))
    below = multiply_add(below, square, fill(x, 1.0))
    return divide(multiply(x, above), below)


@njit
def gate(hard: bool, z: SimdVector) -> SimdVector:
    """Gate function of `phasetrace.learning.cells.cell`."""
    half = fill(z, 0.5)
    if hard:
        line = multiply_add(fill(z, 0.2), z, half)
        return minimum(maximum(line, fill(z, 0.0)), fill(z, 1.0))
    return multiply_add(half, tanh(multiply(half, z)), half)


@njit
def slope(hard: bool, s: SimdVector) -> SimdVector:
    """Derivative of the gate function, by its value."""
    one = fill(s, 1.0)
    if hard:
        return where_less(fill(s, 0.0), s, where_less(s, one, fill(s, 0.2)))
    return multiply(s, subtract(one, s))
