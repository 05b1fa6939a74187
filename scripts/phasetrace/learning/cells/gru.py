"""The gated recurrent unit.

With the gate function s, the input kernel K, recurrent kernel R and bias b of a trace m's gates,
and the recurrent bias d,

    r(t) = s(m(t) K_r + b_r + h(t-1) R_r)
    z(t) = s(m(t) K_z + b_z + h(t-1) R_z)
    n(t) = tanh(m(t) K_n + b_n + r(t) (h(t-1) R_n + d))
    h(t) = (1 - z(t)) n(t) + z(t) h(t-1)

from h = 0. This is the unit of Cho et al., EMNLP 2014 (arXiv:1406.1078), with the reset gate
behind the recurrent product, as in Flax, PyTorch and cuDNN, instead of before it.
"""

import jax
import jax.numpy as jnp

from phasetrace.learning.cells.cell import CellWeights, RecurrentCell, State, product
from phasetrace.learning.initializers import (
    by_gate,
    glorot_uniform,
    lecun_normal,
    orthogonal,
    zeros,
)
from phasetrace.learning.weights import GATE, HIDDEN_UNIT, SITE, UNIT, Weight


class GRU(RecurrentCell):
    """A layer of gated recurrent units."""

    gate_names = ("reset", "update", "candidate")
    weights = (
        Weight(
            "input_kernel",
            (SITE, GATE, UNIT),
            "weights of the magnetization in the gates",
            {"keras": glorot_uniform, "flax": by_gate(lecun_normal, 3)},
        ),
        Weight(
            "recurrent_kernel",
            (HIDDEN_UNIT, GATE, UNIT),
            "weights of the hidden state in the gates",
            {"keras": orthogonal, "flax": by_gate(orthogonal, 3)},
        ),
        Weight("bias", (GATE, UNIT), "bias of the gates", {"keras": zeros, "flax": zeros}),
        Weight(
            "recurrent_bias",
            (UNIT,),
            "bias of the hidden state in the candidate, before the reset gate",
            {"keras": zeros, "flax": zeros},
        ),
    )
    state_arrays = 1

    def step(self, weights: CellWeights, state: State, inputs: jax.Array) -> State:
        """Advance h; see `RecurrentCell.step`."""
        (h,) = state
        inward = product(inputs, weights["input_kernel"]) + weights["bias"]
        in_reset, in_update, in_candidate = jnp.split(inward, 3, axis=-1)
        recurrent = product(h, weights["recurrent_kernel"])
        of_reset, of_update, of_candidate = jnp.split(recurrent, 3, axis=-1)
        reset = self.gate(in_reset + of_reset)
        update = self.gate(in_update + of_update)
        candidate = jnp.tanh(in_candidate + reset * (of_candidate + weights["recurrent_bias"]))
        return ((1 - update) * candidate + update * h,)


CELL = GRU
