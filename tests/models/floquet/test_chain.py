"""The driven chain against dense matrices, and what its results depend on."""

import math

import numpy as np
import pytest
from dense_drive import dense
from phasetrace import FloquetChain
from phasetrace.models.floquet import batches, propagation
from phasetrace.models.floquet.chain import drift_bound


def draw(chain, realizations, seed=0):
    """Drives, couplings, fields of either sign and product states without any symmetry."""
    rng = np.random.default_rng(seed)
    return (
        rng.uniform(0, np.pi / 2, realizations),
        rng.uniform(-0.5, 1, (realizations, chain.bonds)),
        rng.uniform(-0.5, 1, (realizations, chain.sites)),
        rng.choice([-1, 1], (realizations, chain.sites)),
    )


def take(arguments, rows):
    return tuple(values[rows] for values in arguments)


@pytest.mark.parametrize("durations", [(1.0, 1.0), (0.7, 1.9)])
@pytest.mark.parametrize(
    "sites, boundary", [(2, "open"), (3, "periodic"), (5, "open"), (6, "open"), (6, "periodic")]
)
def test_matches_dense_unitary(sites, boundary, durations):
    chain = FloquetChain(sites, boundary, durations=durations)
    arguments = draw(chain, 4, seed=sites)
    expected = [
        dense(chain, *(values[row] for values in arguments), periods=20) for row in range(4)
    ]
    for precision, error in (("float64", 1e-12), ("float32", 1e-5)):
        result = chain.evolve(*arguments, 20, precision=precision)
        np.testing.assert_allclose(result.magnetization, expected, rtol=0, atol=error)
        assert result.magnetization.dtype == precision
        assert result.norm_drift.shape == (4,)


def test_matches_dense_unitary_with_three_groups_of_spins():
    chain = FloquetChain(9, "periodic", pulse=1.1, durations=(0.6, 1.3))
    assert len(propagation._groups(9)) == 3
    arguments = draw(chain, 1)
    result = chain.evolve(*arguments, 5)
    expected = dense(chain, *(values[0] for values in arguments), periods=5)
    np.testing.assert_allclose(result.magnetization[0], expected, rtol=0, atol=1e-12)


def test_perfect_pulse_flips_every_spin_every_period():
    chain = FloquetChain(10)
    _, coupling, field, initial_spin = draw(chain, 3)
    result = chain.evolve(np.zeros(3), coupling, field, initial_spin, 99)
    expected = initial_spin[:, None] * (-1) ** np.arange(100)[:, None]
    np.testing.assert_allclose(result.magnetization, expected, rtol=0, atol=1e-12)


def test_without_pulse_every_spin_stays():
    chain = FloquetChain(10)
    _, coupling, field, initial_spin = draw(chain, 3)
    result = chain.evolve(np.full(3, np.pi / 2), coupling, field, initial_spin, 99)
    expected = np.broadcast_to(initial_spin[:, None], result.magnetization.shape)
    np.testing.assert_allclose(result.magnetization, expected, rtol=0, atol=1e-12)


