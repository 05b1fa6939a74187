"""Evolution in batches: what a realization's result depends on, and what not."""

from itertools import pairwise

import numpy as np
import pytest
from dense import dense_of, exact_magnetization, random_field
from phasetrace.evolution.bounds import SpectralBounds
from phasetrace.evolution.cpu.engine import Motion
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.propagation import propagate

TIMES = np.linspace(0, 500, 50)


def evolve(device, hamiltonians, density=0.5, times=TIMES, **options):
    density = np.broadcast_to(density, len(hamiltonians.field))
    defaults = {"initial_spin": None, "precision": "float64", "tolerance": 1e-9, "batch": 4}
    options = {**defaults, "progress": None, **options}
    return propagate(engine(device), hamiltonians, density, times, **options)


@pytest.mark.parametrize("device", ["cpu", "gpu"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_an_anisotropic_chain_evolves_as_by_dense_diagonalization(device, precision):
    hamiltonians = Hamiltonians(3, "periodic", 0.9, -0.4, random_field([0.5, 1, 2, 4, 8], 7))
    found = evolve(device, hamiltonians, 0.4, precision=precision)
    tolerance = 1e-7 if precision == "float64" else 1e-3
    for k, (matrix, spins) in enumerate(dense_of(hamiltonians)):
        energies, diagonal = np.linalg.eigvalsh(matrix), np.diag(matrix)
        start = int(np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))[0])
        aim = energies[0] + 0.4 * (energies[-1] - energies[0])
        assert abs(diagonal[start] - aim) <= np.abs(diagonal - aim).min() + 1e-12
        exact = exact_magnetization(matrix, spins, start, TIMES)
        np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=tolerance)
        attained = (diagonal[start] - energies[0]) / np.ptp(energies)
        np.testing.assert_allclose(found.epsilon_attained[k], attained, atol=1e-10)
        width = np.linalg.norm(np.delete(matrix[start], start)) / np.ptp(energies)
        np.testing.assert_allclose(found.epsilon_width[k], width, atol=1e-10)


GRIDS = {
    "logarithmic": np.geomspace(0.1, 500, 12),
    "list from 0": np.array([0.0, 0.5, 1.0, 1.5, 40.0, 41.0, 42.0, 300.0]),
    "equal but late": np.linspace(100, 200, 5),
    "one": np.array([7.0]),
}


@pytest.mark.parametrize("device", ["cpu", "gpu"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("times", GRIDS.values(), ids=GRIDS)
def test_any_increasing_times_are_sampled_as_by_dense_diagonalization(device, precision, times):
    hamiltonians = Hamiltonians(3, "open", 1.0, 0.3, random_field([0.5, 2, 8], 7))
    found = evolve(device, hamiltonians, times=times, precision=precision)
    assert found.magnetization.shape == (3, len(times), 7)
    tolerance = 1e-7 if precision == "float64" else 1e-3
    for k, (matrix, spins) in enumerate(dense_of(hamiltonians)):
        start = int(np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))[0])
        exact = exact_magnetization(matrix, spins, start, times)
        np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=tolerance)
    if precision == "float64":
        assert found.norm_drift.max() < 2e-9 and found.energy_drift.max() < 2e-9


def test_equal_steps_take_one_series_each_and_others_two(monkeypatch):
    applied = []
    add = Motion._add
    monkeypatch.setattr(Motion, "_add", lambda *args: (applied.append(1), add(*args))[1])
    hamiltonians = Hamiltonians(2, "open", 1.0, 1.0, random_field([1.0], 4))
    for times, series in ((TIMES, 49), (GRIDS["list from 0"], 3 + 2 * 2 + 1 + 2)):
        applied.clear()
        evolve("cpu", hamiltonians, times=times)
        assert len(applied) == series


# Each size is compiled for itself. These are one, those that jobs have, and a larger one.
@pytest.mark.parametrize(("precision", "batches"), [("float64", (4, 8, 32)), ("float32", (8, 16))])
@pytest.mark.parametrize(
    ("sites", "up_spins", "boundary"), [(9, 4, "open"), (10, 5, "periodic"), (7, 1, "periodic")]
)
def test_bits_on_a_cpu_do_not_depend_on_the_size_of_batches(
    sites, up_spins, boundary, precision, batches
):
    field = random_field(np.linspace(0.1, 9, 19), sites)
    hamiltonians = Hamiltonians(up_spins, boundary, 1.0, 0.8, field)
    alone = evolve("cpu", hamiltonians, precision=precision, batch=1)
    for batch in batches:
        together = evolve("cpu", hamiltonians, precision=precision, batch=batch)
        for name, values in vars(together).items():
            expected = getattr(alone, name)
            np.testing.assert_array_equal(values, expected, err_msg=f"{name}, batch {batch}")


