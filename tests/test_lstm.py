"""The written-out derivative of the LSTM against JAX's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.lstm import HARD_SIGMOID, SIGMOID, hidden_states, last_hidden_state

TIMES, SAMPLES, UNITS = 9, 5, 3


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)
    # Wide enough to drive some of the hard gates into saturation.
    driven = jnp.asarray(rng.normal(scale=2.0, size=(TIMES, SAMPLES, 4 * UNITS)), jnp.float32)
    recurrent = jnp.asarray(rng.normal(size=(UNITS, 4 * UNITS)), jnp.float32)
    return driven, recurrent, jnp.asarray(rng.normal(size=(SAMPLES, UNITS)), jnp.float32)


@pytest.mark.parametrize("gate", [HARD_SIGMOID, SIGMOID])
def test_the_derivative_is_that_of_the_recurrence(weights, gate):
    driven, recurrent, direction = weights
    written = jax.grad(
        lambda x, r: jnp.sum(direction * last_hidden_state(gate, x, r)), argnums=(0, 1)
    )(driven, recurrent)
    derived = jax.grad(
        lambda x, r: jnp.sum(direction * hidden_states(gate, x, r)[-1]), argnums=(0, 1)
    )(driven, recurrent)
    for one, other in zip(written, derived, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
        assert np.abs(one).max() > 0.01


def test_the_last_hidden_state_is_the_last_of_all(weights):
    driven, recurrent, _ = weights
    np.testing.assert_array_equal(
        last_hidden_state(SIGMOID, driven, recurrent),
        hidden_states(SIGMOID, driven, recurrent)[-1],
    )
