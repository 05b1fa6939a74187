"""The recurrence of an LSTM layer, with its derivative written out.

With the four gate inputs z(t) = m(t) K + b + h(t-1) R of a trace m and the gate function s,

    c(t) = s(z_forget) c(t-1) + s(z_input) tanh(z_cell)
    h(t) = s(z_output) tanh(c(t))

from c = h = 0 (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). Both
ways, one product a time serves R, K and b together, on rows (h, m, 1): JAX's own derivative, with
a product for each, takes a quarter longer on a CPU. Products over all times at once would save
calls, but what they need is too large to stay in the caches of a core.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp


class Gate(NamedTuple):
    """A gate function s(z), and its derivative as a function of s."""

    value: Callable[[jax.Array], jax.Array]
    slope: Callable[[jax.Array], jax.Array]


HARD_SIGMOID = Gate(
    lambda z: jnp.clip(0.2 * z + 0.5, 0.0, 1.0),
    lambda s: jnp.where((s > 0) & (s < 1), 0.2, 0.0).astype(s.dtype),
)
"""The gate of Keras in 2017."""

SIGMOID = Gate(jax.nn.sigmoid, lambda s: s * (1 - s))
"""The gate of Flax."""


class Layer(NamedTuple):
    """Weights of the layer.

    Attributes
    ----------
    input_kernel : (site, 4 unit)
        K, of the trace in the gates.
    recurrent_kernel : (unit, 4 unit)
        R, of the hidden state in the gates.
    bias : (4 unit,)
        b.
    """

    input_kernel: jax.Array
    recurrent_kernel: jax.Array
    bias: jax.Array


_State = tuple[jax.Array, jax.Array]
_Saved = tuple[jax.Array, ...]


def _joined(layer: Layer) -> jax.Array:
    """R, K and b as one matrix (unit + site + 1, 4 unit)."""
    return jnp.concatenate([layer.recurrent_kernel, layer.input_kernel, layer.bias[None]])


def _advance(
    gate: Gate, kernel: jax.Array, c: jax.Array, h: jax.Array, trace: jax.Array
) -> tuple[jax.Array, jax.Array, _Saved]:
    row = jnp.concatenate([h, trace, jnp.ones_like(h[:, :1])], axis=-1)
    z = jnp.dot(row, kernel, precision="highest")
    z_input, z_forget, z_cell, z_output = jnp.split(z, 4, axis=-1)
    opened = gate.value(z_input), gate.value(z_forget), gate.value(z_output)
    candidate = jnp.tanh(z_cell)
    c_next = opened[1] * c + opened[0] * candidate
    return c_next, opened[2] * jnp.tanh(c_next), (c, row, *opened, candidate)


def _rest(traces: jax.Array, layer: Layer) -> jax.Array:
    return jnp.zeros((traces.shape[1], len(layer.recurrent_kernel)), traces.dtype)


def hidden_states(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Follow the hidden state.

    Parameters
    ----------
    gate : Gate
        The gate function.
    traces : (time, sample, site)
        What drives the layer.
    layer : Layer
        Its weights.

    Returns
    -------
    (time, sample, unit)
        h at every time.
    """
    kernel = _joined(layer)

    def step(state: _State, trace: jax.Array) -> tuple[_State, jax.Array]:
        c, h, _ = _advance(gate, kernel, *state, trace)
        return (c, h), h

    rest = _rest(traces, layer)
    return jax.lax.scan(step, (rest, rest), traces)[1]


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def last_hidden_state(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Return the hidden state (sample, unit) at the last time; see `hidden_states`."""
    return hidden_states(gate, traces, layer)[-1]


def _forward(gate: Gate, traces: jax.Array, layer: Layer) -> tuple[jax.Array, tuple[_Saved, Layer]]:
    kernel = _joined(layer)

    def step(state: _State, trace: jax.Array) -> tuple[_State, _Saved]:
        c, h, saved = _advance(gate, kernel, *state, trace)
        return (c, h), saved

    rest = _rest(traces, layer)
    (_, h), saved = jax.lax.scan(step, (rest, rest), traces)
    return h, (saved, layer)


def _backward(
    gate: Gate, residuals: tuple[_Saved, Layer], dh: jax.Array
) -> tuple[jax.Array, Layer]:
    saved, layer = residuals
    # Inside the loop they would be transposed anew at every time.
    to_hidden, to_trace = layer.recurrent_kernel.T, layer.input_kernel.T

    def step(
        state: tuple[jax.Array, jax.Array, jax.Array], x: _Saved
    ) -> tuple[tuple[jax.Array, jax.Array, jax.Array], jax.Array]:
        dc, dh, d_kernel = state
        c, row, s_input, s_forget, s_output, candidate = x
        squashed = jnp.tanh(s_forget * c + s_input * candidate)
        dc = dc + dh * s_output * (1 - squashed**2)
        dz = jnp.concatenate(
            [
                dc * candidate * gate.slope(s_input),
                dc * c * gate.slope(s_forget),
                dc * s_input * (1 - candidate**2),
                dh * squashed * gate.slope(s_output),
            ],
            axis=-1,
        )
        d_kernel = d_kernel + jnp.dot(row.T, dz, precision="highest")
        dh = jnp.dot(dz, to_hidden, precision="highest")
        d_trace = jnp.dot(dz, to_trace, precision="highest")
        return (dc * s_forget, dh, d_kernel), d_trace

    start = jnp.zeros_like(dh), dh, jnp.zeros_like(_joined(layer))
    (_, _, d_kernel), d_traces = jax.lax.scan(step, start, saved, reverse=True)
    units = len(layer.recurrent_kernel)
    return d_traces, Layer(d_kernel[units:-1], d_kernel[:units], d_kernel[-1])


last_hidden_state.defvjp(_forward, _backward)
