"""The hidden state of an LSTM layer on one core of a CPU, compiled by Numba.

The equations are those of `phasetrace.learning.cells.lstm.cell`. A product is computed for a few
samples and all vectors of a row together, which then stay in registers. Nothing passes through
memory more often than it must: see `tests/benchmarks/TRAINING.md`.
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
    places_of,
    store,
    store_several,
    zeros,
)
from phasetrace.compile.xla_calls import argument, asks_for_version, result
from phasetrace.learning.cells.lstm.gates import gate, tanh
from phasetrace.learning.cells.lstm.layout import (
    HEIGHT,
    LANES,
    LIKE,
    ROW,
    SAVED,
    TILE,
    Indices,
    Numbers,
    choose,
    fetch,
    regroup,
)


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
    like = pack(LIKE)
    vectors, height = units // LANES, units + sites + 1
    regroup(weights, kernel, 4 * height, vectors)
    count = choose(indices, len(traces) // (times * sites), chosen)
    step = samples * vectors * SAVED * LANES
    kept = step if len(saved) > step else 0
    for time in range(times):
        for vector in range(vectors):
            recurrent = vector * height * ROW
            inward = recurrent + units * ROW
            for sample in range(0, count, HEIGHT):
                several = zeros(like, TILE)
                at = places_of(HEIGHT, chosen, sample, times * sites)
                for site in range(sites):
                    row = load_several(like, 4, kernel, inward + site * ROW)
                    several = add_outer(several, traces, at, time * sites + site, row)
                if time:
                    before = ((time - 1) * samples + sample) * units
                    at = places(HEIGHT, before, units)
                    for unit in range(units):
                        row = load_several(like, 4, kernel, recurrent + unit * ROW)
                        several = add_outer(several, hidden, at, unit, row)
                store_several(z, 0, several)
                for one in range(HEIGHT):
                    trace = sample + one
                    if vector == 0:
                        fetch(traces, (np.intp(chosen[trace]) * times + time + 1) * sites, sites)
                    here = time * kept + (trace * vectors + vector) * SAVED * LANES
                    h = (time * samples + trace) * units + vector * LANES
                    bias = inward + sites * ROW
                    _advance(
                        like,
                        hard,
                        time,
                        z,
                        one * ROW,
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
    like: SimdVector,
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
