"""The recurrence of an LSTM layer on one core of a CPU: the functions of `phasetrace.learning.cells.lstm.recurrence`.

XLA, which calls them, would spend half of a training step on other things than multiply-adds; the
kernels of `phasetrace.learning.cells.lstm.kernels` spend little else.
"""

from functools import cache, partial
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import CustomVJPPrimal

from phasetrace.compile.xla_calls import register
from phasetrace.learning.cells.lstm import kernels as recurrence
from phasetrace.learning.cells.lstm.kernels import LANES, SAVED, TOGETHER
from phasetrace.learning.cells.lstm.recurrence import Gate, Layer, hard_sigmoid, sigmoid
from phasetrace.learning.recipe import GATES

_FORWARD, _BACKWARD = "phasetrace_lstm_forward", "phasetrace_lstm_backward"
_HARD: dict[Gate, bool] = {hard_sigmoid: True, sigmoid: False}

_REGISTERING = Lock()

_Saved = tuple[jax.Array, ...]


def hidden_states(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Follow the hidden state; see `phasetrace.learning.cells.lstm.recurrence.hidden_states`.

    It cannot be differentiated.
    """
    hidden, _ = _follow(gate, _filled(jnp.arange(len(traces))), traces, _joined(layer), kept=1)
    return hidden[:, : len(traces), : len(layer.recurrent_kernel)]


def last_hidden_state(
    gate: Gate, traces: jax.Array, layer: Layer, rows: jax.Array | None = None
) -> jax.Array:
    """Return the hidden state at the last time; see `phasetrace.learning.cells.lstm.recurrence.last_hidden_state`.

    It can be differentiated with respect to the layer, not to the traces.
    """
    if rows is None:
        rows = jnp.arange(len(traces))
    last = _last(gate, _filled(rows), traces, _joined(layer))
    return last[: len(rows), : len(layer.recurrent_kernel)]


def _filled(rows: jax.Array) -> jax.Array:
    """Numbers of traces, filled up with those of none to whole groups."""
    more = (0, -len(rows) % TOGETHER)
    return jnp.pad(rows.astype(jnp.int32), more, constant_values=-1)


def _joined(layer: Layer) -> jax.Array:
    """R, K and b as (unit + site + 1, gate, unit), units filled up to whole blocks."""
    units = len(layer.recurrent_kernel)
    more = -units % LANES
    recurrent = jnp.pad(layer.recurrent_kernel, ((0, more), (0, 0)))
    rows = jnp.concatenate([recurrent, layer.input_kernel, layer.bias[None]])
    return jnp.pad(rows.reshape(-1, len(GATES), units), ((0, 0), (0, 0), (0, more)))


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _last(gate: Gate, rows: jax.Array, traces: jax.Array, weights: jax.Array) -> jax.Array:
    return _follow(gate, rows, traces, weights, kept=1)[0][-1]


def _forward(
    gate: Gate, rows: CustomVJPPrimal, traces: CustomVJPPrimal, weights: CustomVJPPrimal
) -> tuple[jax.Array, _Saved]:
    if traces.perturbed:
        raise NotImplementedError(
            "the last hidden state can be differentiated with respect to the layer alone"
        )
    operands = rows.value, traces.value, weights.value
    hidden, saved = _follow(gate, *operands, kept=traces.value.shape[1])
    return hidden[-1], (*operands, hidden, saved)


def _backward(gate: Gate, residuals: _Saved, dh: jax.Array) -> tuple[None, None, jax.Array]:
    rows, traces, weights, hidden, saved = residuals
    height, _, units = weights.shape
    samples, blocks = len(rows), units // LANES
    # From (unit, gate, block, lane) to a row for every lane of every gate of every block.
    recurrent = weights[:units].reshape(blocks, LANES, len(GATES), blocks, LANES)
    d_weights, *_ = _call(
        _BACKWARD,
        [
            _numbers(*weights.shape),
            _numbers(blocks, height, len(GATES), LANES),
            _numbers(samples, blocks, len(GATES), LANES),
            _numbers(blocks, samples, LANES),
            _numbers(samples, blocks, LANES),
            _indices(samples),
            _indices(samples),
        ],
        gate,
        units,
        rows,
        traces,
        recurrent.transpose(0, 3, 2, 4, 1),
        hidden,
        saved,
        dh.reshape(samples, blocks, LANES).swapaxes(0, 1),
    )
    return None, None, d_weights


_last.defvjp(_forward, _backward, symbolic_zeros=True)


def _follow(
    gate: Gate, rows: jax.Array, traces: jax.Array, weights: jax.Array, kept: int
) -> tuple[jax.Array, jax.Array]:
    """Hidden state (time, sample, unit), and what the derivative needs of the last times."""
    samples, (_, times, sites) = len(rows), traces.shape
    height, _, units = weights.shape
    blocks = units // LANES
    if height != units + sites + 1:
        raise TypeError(f"traces have {sites} sites, must have a row of the input kernel each")
    hidden, saved, *_ = _call(
        _FORWARD,
        [
            _numbers(times, samples, units),
            _numbers(kept, samples, blocks, SAVED, LANES),
            _numbers(blocks, height, len(GATES), LANES),
            _numbers(TOGETHER, len(GATES), LANES),
            _indices(samples),
        ],
        gate,
        units,
        rows,
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
    gate: Gate,
    units: int,
    rows: jax.Array,
    traces: jax.Array,
    *operands: jax.Array,
) -> list[jax.Array]:
    _register()
    for operand in (traces, *operands):
        if operand.dtype != jnp.float32:
            raise TypeError(f"numbers are of type {operand.dtype}, must be float32")
    sizes = np.array([len(rows), *traces.shape[1:], units, _HARD[gate]], np.int32)
    call = jax.ffi.ffi_call(name, results, vmap_method="sequential")
    return list(call(sizes, rows, traces, *operands))


@cache
def _register_once() -> None:
    register(_FORWARD, recurrence.forward)
    register(_BACKWARD, recurrence.backward)


def _register() -> None:
    with _REGISTERING:
        _register_once()
