"""The kernels of the LSTM for a CPU against NumPy, and their derivative against JAX's."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.learning.cells.cell import RecurrentCell
from phasetrace.learning.cells.lstm import cpu
from phasetrace.learning.cells.lstm.cell import LSTM
from phasetrace.learning.cells.lstm.layout import LANES, SAMPLES_TOGETHER
from recurrence import GATES, assert_close, followed, problem


def by_jax(gates, weights, traces):
    """The last hidden state, without the kernels."""
    return RecurrentCell.last_hidden_state(LSTM(gates), weights, traces)


def slopes(last_hidden_state, gates, weights, traces, direction):
    return jax.grad(lambda w: jnp.sum(direction * last_hidden_state(gates, w, traces)))(weights)


SHAPES = [
    (5, 9, 4, 3),
    (1, 1, 1, 1),
    # Two vectors of units, one of them not full, and a last group of samples that is not either.
    (2 * SAMPLES_TOGETHER + 3, 7, 6, LANES + 2),
    (SAMPLES_TOGETHER, 12, 5, 3 * LANES),
]


@pytest.mark.parametrize("gates", GATES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_hidden_state_obeys_the_recurrence(shape, gates):
    traces, weights, _ = problem("lstm", *shape)
    right = followed("lstm", gates, weights, traces)
    hidden = cpu.hidden_states(gates, weights, traces)
    np.testing.assert_allclose(hidden, right, atol=3e-6)
    last = cpu.last_hidden_state(gates, weights, traces)
    np.testing.assert_allclose(last, right[-1], atol=3e-6)


@pytest.mark.parametrize("gates", GATES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_derivative_is_that_of_the_recurrence(shape, gates):
    traces, weights, direction = problem("lstm", *shape)
    expected = slopes(by_jax, gates, weights, traces, direction)
    assert_close(slopes(cpu.last_hidden_state, gates, weights, traces, direction), expected, 5e-6)


def test_no_index_reaches_behind_the_traces():
    traces, weights, _ = problem("lstm", 5, 9, 4, 3)
    indices = jnp.array([4, 5, 2**31 - 1])
    found = np.array(cpu.last_hidden_state("sigmoid", weights, traces, indices))
    np.testing.assert_array_equal(found, found[[0, 0, 0]])


@pytest.mark.parametrize("gates", GATES)
def test_the_derivative_is_a_difference(gates):
    traces, weights, direction = problem("lstm", 5, 9, 4, 3)
    found = slopes(cpu.last_hidden_state, gates, weights, traces, direction)
    rng = np.random.default_rng(1)
    change = {name: rng.normal(size=value.shape) for name, value in weights.items()}
    step = 1e-6

    def value(sign):
        moved = {
            name: np.asarray(w, float) + sign * step * change[name] for name, w in weights.items()
        }
        last = followed("lstm", gates, moved, traces)[-1]
        return np.sum(np.asarray(direction, float) * last)

    along = sum(np.sum(np.asarray(found[name]) * change[name]) for name in weights)
    assert along == pytest.approx((value(1) - value(-1)) / (2 * step), rel=1e-4)


@pytest.mark.parametrize("gates", GATES)
def test_a_weight_that_is_no_number_shows(gates):
    traces, weights, direction = problem("lstm", 5, 9, 4, 3)
    weights["bias"] = weights["bias"].at[0].set(np.nan)
    hidden = cpu.hidden_states(gates, weights, traces)
    assert np.isnan(hidden[0]).any(axis=-1).all() and np.isnan(hidden[1:]).all()
    found = slopes(cpu.last_hidden_state, gates, weights, traces, direction)
    assert all(np.isnan(slope).any() for slope in found.values())


def test_networks_side_by_side_are_those_one_after_the_other():
    traces, _, direction = problem("lstm", 5, 9, 4, 3)
    networks = [problem("lstm", 5, 9, 4, 3, seed)[1] for seed in range(3)]

    def single(weights):
        return slopes(cpu.last_hidden_state, "sigmoid", weights, traces, direction)

    together = jax.vmap(single)(jax.tree.map(lambda *weights: jnp.stack(weights), *networks))
    for network, weights in enumerate(networks):
        for name, one in single(weights).items():
            np.testing.assert_array_equal(one, together[name][network])


def test_what_the_kernels_cannot_do_is_refused(monkeypatch):
    traces, weights, direction = problem("lstm", 5, 9, 4, 3)

    def value(traces):
        return jnp.sum(direction * cpu.last_hidden_state("sigmoid", weights, traces))

    with pytest.raises(NotImplementedError, match="with respect to the weights alone"):
        jax.grad(value)(traces)
    with pytest.raises(TypeError, match="5 sites, must have a row"):
        cpu.last_hidden_state("sigmoid", weights, jnp.ones((5, 9, 5), jnp.float32))
    with pytest.raises(TypeError, match="float16, must be float32"):
        cpu.last_hidden_state("sigmoid", weights, traces.astype(jnp.float16))
    monkeypatch.setattr(cpu, "registered", lambda: False)
    with pytest.raises(RuntimeError, match="XLA cannot call the kernels"):
        cpu.hidden_states("sigmoid", weights, traces)
