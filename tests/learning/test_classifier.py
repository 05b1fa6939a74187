"""The classifier as a module of Flax, and against a loop over the textbook formulas."""

from typing import get_args

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax.errors import ScopeParamShapeError
from phasetrace.learning import classifier
from phasetrace.learning.cells import cell_names
from phasetrace.learning.classifier import Classifier, predict, responses
from phasetrace.learning.initialization import initial_weights, weight_shapes
from phasetrace.learning.minibatches import dropout_draws
from phasetrace.learning.recipe import Architecture, Initialization
from scipy.stats import ks_2samp

SITES, UNITS, TIMES, SAMPLES, PHASES = 5, 7, 11, 9, 3


def random_weights(cell: str = "lstm", seed: int = 0, **kwargs) -> tuple[Architecture, dict]:
    """Weights with no zeros, large enough to saturate some gates, for two retrainings."""
    architecture = Architecture(SITES, PHASES, UNITS, cell=cell, **kwargs)
    rng = np.random.default_rng(seed)
    return architecture, {
        name: rng.normal(size=(2, *shape)).astype(np.float32)
        for name, shape in weight_shapes(architecture).items()
    }


def under_dropout(architecture: Architecture, one: dict, traces: np.ndarray, count: int):
    """Logits (draw, sample, phase) for `count` draws."""
    network = Classifier(architecture)
    draws = dropout_draws(architecture, np.random.default_rng(0), (count, len(traces)))
    return jax.jit(jax.vmap(lambda draw: network.apply({"params": one}, traces, draw)))(draws)


@pytest.fixture(scope="module")
def traces() -> np.ndarray:
    return np.random.default_rng(1).uniform(-1, 1, (SAMPLES, TIMES, SITES)).astype(np.float32)


