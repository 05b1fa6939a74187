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
    assert (terms.cross_entropy_traces, terms.indecision_traces) == (2, 3)
    assert loss == pytest.approx(cross_entropy + 0.3 * squares + 0.7 * unsure, rel=1e-5)


@pytest.mark.parametrize(
    ("l2_on", "kernels"),
    [
        ("input_kernel", ["input_kernel"]),
        ("recurrent_layer", ["input_kernel", "recurrent_kernel"]),
        ("all_kernels", ["input_kernel", "recurrent_kernel", "output_kernel"]),
    ],
)
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_l2_is_on_the_kernels_that_are_named(cell, l2_on, kernels):
    architecture = Architecture(sites=3, phases=2, units=4, cell=cell)
    traces, labels = toy_traces(0, 6)
    weights = initial_weights(architecture, np.random.default_rng(5))
    with_l2, terms = loss_of(architecture, Recipe(l2=0.3, l2_on=l2_on), weights, traces, labels)
    without, _ = loss_of(architecture, Recipe(l2=0.0, l2_on=l2_on), weights, traces, labels)
    squares = sum(np.sum(np.array(weights[name], float) ** 2) for name in kernels)
    assert terms.l2_penalty == pytest.approx(squares, rel=1e-5)
    assert with_l2 - without == pytest.approx(0.3 * squares, rel=1e-4)


def test_normalized_over_all_traces_those_without_a_term_add_zero():
    """As in Keras, whose mean is over the whole batch, blanked traces having labels of zeros."""
    traces, _ = toy_traces(0, 6)
    labels = np.array([1, UNLABELLED, 0, UNLABELLED, UNLABELLED, -2])
    recipe = Recipe(l2=0.0, confidence_weight=0.7, normalization="all")
    weights = {k: 3 * v for k, v in initial_weights(SMALL, np.random.default_rng(5)).items()}
    logits = np.array(Classifier(SMALL).apply({"params": weights}, traces), float)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    one_hot = np.zeros((6, 2))
    one_hot[[0, 2], [1, 0]] = 1
    blanked = (labels == UNLABELLED)[:, None]
    of_each = -(one_hot * log_p).sum(axis=1) - 0.7 * (blanked * np.exp(log_p) * log_p).sum(axis=1)
    loss, terms = loss_of(SMALL, recipe, weights, traces, labels)
    assert loss == pytest.approx(of_each[:5].mean(), rel=1e-5)
    assert (terms.cross_entropy_traces, terms.indecision_traces) == (5, 5)


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
    assert (terms.cross_entropy_traces, terms.indecision_traces) == (3, 0)
    assert padded == pytest.approx(float(loss(3)[0]), rel=1e-6)


def test_a_labelled_trace_counts_what_its_phase_does():
    traces, _ = toy_traces(0, 6)
    labels = np.array([1, UNLABELLED, 0, 1, UNLABELLED, -2])
    recipe = Recipe(l2=0.0, confidence_weight=0.7)
    weights = {k: 3 * v for k, v in initial_weights(SMALL, np.random.default_rng(5)).items()}
    logits = np.array(Classifier(SMALL).apply({"params": weights}, traces), float)
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    counts = jnp.array([1.5, 0.75])
    _, plain = loss_of(SMALL, recipe, weights, traces, labels)
    _, terms = loss_of(SMALL, recipe, weights, traces, labels, None, None, counts)
    expected = -(1.5 * log_p[2, 0] + 0.75 * (log_p[0, 1] + log_p[3, 1])) / 3
    assert terms.cross_entropy == pytest.approx(expected, rel=1e-5)
    assert terms.indecision == plain.indecision
