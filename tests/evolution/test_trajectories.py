"""Dephasing by trajectories, against master equations and against dense matrices."""

from dataclasses import replace

import numpy as np
import pytest
from dense import dense_of, patterns_of, random_field
from lindblad import master_equation
from phasetrace import Evolution, XXZChain
from phasetrace.evolution.engine import engine
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.propagation import DephasedEvolution, propagate
from phasetrace.evolution.trajectories import Dephasing
from scipy.linalg import expm
from scipy.stats import kstest, poisson

DEVICES = pytest.mark.parametrize("device", ["cpu", "gpu"])
TIMES = np.array([0.0, 0.4, 1.0, 2.0, 4.0, 7.0, 12.0])


def uniform(realization, trajectory, count):
    return np.random.default_rng([5, realization, trajectory]).random(count)


def dephasing(rate, trajectories=1, drawn=uniform):
    return Dephasing(np.atleast_1d(np.asarray(rate, float)), trajectories, drawn)


def evolve(device, hamiltonians, spins, noise, times=TIMES, **options):
    defaults = {"precision": "float64", "tolerance": 1e-9, "batch": 8, "progress": None}
    return propagate(
        engine(device),
        hamiltonians,
        np.zeros(len(hamiltonians.field)),
        times,
        initial_spin=np.asarray(spins),
        dephasing=noise,
        **{**defaults, **options},
    )


def departures(found, exact):
    """By how many standard errors means over trajectories differ from what is exact."""
    return (found.magnetization - exact)[:, 1:] / found.magnetization_error[:, 1:]


# One site's spin after another, from jumps that are known.
@DEVICES
@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-8), ("float32", 3e-4)])
@pytest.mark.parametrize("times", [TIMES, np.array([3.0]), np.linspace(0, 30, 7)])
def test_a_trajectory_is_evolution_with_sigma_z_at_its_jumps(device, precision, tolerance, times):
    hamiltonians = Hamiltonians(3, "periodic", 0.9, -0.4, random_field([0.5, 2, 8], 7))
    start = np.array([[1, 1, 1, -1, -1, -1, -1], [1, -1] * 3 + [-1], [-1, -1, 1, 1, -1, -1, 1]])
    noise = dephasing([0.3, 0.02, 0.1])
    found = evolve(device, hamiltonians, start, noise, times, precision=precision)
    assert type(found) is Evolution and found.magnetization.dtype == precision
    many = 0
    for k, (matrix, spins) in enumerate(dense_of(hamiltonians)):
        jumped, sites = noise.jumps(k, 0, 7, times[-1])
        many += len(jumped)
        state = (patterns_of(spins) == patterns_of(start[[k]])).astype(complex)
        now = 0.0
        events = [(time, None) for time in times] + list(zip(jumped, sites, strict=True))
        expected = []
        for time, site in sorted(events, key=lambda event: event[0]):
            state, now = expm(-1j * (time - now) * matrix) @ state, time
            if site is None:
                expected.append(np.abs(state) ** 2 @ spins)
            else:
                state = spins[:, site] * state
        np.testing.assert_allclose(found.magnetization[k], expected, rtol=0, atol=tolerance)
    assert many > 5
    assert np.all(found.norm_drift < tolerance) and np.all(found.energy_drift < tolerance)


SIX = Hamiltonians(3, "open", 1.0, 0.7, random_field([0.5, 3.0], 6, seed=3))
START, RATES = np.array([[1, -1, 1, -1, 1, -1], [1, 1, 1, -1, -1, -1]]), [0.05, 0.3]


@pytest.fixture(scope="module")
def of_six():
    return np.array(
        [
            master_equation(*one, TIMES, exchange=1.0, ising=0.7)
            for one in zip(SIX.field, START, RATES, strict=True)
        ]
    )


@DEVICES
def test_means_over_trajectories_solve_the_master_equation(device, of_six):
    found = evolve(device, SIX, START, dephasing(RATES, 600), batch=64 if device == "gpu" else 8)
    assert type(found) is DephasedEvolution
    scatter = departures(found, of_six)
    assert np.abs(scatter).max() < 4 and np.mean(scatter**2) < 2
    assert found.magnetization_error[:, 1:].max() < 0.05
    np.testing.assert_array_equal(found.magnetization[:, 0], START)
    np.testing.assert_array_equal(found.magnetization_error[:, 0], 0)


