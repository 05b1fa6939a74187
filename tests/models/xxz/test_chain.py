"""The dynamics of the XXZ chain against dense matrices, free fermions and what is conserved."""

import numpy as np
import pytest
from dense import SPIN, exact_magnetization, operator, random_field
from phasetrace import HeisenbergChain, XXZChain
from scipy.linalg import expm

EQUAL, LOG = np.linspace(0, 100, 11), np.geomspace(0.1, 100, 11)


@pytest.fixture(params=["cpu", "gpu"])
def device(request, monkeypatch):
    """Evolve by the code for a kind of device, whatever there is; JAX runs on a CPU as well."""
    monkeypatch.setattr("phasetrace.evolution.chain.kind_of_device", lambda: request.param)
    return request.param


def dense(chain, field):
    """H in the sector by Kronecker products of ladder operators, and the spins of its basis."""
    sites, J = chain.sites, chain.coupling
    raising = [operator(SPIN[0] + 1j * SPIN[1], i, sites) for i in range(sites)]
    up = [operator(SPIN[2], i, sites) for i in range(sites)]
    total = sum(w * spin for w, spin in zip(field, up, strict=True))
    for i in range(sites - (chain.boundary == "open")):
        j = (i + 1) % sites
        flip = raising[i] @ raising[j].conj().T
        total = total + J / 2 * (flip + flip.conj().T) + J * chain.anisotropy * up[i] @ up[j]
    spins = 2 * np.array([np.diag(spin).real for spin in up]).T
    kept = np.flatnonzero(spins.sum(axis=1) == 2 * chain.up - sites)
    return total[np.ix_(kept, kept)].real, spins[kept]


CHAINS = (
    (XXZChain(8, anisotropy=0.5), LOG),
    (XXZChain(7, coupling=-0.7, boundary="periodic", up_spins=2, anisotropy=-1.3), EQUAL),
    (XXZChain(6, boundary="periodic", anisotropy=3.0), LOG),
    (XXZChain(5, up_spins=3, anisotropy=0.0), EQUAL),
)


@pytest.mark.parametrize(("precision", "tolerated"), [("float64", 1e-7), ("float32", 1e-3)])
@pytest.mark.parametrize(("chain", "times"), CHAINS)
def test_traces_match_dense_diagonalization(device, chain, times, precision, tolerated):
    field = random_field([0.1, 1, 8], chain.sites)
    field[2] += 3.0 * np.arange(chain.sites)
    found = chain.evolve(field, [0.3, 0.5, 0.8], times, precision=precision)
    assert found.magnetization.dtype == precision
    for k in range(len(field)):
        matrix, spins = dense(chain, field[k])
        energies, diagonal = np.linalg.eigvalsh(matrix), np.diag(matrix)
        start = int(np.flatnonzero((spins == found.initial_spin[k]).all(axis=1))[0])
        exact = exact_magnetization(matrix, spins, start, times)
        np.testing.assert_allclose(found.magnetization[k], exact, rtol=0, atol=tolerated)
        np.testing.assert_allclose(found.energy_min[k], energies[0], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(found.energy_max[k], energies[-1], rtol=1e-10, atol=1e-12)
        aim = energies[0] + [0.3, 0.5, 0.8][k] * np.ptp(energies)
        assert abs(diagonal[start] - aim) <= np.abs(diagonal - aim).min() + 1e-12


@pytest.mark.parametrize("boundary", ["open", "periodic"])
def test_without_anisotropy_spins_are_free_fermions(boundary):
    # With an odd number of fermions on a ring, none of them gets a sign on its way round.
    sites, up_spins, strength = 10, 5, 1.7
    phase = np.random.default_rng(3).uniform(0, 2 * np.pi, 3)[:, None]
    field = strength * np.cos(2 * np.pi * 0.6180339887 * np.arange(sites) + phase)
    neel = np.tile([1, -1], (3, sites // 2))
    times = np.array([0.5, 3.0, 20.0, 21.0, 60.0])
    chain = XXZChain(sites, boundary=boundary, up_spins=up_spins, anisotropy=0.0)
    found = chain.evolve(field, None, times, initial_spin=neel)
    for k in range(3):
        hopping = np.diag(np.full(sites - 1, 0.5), 1)
        hopping[0, -1] += 0.5 * (boundary == "periodic")
        single = hopping + hopping.T + np.diag(field[k])
        for time, magnetization in zip(times, found.magnetization[k], strict=True):
            amplitude = expm(-1j * time * single)[:, neel[k] > 0]
            density = (np.abs(amplitude) ** 2).sum(axis=1)
            np.testing.assert_allclose(magnetization, 2 * density - 1, rtol=0, atol=1e-8)


def test_free_fermions_localize_where_the_quasiperiodic_field_exceeds_J():
    # Aubry and Andre (1980): hopping J/2 and an amplitude W, so at W = J.
    sites, phase = 16, np.linspace(0, 2 * np.pi, 8, endpoint=False)[:, None]
    waves = np.cos(2 * np.pi * 0.6180339887 * np.arange(sites) + phase)
    neel = np.tile([1, -1], (8, sites // 2))
    left = []
    for strength in (0.4, 2.5):
        chain = XXZChain(sites, anisotropy=0.0)
        found = chain.evolve(strength * waves, None, np.linspace(0, 200, 41), initial_spin=neel)
        left.append((found.magnetization[:, 20:] * neel[:, None]).mean())
    assert left[0] < 0.15 and left[1] > 0.5


def test_at_anisotropy_1_it_is_the_heisenberg_chain():
    field = random_field([0.5, 3], 8)
    found = XXZChain(8, coupling=0.7).evolve(field, 0.4, EQUAL)
    expected = HeisenbergChain(8, coupling=0.7).evolve(field, 0.4, EQUAL)
    np.testing.assert_array_equal(found.magnetization, expected.magnetization)


def test_magnetization_norm_and_energy_are_conserved():
    chain = XXZChain(9, up_spins=3, anisotropy=0.6)
    found = chain.evolve(random_field([0.5, 2, 5, 9], 9), 0.5, LOG)
    np.testing.assert_allclose(found.magnetization.sum(axis=2), -3, rtol=0, atol=1e-8)
    assert np.all(found.norm_drift < 2e-9) and np.all(found.energy_drift < 2e-9)


def test_the_sign_of_J_is_no_matter_where_it_is_a_choice_of_axes():
    # On an open chain; H and -H move real states alike, and every other spin may be turned.
    field = random_field([1.0, 4.0], 8)
    neel = np.tile([1, -1], (2, 4))
    one = XXZChain(8, coupling=1.0, anisotropy=0.5).evolve(field, None, LOG, initial_spin=neel)
    other = XXZChain(8, coupling=-1.0, anisotropy=-0.5).evolve(field, None, LOG, initial_spin=neel)
    np.testing.assert_allclose(one.magnetization, other.magnetization, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"sites": 8, "anisotropy": np.nan}, "anisotropy = nan is not finite"),
        ({"sites": 1}, "sites = 1: open chains have from 2 to 62 sites"),
        ({"sites": 8, "up_spins": 9}, "up_spins = 9 is not between 0 and sites = 8"),
    ],
)
def test_chains_that_cannot_be_are_refused(arguments, text):
    with pytest.raises(ValueError, match=text):
        XXZChain(**arguments)
