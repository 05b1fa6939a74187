"""Traces whose answer is known, and the loss of a recipe on them."""

from functools import partial

import jax
import numpy as np
from phasetrace.learning.loss import batch_loss, form


@partial(jax.jit, static_argnums=(0, 1))
def loss_of(architecture, recipe, *batch):
    return batch_loss(architecture, form(recipe), recipe.l2, recipe.confidence_weight, *batch)


def toy_traces(seed: int, samples: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Traces of 3 sites and 8 times that stay (label 1) or decay (label 0) from random signs."""
    rng = np.random.default_rng(seed)
    labels = np.arange(samples) % 2
    sign = rng.choice([-1.0, 1.0], (samples, 1, 3))
    decay = np.exp(-np.arange(8) / 1.5)[None, :, None]
    stays = labels[:, None, None] == 1
    noise = 0.1 * rng.standard_normal((samples, 8, 3))
    return (sign * np.where(stays, 1.0, decay) + noise).astype(np.float32), labels
