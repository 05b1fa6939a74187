"""The recurrence of an LSTM layer and its derivative on one core of a CPU, compiled by Numba.

The equations are those of `phasetrace.lstm`. Units stand in blocks of `LANES`, the lanes of
vectors; a product is computed for a few traces and all vectors of a row together, which then stay
in registers. Nothing passes through memory more often than it must: see
`tests/benchmarks/TRAINING.md`.
"""

from typing import Any

import llvmlite.binding
import numpy as np
from numba import njit
from numpy.typing import NDArray

from phasetrace.foreign import argument, asks_for_version, integer, result
from phasetrace.lanes import (
    add,
    add_outer,
    divide,
    fill,
    load,
    load_several,
    maximum,
    minimum,
    multiply,
    multiply_add,
    pack,
    store,
    store_several,
    subtract,
    where_less,
    zeros,
)

# As many vectors as there are registers for a matrix of them, besides a row.
LANES, _HEIGHT = (16, 4) if llvmlite.binding.get_host_cpu_features().get("avx512f") else (8, 2)
TOGETHER = 8
"""Numbers of traces must be multiples of this."""
SAVED = 6
"""Vectors that are saved of a block: the gates in the order of `phasetrace.recipe.GATES`, c and
tanh(c)."""

_LIKE = (np.float32(0),) * LANES
_BLOCK = 4 * LANES
_TILE = 4 * _HEIGHT

Numbers = NDArray[np.float32]
Lane = Any
"""A vector of `phasetrace.lanes`, which exists in compiled code alone."""


@njit
def _tanh(x: Lane) -> Lane:
    """Hyperbolic tangent, to 4e-7.

    The ratio of polynomials is the one of least relative error, 2e-8, up to where tanh is 1 in
    float32.
    """
    x = minimum(maximum(x, fill(x, -9.02)), fill(x, 9.02))
    square = multiply(x, x)
    above = multiply_add(fill(x, 1.33190850e-08), square, fill(x, 2.05834916e-05))
    above = multiply_add(above, square, fill(x, 3.49403523e-03))
    above = multiply_add(above, square, fill(x, 1.33797185e-01))
    above = multiply_add(above, square, fill(x, 9.99999979e-01))
    below = multiply_add(fill(x, 7.76202507e-07), square, fill(x, 3.28309390e-04))
    below = multiply_add(below, square, fill(x, 2.58710758e-02))
    below = multiply_add(below, square, fill(x, 4.67130338e-01))
    below = multiply_add(below, square, fill(x, 1.0))
    return divide(multiply(x, above), below)


@njit
def _gate(hard: bool, z: Lane) -> Lane:
    """Gate function of `phasetrace.lstm`."""
    half = fill(z, 0.5)
    if hard:
        line = multiply_add(fill(z, 0.2), z, half)
        return minimum(maximum(line, fill(z, 0.0)), fill(z, 1.0))
    return multiply_add(half, _tanh(multiply(half, z)), half)


@njit
def _slope(hard: bool, s: Lane) -> Lane:
    """Derivative of the gate function, by its value."""
    one = fill(s, 1.0)
    if hard:
        return where_less(fill(s, 0.0), s, where_less(s, one, fill(s, 0.2)))
    return multiply(s, subtract(one, s))


