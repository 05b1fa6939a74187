"""Traces with gaps, networks that nobody trained, and what they say: sources of a page."""

import numpy as np
import xarray as xr
from phasetrace.learning.classifier import predict
from phasetrace.learning.initialization import weight_shapes
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.parts import prepare
from phasetrace.learning.recipe import Architecture, Fit, Recipe
from studied import measured

REGIMES = {"thermal": [0.0, 0.5], "localized": [2.0, 2.0]}
FRACTIONS = {"learning_train_fraction": 0.6, "learning_validation_fraction": 0.2}


def traces(seed=0, errors=False):
    """Ten realizations at six values of h, with gaps; of some, with standard errors."""
    made = measured(seed)
    made["h"].attrs["units"], made["time"].attrs["units"] = "J", "1/J"
    # Of one value nothing was measured but in three realizations.
    made["magnetization"][4, 3:] = np.nan
    if errors:
        made["magnetization_error"] = 0.1 + 0.01 * abs(made["magnetization"])
    return made


def networks(units=2, seed=0):
    """Three networks with random weights."""
    architecture = Architecture(3, 2, units)
    rng = np.random.default_rng(seed)
    weights = {
        name: rng.standard_normal((3, *shape)).astype(np.float32)
        for name, shape in weight_shapes(architecture).items()
    }
    history = np.zeros((3, 3, 1), np.float32)
    inputs = Inputs("magnetization", "1", "site", (1, 2, 3), tuple(np.arange(5.0)), 0.5, 0.5)
    return Fit(architecture, Recipe(epochs=1), np.arange(3), weights, *history, inputs)


def predictions(fit, given):
    """What networks say of the traces that train, validate and test."""
    seen = prepare(given, REGIMES)
    values = seen["magnetization"].values
    there = ~np.isnan(values).all(axis=(2, 3))
    outputs = np.full((3, *there.shape, 2), np.nan, np.float32)
    outputs[:, there] = predict(fit.architecture, fit.weights, fit.given(values[there]))
    parts = seen["part"].values
    return xr.Dataset(
        {
            "probability": (("retraining", "h", "realization", "phase"), outputs),
            "label": ("h", [0, 0, 0, -1, -1, 1]),
            "judged": ("realization", parts != "train"),
            "test_accuracy": ("retraining", [0.5, 0.75, 1.0]),
        },
        {"h": seen["h"], "phase": list(REGIMES), "retraining": fit.seeds, "time": seen["time"]},
        FRACTIONS,
    )


def methods():
    """What two methods find."""
    named = {"method": ["networks", "threshold"], "from": ("gap", ["thermal"])}
    numbers = ("transition", "low", "high", "retraining", "disorder", "grid")
    data = {
        name: (("method", "gap"), [[1.0 + number / 8], [np.nan]])
        for number, name in enumerate(numbers)
    }
    data["verdict"] = (("method", "gap"), [["found"], ["no crossing"]])
    data["accuracy"] = ("method", [0.9, 0.8])
    exact = {"exact_transition": 1.5, "exact_error": 0.25, "exact_grid": 0.0625}
    return xr.Dataset({**data, **exact}, {**named, "to": ("gap", ["localized"])})
