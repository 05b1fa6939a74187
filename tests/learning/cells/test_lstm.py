"""The recurrence of the LSTM against NumPy, and its derivative against JAX's and differences."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.learning.cells.lstm import cpu as lstm_cpu
from phasetrace.learning.cells.lstm import recurrence as lstm
from phasetrace.learning.cells.lstm.kernels import LANES, TOGETHER
from phasetrace.learning.cells.lstm.recurrence import Layer, hard_sigmoid, sigmoid

GATES = {
    hard_sigmoid: lambda z: np.clip(0.2 * z + 0.5, 0, 1),
    sigmoid: lambda z: 1 / (1 + np.exp(-z)),
}


def problem(samples, times, sites, units, seed=0):
    """Traces, weights wide enough to saturate some of the hard gates, and a direction."""
    rng = np.random.default_rng(seed)
    traces = jnp.asarray(rng.normal(size=(samples, times, sites)), jnp.float32)
    shapes = (sites, 4 * units), (units, 4 * units), (4 * units,)
    wide = 2 / np.sqrt(sites + units)
    layer = Layer(*(jnp.asarray(wide * rng.normal(size=shape), jnp.float32) for shape in shapes))
    return traces, layer, jnp.asarray(rng.normal(size=(samples, units)), jnp.float32)


def followed(gate, traces, layer):
    """h (time, sample, unit) in float64."""
    kernel, recurrent, bias = (np.asarray(weights, float) for weights in layer)
    c = h = np.zeros((len(traces), len(recurrent)))
    hidden = []
    for trace in np.asarray(traces, float).swapaxes(0, 1):
        z_input, z_forget, z_cell, z_output = np.split(trace @ kernel + h @ recurrent + bias, 4, -1)
        s = GATES[gate]
        c = s(z_forget) * c + s(z_input) * np.tanh(z_cell)
        h = s(z_output) * np.tanh(c)
        hidden.append(h)
    return np.array(hidden)


SHAPES = [
    (5, 9, 4, 3),
    (1, 1, 1, 1),
    # Two blocks of units, one of them not full, and a last group of traces that is not either.
    (2 * TOGETHER + 3, 7, 6, LANES + 2),
    (TOGETHER, 12, 5, 3 * LANES),
]


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("module", [lstm, lstm_cpu])
def test_the_hidden_state_obeys_the_recurrence(module, shape, gate):
    traces, layer, _ = problem(*shape)
    right = followed(gate, traces, layer)
    np.testing.assert_allclose(module.hidden_states(gate, traces, layer), right, atol=3e-6)
    np.testing.assert_allclose(module.last_hidden_state(gate, traces, layer), right[-1], atol=3e-6)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_derivative_on_a_cpu_is_that_of_the_recurrence(shape, gate):
    traces, layer, direction = problem(*shape)

    def derivative(module):
        return jax.grad(
            lambda layer: jnp.sum(direction * module.last_hidden_state(gate, traces, layer))
        )(layer)

    expected = derivative(lstm)
    scale = max(float(np.abs(slope).max()) for slope in expected)
    for one, other in zip(derivative(lstm_cpu), expected, strict=True):
        np.testing.assert_allclose(one, other, atol=5e-6 * scale)


# One among the samples is nobody, and so are the last ones, which fill more than a whole group.
ROWS = np.array([4, 0, 4, 2, -1, 3, 1, 0, 2, *[-1] * (TOGETHER + 1)])


@pytest.mark.parametrize("module", [lstm, lstm_cpu])
def test_samples_are_chosen_by_their_numbers(module):
    traces, layer, _ = problem(5, 9, 4, LANES + 2)
    found = np.array(module.last_hidden_state(sigmoid, traces, layer, jnp.asarray(ROWS)))
    right = followed(sigmoid, traces, layer)[-1, ROWS]
    np.testing.assert_allclose(found[ROWS >= 0], right[ROWS >= 0], atol=3e-6)
    assert found.shape == right.shape and np.isfinite(found).all()


def test_nobody_has_a_part_in_the_derivative():
    traces, layer, _ = problem(5, 9, 4, LANES + 2)
    direction = np.array(problem(len(ROWS), 1, 1, LANES + 2)[2])
    direction[ROWS < 0] = 0

    def derivative(module, rows, direction):
        def along(layer):
            last = module.last_hidden_state(hard_sigmoid, traces, layer, jnp.asarray(rows))
            return jnp.sum(direction * last)

        return jax.grad(along)(layer)

    expected = derivative(lstm, ROWS[ROWS >= 0], direction[ROWS >= 0])
    scale = max(float(np.abs(slope).max()) for slope in expected)
    for module in (lstm, lstm_cpu):
        for one, other in zip(derivative(module, ROWS, direction), expected, strict=True):
            np.testing.assert_allclose(one, other, atol=5e-6 * scale)


def test_no_number_reaches_behind_the_traces():
    traces, layer, _ = problem(5, 9, 4, 3)
    rows = jnp.array([4, 5, 2**31 - 1])
    found = np.array(lstm_cpu.last_hidden_state(sigmoid, traces, layer, rows))
    np.testing.assert_array_equal(found, found[[0, 0, 0]])


@pytest.mark.parametrize("gate", GATES)
def test_the_derivative_on_a_cpu_is_a_difference(gate):
    traces, layer, direction = problem(5, 9, 4, 3)
    slopes = jax.grad(
        lambda layer: jnp.sum(direction * lstm_cpu.last_hidden_state(gate, traces, layer))
    )(layer)
    rng = np.random.default_rng(1)
    change = Layer(*(rng.normal(size=weights.shape) for weights in layer))
    step = 1e-6

    def value(sign):
        moved = Layer(
            *(np.asarray(w, float) + sign * step * d for w, d in zip(layer, change, strict=True))
        )
        return np.sum(np.asarray(direction, float) * followed(gate, traces, moved)[-1])

    along = sum(np.sum(np.asarray(s) * d) for s, d in zip(slopes, change, strict=True))
    assert along == pytest.approx((value(1) - value(-1)) / (2 * step), rel=1e-4)


def test_the_hyperbolic_tangent_is_right_everywhere():
    # h = tanh(tanh(x)) / 2 of one unit whose gates are half open and whose cell sees x alone.
    x = np.concatenate([np.linspace(-12, 12, 4001), np.geomspace(1e-30, 1e30, 999)])
    layer = Layer(*(jnp.zeros(shape, jnp.float32) for shape in ((1, 4), (1, 4), (4,))))
    layer = layer._replace(
        input_kernel=layer.input_kernel.at[0, 2].set(1),
        bias=jnp.array([99.0, 0, 0, 0], jnp.float32),
    )
    traces = jnp.asarray(x, jnp.float32)[:, None, None]
    found = lstm_cpu.last_hidden_state(hard_sigmoid, traces, layer)[:, 0]
    np.testing.assert_allclose(found, np.tanh(np.tanh(x)) / 2, rtol=2e-6)


@pytest.mark.parametrize("gate", GATES)
def test_a_weight_that_is_no_number_shows(gate):
    traces, layer, direction = problem(5, 9, 4, 3)
    layer = layer._replace(bias=layer.bias.at[0].set(np.nan))
    hidden = lstm_cpu.hidden_states(gate, traces, layer)
    assert np.isnan(hidden[0]).any(axis=-1).all() and np.isnan(hidden[1:]).all()
    slopes = jax.grad(
        lambda layer: jnp.sum(direction * lstm_cpu.last_hidden_state(gate, traces, layer))
    )(layer)
    assert all(np.isnan(slope).any() for slope in slopes)


def test_networks_side_by_side_are_those_one_after_the_other():
    layers = [problem(5, 9, 4, 3, seed)[1] for seed in range(3)]
    traces, _, direction = problem(5, 9, 4, 3)

    def slopes(layer):
        return jax.grad(
            lambda layer: jnp.sum(direction * lstm_cpu.last_hidden_state(sigmoid, traces, layer))
        )(layer)

    together = jax.vmap(slopes)(jax.tree.map(lambda *weights: jnp.stack(weights), *layers))
    for network, layer in enumerate(layers):
        for one, other in zip(slopes(layer), together, strict=True):
            np.testing.assert_array_equal(one, other[network])


def test_what_the_kernels_cannot_do_is_refused():
    traces, layer, direction = problem(5, 9, 4, 3)

    def value(traces):
        return jnp.sum(direction * lstm_cpu.last_hidden_state(sigmoid, traces, layer))

    with pytest.raises(NotImplementedError, match="with respect to the layer alone"):
        jax.grad(value)(traces)
    with pytest.raises(TypeError, match="5 sites, must have a row"):
        lstm_cpu.last_hidden_state(sigmoid, jnp.ones((5, 9, 5), jnp.float32), layer)
    with pytest.raises(TypeError, match="float16, must be float32"):
        lstm_cpu.last_hidden_state(sigmoid, traces.astype(jnp.float16), layer)
