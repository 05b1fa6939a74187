"""The long short-term memory.

With the four gate inputs z(t) = m(t) K + b + h(t-1) R of a trace m and the gate function s,

    c(t) = s(z_forget) c(t-1) + s(z_input) tanh(z_cell)
    h(t) = s(z_output) tanh(c(t))

from c = h = 0 (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000). On a
CPU kernels of `phasetrace.learning.cells.lstm.cpu` take the place of what JAX makes of this.
"""

import jax
import jax.numpy as jnp

from phasetrace.learning.cells.cell import CellWeights, RecurrentCell, State, product
from phasetrace.learning.initializers import (
    by_gate,
    constant_by_gate,
    glorot_uniform,
    lecun_normal,
    orthogonal,
    zeros,
)
from phasetrace.learning.weights import GATE, HIDDEN_UNIT, SITE, UNIT, Weight


class LSTM(RecurrentCell):
    """A layer of LSTM units."""

    gate_names = ("input", "forget", "cell", "output")
    weights = (
        Weight(
            "input_kernel",
            (SITE, GATE, UNIT),
            "weights of the magnetization in the gates",
            {"keras": glorot_uniform, "flax": by_gate(lecun_normal, 4)},
        ),
        Weight(
            "recurrent_kernel",
            (HIDDEN_UNIT, GATE, UNIT),
            "weights of the hidden state in the gates",
            {"keras": orthogonal, "flax": by_gate(orthogonal, 4)},
        ),
        Weight(
            "bias",
            (GATE, UNIT),
            "bias of the gates",
            # The forget gate of Keras begins open (Jozefowicz et al., ICML 2015).
            {"keras": constant_by_gate(0, 1, 0, 0), "flax": zeros},
        ),
    )
    state_arrays = 2

    def step(self, weights: CellWeights, state: State, inputs: jax.Array) -> State:
        """Advance c and h; see `RecurrentCell.step`."""
        c, h = state
        z = (
            product(inputs, weights["input_kernel"])
            + weights["bias"]
            + product(h, weights["recurrent_kernel"])
        )
        z_input, z_forget, z_cell, z_output = jnp.split(z, 4, axis=-1)
        c = self.gate(z_forget) * c + self.gate(z_input) * jnp.tanh(z_cell)
        return c, self.gate(z_output) * jnp.tanh(c)

    def hidden_states(self, weights: CellWeights, traces: jax.Array) -> jax.Array:
        """Follow the hidden state; see `RecurrentCell.hidden_states`."""
        if not _kernels_fit(weights, traces):
            return super().hidden_states(weights, traces)
        from phasetrace.learning.cells.lstm import cpu

        return cpu.hidden_states(self.gates, weights, traces)

    def last_hidden_state(
        self, weights: CellWeights, traces: jax.Array, indices: jax.Array | None = None
    ) -> jax.Array:
        """Return the hidden state at the last time; see `RecurrentCell.last_hidden_state`."""
        if not _kernels_fit(weights, traces):
            return super().last_hidden_state(weights, traces, indices)
        from phasetrace.learning.cells.lstm import cpu

        return cpu.last_hidden_state(self.gates, weights, traces, indices)


def _kernels_fit(weights: CellWeights, traces: jax.Array) -> bool:
    """Whether the kernels for a CPU can take the place of JAX."""
    if jax.default_backend() != "cpu":
        return False
    # A GPU has no use for Numba, which takes its time to import.
    from phasetrace.learning.cells.lstm import cpu

    arrays = (traces, *(weights[weight.name] for weight in LSTM.weights))
    return all(array.dtype == jnp.float32 for array in arrays) and cpu.registered()