def test_free_spin_follows_the_bloch_sphere():
    """Without coupling m = cos(2 n θ) at zero field, θ the angle of one pulse."""
    chain = FloquetChain(7, durations=(0.8, 1.0))
    drive = np.array([0.1, 0.9])
    spin = draw(chain, 2)[3]
    result = chain.evolve(drive, np.zeros((2, 6)), np.zeros((2, 7)), spin, 30)
    angle = 2 * (np.pi / 2 - drive[:, None]) * 0.8 * np.arange(31)
    expected = spin[:, None] * np.cos(angle)[..., None]
    np.testing.assert_allclose(result.magnetization, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_norm_is_conserved_to_rounding(precision):
    chain = FloquetChain(12)
    result = chain.evolve(*draw(chain, 4), 99, precision=precision, tolerance=0)
    assert np.all(result.norm_drift > 0)
    assert np.all(result.norm_drift <= drift_bound(chain, precision, 0, 99))


def test_single_precision_follows_double():
    chain = FloquetChain(12)
    arguments = draw(chain, 4)
    double = chain.evolve(*arguments, 99).magnetization
    single = chain.evolve(*arguments, 99, precision="float32").magnetization
    np.testing.assert_allclose(single, double, rtol=0, atol=5e-5)


@pytest.mark.parametrize("cache", [2**14, batches.CACHE["cpu"]])
@pytest.mark.parametrize("sites", [3, 12])
def test_bits_do_not_depend_on_the_other_realizations(monkeypatch, sites, cache):
    monkeypatch.setitem(batches.CACHE, "cpu", cache)
    chain = FloquetChain(sites)
    arguments = draw(chain, 11)
    together = chain.evolve(*arguments, 20)
    order = np.random.default_rng(3).permutation(11)
    shuffled = chain.evolve(*take(arguments, order), 20)
    assert np.array_equal(shuffled.magnetization, together.magnetization[order])
    assert np.array_equal(shuffled.norm_drift, together.norm_drift[order])
    for rows in (slice(0, 1), slice(4, 5), slice(2, 9), slice(10, 11)):
        part = chain.evolve(*take(arguments, rows), 20)
        assert np.array_equal(part.magnetization, together.magnetization[rows])
        assert np.array_equal(part.norm_drift, together.norm_drift[rows])


@pytest.mark.parametrize(("precision", "error"), [("float64", 1e-13), ("float32", 1e-4)])
def test_the_size_of_batches_changes_nothing_but_rounding(monkeypatch, precision, error):
    chain = FloquetChain(8)
    arguments = draw(chain, 11)
    usual = chain.evolve(*arguments, 30, precision=precision)
    for batch in (1, 3, 16, 256):
        monkeypatch.setattr("phasetrace.models.floquet.chain.batch_size", lambda *_, b=batch: b)
        found = chain.evolve(*arguments, 30, precision=precision)
        np.testing.assert_allclose(found.magnetization, usual.magnetization, rtol=0, atol=error)


def test_compiles_once_for_all_drives_and_strengths():
    chain = FloquetChain(8)
    chain.evolve(*draw(chain, 3), 11)
    before = propagation.evolve_batch._cache_size()
    FloquetChain(8, pulse=1.0, durations=(2.0, 0.5)).evolve(*draw(chain, 300, seed=1), 11)
    assert propagation.evolve_batch._cache_size() == before


def test_progress_counts_realizations():
    chain = FloquetChain(12)
    calls = []
    chain.evolve(*draw(chain, 9), 3, progress=lambda *call: calls.append(call))
    assert calls == [(4, 9), (8, 9), (9, 9)]


def test_states_that_are_not_numbers_are_an_error_naming_the_realization():
    chain = FloquetChain(12)
    drive, coupling, field, spin = draw(chain, 9)
    field[6] = 1e308  # finite, but the energies are not
    with pytest.raises(RuntimeError, match=r"^norm of realization 6 has drifted by nan; at most "):
        chain.evolve(drive, coupling, field, spin, 3)


def test_the_norm_drift_is_the_largest_of_all_periods(monkeypatch):
    rotation = propagation._rotation
    monkeypatch.setattr(propagation, "_rotation", lambda *args: 1.001 * rotation(*args))
    chain = FloquetChain(6)
    # Six spins are rotated in two groups; no other test has compiled as many periods.
    found = chain.evolve(*draw(chain, 3), 17, tolerance=1.0).norm_drift
    np.testing.assert_allclose(found, 1.001 ** (2 * 2 * 17) - 1, rtol=1e-10)


def test_norm_drift_above_the_bound_is_an_error(monkeypatch):
    rotation = propagation._rotation
    monkeypatch.setattr(propagation, "_rotation", lambda *args: 1.001 * rotation(*args))
    chain = FloquetChain(6, pulse=0.5)
    arguments = draw(chain, 2)
    with pytest.raises(RuntimeError, match=r"^norm of realization 0 has drifted by 0\.0"):
        chain.evolve(*arguments, 13)  # a number of periods no other test has compiled


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"sites": 1}, "sites = 1: open chains have from 2 to 62 sites"),
        ({"sites": 2, "boundary": "periodic"}, "sites = 2: periodic chains have from 3 to 62 "),
        ({"boundary": "closed"}, "boundary 'closed' is neither 'open' nor 'periodic'"),
        ({"pulse": math.nan}, "pulse = nan is not finite"),
        ({"durations": (1.0, -1.0)}, "durations = (1.0, -1.0) are not two times"),
        ({"durations": (1.0,)}, "durations = (1.0,) are not two times"),
    ],
)
def test_bad_chains_are_refused(arguments, message):
    with pytest.raises(ValueError) as error:
        FloquetChain(**{"sites": 6, **arguments})
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"precision": "float16"}, "precision 'float16' is neither"),
        ({"periods": 0}, "periods = 0 is not an integer of 1 or more"),
        ({"periods": 2.5}, "periods = 2.5 is not an integer of 1 or more"),
        ({"tolerance": -1.0}, "tolerance = -1.0 is not 0 or more"),
        ({"tolerance": math.nan}, "tolerance = nan is not 0 or more"),
        ({"drive": 0.5}, "drive has shape (), not (realization,)"),
        ({"drive": []}, "drive has shape (0,), not (realization,)"),
        ({"drive": [0.1, np.nan]}, "drive of realization 1 is not finite"),
        ({"coupling": np.zeros((2, 6))}, "coupling has shape (2, 6), not (2, 5)"),
        ({"field": np.zeros((3, 6))}, "field has shape (3, 6), not (2, 6)"),
        ({"field": [[0.0] * 6, [np.inf] * 6]}, "field of realization 1 is not finite"),
        (
            {"initial_spin": [[1] * 6, [1, 1, 0, 1, 1, 1]]},
            "initial_spin of realization 1 is not -1 or 1 everywhere",
        ),
    ],
)
def test_bad_arguments_are_refused(change, message):
    chain = FloquetChain(6)
    names = ("drive", "coupling", "field", "initial_spin")
    arguments = dict(zip(names, draw(chain, 2), strict=True), periods=3)
    with pytest.raises(ValueError) as error:
        chain.evolve(**{**arguments, **change})
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_too_little_memory_is_refused():
    chain = FloquetChain(6)
    with pytest.raises(MemoryError, match="256 at a time, realizations of 6 sites need"):
        chain.evolve(*draw(chain, 2), periods=3, memory=4000)


@pytest.mark.parametrize("sites", [4, 9])
def test_who_observes_sees_every_state_once_in_the_order_of_time(sites, monkeypatch):
    monkeypatch.setattr("phasetrace.models.floquet.chain.batch_size", lambda *_: 2)
    chain = FloquetChain(sites)
    arguments, seen = draw(chain, 3), []
    found = np.full((3, 6, sites), np.nan)

    def observe(realizations, sample, patterns, probability):
        assert probability.shape == (len(patterns), len(realizations))
        seen.extend((int(number), sample) for number in realizations)
        spins = np.where(patterns[:, None] >> np.arange(sites) & 1, 1, -1)
        found[realizations, sample] = probability.T @ spins

    watched = chain.evolve(*arguments, 5, observe=observe)
    np.testing.assert_allclose(found, watched.magnetization, rtol=0, atol=1e-12)
    assert len(seen) == len(set(seen)) == 3 * 6
    for number in range(3):
        assert [sample for one, sample in seen if one == number] == list(range(6))
    np.testing.assert_array_equal(chain.evolve(*arguments, 5).magnetization, watched.magnetization)
