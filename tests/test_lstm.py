"""The written-out derivative of the LSTM against JAX's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.lstm import HARD_SIGMOID, SIGMOID, Layer, hidden_states, last_hidden_state

TIMES, SAMPLES, SITES, UNITS = 9, 5, 4, 3


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)
    # Wide enough to drive some of the hard gates into saturation.
    traces = jnp.asarray(rng.normal(size=(TIMES, SAMPLES, SITES)), jnp.float32)
    shapes = (SITES, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,)
    layer = Layer(*(jnp.asarray(rng.normal(size=shape), jnp.float32) for shape in shapes))
    return traces, layer, jnp.asarray(rng.normal(size=(SAMPLES, UNITS)), jnp.float32)


@pytest.mark.parametrize("gate", [HARD_SIGMOID, SIGMOID])
def test_the_derivative_is_that_of_the_recurrence(weights, gate):
    traces, layer, direction = weights
    written = jax.grad(
        lambda m, w: jnp.sum(direction * last_hidden_state(gate, m, w)), argnums=(0, 1)
    )(traces, layer)
    derived = jax.grad(
        lambda m, w: jnp.sum(direction * hidden_states(gate, m, w)[-1]), argnums=(0, 1)
    )(traces, layer)
    for one, other in zip(jax.tree.leaves(written), jax.tree.leaves(derived), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
        assert np.abs(one).max() > 0.01


def test_the_last_hidden_state_is_the_last_of_all(weights):
    traces, layer, _ = weights
    np.testing.assert_array_equal(
        last_hidden_state(SIGMOID, traces, layer),
        hidden_states(SIGMOID, traces, layer)[-1],
    )