@pytest.mark.parametrize("shrinkage", [1e-3, 0.05])
def test_what_bounds_may_miss_is_made_good_by_their_residual(shrinkage):
    class Cut(engine("cpu")):
        def bounds(self):
            true = super().bounds()
            cut = shrinkage * (true.energy_max - true.energy_min)
            return SpectralBounds(true.energy_min + cut, true.energy_max - cut, cut)

    # Close to eigenstates at the edge of the spectrum, where it matters.
    given = np.tile([1, -1], (3, 4))
    hamiltonians = Hamiltonians(4, "open", 1.0, 1.0, random_field([0.3] * 3, 8) + 2 * given)
    options = {"precision": "float64", "tolerance": 1e-9, "batch": 4, "progress": None}
    density = np.full(3, 0.5)
    found, exact = (
        propagate(kind, hamiltonians, density, TIMES, initial_spin=given, **options)
        for kind in (Cut, engine("cpu"))
    )
    np.testing.assert_allclose(found.magnetization, exact.magnetization, rtol=0, atol=1e-7)


class Recording(engine("cpu")):
    """Realizations that write down what their motion gives."""

    def motion(self, patterns, shift, scale, *args):
        self.moving = super().motion(patterns, shift, scale, *args)
        self.shift, self.scale = shift, scale
        return self

    def step(self, *expansion):
        return self.recorded(self.moving.step(*expansion))

    def repeat(self):
        return self.recorded(self.moving.repeat())

    def recorded(self, reached):
        RECORDED["norm"].append(reached[1])
        return reached

    def energy(self, *patterns):
        if patterns:
            return super().energy(*patterns)
        reached = self.moving.energy()
        RECORDED["energy"] = self.shift + self.scale * reached
        return reached


RECORDED = {"norm": []}


def test_drifts_are_those_of_norm_and_energy():
    # By ascending width of their spectra, in which they evolve.
    field = random_field([0.5, 3.0, 8.0], 8)
    hamiltonians = Hamiltonians(4, "open", 1.0, 1.0, field)
    options = {"precision": "float64", "tolerance": 1e-4, "batch": 4, "progress": None}
    density = np.full(3, 0.5)
    found = propagate(Recording, hamiltonians, density, TIMES, initial_spin=None, **options)
    assert np.all(np.diff(found.energy_max - found.energy_min) > 0)
    drifts = np.abs(np.array(RECORDED["norm"])[:, :3] - 1)
    np.testing.assert_array_equal(found.norm_drift, drifts.max(axis=0))
    assert np.any(drifts.max(axis=0) > drifts[-1])
    size = 7 + np.abs(field).sum(axis=1) / 2
    expected = np.abs(RECORDED["energy"][:3] - found.energy) / size
    np.testing.assert_allclose(found.energy_drift, expected, rtol=1e-3, atol=1e-15)
    assert np.all(found.energy_drift > 1e-12)


@pytest.mark.parametrize("realizations", [1, 4, 70])
def test_progress_counts_sampling_steps_up_to_its_total(realizations):
    calls = []
    hamiltonians = Hamiltonians(2, "open", 1.0, 1.0, random_field([1.0] * realizations, 4))
    evolve("cpu", hamiltonians, times=TIMES[:5], progress=lambda *call: calls.append(call))
    assert calls[-1] == (5 * realizations, 5 * realizations)
    assert {total for _, total in calls} == {5 * realizations}
    assert all(later[0] > earlier[0] for earlier, later in pairwise(calls))


def test_a_single_time_is_the_initial_state():
    hamiltonians = Hamiltonians(2, "open", 1.0, 1.0, random_field([1.0], 4))
    found = evolve("cpu", hamiltonians, times=np.array([0.0]))
    np.testing.assert_array_equal(found.magnetization[:, 0], found.initial_spin)


@pytest.mark.parametrize("times", [np.linspace(0, 30, 4), np.array([0.5, 2.0, 30.0])])
@pytest.mark.parametrize("device", ["cpu", "gpu"])
def test_who_observes_sees_every_state_once_in_the_order_of_time(device, times):
    hamiltonians = Hamiltonians(3, "open", 1.0, 1.0, random_field([0.5, 1, 2, 4, 8], 6))
    found, seen = np.full((5, len(times), 6), np.nan), []

    def observe(realizations, sample, patterns, probability):
        assert probability.shape == (len(patterns), len(realizations))
        seen.extend((int(number), sample) for number in realizations)
        spins = np.where(patterns[:, None] >> np.arange(6) & 1, 1, -1)
        found[realizations, sample] = probability.T @ spins

    watched = evolve(device, hamiltonians, times=times, observe=observe)
    np.testing.assert_allclose(found, watched.magnetization, rtol=0, atol=1e-12)
    assert len(seen) == len(set(seen)) == 5 * len(times)
    for number in range(5):
        assert [sample for one, sample in seen if one == number] == list(range(len(times)))
    unwatched = evolve(device, hamiltonians, times=times)
    np.testing.assert_array_equal(unwatched.magnetization, watched.magnetization)