@njit(inline="always")
def _forward(
    samples: int,
    times: int,
    sites: int,
    units: int,
    hard: bool,
    traces: Numbers,
    kernel: Numbers,
    hidden: Numbers,
    saved: Numbers,
    z: Numbers,
) -> None:
    """Follow the hidden state.

    Parameters
    ----------
    samples, times, sites, units : int
        Numbers of traces, times and sites, and of units in whole blocks.
    hard : bool
        Whether the gates are `phasetrace.lstm.hard_sigmoid`.
    traces : (sample, time, site)
        What drives the layer.
    kernel : (block, unit + site + 1, gate, lane)
        R, K and b as rows, for each block of units.
    hidden : (time, sample, unit)
        Becomes the hidden state.
    saved : (time, sample, block, SAVED, lane)
        Becomes what the derivative needs; with one time alone the last one remains.
    z : (TOGETHER, gate, lane)
        Memory for inputs of the gates.
    """
    like = pack(_LIKE)
    blocks = units // LANES
    step = samples * blocks * SAVED * LANES
    kept = step if len(saved) > step else 0
    for time in range(times):
        for block in range(blocks):
            recurrent = block * (units + sites + 1) * _BLOCK
            inward = recurrent + units * _BLOCK
            for sample in range(0, samples, _HEIGHT):
                several = zeros(like, _TILE)
                at = (sample * times + time) * sites
                for site in range(sites):
                    row = load_several(like, 4, kernel, inward + site * _BLOCK)
                    several = add_outer(several, traces, at + site, times * sites, row)
                if time:
                    at = ((time - 1) * samples + sample) * units
                    for unit in range(units):
                        row = load_several(like, 4, kernel, recurrent + unit * _BLOCK)
                        several = add_outer(several, hidden, at + unit, units, row)
                store_several(z, 0, several)
                for one in range(_HEIGHT):
                    trace = sample + one
                    here = time * kept + (trace * blocks + block) * SAVED * LANES
                    h = (time * samples + trace) * units + block * LANES
                    bias = inward + sites * _BLOCK
                    _advance(
                        like,
                        hard,
                        time,
                        z,
                        one * _BLOCK,
                        kernel,
                        bias,
                        saved,
                        here,
                        kept,
                        hidden,
                        h,
                    )


