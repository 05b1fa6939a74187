"""The loss of a mini-batch against numbers worked out by hand."""

import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.learning.classifier import Classifier
from phasetrace.learning.initialization import initial_weights
from phasetrace.learning.minibatches import dropout_draws
from phasetrace.learning.recipe import UNLABELLED, Architecture, Recipe
from problems import loss_of, toy_traces

SMALL = Architecture(sites=3, phases=2, units=4)


@pytest.mark.parametrize(
    ("form", "indecision"),
    [
        ("entropy", lambda p: -np.sum(p * np.log(p), axis=-1)),
        ("impurity", lambda p: 1 - np.sum(p**2, axis=-1)),
    ],
)
def test_loss_is_the_sum_of_its_terms(form, indecision):
    traces, _ = toy_traces(0, 6)
    labels = np.array([1, UNLABELLED, 0, UNLABELLED, UNLABELLED, -2])
    recipe = Recipe(l2=0.3, confidence_weight=0.7, confidence_form=form)
    weights = {k: 3 * v for k, v in initial_weights(SMALL, np.random.default_rng(5)).items()}
    logits = np.array(Classifier(SMALL).apply({"params": weights}, traces), float)
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    cross_entropy = -(np.log(p[0, 1]) + np.log(p[2, 0])) / 2
    squares = np.sum(np.array(weights["input_kernel"], float) ** 2)
    unsure = indecision(p[[1, 3, 4]]).mean()
    loss, terms = loss_of(SMALL, recipe, weights, traces, labels)
    assert terms.cross_entropy == pytest.approx(cross_entropy, rel=1e-5)
    assert terms.l2_penalty == pytest.approx(squares, rel=1e-5)
    assert terms.indecision == pytest.approx(unsure, rel=1e-5)
    assert (terms.labelled, terms.unlabelled) == (2, 3)
    assert loss == pytest.approx(cross_entropy + 0.3 * squares + 0.7 * unsure, rel=1e-5)


def test_loss_without_a_kind_of_trace_has_no_such_term():
    traces, labels = toy_traces(0, 6)
    recipe = Recipe(l2=0.3, confidence_weight=0.7)
    weights = initial_weights(SMALL, np.random.default_rng(5))
    for only in (labels, np.full(6, UNLABELLED)):
        loss, terms = loss_of(SMALL, recipe, weights, traces, only)
        assert np.isfinite(loss)
        assert (terms.indecision if only is labels else terms.cross_entropy) == 0


def test_padding_has_no_part_in_the_loss():
    """Samples are chosen by their indices; those of none, labelled -2, count nowhere."""
    traces, labels = toy_traces(0, 6)
    recipe = Recipe(l2=0.3, confidence_weight=0.7)
    weights = initial_weights(SMALL, np.random.default_rng(5))
    indices = np.array([4, 1, 4, -1, -1])
    chosen = np.where(indices < 0, -2, labels[indices])
    draws = dropout_draws(SMALL, np.random.default_rng(0), (5,))

    def loss(count):
        part = (chosen[:count], draws[:count], jnp.asarray(indices[:count]))
        return loss_of(SMALL, recipe, weights, jnp.asarray(traces), *part)

    padded, terms = loss(5)
    assert (terms.labelled, terms.unlabelled) == (3, 0)
    assert padded == pytest.approx(float(loss(3)[0]), rel=1e-6)