# Sᶻ in place of σᶻ has a quarter of the rate.
@pytest.mark.parametrize("factor", [0.0, 0.25, 0.5, 2.0])
def test_the_master_equation_of_another_rate_is_not_solved(factor, of_six):
    found = evolve("cpu", SIX, START, dephasing(factor * np.array(RATES), 600))
    error = np.where(found.magnetization_error == 0, 1e-3, found.magnetization_error)
    found = replace(found, magnetization_error=error)
    assert np.abs(departures(found, of_six)).max() > 6


def test_two_spins_are_a_damped_oscillator():
    # z'' + 4γ z' + J² z = 0 for z = m₀ = -m₁, since the coherence of the two states decays by 4γ.
    J, gamma, times = 1.3, 0.2, np.linspace(0, 10, 21)
    pair = Hamiltonians(1, "open", J, 0.4, np.zeros((1, 2)))
    found = evolve("cpu", pair, [[1, -1]], dephasing(gamma, 2000), times)
    frequency = np.sqrt(J**2 - 4 * gamma**2)
    z = np.cos(frequency * times) + 2 * gamma / frequency * np.sin(frequency * times)
    exact = (np.exp(-2 * gamma * times) * z)[:, None] * [1, -1]
    scatter = departures(found, exact)
    assert np.abs(scatter).max() < 4 and np.mean(scatter**2) < 2
    assert found.magnetization_error.max() < 0.02


def test_free_fermions_hop_as_their_correlations_say():
    # G = ⟨c†_i c_j⟩ obeys dG/dt = i [h, G] - 4γ (G - diag G), by itself.
    sites, gamma = 10, 0.1
    chain = Hamiltonians(5, "open", 1.0, 0.0, random_field([1.5], sites, seed=8))
    start = np.array([[1, 1, -1, 1, -1, -1, 1, -1, 1, -1]])
    single = np.diag(np.full(sites - 1, 0.5), 1)
    single = single + single.T + np.diag(chain.field[0])
    one = np.eye(sites)
    generator = 1j * (np.kron(single, one) - np.kron(one, single.T))
    generator = generator - 4 * gamma * np.diag(1 - one.ravel())
    before = np.diag((start[0] > 0).astype(complex)).ravel()
    exact = [
        2 * np.diag((expm(time * generator) @ before).reshape(sites, sites)).real - 1
        for time in TIMES
    ]
    found = evolve("cpu", chain, start, dephasing(gamma, 400))
    scatter = departures(found, exact)
    assert np.abs(scatter).max() < 4 and np.mean(scatter**2) < 2
    np.testing.assert_allclose(found.magnetization.sum(axis=2), 0, rtol=0, atol=1e-8)


@DEVICES
def test_without_jumps_it_is_the_exact_evolution(device):
    still = evolve(device, SIX, START, dephasing([0.0, 0.0], 3))
    exact = evolve(device, SIX, START, None)
    np.testing.assert_allclose(still.magnetization, exact.magnetization, rtol=0, atol=3e-9)
    np.testing.assert_array_equal(still.magnetization_error, 0)
    for name in ("initial_spin", "energy_min", "energy_max", "energy", "epsilon_attained"):
        np.testing.assert_array_equal(getattr(still, name), getattr(exact, name))


