"""What drift is accepted, and that wrong bounds or numbers never give traces."""

import re

import numpy as np
import pytest
from dense import dense_of, exact_magnetization, random_field
from phasetrace.evolution.bounds import SpectralBounds
from phasetrace.evolution.drift import drift_bound, refuse_drift
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.propagation import propagate

TIMES = np.linspace(0, 500, 50)
DEVICES = pytest.mark.parametrize("device", ["cpu", "gpu"])


def evolve(kind, field, times, given=None, precision="float64"):
    options = {"precision": precision, "tolerance": 1e-9, "batch": 4, "progress": None}
    hamiltonians = Hamiltonians(field.shape[1] // 2, "open", 1.0, 1.0, field)
    density = np.full(len(field), 0.5)
    return propagate(kind, hamiltonians, density, times, initial_spin=given, **options)


def test_the_bound_is_truncation_and_rounding():
    bound = drift_bound("float64", 1e-9, 49, np.array([0.0, 36.0]))
    eps = 2.0**-52
    np.testing.assert_allclose(bound, [2e-9 + 50 * 64 * eps, 2e-9 + 50 * 100 * eps], rtol=1e-12)
    assert drift_bound("float32", 1e-9, 49, np.array([36.0])) > 50 * 100 * 2.0**-23


@pytest.mark.parametrize("drift", [1.0001e-6, np.nan, np.inf])
def test_a_drift_above_its_bound_is_refused(drift):
    numbers, bound = np.array([5, 7]), np.array([1e-3, 1e-6])
    refuse_drift("norm", np.array([1e-3, 1e-6]), bound, numbers, 2.0)
    with pytest.raises(RuntimeError, match=r"^norm of realization 7 has drifted by .* at time 2; "):
        refuse_drift("norm", np.array([0.0, drift]), bound, numbers, 2.0)


def test_each_realization_may_have_come_to_a_time_of_its_own():
    numbers, drift, times = np.array([5, 7]), np.array([0.0, 1.0]), np.array([2.0, 3.5])
    with pytest.raises(RuntimeError, match=r"norm of realization 7 has drifted by 1 at time 3\.5;"):
        refuse_drift("norm", drift, np.full(2, 1e-3), numbers, times)


@pytest.mark.parametrize(("precision", "tolerated"), [("float64", 1e-7), ("float32", 1e-3)])
@pytest.mark.parametrize("shrinkage", [1e-6, 1e-4, 1e-3, 0.01, 0.2])
@DEVICES
def test_tight_bounds_never_give_wrong_traces(device, precision, tolerated, shrinkage):
    class TooTight(engine(device)):
        def bounds(self):
            true = super().bounds()
            cut = np.zeros_like(true.energy_min)
            cut[1] = shrinkage * (true.energy_max - true.energy_min)[1]
            return SpectralBounds(true.energy_min + cut, true.energy_max - cut, true.residual)

    given = np.tile([1, -1], (3, 4))
    # Close to an eigenstate at the edge of the spectrum, where it matters.
    field = random_field([0.3, 0.3, 0.3], 8) + 2 * given
    try:
        found = evolve(TooTight, field, TIMES, given, precision)
    except RuntimeError as error:
        assert re.match(r"(norm|energy) of realization 1 has drifted by", str(error))
    else:
        assert shrinkage < 0.01
        for k, (matrix, spins) in enumerate(dense_of(Hamiltonians(4, "open", 1.0, 1.0, field))):
            start = int(np.flatnonzero((spins == given[k]).all(axis=1))[0])
            exact = exact_magnetization(matrix, spins, start, TIMES)
            np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=tolerated)


class Spoilt:
    """A motion whose numbers are changed on their way out."""

    def __init__(self, motion, norm=lambda values: values, energy=lambda values: values):
        self.motion, self.change_norm, self.change_energy = motion, norm, energy

    def step(self, *expansion):
        magnetization, norm = self.motion.step(*expansion)
        return magnetization, self.change_norm(norm)

    def repeat(self):
        magnetization, norm = self.motion.repeat()
        return magnetization, self.change_norm(norm)

    def energy(self):
        return self.change_energy(self.motion.energy())


def spoiling(device, **changes):
    class Spoiling(engine(device)):
        def motion(self, *args):
            return Spoilt(super().motion(*args), **changes)

    return Spoiling


@DEVICES
def test_norms_that_are_not_numbers_are_an_error(device):
    kind = spoiling(device, norm=lambda norm: np.where(np.arange(4) == 2, np.nan, norm))
    with pytest.raises(RuntimeError, match="norm of realization 2 has drifted by nan at time 1"):
        evolve(kind, np.zeros((3, 4)), np.array([0.0, 1.0]))


@pytest.mark.parametrize("change", [1e-6, -1e-6, np.nan])
@DEVICES
def test_an_energy_that_has_drifted_is_an_error(device, change):
    kind = spoiling(device, energy=lambda energy: energy + np.where(np.arange(4) == 1, change, 0))
    field = random_field([1.0, 1.0, 1.0], 4)[[0, 1, 2]]
    with pytest.raises(RuntimeError, match=r"energy of realization \d has drifted by .* at time 2"):
        evolve(kind, field, np.array([0.0, 1.0, 2.0]))
