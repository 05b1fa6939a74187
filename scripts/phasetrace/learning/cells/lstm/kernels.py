"""The recurrence of an LSTM layer and its derivative on one core of a CPU, compiled by Numba.

The equations are those of `phasetrace.learning.cells.lstm.cell`. Units stand in vectors of `LANES`
lanes; a product is computed for a few traces and all vectors of a row together, which then stay
in registers. Nothing passes through memory more often than it must: see
`tests/benchmarks/TRAINING.md`.
"""

import llvmlite.binding
import numpy as np
from numba import njit
from numpy.typing import NDArray

from phasetrace.compile.simd import (
    CACHE_LINE,
    Lane,
    add,
    add_outer,
    fill,
    load,
    load_several,
    multiply,
    multiply_add,
    pack,
    places,
    places_of,
    prefetch,
    store,
    store_several,
    subtract,
    zeros,
)
from phasetrace.compile.xla_calls import argument, asks_for_version, result
from phasetrace.learning.cells.lstm.gates import gate, slope, tanh

# As many vectors as there are registers for a matrix of them, besides a row.
LANES, _HEIGHT = (16, 4) if llvmlite.binding.get_host_cpu_features().get("avx512f") else (8, 2)
SAMPLES_TOGETHER = 8
"""Numbers of samples must be multiples of this."""
SAVED = 6
"""Vectors that are saved of a vector of units: its four gates, c and tanh(c)."""

_LIKE = (np.float32(0),) * LANES
_ROW = 4 * LANES  # the four gates of a vector of units, side by side
_TILE = 4 * _HEIGHT
_LINE = CACHE_LINE // 4

Numbers = NDArray[np.float32]
Indices = NDArray[np.int32]


@njit
def _regroup(source: Numbers, target: Numbers, rows: int, columns: int) -> None:
    """Transpose a matrix (row, column) of vectors."""
    like = pack(_LIKE)
    for row in range(rows):
        for column in range(columns):
            vector = load(like, source, (row * columns + column) * LANES)
            store(target, (column * rows + row) * LANES, vector)


@njit
def _choose(indices: Indices, traces: int, chosen: Indices) -> int:
    """Number of samples up to the last that is a trace, in whole groups; chooses their traces."""
    count = 0
    for sample in range(len(indices)):
        chosen[sample] = min(max(indices[sample], 0), traces - 1)
        if indices[sample] >= 0:
            count = sample + 1
    return count + -count % SAMPLES_TOGETHER


@njit
def _fetch(traces: Numbers, place: int, sites: int) -> None:
    """Let the caches fetch what drives the layer at another time of a trace, if there is one."""
    for site in range(0, sites + _LINE - 1, _LINE):
        prefetch(traces, place + site)


