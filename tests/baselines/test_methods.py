"""Every method, on traces whose transition is known."""

import numpy as np
import pytest
from phasetrace import Architecture, Recipe
from phasetrace.analyses.crossing import crossing, crossing_verdict
from phasetrace.baselines.methods import methods
from phasetrace.learning.labels import accuracy, label_points
from phasetrace.learning.recipe import UNLABELLED

STEP = 5.75
PARAMETER = np.arange(0.0, 10.5, 0.5)
LABELS = label_points(PARAMETER, [(0.0, 2.0), (8.0, 10.0)])
TIMES, TRAINED = 12, 9
RECIPE = Recipe(batch=16, epochs=80, learning_rate=0.02, confidence_weight=0.0)
METHODS = methods(Architecture(sites=3, phases=2, units=8), RECIPE, TIMES)


@pytest.fixture(scope="module")
def traces():
    """Spins (point, realization, time, site) that forget below the step and stay above."""
    rng = np.random.default_rng(0)
    start = rng.choice([-1.0, 1.0], size=(len(PARAMETER), 15, 1, 3))
    stays = (PARAMETER > STEP)[:, None, None, None]
    left = np.where(stays, 1.0, np.exp(-np.arange(TIMES) / 2)[:, None])
    return start * left + 0.05 * rng.standard_normal((*start.shape[:2], TIMES, 3))


def judged(method, traces, seed=0):
    """What a method that has learnt from the first realizations says of all."""
    labels = np.repeat(LABELS[:, None], traces.shape[1], axis=1)
    shown = np.zeros(labels.shape, dtype=bool)
    shown[:, :TRAINED] = True
    method.fit(traces[shown], labels[shown], seed)
    return method.predict(traces.reshape(-1, *traces.shape[2:])).reshape(*labels.shape, -1)


@pytest.mark.parametrize("name", METHODS)
def test_the_step_is_found_and_the_phases_are_told(name, traces):
    p = judged(METHODS[name], traces)
    assert p.shape == (*traces.shape[:2], 2)
    assert (p >= 0).all()
    np.testing.assert_allclose(p.sum(axis=-1), 1, atol=1e-6)
    value = crossing(PARAMETER, p.mean(axis=1), LABELS)
    assert crossing_verdict(PARAMETER, p.swapaxes(0, 1), LABELS) == ["found"]
    np.testing.assert_allclose(value, STEP, atol=0.25)
    tested = p[LABELS != UNLABELLED, TRAINED:].reshape(-1, 2)
    known = np.repeat(LABELS[LABELS != UNLABELLED], traces.shape[1] - TRAINED)
    assert accuracy(tested, known) == 1


@pytest.mark.parametrize("name", METHODS)
def test_the_same_seed_gives_the_same_bytes(name, traces):
    first, again = (judged(METHODS[name], traces, seed=3) for _ in range(2))
    assert first.tobytes() == again.tobytes()


@pytest.mark.parametrize("name", METHODS)
def test_unlabelled_traces_have_no_part_in_it(name, traces):
    scrambled = traces.copy()
    scrambled[LABELS == UNLABELLED] = 0.3
    known = LABELS != UNLABELLED
    one, other = (judged(METHODS[name], some)[known] for some in (traces, scrambled))
    np.testing.assert_array_equal(one, other)


def test_what_is_random_follows_the_seed(traces):
    for name, random in {"random forest": True, "perceptron": True, "threshold": False}.items():
        one, other = (judged(METHODS[name], traces, seed) for seed in (0, 1))
        assert (one != other).any() == random, name


def test_the_networks_that_see_shuffled_times_see_all_of_them_once():
    order = METHODS["networks, times shuffled"]._times
    assert sorted(order) == list(range(TIMES)) != order
    assert methods(Architecture(3, 2), RECIPE, TIMES)["networks, times shuffled"]._times == order
    assert METHODS["networks, last time alone"]._times == [TIMES - 1]


def test_one_number_a_trace_is_enough_for_every_method():
    rng = np.random.default_rng(0)
    samples = np.where(PARAMETER > STEP, 0.9, 0.1)[:, None, None, None] * np.ones((1, 12, 1, 1))
    samples = samples + 0.05 * rng.standard_normal(samples.shape)
    some = methods(Architecture(sites=1, phases=2, units=2), RECIPE, 1)
    every = samples.reshape(-1, 1, 1)
    said = some["principal components"].fit(every, np.repeat(LABELS, 12), 0).predict(every)
    assert said.shape == (len(PARAMETER) * 12, 2) and np.isfinite(said).all()
