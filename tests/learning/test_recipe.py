"""What architectures and recipes refuse, and the loss of a fit."""

import numpy as np
import pytest
from phasetrace.learning.recipe import Architecture, Fit, Recipe


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sites": 0}, "sites is 0, must be at least 1"),
        ({"phases": 1}, "phases is 1, must be at least 2"),
        ({"units": 0}, "units is 0, must be at least 1"),
        ({"dropout": 1.0}, "dropout is 1.0, must be at least 0 and less than 1"),
        ({"cell": "keras"}, "cell is 'keras', must be one of .*'gru', 'lstm'"),
        ({"gates": "flax"}, "gates is 'flax', must be one of"),
        ({"initialization": "he"}, "initialization is 'he', must be one of"),
        ({"dropout_on": "both"}, "dropout_on is 'both', must be one of"),
    ],
)
def test_bad_architectures_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Architecture(**{"sites": 4, "phases": 2, **arguments})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"batch": 2}, "batch is 2, must be at least 3"),
        ({"epochs": 0}, "epochs is 0, must be at least 1"),
        ({"learning_rate": float("nan")}, "learning_rate is nan, must be finite and not negative"),
        ({"l2": -0.1}, "l2 is -0.1, must be finite and not negative"),
        ({"confidence_weight": -1}, "confidence_weight is -1, must be finite and not negative"),
        ({"epoch": "some"}, "epoch is 'some', must be one of"),
        ({"l2_on": "bias"}, "l2_on is 'bias', must be one of"),
        ({"normalization": "none"}, "normalization is 'none', must be one of"),
        ({"confidence_form": "guess"}, "confidence_form is 'guess', must be one of"),
        ({"class_weight": "some"}, "class_weight is 'some', must be one of"),
        ({"standardization": "all"}, "standardization is 'all', must be one of"),
    ],
)
def test_bad_recipes_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Recipe(**arguments)


def test_the_loss_is_the_weighted_sum_of_its_terms():
    recipe = Recipe(epochs=1, l2=0.5, confidence_weight=2.0)
    terms = (np.full((1, 1), value, np.float32) for value in (1.0, 3.0, 7.0))
    networks = Fit(Architecture(1, 2), recipe, np.zeros(1, int), {}, *terms)
    assert networks.loss == 1.0 + 0.5 * 3.0 + 2.0 * 7.0
