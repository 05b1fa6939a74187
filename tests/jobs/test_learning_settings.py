"""The learning stage's settings are those that the library takes, with its defaults."""

from dataclasses import fields
from typing import get_args

import pytest
from phasetrace import Architecture, Recipe
from phasetrace.jobs.learning_settings import LearningSettings
from phasetrace.learning import recipe
from phasetrace.learning.cells import cell_names
from pydantic import ValidationError


@pytest.mark.parametrize("kind", [Architecture, Recipe])
def test_defaults_are_those_of_the_library(kind):
    settings = LearningSettings().model_dump()
    shared = [field for field in fields(kind) if field.name in settings]
    assert len(shared) == {Architecture: 6, Recipe: 11}[kind]
    for field in shared:
        assert settings[field.name] == field.default, field.name


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("gates", recipe.Gates),
        ("initialization", recipe.Initialization),
        ("dropout_on", recipe.DropoutOn),
        ("epoch", recipe.Epoch),
        ("l2_on", recipe.L2On),
        ("normalization", recipe.Normalization),
        ("confidence_form", recipe.ConfidenceForm),
        ("class_weight", recipe.ClassWeight),
        ("standardization", recipe.Standardization),
    ],
)
def test_choices_are_those_of_the_library(key, kind):
    assert get_args(LearningSettings.model_fields[key].annotation) == get_args(kind)
    with pytest.raises(ValidationError, match=key):
        LearningSettings.model_validate({key: "other"})


@pytest.mark.parametrize(
    ("key", "least", "below"),
    [
        ("units", 1, 0),
        ("dropout", 0, -0.1),
        ("dropout", 0.999, 1),
        ("l2", 0, -1),
        ("batch", 3, 2),
        ("epochs", 1, 0),
        ("learning_rate", 1e-9, 0),
        ("confidence_weight", 0, -1),
        ("train_fraction", 0.01, 0),
        ("train_fraction", 0.99, 1),
        ("validation_fraction", 0.01, 0),
        ("bootstraps", 0, -1),
        ("retrainings", 1, 0),
        ("seed", 0, -1),
    ],
)
def test_numbers_have_their_ends(key, least, below):
    assert getattr(LearningSettings.model_validate({key: least}), key) == least
    with pytest.raises(ValidationError, match=key):
        LearningSettings.model_validate({key: below})


def test_cells_are_those_of_the_library():
    assert cell_names() == ("gru", "lstm")
    for name in cell_names():
        assert LearningSettings(cell=name).cell == name
    with pytest.raises(ValidationError, match="must be 'gru' or 'lstm'"):
        LearningSettings(cell="cell")
