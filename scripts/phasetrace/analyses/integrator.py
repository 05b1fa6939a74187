"""A handcrafted LSTM unit that integrates, and a signal that shows it (the paper's Fig. 4)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.learning.cells.lstm.cell import LSTM
from phasetrace.learning.recipe import Architecture, Weights

PHASES = ("ergodic", "MBL")
ARCHITECTURE = Architecture(sites=1, phases=len(PHASES), units=1, cell="lstm", gates="hard_sigmoid")

FORGET = 0.8
"""Value of the forget gate: the unit forgets over 1 / (1 - 0.8), 5 samples."""

CANDIDATE = 0.2
"""Slope of the candidate against the magnetization; the smaller, the more even the unit."""

UNDECIDED = 0.5
"""Constant magnetization, of either sign, that leaves the output undecided."""

GAIN = 30.0
"""Change of ln(p_ergodic / p_MBL) with the hidden state."""

# Time as a fraction of the whole and the magnetization there, linear in between.
_HELD = (
    (0.0, 1.0),
    (0.08, 1.0),
    (0.12, 0.0),
    (0.34, 0.0),
    (0.38, -1.0),
    (0.5, -1.0),
    (0.54, 0.0),
    (0.74, 0.0),
    (0.76, UNDECIDED),
    (0.88, UNDECIDED),
    (0.9, 1.0),
    (1.0, 1.0),
)
_WAVE_BEGIN, _WAVE_END, _WAVES, _AMPLITUDE = 0.54, 0.74, 2, 0.5


def integrator() -> Weights:
    """Weights of one unit that integrates 1 - m² and forgets slowly.

    With gates clip(0.2 x + 0.5, 0, 1) the input gate can be (1 + m) / 2, which
    together with a candidate tanh(d (1 - m)) makes the cell's state

        c(t) = f c(t - 1) + (1 + m) / 2 tanh(d (1 - m)) ≈ f c(t - 1) + d (1 - m²) / 2,

    even in m but for a relative 2 d² m / 3. It rises while m is near 0, towards
    d / 2 / (1 - f), and leaks away while m is near +1 or -1. The output gate is open and
    h = tanh(c).

    Returns
    -------
    dict
        Weights of `phasetrace.learning.classifier` for `ARCHITECTURE` and `PHASES`, with a leading
        axis of length 1.
    """
    threshold = np.tanh(CANDIDATE * (1 - UNDECIDED**2) / 2 / (1 - FORGET))
    favour = GAIN / 2 * np.array([1.0, -1.0])
    weights = {
        "input_kernel": [_gates(input=2.5, cell=-CANDIDATE)],
        "recurrent_kernel": [_gates()],
        "bias": _gates(forget=5 * (FORGET - 0.5), cell=CANDIDATE, output=2.5),
        "output_kernel": [favour],
        "output_bias": -threshold * favour,
    }
    return {name: np.asarray(value, np.float32)[None] for name, value in weights.items()}


def _gates(**weights: float) -> list[float]:
    """Weights of the unit's gates in the order of the LSTM's, 0 if not given."""
    return [weights.get(gate, 0.0) for gate in LSTM.gate_names]


def signal(times: ArrayLike) -> NDArray[np.float64]:
    """Magnetization that visits every regime: +1, 0, -1, a wave around 0, undecided, +1.

    Parameters
    ----------
    times : array_like, shape (T,)
        Increasing from 0; the signal stretches over all of them.

    Returns
    -------
    ndarray, shape (T,)

    Raises
    ------
    ValueError
        If the times do not increase from 0.
    """
    times = np.asarray(times, dtype=np.float64)
    if times.ndim != 1 or len(times) < 2 or times[0] != 0 or not (np.diff(times) > 0).all():
        raise ValueError(f"times are {times}, must be two or more that increase from 0")
    passed = times / times[-1]
    phase = (passed - _WAVE_BEGIN) / (_WAVE_END - _WAVE_BEGIN)
    wave = _AMPLITUDE * np.sin(2 * np.pi * _WAVES * phase)
    return np.interp(passed, *np.transpose(_HELD)) + np.where((phase > 0) & (phase < 1), wave, 0.0)
