"""The recurrent classifier: one layer of a recurrent cell, dropout and a softmax over the phases.

The weights of a network are a flat dictionary of float32 arrays: those that its cell declares
(see `phasetrace.learning.cells`) and those of the output layer. For an LSTM they are

    input_kernel      (site, 4 unit)    acts on the magnetization m(t)
    recurrent_kernel  (unit, 4 unit)    acts on the hidden state h(t - 1)
    bias              (4 unit,)
    output_kernel     (unit, phase)     acts on h(t)
    output_bias       (phase,)

with columns (gate, unit), the gates in the order of the cell's `gate_names`. A set of networks has
the same arrays with one leading axis, the retraining.
"""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn
from numpy.typing import ArrayLike, NDArray

from phasetrace.compile.xla import jit
from phasetrace.learning.cells import find_cell
from phasetrace.learning.cells.cell import product
from phasetrace.learning.initialization import axis_sizes, declared_weights
from phasetrace.learning.initializers import Initializer
from phasetrace.learning.recipe import Architecture, Weights

# Samples evaluated together: 32 units' hidden states at 50 times then fill 1.6 MB. The last bits of
# what XLA's products give depend on how many they are.
_CHUNK = 256

single_precision = partial(jax.enable_x64, False)
"""Context in which networks are trained and evaluated, whatever a program has set for itself."""


class Classifier(nn.Module):
    """A layer of a recurrent cell, and a dense layer on its last hidden state.

    A training draws the initial weights without Flax, by
    `phasetrace.learning.initialization.initial_weights`, from the same distributions.
    """

    architecture: Architecture

    def setup(self) -> None:
        """Declare the weights."""
        self.cell = find_cell(self.architecture.cell)(self.architecture.gates)
        sizes = axis_sizes(self.architecture)
        self.weights = {
            weight.name: self.param(
                weight.name,
                _for_flax(weight.initializers[self.architecture.initialization]),
                weight.shape(sizes),
            )
            for weight in declared_weights(self.architecture)
        }

    def hidden(self, traces: jax.Array) -> jax.Array:
        """Hidden states h(t), (time, sample, unit), of traces (sample, time, site)."""
        return self.cell.hidden_states(self.weights, traces)

    def logits(self, hidden: jax.Array) -> jax.Array:
        """Logarithm of the output for hidden states (..., unit), up to normalization."""
        return product(hidden, self.weights["output_kernel"]) + self.weights["output_bias"]

    def __call__(
        self,
        traces: jax.Array,
        draws: jax.Array | None = None,
        indices: jax.Array | None = None,
    ) -> jax.Array:
        """Logits (sample, phase) of the last time; given `dropout_draws`, under dropout.

        The samples are all traces or, given `indices`, those of these numbers; see
        `phasetrace.learning.cells.cell.RecurrentCell.last_hidden_state`.
        """
        rate, place = self.architecture.dropout, self.architecture.dropout_on
        if draws is not None and place == "input":
            if indices is not None:
                traces, indices = traces.at[indices].get(mode="clip"), None
            traces = _drop(traces, rate, draws[:, None, :])
        last = self.cell.last_hidden_state(self.weights, traces, indices)
        if draws is not None and place == "output":
            last = _drop(last, rate, draws)
        return self.logits(last)


def _drop(x: jax.Array, rate: float, draws: jax.Array) -> jax.Array:
    return jnp.where(draws >= rate, x / (1 - rate), 0)


def _for_flax(initializer: Initializer) -> Callable[[jax.Array, tuple[int, ...]], jax.Array]:
    """What `flax.linen.Module.param` takes, from what draws on the host."""

    def initialize(key: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        def draw(seed: NDArray[np.uint32]) -> NDArray[np.float32]:
            return initializer(np.random.default_rng(np.asarray(seed)), shape).astype(np.float32)

        kind = jax.ShapeDtypeStruct(shape, jnp.float32)
        seed = jax.random.key_data(key)
        return jax.pure_callback(draw, kind, seed, vmap_method="sequential")

    return initialize


def check_traces(traces: ArrayLike, sites: int) -> NDArray[np.float32]:
    """Traces as a float32 array (sample, time, site).

    Raises
    ------
    ValueError
        If they have another number of dimensions or of sites, no sample or time, or hold a value
        that is not finite.
    """
    array = np.asarray(traces, dtype=np.float32)
    if array.ndim != 3 or array.shape[2] != sites or 0 in array.shape:
        raise ValueError(f"traces have shape {array.shape}, must be (sample, time, {sites} sites)")
    if not np.isfinite(array).all():
        raise ValueError("traces hold a value that is not finite, must be finite")
    return array


def predict(architecture: Architecture, weights: Weights, traces: ArrayLike) -> NDArray[np.float32]:
    """Probability that each network assigns to each phase, at the end of each trace.

    Parameters
    ----------
    architecture
        Architecture of the networks.
    weights
        Their weights, with a leading retraining axis.
    traces
        Magnetization, (sample, time, site).

    Returns
    -------
    probability
        (retraining, sample, phase), summing to 1 over the phases.

    Raises
    ------
    ValueError
        If the traces do not fit the architecture.
    """
    return _over_chunks(partial(_probability, architecture), weights, traces, architecture)[0]


def responses(
    architecture: Architecture, weights: Weights, traces: ArrayLike
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Hidden state and output of each network at every time of each trace.

    Parameters
    ----------
    architecture
        Architecture of the networks.
    weights
        Their weights, with a leading retraining axis.
    traces
        Magnetization, (sample, time, site).

    Returns
    -------
    hidden
        h(t), (retraining, sample, time, unit).
    probability
        What the output layer makes of h(t), (retraining, sample, time, phase); at the last time
        it is what `predict` returns.

    Raises
    ------
    ValueError
        If the traces do not fit the architecture.
    """
    hidden, probability = _over_chunks(
        partial(_responses, architecture), weights, traces, architecture
    )
    return hidden, probability


@partial(jit, static_argnums=0)
def _probability(
    architecture: Architecture, weights: dict[str, jax.Array], traces: jax.Array
) -> tuple[jax.Array]:
    bound = Classifier(architecture).bind({"params": weights})
    return (jax.nn.softmax(bound(traces)),)


@partial(jit, static_argnums=0)
def _responses(
    architecture: Architecture, weights: dict[str, jax.Array], traces: jax.Array
) -> tuple[jax.Array, jax.Array]:
    bound = Classifier(architecture).bind({"params": weights})
    hidden = bound.hidden(traces)
    probability = jax.nn.softmax(bound.logits(hidden))
    return hidden.swapaxes(0, 1), probability.swapaxes(0, 1)


def _over_chunks(
    function: Callable[..., tuple[jax.Array, ...]],
    weights: Weights,
    traces: ArrayLike,
    architecture: Architecture,
) -> list[NDArray[np.float32]]:
    array = check_traces(traces, architecture.sites)
    count = len(array)
    chunk = min(_CHUNK, count)
    # Padded to whole chunks, so that one compilation serves them all.
    array = np.pad(array, ((0, -count % chunk), (0, 0), (0, 0)))
    networks = len(weights["output_bias"])
    with single_precision():
        parts = [
            [
                function({name: value[k] for name, value in weights.items()}, array[i : i + chunk])
                for i in range(0, len(array), chunk)
            ]
            for k in range(networks)
        ]
    return [
        np.stack([np.concatenate([part[j] for part in one])[:count] for one in parts])
        for j in range(len(parts[0][0]))
    ]
