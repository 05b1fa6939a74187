"""The long short-term memory against Flax's own, and when its kernels give way to JAX."""

import logging
from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn
from phasetrace.compile import xla_calls
from phasetrace.learning.cells.lstm import cpu
from phasetrace.learning.cells.lstm.cell import LSTM
from phasetrace.learning.recipe import Architecture, Recipe
from phasetrace.learning.training import fit
from recurrence import assert_close, by_flax, problem

FLAX = [nn.OptimizedLSTMCell, nn.LSTMCell]


@pytest.fixture
def unregistered(monkeypatch, caplog):
    """Nothing is registered yet, and the log of the library is read."""
    monkeypatch.setattr(cpu, "_register_once", cache(cpu._register_once.__wrapped__))
    with caplog.at_level(logging.WARNING, logger="phasetrace"):
        yield lambda: [record for record in caplog.records if record.name == "phasetrace"]


@pytest.fixture(params=["cpu", "gpu"])
def backend(request, monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: request.param)


def called(function, *arguments):
    """Whether XLA calls a kernel of ours in a function."""
    return "ffi_call" in str(jax.make_jaxpr(function)(*arguments))


@pytest.mark.parametrize("kind", FLAX)
def test_values_are_those_of_flax(kind, backend):
    traces, weights, _ = problem("lstm", 9, 11, 5, 7)
    expected = by_flax(kind, weights, traces)
    np.testing.assert_allclose(LSTM("sigmoid").hidden_states(weights, traces), expected, atol=2e-6)


@pytest.mark.parametrize("kind", FLAX)
def test_the_derivative_is_that_of_flax(kind, backend):
    traces, weights, direction = problem("lstm", 9, 11, 5, 7)

    def ours(weights):
        return jnp.sum(direction * LSTM("sigmoid").last_hidden_state(weights, traces))

    def flax(weights):
        return jnp.sum(direction * by_flax(kind, weights, traces)[-1])

    assert_close(jax.jit(jax.grad(ours))(weights), jax.jit(jax.grad(flax))(weights), 4e-6)


def test_kernels_are_taken_on_a_cpu_where_they_fit(monkeypatch):
    traces, weights, _ = problem("lstm", 5, 9, 4, 3)
    layer = LSTM("sigmoid")
    for function in (layer.hidden_states, layer.last_hidden_state):
        assert called(function, weights, traces)
        assert not called(function, weights, traces.astype(jnp.float16))
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    for function in (layer.hidden_states, layer.last_hidden_state):
        assert not called(function, weights, traces)


def small_fit():
    traces = np.random.default_rng(0).uniform(-1, 1, (16, 6, 3)).astype(np.float32)
    jax.clear_caches()
    return fit(Architecture(3, 2, 5), Recipe(batch=6, epochs=2), traces, np.arange(16) % 2, [0])


def test_another_interface_of_xla_leaves_training_to_jax(monkeypatch, unregistered):
    monkeypatch.setattr(xla_calls, "interface_version", lambda: (0, 4))
    found = small_fit()
    (record,) = unregistered()
    assert record.getMessage().endswith("interface has version 0.4, must have 0.3")
    assert "\n" not in record.getMessage()
    traces, weights, _ = problem("lstm", 5, 9, 4, 3)
    assert not called(LSTM("sigmoid").hidden_states, weights, traces)
    monkeypatch.undo()
    expected = small_fit()
    for name, value in expected.weights.items():
        np.testing.assert_allclose(found.weights[name], value, atol=1e-5)


@pytest.mark.parametrize(
    ("version", "text"), [((1, 0), "1.0"), ((0, 2), "0.2"), (None, "no number")]
)
def test_only_the_version_of_the_kernels_will_do(version, text, monkeypatch, unregistered):
    monkeypatch.setattr(xla_calls, "interface_version", lambda: version)
    assert not cpu.registered() and not cpu.registered()
    (record,) = unregistered()
    assert f"has version {text}, must have 0.3" in record.getMessage()


def test_what_xla_refuses_is_left_to_jax(monkeypatch, unregistered):
    """Functions that answer with another version than the header's."""
    monkeypatch.setattr(cpu, "_FORWARD", "phasetrace_test_refused")
    monkeypatch.setattr(cpu, "forward", lambda frame: 0)
    assert not cpu.registered()
    (record,) = unregistered()
    assert "XLA refuses phasetrace_test_refused: INVALID_ARGUMENT" in record.getMessage()
    assert "\n" not in record.getMessage()
