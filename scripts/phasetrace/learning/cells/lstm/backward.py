"""The derivative of an LSTM layer on one core of a CPU, compiled by Numba.

It goes back through the times that `phasetrace.learning.cells.lstm.forward` went through, with
products made in registers as there.
"""

import numpy as np
from numba import njit

from phasetrace.compile.simd import (
    SimdVector,
    add,
    add_outer,
    fill,
    load,
    load_several,
    multiply,
    multiply_add,
    pack,
    places,
    store,
    store_several,
    subtract,
    zeros,
)
from phasetrace.compile.xla_calls import argument, asks_for_version, result
from phasetrace.learning.cells.lstm.gates import slope
from phasetrace.learning.cells.lstm.layout import (
    HEIGHT,
    LANES,
    LIKE,
    ROW,
    SAMPLES_TOGETHER,
    SAVED,
    TILE,
    Indices,
    Numbers,
    choose,
    fetch,
    regroup,
)


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
    like = pack(LIKE)
    vectors, height = units // LANES, units + sites + 1
    apart = vectors * ROW
    count = choose(indices, len(traces) // (times * sites), chosen)
    for sample in range(samples):
        numbered[sample] = sample
    for place in range(0, len(d_kernel), LANES):
        store(d_kernel, place, fill(like, 0.0))
    for place in range(0, len(dc), LANES):
        store(dc, place, fill(like, 0.0))
        store(dh, place, load(like, dh_last, place))
    for time in range(times - 1, -1, -1):
        for sample in range(count):
            fetch(traces, (np.intp(chosen[sample]) * times + time - 1) * sites, sites)
        for vector in range(vectors):
            bias = (vector * height + height - 1) * ROW
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
            here, z = vector * height * ROW, vector * ROW
            inward = here + units * ROW
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
    regroup(d_kernel, d_weights, vectors, 4 * height)


@njit
def _return(
    like: SimdVector,
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
) -> tuple[SimdVector, SimdVector, SimdVector, SimdVector]:
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
    store_several(dz, place * ROW, (z_input, z_forget, z_cell, z_output))
    store(dc, place * LANES, multiply(to_c, s_forget))
    return z_input, z_forget, z_cell, z_output


@njit
def _add_rows(
    like: SimdVector,
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
    whole = rows - rows % HEIGHT
    for row in range(0, whole, HEIGHT):
        several = load_several(like, TILE, d_kernel, here + row * ROW)
        at = places(HEIGHT, offset + row, 1)
        for sample in range(count):
            right = load_several(like, 4, dz, z + sample * apart)
            several = add_outer(several, numbers, at, np.intp(chosen[sample]) * size, right)
        store_several(d_kernel, here + row * ROW, several)
    for row in range(whole, rows):
        single = load_several(like, 4, d_kernel, here + row * ROW)
        only = places(1, offset + row, 1)
        for sample in range(count):
            right = load_several(like, 4, dz, z + sample * apart)
            single = add_outer(single, numbers, only, np.intp(chosen[sample]) * size, right)
        store_several(d_kernel, here + row * ROW, single)


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
