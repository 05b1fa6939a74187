"""The recurrence of an LSTM layer, with its derivative written out.

With the four gate inputs z(t) = x(t) + h(t-1) R, where x is what the trace drives, and the
gate function s,

    c(t) = s(z_forget) c(t-1) + s(z_input) tanh(z_cell)
    h(t) = s(z_output) tanh(c(t))

from c = h = 0 (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). The
derivative by R is one matrix product over all times; JAX's own would be one for each time.
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

_State = tuple[jax.Array, jax.Array]
_Saved = tuple[jax.Array, ...]


def _advance(
    gate: Gate, recurrent: jax.Array, c: jax.Array, h: jax.Array, driven: jax.Array
) -> tuple[jax.Array, jax.Array, _Saved]:
    z = driven + jnp.dot(h, recurrent, precision="highest")
    z_input, z_forget, z_cell, z_output = jnp.split(z, 4, axis=-1)
    opened = gate.value(z_input), gate.value(z_forget), gate.value(z_output)
    candidate = jnp.tanh(z_cell)
    c_next = opened[1] * c + opened[0] * candidate
    return c_next, opened[2] * jnp.tanh(c_next), (c, h, *opened, candidate)


def _rest(driven: jax.Array, recurrent: jax.Array) -> jax.Array:
    return jnp.zeros((driven.shape[1], len(recurrent)), driven.dtype)


def hidden_states(gate: Gate, driven: jax.Array, recurrent: jax.Array) -> jax.Array:
    """Follow the hidden state.

    Parameters
    ----------
    gate : Gate
        The gate function.
    driven : (time, sample, 4 unit)
        What the trace and the bias add to the gate inputs.
    recurrent : (unit, 4 unit)
        Weights of the hidden state in the gates.

    Returns
    -------
    (time, sample, unit)
        h at every time.
    """

    def step(state: _State, x: jax.Array) -> tuple[_State, jax.Array]:
        c, h, _ = _advance(gate, recurrent, *state, x)
        return (c, h), h

    rest = _rest(driven, recurrent)
    return jax.lax.scan(step, (rest, rest), driven)[1]


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def last_hidden_state(gate: Gate, driven: jax.Array, recurrent: jax.Array) -> jax.Array:
    """Return the hidden state (sample, unit) at the last time; see `hidden_states`."""
    return hidden_states(gate, driven, recurrent)[-1]


def _forward(
    gate: Gate, driven: jax.Array, recurrent: jax.Array
) -> tuple[jax.Array, tuple[_Saved, jax.Array]]:
    def step(state: _State, x: jax.Array) -> tuple[_State, _Saved]:
        c, h, saved = _advance(gate, recurrent, *state, x)
        return (c, h), saved

    rest = _rest(driven, recurrent)
    (_, h), saved = jax.lax.scan(step, (rest, rest), driven)
    return h, (saved, recurrent)


def _backward(
    gate: Gate, residuals: tuple[_Saved, jax.Array], dh: jax.Array
) -> tuple[jax.Array, jax.Array]:
    saved, recurrent = residuals

    def step(state: _State, x: _Saved) -> tuple[_State, jax.Array]:
        dc, dh = state
        c, _, s_input, s_forget, s_output, candidate = x
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
        return (dc * s_forget, jnp.dot(dz, recurrent.T, precision="highest")), dz

    _, dz = jax.lax.scan(step, (jnp.zeros_like(dh), dh), saved, reverse=True)
    before = saved[1].reshape(-1, len(recurrent))
    return dz, jnp.dot(before.T, dz.reshape(len(before), -1), precision="highest")


last_hidden_state.defvjp(_forward, _backward)
