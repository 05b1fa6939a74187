"""An LSTM layer on one core of a CPU: what `phasetrace.learning.cells.lstm.cell` says, faster.

XLA would spend half of a training step on other things than multiply-adds; the kernels, `forward`
and `backward`, which it calls, spend little else.
"""

import logging
from functools import cache, partial
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import CustomVJPPrimal

from phasetrace.compile.xla_calls import UnsupportedInterface, register
from phasetrace.learning.cells.cell import CellWeights
from phasetrace.learning.cells.lstm.backward import backward
from phasetrace.learning.cells.lstm.forward import forward
from phasetrace.learning.cells.lstm.layout import LANES, SAMPLES_TOGETHER, SAVED
from phasetrace.learning.recipe import Gates

_FORWARD, _BACKWARD = "phasetrace_lstm_forward", "phasetrace_lstm_backward"
_GATES = 4

_REGISTERING = Lock()

_Saved = tuple[jax.Array, ...]


def hidden_states(gates: Gates, weights: CellWeights, traces: jax.Array) -> jax.Array:
    """Follow the hidden state; see `phasetrace.learning.cells.cell.RecurrentCell.hidden_states`.

    It cannot be differentiated.

    Raises
    ------
    TypeError
        If the numbers are not of type float32, or the traces do not fit the weights.
    """
    indices = _padded(jnp.arange(len(traces)))
    hidden, _ = _follow(gates, indices, traces, _joined(weights), kept=1)
    return hidden[:, : len(traces), : len(weights["recurrent_kernel"])]


def last_hidden_state(
    gates: Gates, weights: CellWeights, traces: jax.Array, indices: jax.Array | None = None
) -> jax.Array:
    """Return h at the last time; see `phasetrace.learning.cells.cell.RecurrentCell`.

    It can be differentiated with respect to the weights, not to the traces.

    Raises
    ------
    TypeError
        If the numbers are not of type float32, or the traces do not fit the weights.
    NotImplementedError
        If it is differentiated with respect to the traces.
    """
    if indices is None:
        indices = jnp.arange(len(traces))
    last = _last(gates, _padded(indices), traces, _joined(weights))
    return last[: len(indices), : len(weights["recurrent_kernel"])]


def registered() -> bool:
    """Whether XLA can call the kernels; where it cannot, the log says why, once."""
    with _REGISTERING:
        return _register_once()


@cache
def _register_once() -> bool:
    try:
        register(_FORWARD, forward)
        register(_BACKWARD, backward)
    except UnsupportedInterface as reason:
        logging.getLogger("phasetrace").warning(
            "LSTM networks run through JAX alone, two to three times slower: %s", reason
        )
        return False
    return True


def _padded(indices: jax.Array) -> jax.Array:
    """Indices of traces, with padding up to as many as the kernels take."""
    more = (0, -len(indices) % SAMPLES_TOGETHER)
    return jnp.pad(indices.astype(jnp.int32), more, constant_values=-1)


def _joined(weights: CellWeights) -> jax.Array:
    """R, K and b as (unit + site + 1, gate, unit), units padded to whole vectors."""
    units = len(weights["recurrent_kernel"])
    more = -units % LANES
    recurrent = jnp.pad(weights["recurrent_kernel"], ((0, more), (0, 0)))
    rows = jnp.concatenate([recurrent, weights["input_kernel"], weights["bias"][None]])
    return jnp.pad(rows.reshape(-1, _GATES, units), ((0, 0), (0, 0), (0, more)))


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _last(gates: Gates, indices: jax.Array, traces: jax.Array, weights: jax.Array) -> jax.Array:
    return _follow(gates, indices, traces, weights, kept=1)[0][-1]


def _forward(
    gates: Gates, indices: CustomVJPPrimal, traces: CustomVJPPrimal, weights: CustomVJPPrimal
) -> tuple[jax.Array, _Saved]:
    if traces.perturbed:
        raise NotImplementedError(
            "the last hidden state can be differentiated with respect to the weights alone"
        )
    operands = indices.value, traces.value, weights.value
    hidden, saved = _follow(gates, *operands, kept=traces.value.shape[1])
    return hidden[-1], (*operands, hidden, saved)


def _backward(gates: Gates, residuals: _Saved, dh: jax.Array) -> tuple[None, None, jax.Array]:
    indices, traces, weights, hidden, saved = residuals
    height, _, units = weights.shape
    samples, vectors = len(indices), units // LANES
    # From (unit, gate, vector, lane) to a row for every lane of every gate of every vector.
    recurrent = weights[:units].reshape(vectors, LANES, _GATES, vectors, LANES)
    d_weights, *_ = _call(
        _BACKWARD,
        [
            _numbers(*weights.shape),
            _numbers(vectors, height, _GATES, LANES),
            _numbers(samples, vectors, _GATES, LANES),
            _numbers(vectors, samples, LANES),
            _numbers(samples, vectors, LANES),
            _indices(samples),
            _indices(samples),
        ],
        gates,
        units,
        indices,
        traces,
        recurrent.transpose(0, 3, 2, 4, 1),
        hidden,
        saved,
        dh.reshape(samples, vectors, LANES).swapaxes(0, 1),
    )
    return None, None, d_weights


_last.defvjp(_forward, _backward, symbolic_zeros=True)


def _follow(
    gates: Gates, indices: jax.Array, traces: jax.Array, weights: jax.Array, kept: int
) -> tuple[jax.Array, jax.Array]:
    """Hidden state (time, sample, unit), and what the derivative needs of the last times."""
    samples, (_, times, sites) = len(indices), traces.shape
    height, _, units = weights.shape
    vectors = units // LANES
    if height != units + sites + 1:
        raise TypeError(f"traces have {sites} sites, must have a row of the input kernel each")
    hidden, saved, *_ = _call(
        _FORWARD,
        [
            _numbers(times, samples, units),
            _numbers(kept, samples, vectors, SAVED, LANES),
            _numbers(vectors, height, _GATES, LANES),
            _numbers(SAMPLES_TOGETHER, _GATES, LANES),
            _indices(samples),
        ],
        gates,
        units,
        indices,
        traces,
        weights,
    )
    return hidden, saved


def _numbers(*shape: int) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(shape, jnp.float32)


def _indices(count: int) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct((count,), jnp.int32)


def _call(
    name: str,
    results: list[jax.ShapeDtypeStruct],
    gates: Gates,
    units: int,
    indices: jax.Array,
    traces: jax.Array,
    *operands: jax.Array,
) -> list[jax.Array]:
    if not registered():
        raise RuntimeError("XLA cannot call the kernels")
    for operand in (traces, *operands):
        if operand.dtype != jnp.float32:
            raise TypeError(f"numbers are of type {operand.dtype}, must be float32")
    sizes = np.array([len(indices), *traces.shape[1:], units, gates == "hard_sigmoid"], np.int32)
    call = jax.ffi.ffi_call(name, results, vmap_method="sequential")
    return list(call(sizes, indices, traces, *operands))
