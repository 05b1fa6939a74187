"""The recurrence of an LSTM layer on one core of a CPU: the functions of `phasetrace.lstm`.

XLA, which calls them, would spend half of a training step on other things than multiply-adds; the
kernels of `phasetrace.recurrence` spend little else.
"""

from functools import cache, partial
from threading import Lock

import jax
import jax.numpy as jnp
import numpy as np
from jax.custom_derivatives import CustomVJPPrimal

from phasetrace import recurrence
from phasetrace.foreign import register
from phasetrace.lstm import Gate, Layer, hard_sigmoid, sigmoid
from phasetrace.recipe import GATES
from phasetrace.recurrence import LANES, SAVED, TOGETHER

_FORWARD, _BACKWARD = "phasetrace_lstm_forward", "phasetrace_lstm_backward"
_HARD: dict[Gate, bool] = {hard_sigmoid: True, sigmoid: False}

_REGISTERING = Lock()

_Saved = tuple[jax.Array, ...]


def hidden_states(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Follow the hidden state; see `phasetrace.lstm.hidden_states`.

    It cannot be differentiated.
    """
    hidden, _ = _follow(gate, _padded(traces), _packed(layer), kept=1)
    return hidden[:, : len(traces), : len(layer.recurrent_kernel)]


def last_hidden_state(gate: Gate, traces: jax.Array, layer: Layer) -> jax.Array:
    """Return the hidden state (sample, unit) at the last time.

    It can be differentiated with respect to the layer, not to the traces.
    """
    last = _last(gate, _padded(traces), _packed(layer))
    return last[: len(traces), : len(layer.recurrent_kernel)]


def _padded(traces: jax.Array) -> jax.Array:
    return jnp.pad(traces, ((0, -len(traces) % TOGETHER), (0, 0), (0, 0)))


def _packed(layer: Layer) -> jax.Array:
    """R, K and b as (block, unit + site + 1, gate, lane), units filled up to whole blocks."""
    units = len(layer.recurrent_kernel)
    more = -units % LANES
    recurrent = jnp.pad(layer.recurrent_kernel, ((0, more), (0, 0)))
    rows = jnp.concatenate([recurrent, layer.input_kernel, layer.bias[None]])
    gates = jnp.pad(rows.reshape(-1, len(GATES), units), ((0, 0), (0, 0), (0, more)))
    return gates.reshape(*gates.shape[:2], -1, LANES).transpose(2, 0, 1, 3)


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _last(gate: Gate, traces: jax.Array, kernel: jax.Array) -> jax.Array:
    return _follow(gate, traces, kernel, kept=1)[0][-1]


def _forward(
    gate: Gate, traces: CustomVJPPrimal, kernel: CustomVJPPrimal
) -> tuple[jax.Array, _Saved]:
    if traces.perturbed:
        raise NotImplementedError(
            "the last hidden state can be differentiated with respect to the layer alone"
        )
    samples, weights = traces.value, kernel.value
    hidden, saved = _follow(gate, samples, weights, kept=samples.shape[1])
    return hidden[-1], (samples, weights, hidden, saved)


def _backward(gate: Gate, residuals: _Saved, dh: jax.Array) -> tuple[None, jax.Array]:
    traces, kernel, hidden, saved = residuals
    samples, blocks = len(traces), len(kernel)
    units = blocks * LANES
    # From (block, unit, gate, lane) to a row for every lane of every gate of every block.
    recurrent = kernel[:, :units].reshape(blocks, blocks, LANES, len(GATES), LANES)
    to_hidden = recurrent.transpose(1, 0, 3, 4, 2)
    d_kernel, *_ = _call(
        _BACKWARD,
        [
            kernel.shape,
            (samples, blocks, len(GATES), LANES),
            (blocks, samples, LANES),
            (samples, blocks, LANES),
        ],
        gate,
        units,
        traces,
        to_hidden,
        hidden,
        saved,
        dh.reshape(samples, blocks, LANES).swapaxes(0, 1),
    )
    return None, d_kernel


_last.defvjp(_forward, _backward, symbolic_zeros=True)


def _follow(
    gate: Gate, traces: jax.Array, kernel: jax.Array, kept: int
) -> tuple[jax.Array, jax.Array]:
    """Hidden state (time, sample, unit), and what the derivative needs of the last times."""
    samples, times, sites = traces.shape
    blocks, rows = kernel.shape[:2]
    if rows != blocks * LANES + sites + 1:
        raise TypeError(f"traces have {sites} sites, must have a row of the input kernel each")
    hidden, saved, _ = _call(
        _FORWARD,
        [
            (times, samples, blocks * LANES),
            (kept, samples, blocks, SAVED, LANES),
            (TOGETHER, len(GATES), LANES),
        ],
        gate,
        blocks * LANES,
        traces,
        kernel,
    )
    return hidden, saved


def _call(
    name: str, shapes: list[tuple[int, ...]], gate: Gate, units: int, *operands: jax.Array
) -> list[jax.Array]:
    _register()
    for operand in operands:
        if operand.dtype != jnp.float32:
            raise TypeError(f"numbers are of type {operand.dtype}, must be float32")
    sizes = np.array([*operands[0].shape, units, _HARD[gate]], np.int32)
    results = [jax.ShapeDtypeStruct(shape, jnp.float32) for shape in shapes]
    call = jax.ffi.ffi_call(name, results, vmap_method="sequential")
    return list(call(sizes, *operands))


@cache
def _register_once() -> None:
    sources = "recurrence.py", "foreign.py", "lanes.py"
    register(_FORWARD, recurrence.forward, *sources)
    register(_BACKWARD, recurrence.backward, *sources)


def _register() -> None:
    with _REGISTERING:
        _register_once()
