"""What holds for every recurrent cell, and what a new one takes."""

import sys
from types import ModuleType
from typing import get_args

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.learning import cells
from phasetrace.learning.cells import cell_names, find_cell
from phasetrace.learning.cells.cell import RecurrentCell, hard_sigmoid, product, sigmoid
from phasetrace.learning.classifier import predict
from phasetrace.learning.initialization import weight_shapes
from phasetrace.learning.initializers import glorot_uniform, orthogonal
from phasetrace.learning.networks import load_networks, save_networks
from phasetrace.learning.recipe import Architecture, Gates, Initialization, Recipe
from phasetrace.learning.training import fit
from phasetrace.learning.weights import GATE, HIDDEN_UNIT, SITE, UNIT, Weight
from recurrence import COUNT, GATES, assert_close, followed, problem

CELLS = cell_names()


class Plain(RecurrentCell):
    """Of JAX alone, whatever the cell has of its own."""

    @classmethod
    def of(cls, cell, gates):
        return type(
            "Plain", (cls,), {"step": find_cell(cell).step, "state_arrays": 1 + (cell == "lstm")}
        )(gates)


def both(cell, gates):
    return Plain.of(cell, gates), find_cell(cell)(gates)


@pytest.mark.parametrize("gates", GATES)
@pytest.mark.parametrize("shape", [(5, 9, 4, 3), (1, 1, 1, 1), (19, 7, 6, 18)])
@pytest.mark.parametrize("cell", CELLS)
def test_the_hidden_state_obeys_the_recurrence(cell, shape, gates):
    traces, weights, _ = problem(cell, *shape)
    right = followed(cell, gates, weights, traces)
    for layer in both(cell, gates):
        np.testing.assert_allclose(layer.hidden_states(weights, traces), right, atol=3e-6)
        np.testing.assert_allclose(layer.last_hidden_state(weights, traces), right[-1], atol=3e-6)


# One among the samples is padding, and so are more than a whole group of the kernels at the end.
INDICES = np.array([4, 0, 4, 2, -1, 3, 1, 0, 2, *[-1] * 9])


@pytest.mark.parametrize("cell", CELLS)
def test_samples_are_chosen_by_their_indices(cell):
    traces, weights, _ = problem(cell, 5, 9, 4, 18)
    right = followed(cell, "sigmoid", weights, traces)[-1, INDICES]
    for layer in both(cell, "sigmoid"):
        found = np.array(layer.last_hidden_state(weights, traces, jnp.asarray(INDICES)))
        np.testing.assert_allclose(found[INDICES >= 0], right[INDICES >= 0], atol=3e-6)
        assert found.shape == right.shape and np.isfinite(found).all()


@pytest.mark.parametrize("cell", CELLS)
def test_padding_has_no_part_in_the_derivative(cell):
    traces, weights, _ = problem(cell, 5, 9, 4, 18)
    direction = np.array(problem(cell, len(INDICES), 1, 1, 18)[2])
    direction[INDICES < 0] = 0

    def derivative(layer, indices, direction):
        def along(weights):
            last = layer.last_hidden_state(weights, traces, jnp.asarray(indices))
            return jnp.sum(direction * last)

        return jax.jit(jax.grad(along))(weights)

    plain, own = both(cell, "hard_sigmoid")
    expected = derivative(plain, INDICES[INDICES >= 0], direction[INDICES >= 0])
    for layer in (plain, own):
        assert_close(derivative(layer, INDICES, direction), expected, 5e-6)


def test_gates_are_those_of_their_names():
    z = np.linspace(-6, 6, 25, dtype=np.float32)
    np.testing.assert_allclose(hard_sigmoid(z), GATES["hard_sigmoid"](z), atol=1e-6)
    np.testing.assert_allclose(sigmoid(z), GATES["sigmoid"](z), atol=1e-6)
    for gates in get_args(Gates):
        np.testing.assert_allclose(find_cell("gru")(gates).gate(z), GATES[gates](z), atol=1e-6)


@pytest.mark.parametrize("cell", CELLS)
def test_weights_are_declared_whole(cell):
    kind = find_cell(cell)
    assert len(kind.gate_names) == COUNT[cell] == len(set(kind.gate_names))
    names = [weight.name for weight in kind.weights]
    assert names[:2] == ["input_kernel", "recurrent_kernel"] and len(set(names)) == len(names)
    for weight in kind.weights:
        assert weight.initializers.keys() == set(get_args(Initialization))
        assert weight.text


class Leaky(RecurrentCell):
    """h(t) = s(m K) h(t-1) + tanh(m K' + h R'), with two "gates" of which one is the input."""

    gate_names = ("keep", "candidate")
    weights = (
        Weight("input_kernel", (SITE, GATE, UNIT), "in", {"keras": glorot_uniform}),
        Weight("recurrent_kernel", (HIDDEN_UNIT, UNIT), "again", {"keras": orthogonal}),
    )
    state_arrays = 1

    def step(self, weights, state, inputs):
        keep, new = jnp.split(product(inputs, weights["input_kernel"]), 2, axis=-1)
        recurrent = product(state[0], weights["recurrent_kernel"])
        return (self.gate(keep) * state[0] + jnp.tanh(new + recurrent),)


def test_a_new_cell_takes_a_module(monkeypatch, tmp_path):
    """It trains, predicts, and goes to a file and back."""
    module = ModuleType("phasetrace.learning.cells.leaky")
    module.CELL = Leaky
    monkeypatch.setitem(sys.modules, module.__name__, module)
    (tmp_path / "leaky.py").write_text("")
    monkeypatch.setattr(cells, "__path__", [*cells.__path__, str(tmp_path)])
    architecture = Architecture(sites=2, phases=2, units=3, cell="leaky")
    assert weight_shapes(architecture) == {
        "input_kernel": (2, 6),
        "recurrent_kernel": (3, 3),
        "output_kernel": (3, 2),
        "output_bias": (2,),
    }
    traces = np.random.default_rng(0).uniform(-1, 1, (12, 5, 2)).astype(np.float32)
    trained = fit(architecture, Recipe(batch=6, epochs=2), traces, np.arange(12) % 2, [0, 1])
    save_networks(tmp_path / "networks.nc", trained, ["one", "other"])
    loaded, _ = load_networks(tmp_path / "networks.nc")
    p = predict(architecture, loaded.weights, traces)
    np.testing.assert_array_equal(p, predict(architecture, trained.weights, traces))
    assert p.shape == (2, 12, 2)
