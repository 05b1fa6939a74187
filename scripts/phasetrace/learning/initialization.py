"""Which weights a network has, and how those of an untrained one are drawn.

Drawn on the host: what compiling JAX's random numbers and decomposition takes would be longer than
many a training. `phasetrace.learning.classifier.Classifier` declares the same weights to Flax.
"""

import numpy as np

from phasetrace.learning.cells import find_cell
from phasetrace.learning.recipe import Architecture, Weights
from phasetrace.learning.weights import (
    GATE,
    HIDDEN_UNIT,
    OUTPUT_LAYER,
    PHASE,
    SITE,
    UNIT,
    Weight,
)


def declared_weights(architecture: Architecture) -> tuple[Weight, ...]:
    """Every weight of a network, in the order in which they are drawn."""
    return (*find_cell(architecture.cell).weights, *OUTPUT_LAYER)


def axis_sizes(architecture: Architecture) -> dict[str, int]:
    """Size of every axis that a weight can have."""
    return {
        SITE: architecture.sites,
        UNIT: architecture.units,
        HIDDEN_UNIT: architecture.units,
        GATE: len(find_cell(architecture.cell).gate_names),
        PHASE: architecture.phases,
    }


def weight_shapes(architecture: Architecture) -> dict[str, tuple[int, ...]]:
    """Shape in memory of every weight of one network."""
    sizes = axis_sizes(architecture)
    return {weight.name: weight.shape(sizes) for weight in declared_weights(architecture)}


def initial_weights(architecture: Architecture, rng: np.random.Generator) -> Weights:
    """Draw the weights of one untrained network.

    Parameters
    ----------
    architecture
        Its `initialization` says from which distributions.
    rng
        Draws.

    Returns
    -------
    weights
        See `phasetrace.learning.classifier`.
    """
    sizes = axis_sizes(architecture)
    return {
        weight.name: weight.initializers[architecture.initialization](
            rng, weight.shape(sizes)
        ).astype(np.float32)
        for weight in declared_weights(architecture)
    }
