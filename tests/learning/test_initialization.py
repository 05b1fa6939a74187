"""Initial weights against the definitions of their distributions, and against Flax's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn
from phasetrace.learning.initialization import initial_weights
from phasetrace.learning.recipe import Architecture
from scipy.stats import ks_2samp

SITES, UNITS, PHASES = 60, 50, 3


def drawn(cell: str, seed: int = 0) -> dict[str, np.ndarray]:
    return initial_weights(Architecture(SITES, PHASES, UNITS, cell), np.random.default_rng(seed))


def assert_alike(ours: np.ndarray, initializer: nn.initializers.Initializer) -> None:
    """Compare kernels (draw, row, column) with as many of Flax."""
    keys = jax.random.split(jax.random.key(0), len(ours))
    flax = np.array([initializer(key, ours.shape[1:], jnp.float32) for key in keys])
    assert ks_2samp(ours.ravel(), flax.ravel()).pvalue > 0.01
    assert np.abs(ours).max() == pytest.approx(np.abs(flax).max(), rel=0.1)


@pytest.mark.parametrize("cell", ["keras", "flax"])
def test_weights_have_their_shapes_and_depend_on_the_generator(cell):
    weights, others = drawn(cell), drawn(cell, 1)
    shapes = Architecture(SITES, PHASES, UNITS, cell).weight_shapes()
    assert {name: value.shape for name, value in weights.items()} == shapes
    assert {value.dtype for value in weights.values()} == {np.dtype(np.float32)}
    for name, value in weights.items():
        np.testing.assert_array_equal(value, drawn(cell)[name])
        assert name.endswith("bias") or (value != others[name]).all()


def test_biases_are_zero_but_for_the_forget_gate_of_keras():
    np.testing.assert_array_equal(drawn("keras")["bias"], np.repeat([0, 1, 0, 0], UNITS))
    assert not drawn("flax")["bias"].any()
    assert not drawn("keras")["output_bias"].any() and not drawn("flax")["output_bias"].any()


def test_recurrent_kernels_are_orthogonal():
    """That of Keras as a whole, those of Flax gate by gate."""
    whole = drawn("keras")["recurrent_kernel"].astype(float)
    blocks = np.split(drawn("flax")["recurrent_kernel"].astype(float), 4, axis=1)
    for kernel in (whole, *blocks):
        np.testing.assert_allclose(kernel @ kernel.T, np.eye(UNITS), atol=1e-6)


def test_orthogonal_kernels_prefer_no_direction():
    """Without the signs of the decomposition no first entry would be positive."""
    first = [drawn("keras", seed)["recurrent_kernel"][0, 0] for seed in range(200)]
    others = [drawn("keras", seed)["recurrent_kernel"][7, 11] for seed in range(200)]
    # The mean of 200 of standard deviation 1 / sqrt(4 UNITS) scatters by a fifteenth of that.
    assert abs(np.mean(first)) < 3 / np.sqrt(4 * UNITS * 200)
    assert ks_2samp(first, others).pvalue > 0.01


@pytest.mark.parametrize(
    ("cell", "name", "initializer"),
    [
        ("keras", "input_kernel", nn.initializers.glorot_uniform()),
        ("keras", "recurrent_kernel", nn.initializers.orthogonal()),
        ("flax", "output_kernel", nn.initializers.lecun_normal()),
    ],
)
def test_distributions_are_those_of_flax(cell, name, initializer):
    assert_alike(np.array([drawn(cell, seed)[name] for seed in range(40)]), initializer)


def test_input_kernels_of_flax_are_drawn_gate_by_gate():
    kernels = np.array([drawn("flax", seed)["input_kernel"] for seed in range(10)])
    blocks = np.split(kernels, 4, axis=-1)
    for block in blocks:
        assert_alike(block, nn.initializers.lecun_normal())
    assert (blocks[0] != blocks[1]).all()
