"""Degraded traces are what they are said to be."""

import numpy as np
import pytest
from phasetrace.analyses.degradation import DEGRADATIONS, first_samples, skipped_samples

TRACES, TIMES, SITES = 400, 11, 10


@pytest.fixture(scope="module")
def samples():
    """Spins that start up or down and go to 0.6 at once."""
    rng = np.random.default_rng(0)
    traces = np.full((TRACES, TIMES, SITES), 0.6)
    traces[:, 0] = rng.choice([-1.0, 1.0], size=(TRACES, SITES))
    return traces


def degraded(name, samples, amount):
    return DEGRADATIONS[name](samples, amount, np.random.default_rng(1))


@pytest.mark.parametrize("name", ["noise", "shots", "missing_times"])
def test_the_start_is_prepared_and_stays(name, samples):
    before = samples.copy()
    after = degraded(name, samples, {"noise": 2.0, "shots": 3, "missing_times": 0.7}[name])
    np.testing.assert_array_equal(after[:, 0], samples[:, 0])
    assert (after[:, 1:] != samples[:, 1:]).any()
    np.testing.assert_array_equal(samples, before)


def test_noise_has_the_deviation_that_is_asked_for(samples):
    added = (degraded("noise", samples, 2.0) - samples)[:, 1:]
    np.testing.assert_allclose(added.mean(), 0, atol=5 * 2 / added.size**0.5)
    np.testing.assert_allclose(added.std(), 2, rtol=5 / (2 * added.size) ** 0.5)


@pytest.mark.parametrize("count", [1, 4])
def test_shots_are_binomial(count, samples):
    """Of up spins with probability 0.8: the mean is 0.6, its variance 0.64 over the shots."""
    counted = degraded("shots", samples, count)[:, 1:]
    assert set(np.unique(counted)) <= set(2 * np.arange(count + 1) / count - 1)
    np.testing.assert_allclose(counted.mean(), 0.6, atol=5 * 0.8 / (count * counted.size) ** 0.5)
    np.testing.assert_allclose(counted.var(), 0.64 / count, rtol=0.05)


def test_times_are_left_out_at_either_end(samples):
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(first_samples(samples, 3, rng), samples[:, :3])
    np.testing.assert_array_equal(skipped_samples(samples, 3, rng), samples[:, 3:])


def test_missing_values_are_as_many_in_every_trace_and_others(samples):
    sites = (degraded("missing_sites", samples, 0.3) == 0).transpose(0, 2, 1)
    times = degraded("missing_times", samples, 0.3)[:, 1:] == 0
    for gone in (sites, times):
        # A site or a time is missing as a whole.
        np.testing.assert_array_equal(gone.all(axis=2), gone.any(axis=2))
        assert (gone.any(axis=2).sum(axis=1) == 3).all()
        assert len(np.unique(gone.any(axis=2), axis=0)) > 50
