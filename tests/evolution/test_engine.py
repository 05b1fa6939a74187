"""Both engines against dense matrices, one method of their contract after the other."""

import inspect
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from dense import dense_of, patterns_of, random_field
from phasetrace.evolution import engine as contract
from phasetrace.evolution.chebyshev import bessel_coefficients
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from scipy.linalg import expm

DEVICES = pytest.mark.parametrize("device", ["cpu", "gpu"])
ANISOTROPIC = pytest.mark.parametrize(
    "hamiltonians",
    [
        Hamiltonians(4, "open", 1.0, 1.0, random_field([0.5, 1, 3, 8], 8)),
        Hamiltonians(2, "periodic", -0.7, 1.9, random_field([0.5, 1, 3, 8], 7)),
        Hamiltonians(3, "open", 2.0, 0.0, random_field([0.5, 1, 3, 8], 5)),
    ],
    ids=["heisenberg", "xxz", "xx"],
)


@DEVICES
@pytest.mark.parametrize("name", ["Realizations", "Motion"])
def test_engines_have_the_methods_of_the_contract(device, name):
    kind = getattr(sys.modules[engine(device).__module__], name)
    for method, function in vars(getattr(contract, name)).items():
        if not method.startswith("_") and callable(function):
            expected = list(inspect.signature(function).parameters)
            assert list(inspect.signature(getattr(kind, method)).parameters) == expected


@pytest.mark.parametrize(("device", "other"), [("cpu", "gpu"), ("gpu", "cpu")])
def test_an_engine_does_not_import_the_other(device, other):
    program = f"""
import sys
from phasetrace.evolution.engine import engine
assert not any("phasetrace.evolution.{device}" in name for name in sys.modules)
engine("{device}")
assert not any("phasetrace.evolution.{other}" in name for name in sys.modules)
"""
    subprocess.run(
        [sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )


@DEVICES
@ANISOTROPIC
def test_energies_of_product_states_are_diagonal_elements(device, hamiltonians):
    realizations = engine(device)(hamiltonians)
    matrices, spins = zip(*dense_of(hamiltonians), strict=True)
    for state in range(0, len(spins[0]), 3):
        found = realizations.energy(np.repeat(patterns_of(spins[0][[state]]), 4))
        exact = [matrix[state, state] for matrix in matrices]
        np.testing.assert_allclose(found, exact, rtol=0, atol=1e-13)


@DEVICES
@ANISOTROPIC
@pytest.mark.parametrize("density", [0.0, 0.3, 1.0])
def test_the_nearest_product_state_is_nearest(device, hamiltonians, density):
    diagonals = np.array([np.diag(matrix) for matrix, _ in dense_of(hamiltonians)])
    aim = diagonals.min(axis=1) * (1 - density) + density * diagonals.max(axis=1)
    realizations = engine(device)(hamiltonians)
    found = realizations.energy(realizations.nearest(aim))
    nearest = np.abs(diagonals - aim[:, None]).min(axis=1)
    np.testing.assert_allclose(np.abs(found - aim), nearest, rtol=0, atol=1e-13)


@DEVICES
@ANISOTROPIC
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_motion_is_that_of_the_dense_exponential(device, hamiltonians, precision):
    # The first after the start, an equal one, a shorter one, one that repeats it, and a longer one.
    lengths = [1.7, 1.7, 0.4, 0.4, 5.0]
    matrices, spins = zip(*dense_of(hamiltonians), strict=True)
    start = [0, 3, 5, len(spins[0]) - 1]
    realizations = engine(device)(hamiltonians)
    shift, scale = realizations.bounds().interval(hamiltonians.size, precision)
    patterns = patterns_of(spins[0][start])
    motion = realizations.motion(patterns, shift, scale, precision)
    tolerance = 1e-8 if precision == "float64" else 3e-5
    states = [np.eye(len(matrix))[row] for matrix, row in zip(matrices, start, strict=True)]
    for before, length in pairwise([0.0, *lengths]):
        if length == before:
            magnetization, norm = motion.repeat()
        else:
            magnetization, norm = motion.step(*bessel_coefficients(scale * length, 1e-9))
        unitaries = [expm(-1j * length * matrix) for matrix in matrices]
        assert magnetization.dtype == norm.dtype == precision
        states = [unitary @ state for unitary, state in zip(unitaries, states, strict=True)]
        exact = np.array([np.abs(state) ** 2 @ spins[0] for state in states]).T
        np.testing.assert_allclose(magnetization, exact, rtol=0, atol=tolerance)
        np.testing.assert_allclose(norm, 1, rtol=0, atol=tolerance)
        order = [list(patterns_of(spins[0])).index(one) for one in realizations.patterns()]
        likely = np.array([np.abs(state[order]) ** 2 for state in states]).T
        found = motion.probabilities()
        assert found.shape == likely.shape and sorted(order) == list(range(len(order)))
        np.testing.assert_allclose(found, likely, rtol=0, atol=tolerance)
    energy = [matrix[row, row] for matrix, row in zip(matrices, start, strict=True)]
    found = shift + scale * motion.energy()
    np.testing.assert_allclose(found, energy, rtol=0, atol=20 * tolerance)


@DEVICES
@ANISOTROPIC
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_sigma_z_turns_the_signs_of_states_whose_spin_is_down(device, hamiltonians, precision):
    matrices, spins = zip(*dense_of(hamiltonians), strict=True)
    start = [0, 3, 5, len(spins[0]) - 1]
    realizations = engine(device)(hamiltonians)
    shift, scale = realizations.bounds().interval(hamiltonians.size, precision)
    motion = realizations.motion(patterns_of(spins[0][start]), shift, scale, precision)
    states = [np.eye(len(matrix))[row] for matrix, row in zip(matrices, start, strict=True)]
    last = hamiltonians.sites - 1
    # On both segments, on none, and twice in the same place.
    for length, sites in (
        (1.7, [0, last, -1, 2]),
        (0.4, [last, last, 1, -1]),
        (0.0, [last, 0, 1, -1]),
        (5.0, [-1, -1, -1, -1]),
    ):
        magnetization, norm = motion.step(*bessel_coefficients(scale * length, 1e-9))
        motion.apply_sigma_z(np.array(sites))
        for number, matrix in enumerate(matrices):
            states[number] = expm(-1j * length * matrix) @ states[number]
        exact = np.array([np.abs(state) ** 2 @ spins[0] for state in states]).T
        tolerance = 1e-8 if precision == "float64" else 3e-5
        np.testing.assert_allclose(magnetization, exact, rtol=0, atol=tolerance)
        np.testing.assert_allclose(norm, 1, rtol=0, atol=tolerance)
        for number, site in enumerate(sites):
            states[number] = states[number] * (spins[0][:, site] if site >= 0 else 1)