@njit
def _advance(
    like: Lane,
    hard: bool,
    time: int,
    z: Numbers,
    at: int,
    kernel: Numbers,
    bias: int,
    saved: Numbers,
    here: int,
    kept: int,
    hidden: Numbers,
    h: int,
) -> None:
    """Advance c and h of a block of units, whose gates' inputs lack the bias."""
    s_input = _gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    s_forget = _gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    candidate = _tanh(add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    s_output = _gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    c = multiply(s_input, candidate)
    if time:
        c = multiply_add(s_forget, load(like, saved, here - kept + 4 * LANES), c)
    squashed = _tanh(c)
    store_several(saved, here, (s_input, s_forget, candidate, s_output, c, squashed))
    store(hidden, h, multiply(s_output, squashed))


@njit(inline="always")
def _backward(
    samples: int,
    times: int,
    sites: int,
    units: int,
    hard: bool,
    traces: Numbers,
    to_hidden: Numbers,
    hidden: Numbers,
    saved: Numbers,
    dh_last: Numbers,
    d_kernel: Numbers,
    dz: Numbers,
    dh: Numbers,
    dc: Numbers,
) -> None:
    """Differentiate with respect to the kernel.

    Parameters
    ----------
    samples, times, sites, units, hard, traces, hidden, saved
        As they were and became in `_forward`.
    to_hidden : (block, 4 unit, lane)
        R transposed; its rows are in the order of `dz`.
    dh_last : (block, sample, lane)
        Derivative with respect to the hidden state at the last time.
    d_kernel : (block, unit + site + 1, gate, lane)
        Becomes the derivative with respect to the kernel.
    dz : (sample, block, gate, lane)
        Memory for derivatives with respect to the gates' inputs,
    dh : (block, sample, lane)
        to the hidden state,
    dc : (sample, block, lane)
        and to c.
    """
    like = pack(_LIKE)
    blocks, rows = units // LANES, units + sites + 1
    apart = blocks * _BLOCK
    for place in range(0, len(d_kernel), LANES):
        store(d_kernel, place, fill(like, 0.0))
    for place in range(0, len(dc), LANES):
        store(dc, place, fill(like, 0.0))
        store(dh, place, load(like, dh_last, place))
    for time in range(times - 1, -1, -1):
        for sample in range(samples):
            for block in range(blocks):
                place = sample * blocks + block
                h = (block * samples + sample) * LANES
                bias = (block * rows + rows - 1) * _BLOCK
                here = (time * samples * blocks + place) * SAVED * LANES
                before = here - samples * blocks * SAVED * LANES
                _return(like, hard, time, saved, here, before, dh, h, dc, dz, place)
                for gate in range(0, _BLOCK, LANES):
                    total = load(like, d_kernel, bias + gate)
                    new = load(like, dz, place * _BLOCK + gate)
                    store(d_kernel, bias + gate, add(total, new))
        for block in range(blocks):
            here, z = block * rows * _BLOCK, block * _BLOCK
            at, inward = time * sites, here + units * _BLOCK
            _add_rows(
                like, traces, at, times * sites, sites, samples, dz, z, apart, d_kernel, inward
            )
            if time == 0:
                continue
            at = (time - 1) * samples * units
            _add_rows(like, hidden, at, units, units, samples, dz, z, apart, d_kernel, here)
            for sample in range(0, samples, TOGETHER):
                several = zeros(like, TOGETHER)
                for column in range(apart):
                    row = load_several(like, 1, to_hidden, (block * apart + column) * LANES)
                    several = add_outer(several, dz, sample * apart + column, apart, row)
                store_several(dh, (block * samples + sample) * LANES, several)


@njit
def _return(
    like: Lane,
    hard: bool,
    time: int,
    saved: Numbers,
    here: int,
    before: int,
    dh: Numbers,
    h: int,
    dc: Numbers,
    dz: Numbers,
    place: int,
) -> None:
    """From the derivatives of a block of units at a time to those of its gates' inputs."""
    one = fill(like, 1.0)
    s_input, s_forget = load(like, saved, here), load(like, saved, here + LANES)
    candidate, s_output = load(like, saved, here + 2 * LANES), load(like, saved, here + 3 * LANES)
    squashed = load(like, saved, here + 5 * LANES)
    c_before = load(like, saved, before + 4 * LANES) if time else fill(like, 0.0)
    to_h, to_c = load(like, dh, h), load(like, dc, place * LANES)
    flatness = subtract(one, multiply(squashed, squashed))
    to_c = multiply_add(multiply(to_h, s_output), flatness, to_c)
    flatness = subtract(one, multiply(candidate, candidate))
    z_input = multiply(multiply(to_c, candidate), _slope(hard, s_input))
    z_forget = multiply(multiply(to_c, c_before), _slope(hard, s_forget))
    z_cell = multiply(multiply(to_c, s_input), flatness)
    z_output = multiply(multiply(to_h, squashed), _slope(hard, s_output))
    store_several(dz, place * _BLOCK, (z_input, z_forget, z_cell, z_output))
    store(dc, place * LANES, multiply(to_c, s_forget))


@njit
def _add_rows(
    like: Lane,
    numbers: Numbers,
    first: int,
    stride: int,
    rows: int,
    samples: int,
    dz: Numbers,
    z: int,
    apart: int,
    d_kernel: Numbers,
    here: int,
) -> None:
    """Add to rows of a kernel's derivative: what multiplies them times `dz`, over the traces."""
    whole = rows - rows % _HEIGHT
    for row in range(0, whole, _HEIGHT):
        several = load_several(like, _TILE, d_kernel, here + row * _BLOCK)
        for sample in range(samples):
            right = load_several(like, 4, dz, z + sample * apart)
            several = add_outer(several, numbers, first + row + sample * stride, 1, right)
        store_several(d_kernel, here + row * _BLOCK, several)
    for row in range(whole, rows):
        single = load_several(like, 4, d_kernel, here + row * _BLOCK)
        for sample in range(samples):
            right = load_several(like, 4, dz, z + sample * apart)
            single = add_outer(single, numbers, first + row + sample * stride, 1, right)
        store_several(d_kernel, here + row * _BLOCK, single)


def forward(frame: int) -> int:
    """Call `_forward` for XLA."""
    if not asks_for_version(frame):
        _forward(
            integer(frame, 0, 0),
            integer(frame, 0, 1),
            integer(frame, 0, 2),
            integer(frame, 0, 3),
            integer(frame, 0, 4) != 0,
            argument(frame, 1),
            argument(frame, 2),
            result(frame, 0),
            result(frame, 1),
            result(frame, 2),
        )
    return 0


def backward(frame: int) -> int:
    """Call `_backward` for XLA."""
    if not asks_for_version(frame):
        _backward(
            integer(frame, 0, 0),
            integer(frame, 0, 1),
            integer(frame, 0, 2),
            integer(frame, 0, 3),
            integer(frame, 0, 4) != 0,
            argument(frame, 1),
            argument(frame, 2),
            argument(frame, 3),
            argument(frame, 4),
            argument(frame, 5),
            result(frame, 0),
            result(frame, 1),
            result(frame, 2),
            result(frame, 3),
        )
    return 0
