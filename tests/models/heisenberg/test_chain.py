"""The dynamics of the Heisenberg chain against dense and sparse references."""

import numpy as np
import pytest
from dense import dense, exact_magnetization, random_field
from phasetrace import HeisenbergChain
from phasetrace.evolution.chain import memory_needed
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import expm_multiply

TIMES = np.linspace(0, 500, 50)
CHAINS = (
    HeisenbergChain(8),
    HeisenbergChain(8, boundary="periodic"),
    HeisenbergChain(7, coupling=-0.7, boundary="periodic", up_spins=2),
    HeisenbergChain(6, coupling=2.3, up_spins=4),
    HeisenbergChain(2),
    HeisenbergChain(3, boundary="periodic"),
    HeisenbergChain(5, up_spins=0),
)


@pytest.fixture(params=["cpu", "gpu"])
def device(request, monkeypatch):
    """Evolve by the code for a kind of device, whatever there is; JAX runs on a CPU as well."""
    monkeypatch.setattr("phasetrace.evolution.chain.kind_of_device", lambda: request.param)
    return request.param


@pytest.mark.parametrize(("precision", "tolerated"), [("float64", 1e-7), ("float32", 1e-3)])
@pytest.mark.parametrize("chain", CHAINS, ids=str)
def test_traces_match_dense_diagonalization(device, chain, precision, tolerated):
    field = random_field([0.1, 0.5, 1, 3, 8, 20], chain.sites)
    density = np.array([0.5, 0.2, 0.8, 0.0, 1.0, 0.35])
    found = chain.evolve(field, density, TIMES, precision=precision)
    assert found.magnetization.dtype == precision
    for k in range(len(field)):
        matrix, spins = dense(chain, field[k])
        energies = np.linalg.eigvalsh(matrix)
        diagonal = np.diag(matrix)
        start = int(np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))[0])
        exact = exact_magnetization(matrix, spins, start, TIMES)
        np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=tolerated)
        np.testing.assert_allclose(found.energy_min[k], energies[0], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(found.energy_max[k], energies[-1], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(found.energy[k], diagonal[start], rtol=1e-12, atol=1e-13)
        width = energies[-1] - energies[0]
        target = energies[0] + density[k] * width
        nearest = np.abs(diagonal - target).min()
        assert abs(diagonal[start] - target) <= nearest + 1e-12
        if len(energies) > 1:
            attained = (diagonal[start] - energies[0]) / width
            np.testing.assert_allclose(found.epsilon_attained[k], attained, atol=1e-10)


def test_traces_match_sparse_propagation(device):
    sites, chain = 12, HeisenbergChain(12)
    field = random_field([1.5, 6.0], sites, seed=4)
    times = np.linspace(0, 30, 7)
    found = chain.evolve(field, 0.5, times)
    patterns = [s for s in range(2**sites) if s.bit_count() == 6]
    place = {pattern: number for number, pattern in enumerate(patterns)}
    spins = np.array([[1 if s >> i & 1 else -1 for i in range(sites)] for s in patterns])
    rows, columns = [], []
    for number, s in enumerate(patterns):
        for i in range(sites - 1):
            if (s >> i & 1) != (s >> (i + 1) & 1):
                rows.append(number)
                columns.append(place[s ^ (0b11 << i)])
    flips = csr_array((np.full(len(rows), 0.5), (rows, columns)), shape=(len(patterns),) * 2)
    ising = (spins[:, :-1] * spins[:, 1:]).sum(axis=1) / 4
    for k in range(2):
        matrix = flips + diags_array(ising + spins @ field[k] / 2)
        start = np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))
        state = np.zeros(len(patterns), complex)
        state[start] = 1
        states = expm_multiply(-1j * matrix, state, start=0, stop=30, num=7, endpoint=True)
        exact = np.abs(states) ** 2 @ spins
        np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=1e-8)


def test_traces_start_at_the_given_spins_and_conserve_the_magnetization(device):
    chain = HeisenbergChain(9, up_spins=3)
    rng = np.random.default_rng(2)
    given = np.stack([rng.permutation([1] * 3 + [-1] * 6) for _ in range(4)])
    found = chain.evolve(random_field([0.5, 2, 5, 9], 9), 0.5, TIMES, initial_spin=given)
    np.testing.assert_array_equal(found.initial_spin, given)
    np.testing.assert_array_equal(found.magnetization[:, 0], given)
    np.testing.assert_allclose(found.magnetization.sum(axis=2), -3, rtol=0, atol=1e-8)
    assert np.all(found.norm_drift < 2e-9)
    assert np.all(found.energy_drift < 2e-9)
    assert np.ptp(found.magnetization[:, 1:], axis=1).max() > 0.1


def test_an_error_bound_of_the_truncation_is_kept(device):
    chain = HeisenbergChain(6)
    field = random_field([1.0, 4.0], 6)
    errors = []
    for tolerance in (1e-3, 1e-6, 1e-9):
        found = chain.evolve(field, 0.5, TIMES, tolerance=tolerance)
        for k in range(2):
            matrix, spins = dense(chain, field[k])
            start = int(np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))[0])
            exact = exact_magnetization(matrix, spins, start, TIMES)
            error = np.abs(found.magnetization[k] - exact).max()
            assert error <= 2 * tolerance
            errors.append(error)
    assert max(errors[:2]) > 100 * max(errors[4:])


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_bits_do_not_depend_on_order_count_or_memory(device, precision):
    chain = HeisenbergChain(8)
    field = random_field(np.linspace(0.1, 9, 21), 8)
    density = np.linspace(0.2, 0.8, 21)

    def evolve(chosen, **options):
        return chain.evolve(field[chosen], density[chosen], TIMES, precision=precision, **options)

    whole = evolve(np.arange(21))
    shuffled = np.random.default_rng(0).permutation(21)
    choices = [
        (shuffled, {}),
        (shuffled[:1], {}),
        (shuffled[3:11], {}),
        (shuffled, {"memory": memory_needed(chain, precision, 19)}),
        (shuffled[:6], {"memory": memory_needed(chain, precision, 8)}),
        (shuffled[:3], {"memory": memory_needed(chain, precision, 1)}),
    ]
    for chosen, options in choices:
        part = evolve(chosen, **options)
        for name, values in vars(part).items():
            np.testing.assert_array_equal(values, getattr(whole, name)[chosen], err_msg=name)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_both_devices_evolve_alike(monkeypatch, precision):
    chain = HeisenbergChain(12, boundary="periodic")
    field, found = random_field([0.5, 3.0, 8.0], 12), []
    for kind in ("cpu", "gpu"):
        monkeypatch.setattr("phasetrace.evolution.chain.kind_of_device", lambda kind=kind: kind)
        found.append(chain.evolve(field, [0.3, 0.5, 0.6], TIMES, precision=precision, batch=4))
    on_cpu, on_gpu = found
    np.testing.assert_array_equal(on_cpu.initial_spin, on_gpu.initial_spin)
    tolerance = 1e-8 if precision == "float64" else 1e-3
    np.testing.assert_allclose(on_cpu.magnetization, on_gpu.magnetization, rtol=0, atol=tolerance)