@njit(inline="always")
def _forward(
    samples: int,
    times: int,
    sites: int,
    units: int,
    hard: bool,
    indices: Indices,
    traces: Numbers,
    weights: Numbers,
    hidden: Numbers,
    saved: Numbers,
    kernel: Numbers,
    z: Numbers,
    chosen: Indices,
) -> None:
    """Follow the hidden state.

    Parameters
    ----------
    samples, times, sites, units : int
        Numbers of samples, times and sites, and of units in whole vectors.
    hard : bool
        Whether the gates are `phasetrace.learning.cells.cell.hard_sigmoid`.
    indices : (sample,)
        Which of the traces each sample is; negative numbers are padding, whose hidden state is 0
        behind the last group of samples that has a trace.
    traces : (trace, time, site)
        What drives the layer.
    weights : (unit + site + 1, gate, vector, lane)
        R, K and b as rows.
    hidden : (time, sample, unit)
        Becomes the hidden state.
    saved : (time, sample, vector, SAVED, lane)
        Becomes what the derivative needs; with one time alone the last one remains.
    kernel : (vector, unit + site + 1, gate, lane)
        Memory for the weights as they are used,
    z : (SAMPLES_TOGETHER, gate, lane)
        inputs of the gates
    chosen : (sample,)
        and numbers of traces.
    """
    like = pack(_LIKE)
    vectors, height = units // LANES, units + sites + 1
    _regroup(weights, kernel, 4 * height, vectors)
    count = _choose(indices, len(traces) // (times * sites), chosen)
    step = samples * vectors * SAVED * LANES
    kept = step if len(saved) > step else 0
    for time in range(times):
        for vector in range(vectors):
            recurrent = vector * height * _ROW
            inward = recurrent + units * _ROW
            for sample in range(0, count, _HEIGHT):
                several = zeros(like, _TILE)
                at = places_of(_HEIGHT, chosen, sample, times * sites)
                for site in range(sites):
                    row = load_several(like, 4, kernel, inward + site * _ROW)
                    several = add_outer(several, traces, at, time * sites + site, row)
                if time:
                    before = ((time - 1) * samples + sample) * units
                    at = places(_HEIGHT, before, units)
                    for unit in range(units):
                        row = load_several(like, 4, kernel, recurrent + unit * _ROW)
                        several = add_outer(several, hidden, at, unit, row)
                store_several(z, 0, several)
                for one in range(_HEIGHT):
                    trace = sample + one
                    if vector == 0:
                        _fetch(traces, (np.intp(chosen[trace]) * times + time + 1) * sites, sites)
                    here = time * kept + (trace * vectors + vector) * SAVED * LANES
                    h = (time * samples + trace) * units + vector * LANES
                    bias = inward + sites * _ROW
                    _advance(
                        like,
                        hard,
                        time,
                        z,
                        one * _ROW,
                        kernel,
                        bias,
                        saved,
                        here,
                        kept,
                        hidden,
                        h,
                    )
    for place in range((samples * (times - 1) + count) * units, samples * times * units, LANES):
        store(hidden, place, fill(like, 0.0))


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
    """Advance c and h of a vector of units, whose gates' inputs lack the bias."""
    s_input = gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    s_forget = gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    candidate = tanh(add(load(like, z, at), load(like, kernel, bias)))
    at, bias = at + LANES, bias + LANES
    s_output = gate(hard, add(load(like, z, at), load(like, kernel, bias)))
    c = multiply(s_input, candidate)
    if time:
        c = multiply_add(s_forget, load(like, saved, here - kept + 4 * LANES), c)
    squashed = tanh(c)
    store_several(saved, here, (s_input, s_forget, candidate, s_output, c, squashed))
    store(hidden, h, multiply(s_output, squashed))


@njit(inline="always")
def _backward(
    samples: int,
    times: int,
    sites: int,
    units: int,
    hard: bool,
    indices: Indices,
    traces: Numbers,
    to_hidden: Numbers,
    hidden: Numbers,
    saved: Numbers,
    dh_last: Numbers,
    d_weights: Numbers,
    d_kernel: Numbers,
    dz: Numbers,
    dh: Numbers,
    dc: Numbers,
    chosen: Indices,
    numbered: Indices,
) -> None:
    """Differentiate with respect to the weights.

    Parameters
    ----------
    samples, times, sites, units, hard, indices, traces, hidden, saved
        As they were and became in `_forward`.
    to_hidden : (vector, 4 unit, lane)
        R transposed; its rows are in the order of `dz`.
    dh_last : (vector, sample, lane)
        Derivative with respect to the hidden state at the last time.
    d_weights : (unit + site + 1, gate, vector, lane)
        Becomes the derivative with respect to the weights.
    d_kernel : (vector, unit + site + 1, gate, lane)
        Memory for it as it is summed up,
    dz : (sample, vector, gate, lane)
        derivatives with respect to the gates' inputs,
    dh : (vector, sample, lane)
        to the hidden state
    dc : (sample, vector, lane)
        and to c,
    chosen : (sample,)
        numbers of traces
    numbered : (sample,)
        and numbers of samples.
    """
    like = pack(_LIKE)
    vectors, height = units // LANES, units + sites + 1
    apart = vectors * _ROW
    count = _choose(indices, len(traces) // (times * sites), chosen)
    for sample in range(samples):
        numbered[sample] = sample
    for place in range(0, len(d_kernel), LANES):
        store(d_kernel, place, fill(like, 0.0))
    for place in range(0, len(dc), LANES):
        store(dc, place, fill(like, 0.0))
        store(dh, place, load(like, dh_last, place))
    for time in range(times - 1, -1, -1):
        for sample in range(count):
            _fetch(traces, (np.intp(chosen[sample]) * times + time - 1) * sites, sites)
        for vector in range(vectors):
            bias = (vector * height + height - 1) * _ROW
            s_input, s_forget, s_cell, s_output = load_several(like, 4, d_kernel, bias)
            for sample in range(count):
                place = sample * vectors + vector
                h = (vector * samples + sample) * LANES
                here = (time * samples * vectors + place) * SAVED * LANES
                before = here - samples * vectors * SAVED * LANES
                z_input, z_forget, z_cell, z_output = _return(
                    like, hard, time, saved, here, before, dh, h, dc, dz, place
                )
                s_input, s_forget = add(s_input, z_input), add(s_forget, z_forget)
                s_cell, s_output = add(s_cell, z_cell), add(s_output, z_output)
            store_several(d_kernel, bias, (s_input, s_forget, s_cell, s_output))
        for vector in range(vectors):
            here, z = vector * height * _ROW, vector * _ROW
            inward = here + units * _ROW
            size, at = times * sites, time * sites
            _add_rows(like, traces, chosen, size, at, sites, count, dz, z, apart, d_kernel, inward)
            if time == 0:
                continue
            at = (time - 1) * samples * units
            _add_rows(like, hidden, numbered, units, at, units, count, dz, z, apart, d_kernel, here)
            for sample in range(0, count, SAMPLES_TOGETHER):
                several = zeros(like, SAMPLES_TOGETHER)
                at = places(SAMPLES_TOGETHER, sample * apart, apart)
                for column in range(apart):
                    row = load_several(like, 1, to_hidden, (vector * apart + column) * LANES)
                    several = add_outer(several, dz, at, column, row)
                store_several(dh, (vector * samples + sample) * LANES, several)
    _regroup(d_kernel, d_weights, vectors, 4 * height)


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
) -> tuple[Lane, Lane, Lane, Lane]:
    """From the derivatives of a vector of units at a time to those of its gates' inputs."""
    one = fill(like, 1.0)
    s_input, s_forget = load(like, saved, here), load(like, saved, here + LANES)
    candidate, s_output = load(like, saved, here + 2 * LANES), load(like, saved, here + 3 * LANES)
    squashed = load(like, saved, here + 5 * LANES)
    c_before = load(like, saved, before + 4 * LANES) if time else fill(like, 0.0)
    to_h, to_c = load(like, dh, h), load(like, dc, place * LANES)
    flatness = subtract(one, multiply(squashed, squashed))
    to_c = multiply_add(multiply(to_h, s_output), flatness, to_c)
    flatness = subtract(one, multiply(candidate, candidate))
    z_input = multiply(multiply(to_c, candidate), slope(hard, s_input))
    z_forget = multiply(multiply(to_c, c_before), slope(hard, s_forget))
    z_cell = multiply(multiply(to_c, s_input), flatness)
    z_output = multiply(multiply(to_h, squashed), slope(hard, s_output))
    store_several(dz, place * _ROW, (z_input, z_forget, z_cell, z_output))
    store(dc, place * LANES, multiply(to_c, s_forget))
    return z_input, z_forget, z_cell, z_output


@njit
def _add_rows(
    like: Lane,
    numbers: Numbers,
    chosen: Indices,
    size: int,
    offset: int,
    rows: int,
    count: int,
    dz: Numbers,
    z: int,
    apart: int,
    d_kernel: Numbers,
    here: int,
) -> None:
    """Add to rows of a kernel's derivative: what multiplies them times `dz`, over the samples."""
    whole = rows - rows % _HEIGHT
    for row in range(0, whole, _HEIGHT):
        several = load_several(like, _TILE, d_kernel, here + row * _ROW)
        at = places(_HEIGHT, offset + row, 1)
        for sample in range(count):
            right = load_several(like, 4, dz, z + sample * apart)
            several = add_outer(several, numbers, at, np.intp(chosen[sample]) * size, right)
        store_several(d_kernel, here + row * _ROW, several)
    for row in range(whole, rows):
        single = load_several(like, 4, d_kernel, here + row * _ROW)
        only = places(1, offset + row, 1)
        for sample in range(count):
            right = load_several(like, 4, dz, z + sample * apart)
            single = add_outer(single, numbers, only, np.intp(chosen[sample]) * size, right)
        store_several(d_kernel, here + row * _ROW, single)


def forward(frame: int) -> int:
    """Call `_forward` for XLA."""
    if not asks_for_version(frame):
        sizes = argument(frame, 0, np.int32)
        _forward(
            np.intp(sizes[0]),
            np.intp(sizes[1]),
            np.intp(sizes[2]),
            np.intp(sizes[3]),
            sizes[4] != 0,
            argument(frame, 1, np.int32),
            argument(frame, 2, np.float32),
            argument(frame, 3, np.float32),
            result(frame, 0, np.float32),
            result(frame, 1, np.float32),
            result(frame, 2, np.float32),
            result(frame, 3, np.float32),
            result(frame, 4, np.int32),
        )
    return 0


def backward(frame: int) -> int:
    """Call `_backward` for XLA."""
    if not asks_for_version(frame):
        sizes = argument(frame, 0, np.int32)
        _backward(
            np.intp(sizes[0]),
            np.intp(sizes[1]),
            np.intp(sizes[2]),
            np.intp(sizes[3]),
            sizes[4] != 0,
            argument(frame, 1, np.int32),
            argument(frame, 2, np.float32),
            argument(frame, 3, np.float32),
            argument(frame, 4, np.float32),
            argument(frame, 5, np.float32),
            argument(frame, 6, np.float32),
            result(frame, 0, np.float32),
            result(frame, 1, np.float32),
            result(frame, 2, np.float32),
            result(frame, 3, np.float32),
            result(frame, 4, np.float32),
            result(frame, 5, np.int32),
            result(frame, 6, np.int32),
        )
    return 0
