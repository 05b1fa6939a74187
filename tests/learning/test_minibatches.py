"""What an epoch shows, and what dropout leaves of it."""

import dataclasses

import numpy as np
import pytest
from phasetrace.learning.minibatches import draw_epoch, dropout_draws, shuffle
from phasetrace.learning.recipe import UNLABELLED, Architecture, Recipe

QUICK = Recipe(batch=16, epochs=2)


def generator() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("blanked", [500, 5])
def test_a_third_of_each_batch_is_labelled(blanked):
    """22 labelled traces, 5 a batch of 16, with more unlabelled traces than places, and fewer."""
    labelled, unlabelled = np.arange(22), 22 + np.arange(blanked)
    index = shuffle(QUICK, generator(), labelled, unlabelled)
    assert index.shape == (5, 16)
    first, second = index[:, :5].ravel(), index[:, 5:].ravel()
    assert sorted(first) == [*[-1] * 3, *range(22)]
    assert (index[-1, 2:5] == -1).all()
    shown, counts = np.unique(second, return_counts=True)
    assert set(shown) <= set(range(22, 22 + blanked))
    assert len(counts) == min(blanked, 55)
    assert np.ptp(counts) <= 1


def test_without_unlabelled_traces_both_kinds_of_epoch_are_the_same():
    labelled, none = np.arange(20), np.arange(0)
    index = shuffle(QUICK, generator(), labelled, none)
    assert index.shape == (2, 16)
    np.testing.assert_array_equal(
        index, shuffle(dataclasses.replace(QUICK, epoch="all"), generator(), labelled, none)
    )


def test_an_epoch_over_all_shows_every_trace_once():
    recipe = dataclasses.replace(QUICK, epoch="all")
    traces = np.arange(70)
    rng = generator()
    one, other = (shuffle(recipe, rng, traces[:20], traces[20:]) for _ in range(2))
    assert one.shape == (5, 16)
    assert sorted(one.ravel()) == sorted(other.ravel()) == [*[-1] * 10, *range(70)]
    assert (one[-1, 6:] == -1).all()
    assert not np.array_equal(one, other)


@pytest.mark.parametrize(("place", "dropped"), [("output", 4), ("input", 3)])
def test_draws_are_uniform_and_one_for_each_that_can_be_dropped(place, dropped):
    architecture = Architecture(sites=3, phases=2, units=4, dropout_on=place)
    draws = dropout_draws(architecture, generator(), (50, 100))
    assert draws.shape == (50, 100, dropped)
    assert draws.dtype == np.float32
    np.testing.assert_allclose(
        np.quantile(draws, [0, 0.25, 0.5, 0.75, 1]), np.linspace(0, 1, 5), atol=0.02
    )


def test_every_seed_and_epoch_has_its_own_mini_batches():
    """30 labelled traces of 70, 5 a batch, are 6 steps, padded to 8; two samples are in none."""
    labels = np.repeat([0, UNLABELLED, -2], [30, 40, 2]).astype(np.int32)
    architecture = Architecture(sites=3, phases=2, units=4)
    first, again, later = (
        draw_epoch(architecture, QUICK, np.array(seeds), epoch, labels)
        for seeds, epoch in (([3, 4], 0), ([4], 0), ([4], 1))
    )
    indices, draws, steps = first
    assert (indices.shape, draws.shape, steps) == ((2, 8, 16), (2, 8, 16, 3), 6)
    assert not indices[:, steps:].any()
    assert indices.max() < 70
    for one in indices[:, :steps, :5]:
        assert sorted(one.ravel()) == [*range(30)]
    for part in (0, 1):
        np.testing.assert_array_equal(first[part][1], again[part][0])
        assert not np.array_equal(first[part][0], first[part][1])
        assert not np.array_equal(again[part], later[part])
