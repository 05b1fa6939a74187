"""The loss of a mini-batch of labelled and unlabelled traces."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from phasetrace.learning.classifier import Classifier
from phasetrace.learning.recipe import (
    UNLABELLED,
    Architecture,
    ConfidenceForm,
    L2On,
    Normalization,
    Recipe,
)

_INDECISION: dict[ConfidenceForm, Callable[[jax.Array], jax.Array]] = {
    "entropy": lambda log_p: -jnp.sum(jnp.exp(log_p) * log_p, axis=-1),
    "impurity": lambda log_p: 1 - jnp.sum(jnp.exp(2 * log_p), axis=-1),
}
_DECAYING: dict[L2On, tuple[str, ...]] = {
    "input_kernel": ("input_kernel",),
    "recurrent_layer": ("input_kernel", "recurrent_kernel"),
    "all_kernels": ("input_kernel", "recurrent_kernel", "output_kernel"),
}


class Form(NamedTuple):
    """What of a recipe decides on the form of the loss; compiled code has one."""

    confidence_form: ConfidenceForm
    l2_on: L2On
    normalization: Normalization


def form(recipe: Recipe) -> Form:
    """Form of the loss that a recipe asks for."""
    return Form(recipe.confidence_form, recipe.l2_on, recipe.normalization)


class Terms(NamedTuple):
    """Terms of the loss of a mini-batch, and how many traces the means are over."""

    cross_entropy: jax.Array
    l2_penalty: jax.Array
    indecision: jax.Array
    cross_entropy_traces: jax.Array
    indecision_traces: jax.Array


def batch_loss(
    architecture: Architecture,
    form: Form,
    l2: float | jax.Array,
    confidence_weight: float | jax.Array,
    weights: dict[str, jax.Array],
    traces: jax.Array,
    labels: jax.Array,
    draws: jax.Array | None = None,
    indices: jax.Array | None = None,
    phase_weights: jax.Array | None = None,
) -> tuple[jax.Array, Terms]:
    """Loss of a mini-batch and its terms.

    Parameters
    ----------
    architecture
        What is trained.
    form, l2, confidence_weight
        See `phasetrace.learning.recipe.Recipe`.
    weights
        Weights of one network.
    traces
        (sample, time, site).
    labels
        (sample,), from 0 to phases - 1, or `UNLABELLED`; other negative numbers leave a trace out.
    draws
        Its `phasetrace.learning.minibatches.dropout_draws`; without them nothing is dropped.
    indices
        (sample,), which of the traces each sample is, in place of all of them; negative numbers
        are padding.
    phase_weights
        (phase,), what the cross-entropy of a trace of each phase counts; without them 1.
    """
    network = Classifier(architecture).bind({"params": weights})
    log_p = jax.nn.log_softmax(network(traces, draws, indices))
    known = labels[:, None] == jnp.arange(architecture.phases)
    surprise = -jnp.sum(log_p, axis=1, where=known)
    if phase_weights is not None:
        surprise *= jnp.sum(jnp.broadcast_to(phase_weights, known.shape), axis=1, where=known)
    indecision = _INDECISION[form.confidence_form](log_p)
    labelled, unlabelled = labels >= 0, labels == UNLABELLED
    over = {"labelled": (labelled, unlabelled), "all": (labelled | unlabelled,) * 2}
    known, blanked = (jnp.sum(kind, dtype=jnp.float32) for kind in over[form.normalization])
    squares = [jnp.sum(weights[name] ** 2) for name in _DECAYING[form.l2_on]]
    terms = Terms(
        jnp.sum(jnp.where(labelled, surprise, 0)) / jnp.maximum(known, 1),
        jnp.sum(jnp.stack(squares)),
        jnp.sum(jnp.where(unlabelled, indecision, 0)) / jnp.maximum(blanked, 1),
        known,
        blanked,
    )
    loss = terms.cross_entropy + l2 * terms.l2_penalty + confidence_weight * terms.indecision
    return loss, terms
