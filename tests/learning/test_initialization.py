"""Initial weights against the definitions of their distributions, and against Flax's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn
from phasetrace.learning.initialization import initial_weights, weight_shapes
from phasetrace.learning.recipe import Architecture
from scipy.stats import ks_2samp

SITES, UNITS, PHASES = 60, 50, 3


def drawn(initialization: str, seed: int = 0, cell: str = "lstm") -> dict[str, np.ndarray]:
    architecture = Architecture(SITES, PHASES, UNITS, cell, initialization=initialization)
    return initial_weights(architecture, np.random.default_rng(seed))


def assert_alike(ours: np.ndarray, initializer: nn.initializers.Initializer) -> None:
    """Compare kernels (draw, row, column) with as many of Flax."""
    keys = jax.random.split(jax.random.key(0), len(ours))
    draw = jax.jit(jax.vmap(lambda key: initializer(key, ours.shape[1:], jnp.float32)))
    flax = np.array(draw(keys))
    assert ks_2samp(ours.ravel(), flax.ravel()).pvalue > 0.01
    assert np.abs(ours).max() == pytest.approx(np.abs(flax).max(), rel=0.1)


SHAPES = {
    "lstm": {
        "input_kernel": (SITES, 4 * UNITS),
        "recurrent_kernel": (UNITS, 4 * UNITS),
        "bias": (4 * UNITS,),
        "output_kernel": (UNITS, PHASES),
        "output_bias": (PHASES,),
    },
    "gru": {
        "input_kernel": (SITES, 3 * UNITS),
        "recurrent_kernel": (UNITS, 3 * UNITS),
        "bias": (3 * UNITS,),
        "recurrent_bias": (UNITS,),
        "output_kernel": (UNITS, PHASES),
        "output_bias": (PHASES,),
    },
}


@pytest.mark.parametrize("cell", SHAPES)
@pytest.mark.parametrize("initialization", ["keras", "flax"])
def test_weights_have_their_shapes_and_depend_on_the_generator(initialization, cell):
    weights, others = (drawn(initialization, seed, cell) for seed in (0, 1))
    assert {name: value.shape for name, value in weights.items()} == SHAPES[cell]
    assert weight_shapes(Architecture(SITES, PHASES, UNITS, cell)) == SHAPES[cell]
    assert {value.dtype for value in weights.values()} == {np.dtype(np.float32)}
    for name, value in weights.items():
        np.testing.assert_array_equal(value, drawn(initialization, 0, cell)[name])
        assert name.endswith("bias") or (value != others[name]).all()


def test_weights_are_drawn_one_after_the_other():
    """Files depend on the order: input kernel, recurrent kernel, output kernel."""
    rng = np.random.default_rng(0)
    bound = np.sqrt(6 / (SITES + 4 * UNITS))
    first = rng.uniform(-bound, bound, (SITES, 4 * UNITS)).astype(np.float32)
    weights = drawn("keras")
    np.testing.assert_array_equal(weights["input_kernel"], first)
    rng.standard_normal((4 * UNITS, UNITS))
    bound = np.sqrt(6 / (UNITS + PHASES))
    last = rng.uniform(-bound, bound, (UNITS, PHASES)).astype(np.float32)
    np.testing.assert_array_equal(weights["output_kernel"], last)


def test_biases_are_zero_but_for_the_forget_gate_of_keras():
    for initialization in ("keras", "flax"):
        weights = drawn(initialization, cell="gru")
        assert not any(weights[name].any() for name in weights if name.endswith("bias"))
    np.testing.assert_array_equal(drawn("keras")["bias"], np.repeat([0, 1, 0, 0], UNITS))
    assert not drawn("flax")["bias"].any()
    assert not drawn("keras")["output_bias"].any() and not drawn("flax")["output_bias"].any()


def test_recurrent_kernels_are_orthogonal():
    """That of Keras as a whole, those of Flax gate by gate."""
    kernels = []
    for cell, gates in (("lstm", 4), ("gru", 3)):
        kernels.append(drawn("keras", cell=cell)["recurrent_kernel"].astype(float))
        kernel = drawn("flax", cell=cell)["recurrent_kernel"].astype(float)
        kernels += np.split(kernel, gates, axis=1)
    for kernel in kernels:
        np.testing.assert_allclose(kernel @ kernel.T, np.eye(UNITS), atol=1e-6)


def test_orthogonal_kernels_prefer_no_direction():
    """Without the signs of the decomposition no first entry would be positive."""
    kernels = [drawn("keras", seed)["recurrent_kernel"] for seed in range(200)]
    first, others = np.array([(kernel[0, 0], kernel[7, 11]) for kernel in kernels]).T
    # The mean of 200 of standard deviation 1 / sqrt(4 UNITS) scatters by a fifteenth of that.
    assert abs(np.mean(first)) < 3 / np.sqrt(4 * UNITS * 200)
    assert ks_2samp(first, others).pvalue > 0.01


@pytest.mark.parametrize(
    ("initialization", "name", "initializer"),
    [
        ("keras", "input_kernel", nn.initializers.glorot_uniform()),
        ("keras", "recurrent_kernel", nn.initializers.orthogonal()),
        ("flax", "output_kernel", nn.initializers.lecun_normal()),
    ],
)
def test_distributions_are_those_of_flax(initialization, name, initializer):
    assert_alike(np.array([drawn(initialization, seed)[name] for seed in range(40)]), initializer)


@pytest.mark.parametrize(("cell", "gates"), [("lstm", 4), ("gru", 3)])
def test_input_kernels_of_flax_are_drawn_gate_by_gate(cell, gates):
    kernels = np.array([drawn("flax", seed, cell)["input_kernel"] for seed in range(10)])
    parts = np.split(kernels, gates, axis=-1)
    for part in parts:
        assert_alike(part, nn.initializers.lecun_normal())
    assert (parts[0] != parts[1]).all()
