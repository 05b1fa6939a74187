"""The loss of a mini-batch of labelled and unlabelled traces."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from phasetrace.learning.classifier import Classifier
from phasetrace.learning.recipe import UNLABELLED, Architecture, ConfidenceForm

_INDECISION: dict[ConfidenceForm, Callable[[jax.Array], jax.Array]] = {
    "entropy": lambda log_p: -jnp.sum(jnp.exp(log_p) * log_p, axis=-1),
    "impurity": lambda log_p: 1 - jnp.sum(jnp.exp(2 * log_p), axis=-1),
}


class Terms(NamedTuple):
    """Terms of the loss of a mini-batch, and how many traces the means are over."""

    cross_entropy: jax.Array
    l2_penalty: jax.Array
    indecision: jax.Array
    labelled: jax.Array
    unlabelled: jax.Array


def batch_loss(
    architecture: Architecture,
    confidence_form: ConfidenceForm,
    l2: float | jax.Array,
    confidence_weight: float | jax.Array,
    weights: dict[str, jax.Array],
    traces: jax.Array,
    labels: jax.Array,
    draws: jax.Array | None = None,
    indices: jax.Array | None = None,
) -> tuple[jax.Array, Terms]:
    """Loss of a mini-batch and its terms.

    Parameters
    ----------
    architecture
        What is trained.
    confidence_form, l2, confidence_weight
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
    """
    network = Classifier(architecture).bind({"params": weights})
    log_p = jax.nn.log_softmax(network(traces, draws, indices))
    known = labels[:, None] == jnp.arange(architecture.phases)
    surprise = -jnp.sum(log_p, axis=1, where=known)
    cross_entropy, labelled = _masked_mean(surprise, labels >= 0)
    indecision, unlabelled = _masked_mean(_INDECISION[confidence_form](log_p), labels == UNLABELLED)
    terms = Terms(
        cross_entropy,
        jnp.sum(weights["input_kernel"] ** 2),
        indecision,
        labelled,
        unlabelled,
    )
    loss = cross_entropy + l2 * terms.l2_penalty + confidence_weight * indecision
    return loss, terms


def _masked_mean(values: jax.Array, mask: jax.Array) -> tuple[jax.Array, jax.Array]:
    count = jnp.sum(mask, dtype=jnp.float32)
    return jnp.sum(jnp.where(mask, values, 0)) / jnp.maximum(count, 1), count
