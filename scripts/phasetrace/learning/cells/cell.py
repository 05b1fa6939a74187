"""What a recurrent cell has to be, and how JAX follows any of them along traces."""

import abc
import dataclasses
from collections.abc import Callable, Mapping
from typing import ClassVar

import jax
import jax.numpy as jnp

from phasetrace.learning.recipe import Gates
from phasetrace.learning.weights import Weight

CellWeights = Mapping[str, jax.Array]
"""Weights of a layer by name, in the shapes of memory; other names may be among them."""
State = tuple[jax.Array, ...]
"""What a cell remembers: arrays (sample, unit), of which the last is the hidden state h."""


def hard_sigmoid(z: jax.Array) -> jax.Array:
    """Open a gate like Keras in 2017: 0.2 z + 1/2, between 0 and 1."""
    return jnp.clip(0.2 * z + 0.5, 0.0, 1.0)


def sigmoid(z: jax.Array) -> jax.Array:
    """Open a gate like Flax: 1 / (1 + exp(-z))."""
    return jax.nn.sigmoid(z)


_FUNCTIONS: dict[Gates, Callable[[jax.Array], jax.Array]] = {
    "hard_sigmoid": hard_sigmoid,
    "sigmoid": sigmoid,
}


@dataclasses.dataclass(frozen=True)
class RecurrentCell(abc.ABC):
    """A layer of one kind of recurrent unit.

    A new cell declares its weights and writes down its step; training, prediction and files follow
    from them. Methods that follow whole traces may be replaced by faster ones with the same result
    to rounding.

    Parameters
    ----------
    gates
        Name of the gate function.

    Attributes
    ----------
    gate_names
        Its gates, in the order of their columns.
    weights
        Its weights, in the order in which they are drawn. One is the ``input_kernel``, which acts
        on the trace and which weight decay acts on.
    state_arrays
        How many arrays its `State` has.
    """

    gates: Gates

    gate_names: ClassVar[tuple[str, ...]]
    weights: ClassVar[tuple[Weight, ...]]
    state_arrays: ClassVar[int]

    @abc.abstractmethod
    def step(self, weights: CellWeights, state: State, inputs: jax.Array) -> State:
        """Advance the state by one time.

        Parameters
        ----------
        weights
            The layer's.
        state
            Arrays (sample, unit), all zero before the first time.
        inputs
            (sample, site), the trace at this time.

        Returns
        -------
        state
            Arrays (sample, unit), the last of them the hidden state.
        """

    def gate(self, z: jax.Array) -> jax.Array:
        """Gate function, from all numbers to [0, 1]."""
        return _FUNCTIONS[self.gates](z)

    def hidden_states(self, weights: CellWeights, traces: jax.Array) -> jax.Array:
        """Follow the hidden state.

        Parameters
        ----------
        weights
            The layer's.
        traces
            (sample, time, site), what drives the layer.

        Returns
        -------
        hidden
            h at every time, (time, sample, unit).
        """
        return self._follow(weights, traces)[1]

    def last_hidden_state(
        self, weights: CellWeights, traces: jax.Array, indices: jax.Array | None = None
    ) -> jax.Array:
        """Return the hidden state at the last time.

        Parameters
        ----------
        weights, traces
            See `hidden_states`.
        indices
            (sample,), which of the traces each sample is, in place of all of them; negative numbers
            are padding, whose state is arbitrary, but finite. It is best at the end.

        Returns
        -------
        hidden
            h at the last time, (sample, unit).
        """
        if indices is not None:
            traces = traces.at[indices].get(mode="clip")
        return self._follow(weights, traces)[0]

    def _follow(self, weights: CellWeights, traces: jax.Array) -> tuple[jax.Array, jax.Array]:
        """Hidden state (sample, unit) at the last time, and (time, sample, unit) at all."""

        def advance(state: State, inputs: jax.Array) -> tuple[State, jax.Array]:
            state = self.step(weights, state, inputs)
            return state, state[-1]

        recurrent = weights["recurrent_kernel"]
        kind = jnp.result_type(traces, recurrent)
        rest = (jnp.zeros((len(traces), len(recurrent)), kind),) * self.state_arrays
        state, hidden = jax.lax.scan(advance, rest, traces.swapaxes(0, 1))
        return state[-1], hidden


def product(left: jax.Array, right: jax.Array) -> jax.Array:
    """Matrix product in full precision, which GPUs do not take by themselves."""
    return jnp.dot(left, right, precision="highest")
