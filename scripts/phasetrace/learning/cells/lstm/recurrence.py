"""The recurrence of an LSTM layer.

With the four gate inputs z(t) = m(t) K + b + h(t-1) R of a trace m and the gate function s,

    c(t) = s(z_forget) c(t-1) + s(z_input) tanh(z_cell)
    h(t) = s(z_output) tanh(c(t))

from c = h = 0 (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). What
JAX makes of them here serves a GPU; `phasetrace.learning.cells.lstm.cpu` has the same functions for a CPU.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

Gate = Callable[[jax.Array], jax.Array]
"""A gate function s(z)."""


def hard_sigmoid(z: jax.Array) -> jax.Array:
    """Open a gate like Keras in 2017: 0.2 z + 1/2, between 0 and 1."""
    return jnp.clip(0.2 * z + 0.5, 0.0, 1.0)


def sigmoid(z: jax.Array) -> jax.Array:
    """Open a gate like Flax: 1 / (1 + exp(-z))."""
    return jax.nn.sigmoid(z)


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


def _follow(gate: Gate, traces: jax.Array, layer: Layer) -> tuple[jax.Array, jax.Array]:
    """Hidden state (sample, unit) at the last time, and (time, sample, unit) at all."""

    def step(state: _State, trace: jax.Array) -> tuple[_State, jax.Array]:
        c, h = state
        z = (
            jnp.dot(trace, layer.input_kernel, precision="highest")
            + layer.bias
            + jnp.dot(h, layer.recurrent_kernel, precision="highest")
        )
        z_input, z_forget, z_cell, z_output = jnp.split(z, 4, axis=-1)
        c = gate(z_forget) * c + gate(z_input) * jnp.tanh(z_cell)
        h = gate(z_output) * jnp.tanh(c)
        return (c, h), h

    rest = jnp.zeros((len(traces), len(layer.recurrent_kernel)), traces.dtype)
    (_, last), hidden = jax.lax.scan(step, (rest, rest), traces.swapaxes(0, 1))
    return last, hidden


def hidden_states(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Follow the hidden state.

    Parameters
    ----------
    gate : callable
        The gate function.
    traces : (sample, time, site)
        What drives the layer.
    layer : Layer
        Its weights.

    Returns
    -------
    (time, sample, unit)
        h at every time.
    """
    return _follow(gate, traces, layer)[1]


def last_hidden_state(
    gate: Gate, traces: jax.Array, layer: Layer, rows: jax.Array | None = None
) -> jax.Array:
    """Return the hidden state at the last time.

    Parameters
    ----------
    gate, traces, layer
        See `hidden_states`.
    rows : (sample,), optional
        Which of the traces each sample is, in place of all of them; negative numbers stand for
        none, whose state is arbitrary, but finite. They are best at the end.

    Returns
    -------
    (sample, unit)
        h at the last time.
    """
    if rows is not None:
        traces = traces.at[rows].get(mode="clip")
    return _follow(gate, traces, layer)[0]
