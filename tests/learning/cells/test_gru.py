"""The gated recurrent unit against Flax's own."""

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn
from phasetrace.learning.cells.gru import GRU
from recurrence import assert_close, by_flax, problem


def test_values_are_those_of_flax():
    traces, weights, _ = problem("gru", 9, 11, 5, 7)
    expected = by_flax(nn.GRUCell, weights, traces)
    np.testing.assert_allclose(GRU("sigmoid").hidden_states(weights, traces), expected, atol=2e-6)


def test_the_derivative_is_that_of_flax():
    traces, weights, direction = problem("gru", 9, 11, 5, 7)

    def ours(weights):
        return jnp.sum(direction * GRU("sigmoid").last_hidden_state(weights, traces))

    def flax(weights):
        return jnp.sum(direction * by_flax(nn.GRUCell, weights, traces)[-1])

    assert_close(jax.jit(jax.grad(ours))(weights), jax.jit(jax.grad(flax))(weights), 2e-6)
