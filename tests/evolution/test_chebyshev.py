"""Chebyshev coefficients against SciPy and against the functions that they expand."""

import numpy as np
import pytest
from numpy.polynomial.chebyshev import chebval
from phasetrace.evolution.chebyshev import bessel_coefficients, bessel_functions, expansions
from scipy.special import jv

PHASES = np.array([1e-13, 1e-6, 0.01, 0.7, 3.0, 41.5, 260.0, 900.0])


def test_bessel_functions_match_scipy():
    found = bessel_functions(PHASES)
    expected = jv(np.arange(len(found))[:, None], PHASES)
    np.testing.assert_allclose(found, expected, rtol=0, atol=3e-14)


@pytest.mark.parametrize("tolerance", [1e-12, 1e-6, 1e-3])
def test_expansions_err_by_less_than_the_tolerance(tolerance):
    coefficients, pairs = bessel_coefficients(PHASES, tolerance)
    assert not np.any(coefficients[pairs:])
    assert np.any(coefficients[pairs - 1])
    angle = np.linspace(0, np.pi, 4001)
    energies = np.cos(angle)
    for realization, phase in enumerate(PHASES):
        series = np.zeros((2, 2 * pairs))
        series[0, 0::2] = coefficients[:pairs, 0, realization]
        series[1, 1::2] = coefficients[:pairs, 1, realization]
        exact = np.cos(phase * energies), np.sin(phase * energies)
        for half, function in zip(series, exact, strict=True):
            error = np.abs(chebval(energies, half) - function).max()
            assert error <= tolerance + 1e-15 * (phase + 100)


def test_expansions_are_no_longer_than_they_need_be():
    coefficients, pairs = bessel_coefficients(np.array([260.0]), 1e-6)
    tail = 2 * np.abs(jv(np.arange(2 * pairs - 2, 3000), 260.0))
    assert tail.sum() >= 1e-6
    assert len(coefficients) & (len(coefficients) - 1) == 0


def test_a_realization_has_the_same_coefficients_in_any_batch():
    together, _ = bessel_coefficients(PHASES, 1e-10)
    for realization in range(len(PHASES)):
        alone, pairs = bessel_coefficients(PHASES[[realization]], 1e-10)
        np.testing.assert_array_equal(alone[:pairs, :, 0], together[:pairs, :, realization])
        assert not np.any(together[pairs:, :, realization])


def test_expansions_of_steps_are_those_of_each_alone(monkeypatch):
    phase = np.array([[0.1, 0.2], [30.0, 60.0], [5.0, 1.0], [200.0, 700.0]])
    for room in (1, 2**17):
        monkeypatch.setattr("phasetrace.evolution.chebyshev.ROOM", room)
        found = list(expansions(list(phase), 1e-9))
        assert len(found) == 4
        for (coefficients, pairs), step in zip(found, phase, strict=True):
            expected, count = bessel_coefficients(step, 1e-9)
            assert pairs == count < len(coefficients)
            np.testing.assert_array_equal(coefficients[: count + 1], expected[: count + 1])
    assert list(expansions([], 1e-9)) == []


def test_each_realization_may_have_a_tolerance_of_its_own():
    phase, tolerance = [np.array([5.0, 9.0]), np.array([40.0, 2.0])], np.array([1e-3, 1e-12])
    for step, (coefficients, _) in zip(phase, expansions(phase, tolerance), strict=True):
        for realization in range(2):
            alone, pairs = bessel_coefficients(step[[realization]], tolerance[realization])
            np.testing.assert_array_equal(coefficients[:pairs, :, realization], alone[:pairs, :, 0])
            assert not np.any(coefficients[pairs:, :, realization])
