"""Networks that see chosen times alone."""

import dataclasses

import numpy as np
import pytest
from phasetrace import Architecture, Recipe, fit, predict
from phasetrace.baselines.recurrent_network import RecurrentNetwork
from phasetrace.learning.recipe import UNLABELLED

SHAPE = Architecture(sites=2, phases=2, units=3)
RECIPE = Recipe(batch=6, epochs=2, confidence_weight=0.0)
RNG = np.random.default_rng(0)
TRACES, LABELS = RNG.uniform(-1, 1, (18, 4, 2)), np.array([0, 1, UNLABELLED] * 6)
ORDER = [2, 0, 3]


def test_it_is_the_network_of_traces_in_that_order():
    told = RecurrentNetwork(SHAPE, RECIPE, ORDER).fit(TRACES, LABELS, 5).predict(TRACES)
    known, seen = LABELS != UNLABELLED, TRACES[:, ORDER]
    trained = fit(SHAPE, RECIPE, seen[known], LABELS[known], [5])
    np.testing.assert_array_equal(told, predict(SHAPE, trained.weights, seen)[0])


def test_times_that_are_left_out_are_not_seen():
    other = TRACES.copy()
    other[:, 1] = 0.5
    one, same = (
        RecurrentNetwork(SHAPE, RECIPE, ORDER).fit(some, LABELS, 0).predict(some)
        for some in (TRACES, other)
    )
    np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize(("weight", "counts"), [(0.0, False), (0.5, True)])
def test_unlabelled_traces_count_where_confidence_is_enhanced(weight, counts):
    recipe = dataclasses.replace(RECIPE, confidence_weight=weight)
    other = np.where((LABELS == UNLABELLED)[:, None, None], 0.0, TRACES)
    one, changed = (
        RecurrentNetwork(SHAPE, recipe, ORDER).fit(some, LABELS, 0).predict(TRACES)
        for some in (TRACES, other)
    )
    assert (one != changed).any() == counts