def test_means_and_errors_are_those_of_single_trajectories():
    noise = dephasing(RATES, 5)
    single = [
        evolve("cpu", SIX, START, dephasing(RATES, 1, lambda r, _, n, k=k: uniform(r, k, n)))
        for k in range(5)
    ]
    each = np.array([one.magnetization for one in single])
    found = evolve("cpu", SIX, START, noise)
    np.testing.assert_allclose(found.magnetization, each.mean(axis=0), rtol=0, atol=1e-14)
    error = each.std(axis=0, ddof=1) / np.sqrt(5)
    np.testing.assert_allclose(found.magnetization_error, error, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(found.norm_drift, np.max([one.norm_drift for one in single], 0))


def test_bits_do_not_depend_on_batches_order_or_what_else_evolves():
    hamiltonians = Hamiltonians(4, "open", 1.0, 0.8, random_field([0.5, 8, 2, 0.1, 4], 8))
    start = np.tile([1, -1], (5, 4))
    rates = np.array([0.1, 0.4, 0.02, 0.0, 0.1])
    alone = evolve("cpu", hamiltonians, start, dephasing(rates, 3), batch=1)
    for batch in (4, 8):
        together = evolve("cpu", hamiltonians, start, dephasing(rates, 3), batch=batch)
        for name, values in vars(together).items():
            np.testing.assert_array_equal(values, getattr(alone, name), err_msg=name)
    order = [4, 1, 2]
    some = evolve(
        "cpu",
        hamiltonians.of(order),
        start[order],
        dephasing(rates[order], 3, lambda r, k, n: uniform(order[r], k, n)),
    )
    np.testing.assert_array_equal(some.magnetization, alone.magnetization[order])
    np.testing.assert_array_equal(some.magnetization_error, alone.magnetization_error[order])


def test_jumps_are_a_poisson_process_on_every_site():
    noise = dephasing([0.3], 1)
    jumps = [noise.jumps(0, k, 5, 20.0) for k in range(500)]
    times, sites = (np.concatenate(part) for part in zip(*jumps, strict=True))
    assert all(np.all(np.diff(time) > 0) for time, _ in jumps)
    assert kstest(times, "uniform", args=(0, 20)).pvalue > 0.01
    counts = np.array([len(time) for time, _ in jumps])
    low, high = poisson.interval(0.999, 500 * 30)
    assert low < counts.sum() < high and abs(counts.var() / 30 - 1) < 0.25
    on_site = np.bincount(sites, minlength=5)
    assert len(on_site) == 5 and np.all(np.abs(on_site - 3000) < 4 * np.sqrt(3000))


def test_a_later_end_leaves_jumps_as_they_are():
    noise = dephasing([0.3], 1)
    short, long = (noise.jumps(0, 3, 6, until) for until in (2.0, 200.0))
    assert 0 < len(short[0]) < len(long[0])
    for early, late in zip(short, long, strict=True):
        np.testing.assert_array_equal(early, late[: len(early)])
    assert len(long[0]) == np.sum(noise.jumps(0, 3, 6, 300.0)[0] < 200)


def test_more_numbers_are_drawn_where_there_are_more_jumps_than_hardly_ever():
    counts = []

    def frequent(_, __, count):
        counts.append(count)
        return np.full(count, 0.25)

    times, sites = dephasing([1.0], 1, frequent).jumps(0, 0, 4, 500.0)
    waiting = -np.log(0.75) / 4
    np.testing.assert_allclose(times, waiting * np.arange(1, len(times) + 1))
    assert len(times) == int(500 / waiting) and np.all(sites == 1) and len(counts) == 3


@pytest.mark.parametrize(
    ("rate", "trajectories", "text"),
    [
        ([0.1], 1, r"rate has shape \(1,\), not \(2,\)"),
        (0.1, 1, r"rate has shape \(1,\), not \(2,\)"),
        ([0.1, -0.1], 1, "rate holds values that are not finite or below 0"),
        ([0.1, np.nan], 1, "rate holds values that are not finite or below 0"),
        ([0.1, np.inf], 1, "rate holds values that are not finite or below 0"),
        ([0.1, 0.1], 0, "trajectories = 0, must be at least 1"),
    ],
)
def test_dephasing_that_cannot_be_is_refused(rate, trajectories, text):
    with pytest.raises(ValueError, match=text):
        XXZChain(6).evolve(SIX.field, 0.5, TIMES, dephasing=dephasing(rate, trajectories))


def test_a_single_time_of_0_is_the_start():
    found = evolve("cpu", SIX, START, dephasing(RATES, 2), np.array([0.0]))
    np.testing.assert_array_equal(found.magnetization[:, 0], START)
    np.testing.assert_array_equal(found.magnetization_error, 0)


def test_progress_counts_the_sampling_steps_of_trajectories():
    calls = []
    evolve("cpu", SIX, START, dephasing(RATES, 5), progress=lambda *call: calls.append(call))
    done, total = zip(*calls, strict=True)
    assert set(total) == {2 * (1 + 5 * 6)} == {done[-1]} and list(done) == sorted(set(done))


class Spoilt(engine("cpu")):
    """Motions whose norm or energy is changed on its way out."""

    norm, energy_by = 1.0, 0.0

    def motion(self, *args):
        moving = super().motion(*args)
        step, energy = moving.step, moving.energy
        moving.step = lambda *expansion: (lambda m, n: (m, n * self.norm))(*step(*expansion))
        moving.energy = lambda: energy() + self.energy_by
        return moving


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"norm": 1.001}, r"norm of realization 0 has drifted by 0\.001"),
        ({"norm": np.nan}, "norm of realization 0 has drifted by nan"),
        ({"energy_by": 1e-3}, "energy of realization 0 has drifted by"),
    ],
)
def test_a_drift_of_a_trajectory_is_an_error(changes, text):
    kind = type("Changed", (Spoilt,), changes)
    options = {"precision": "float64", "tolerance": 1e-9, "batch": 4, "progress": None}
    with pytest.raises(RuntimeError, match=text):
        propagate(
            kind,
            SIX,
            np.zeros(2),
            TIMES,
            initial_spin=START,
            dephasing=dephasing(RATES, 2),
            **options,
        )