def lstm_output(weights: dict, trace: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden state and output at every time, unit by unit, in double precision."""
    w = {name: value.astype(float) for name, value in weights.items()}
    h, c = [0.0] * UNITS, [0.0] * UNITS
    hidden, output = [], []
    for m in trace.astype(float):
        new_h, new_c = [], []
        for u in range(UNITS):
            z = [
                w["bias"][gate * UNITS + u]
                + sum(m[s] * w["input_kernel"][s, gate * UNITS + u] for s in range(SITES))
                + sum(h[v] * w["recurrent_kernel"][v, gate * UNITS + u] for v in range(UNITS))
                for gate in range(4)
            ]
            admit, keep, emit = (min(max(0.2 * z[k] + 0.5, 0.0), 1.0) for k in (0, 1, 3))
            new_c.append(keep * c[u] + admit * np.tanh(z[2]))
            new_h.append(emit * np.tanh(new_c[u]))
        h, c = new_h, new_c
        e = np.exp(np.array(h) @ w["output_kernel"] + w["output_bias"])
        hidden.append(h)
        output.append(e / e.sum())
    return np.array(hidden), np.array(output)


def test_responses_follow_the_formulas(traces):
    architecture, weights = random_weights()
    hidden, probability = responses(architecture, weights, traces)
    assert hidden.shape == (2, SAMPLES, TIMES, UNITS)
    assert probability.shape == (2, SAMPLES, TIMES, PHASES)
    for k in range(2):
        one = {name: value[k] for name, value in weights.items()}
        for sample, trace in enumerate(traces):
            expected_hidden, expected = lstm_output(one, trace)
            np.testing.assert_allclose(hidden[k, sample], expected_hidden, atol=1e-5)
            np.testing.assert_allclose(probability[k, sample], expected, atol=1e-5)


@pytest.mark.parametrize("initialization", get_args(Initialization))
@pytest.mark.parametrize("cell", cell_names())
def test_flax_draws_the_declared_weights(traces, cell, initialization):
    """`init` gives arrays of the declared names, shapes and distributions; `apply` takes them."""
    architecture = Architecture(
        60, PHASES, 50, cell=cell, gates="sigmoid", initialization=initialization
    )
    network = Classifier(architecture)
    seen = jnp.zeros((2, 3, 60))
    weights = network.init(jax.random.key(0), seen)["params"]
    assert {name: value.shape for name, value in weights.items()} == weight_shapes(architecture)
    assert {value.dtype for value in weights.values()} == {jnp.dtype("float32")}
    drawn = initial_weights(architecture, np.random.default_rng(0))
    for name, value in drawn.items():
        found = np.array(weights[name])
        if not value.any() or name == "bias":
            np.testing.assert_array_equal(found, value, err_msg=name)
            continue
        assert (found != value).any()
        if name == "output_kernel":
            # 150 numbers: four standard errors of their standard deviation.
            assert found.std() == pytest.approx(value.std(), rel=4 * np.sqrt(2 / 150))
        else:
            assert ks_2samp(found.ravel(), value.ravel()).pvalue > 1e-3, name
    assert network.apply({"params": weights}, seen).shape == (2, PHASES)
    again = jax.jit(network.init)(jax.random.key(0), seen)["params"]
    other = network.init(jax.random.key(1), seen)["params"]
    for name in ("input_kernel", "recurrent_kernel", "output_kernel"):
        np.testing.assert_array_equal(again[name], weights[name])
        assert (other[name] != weights[name]).any()


def test_weights_of_another_shape_are_refused(traces):
    architecture, weights = random_weights()
    one = {name: value[0] for name, value in weights.items()}
    one["bias"] = one["bias"][:-1]
    with pytest.raises(ScopeParamShapeError, match="bias"):
        Classifier(architecture).apply({"params": one}, traces)


@pytest.mark.parametrize("cell", cell_names())
def test_prediction_is_the_last_response(traces, cell):
    architecture, weights = random_weights(cell)
    probability = predict(architecture, weights, traces)
    assert probability.dtype == np.float32
    np.testing.assert_allclose(probability.sum(axis=-1), 1, atol=1e-6)
    np.testing.assert_allclose(
        probability, responses(architecture, weights, traces)[1][:, :, -1], atol=1e-6
    )


@pytest.mark.parametrize("cell", cell_names())
def test_prediction_does_not_depend_on_what_else_is_predicted(traces, cell):
    """More samples than one chunk holds, and not a multiple of it."""
    architecture, weights = random_weights(cell)
    many = np.concatenate([traces] * 60)
    probability = predict(architecture, weights, many)
    assert probability.shape == (2, 540, PHASES)
    alone = predict(architecture, weights, traces)
    np.testing.assert_allclose(probability, np.concatenate([alone] * 60, axis=1), atol=1e-6)


def test_dropout_on_the_output_acts_on_the_last_hidden_state(traces):
    architecture, weights = random_weights(dropout=0.5, dropout_on="output")
    one = {name: value[0] for name, value in weights.items()}
    last = responses(architecture, weights, traces)[0][0, :, -1]
    # A logit is b + sum of 2 h W over the units kept, each with probability 1/2.
    logits = np.array(under_dropout(architecture, one, traces, 4000))
    mean = last @ one["output_kernel"] + one["output_bias"]
    spread = np.sqrt(last**2 @ one["output_kernel"] ** 2)
    np.testing.assert_allclose(logits.std(axis=0), spread, rtol=0.06)
    assert (np.abs(logits.mean(axis=0) - mean) < 5 * spread / np.sqrt(4000)).all()


def test_dropout_on_the_input_silences_sites_at_all_times():
    architecture, weights = random_weights(dropout=0.25, dropout_on="input")
    one = {name: value[0] for name, value in weights.items()}
    trace = np.random.default_rng(2).uniform(-1, 1, (1, TIMES, SITES)).astype(np.float32)
    masks = (np.arange(2**SITES)[:, None] >> np.arange(SITES)) & 1
    masked = (trace * masks[:, None, :] / 0.75).astype(np.float32)
    possible = Classifier(architecture).apply({"params": one}, masked)
    seen = under_dropout(architecture, one, trace, 40)
    distance = np.abs(seen - possible).max(axis=-1)
    assert distance.min(axis=1).max() < 1e-5
    assert len(set(distance.argmin(axis=1))) > 5


@pytest.mark.parametrize("place", ["output", "input"])
def test_dropout_acts_on_samples_whatever_their_indices(traces, place):
    architecture, weights = random_weights(dropout=0.5, dropout_on=place)
    network = Classifier(architecture).bind(
        {"params": {name: value[0] for name, value in weights.items()}}
    )
    indices = np.array([3, 0, 3, -1])
    width = {"output": UNITS, "input": SITES}[place]
    draws = np.random.default_rng(0).random((4, width), dtype=np.float32)
    found = network(jnp.asarray(traces), draws, jnp.asarray(indices))
    np.testing.assert_allclose(found[:3], network(traces[indices], draws)[:3], atol=1e-6)
    assert np.isfinite(found).all()


@pytest.mark.parametrize("cell", cell_names())
def test_x64_changes_no_prediction(traces, cell):
    architecture, weights = random_weights(cell)
    plain = predict(architecture, weights, traces), *responses(architecture, weights, traces)
    compiled = classifier._probability._cache_size()
    with jax.enable_x64(True):
        wide = predict(architecture, weights, traces), *responses(architecture, weights, traces)
    for one, other in zip(plain, wide, strict=True):
        assert other.dtype == np.float32
        np.testing.assert_array_equal(one, other)
    assert classifier._probability._cache_size() == compiled


def test_bad_traces_are_refused(traces):
    architecture, weights = random_weights()
    with pytest.raises(ValueError, match=r"shape \(9, 11, 4\), must be \(sample, time, 5 sites\)"):
        predict(architecture, weights, traces[:, :, :4])
    broken = traces.copy()
    broken[3, 2, 1] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        predict(architecture, weights, broken)
