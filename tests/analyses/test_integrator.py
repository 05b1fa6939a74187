"""The handcrafted unit against closed forms of its recurrence, and the signal it is shown."""

import numpy as np
import pytest
from phasetrace import responses
from phasetrace.analyses.integrator import (
    ARCHITECTURE,
    CANDIDATE,
    FORGET,
    PHASES,
    UNDECIDED,
    integrator,
    signal,
)

CONSTANTS = np.array([0.0, 0.2, -0.2, 0.5, -0.5, 0.8, -0.8, 1.0, -1.0])


def respond(traces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden state and output for the ergodic phase, (sample, time), of traces (sample, time)."""
    hidden, probability = responses(ARCHITECTURE, integrator(), traces[..., None])
    return hidden[0, ..., 0], probability[0, ..., PHASES.index("ergodic")]


def constant(samples: int) -> tuple[np.ndarray, np.ndarray]:
    return respond(np.repeat(CONSTANTS[:, None], samples, axis=1))


def test_constant_signals_approach_the_fixed_point_geometrically():
    hidden, _ = constant(40)
    drive = (1 + CONSTANTS) / 2 * np.tanh(CANDIDATE * (1 - CONSTANTS))
    passed = np.arange(1, 41)
    state = drive[:, None] / (1 - FORGET) * (1 - FORGET**passed)
    np.testing.assert_allclose(hidden, np.tanh(state), atol=1e-6)


def test_state_integrates_the_signal():
    trace = np.random.default_rng(0).uniform(-1, 1, 60)
    drive = (1 + trace) / 2 * np.tanh(CANDIDATE * (1 - trace))
    kernel = np.tril(FORGET ** np.subtract.outer(np.arange(60), np.arange(60)).clip(0))
    np.testing.assert_allclose(respond(trace[None])[0][0], np.tanh(kernel @ drive), atol=1e-6)


def test_unit_is_even_up_to_the_third_order_of_the_candidate():
    hidden, _ = constant(200)
    m, state = CONSTANTS[1::2], np.arctanh(hidden[:, -1].astype(float))
    assert m.min() > 0
    odd = state[1::2] - state[2::2]
    third_order = 2 / 3 * CANDIDATE**3 * m * (1 - m**2) / (1 - FORGET)
    np.testing.assert_allclose(odd, third_order, rtol=0.05, atol=1e-6)
    assert (np.abs(odd) < 0.02 * state[0]).all()


def test_flipped_signal_gives_the_same_output():
    trace = signal(np.linspace(0.0, 500.0, 50))
    _, output = respond(np.array([trace, -trace]))
    assert np.ptp(output, axis=1).min() > 0.8
    np.testing.assert_allclose(output[0], output[1], atol=0.1)


def test_constant_signals_are_told():
    _, output = constant(50)
    last = dict(zip(CONSTANTS, output[:, -1], strict=True))
    assert last[0.0] > 0.9
    assert max(last[1.0], last[-1.0]) < 1e-3
    assert abs(last[UNDECIDED] - 0.5) < 0.1
    assert abs(last[-UNDECIDED] - 0.5) < 0.1


def test_signal_visits_every_regime_whatever_the_sampling():
    fine, coarse = signal(np.linspace(0, 500, 5001)), signal(np.linspace(0, 100, 51))
    np.testing.assert_allclose(fine[::100], coarse, atol=1e-12)
    assert fine[0] == 1
    assert fine.max() == 1
    assert fine.min() == -1
    for value in (0.0, 1.0, -1.0, UNDECIDED):
        assert np.isclose(fine, value).mean() > 0.1
    assert np.abs(np.diff(fine)).max() < 0.01


@pytest.mark.parametrize("times", [[0.0], [1.0, 2.0], [0.0, 2.0, 1.0], [[0.0, 1.0]]])
def test_times_that_do_not_increase_from_zero_are_refused(times):
    with pytest.raises(ValueError, match="times are"):
        signal(times)
