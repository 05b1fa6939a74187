"""Methods by name, from those most like the networks to the simplest."""

import numpy as np

from phasetrace.baselines.features import (
    imbalances,
    last_imbalance,
    magnetizations,
    mean_imbalance,
    overlaps,
)
from phasetrace.baselines.logistic_regression import logistic_regression
from phasetrace.baselines.method import Method
from phasetrace.baselines.optimal_predictor import optimal_predictor
from phasetrace.baselines.perceptron import perceptron
from phasetrace.baselines.principal_components import principal_components
from phasetrace.baselines.random_forest import random_forest
from phasetrace.baselines.recurrent_network import RecurrentNetwork
from phasetrace.baselines.threshold import threshold
from phasetrace.learning.recipe import Architecture, Recipe


def methods(architecture: Architecture, recipe: Recipe, times: int) -> dict[str, Method]:
    """Make one of each method that is compared with trained networks.

    Parameters
    ----------
    architecture, recipe
        Of the networks beside which the methods stand.
    times
        Number of times of a trace.

    Returns
    -------
    methods
        Unfitted, by name.
    """
    shuffled = np.random.default_rng(0).permutation(times)
    return {
        "networks, times shuffled": RecurrentNetwork(architecture, recipe, shuffled.tolist()),
        "networks, last time alone": RecurrentNetwork(architecture, recipe, [times - 1]),
        "perceptron": perceptron(),
        "random forest": random_forest(),
        "principal components": principal_components(),
        "logistic regression on overlaps": logistic_regression(overlaps),
        "logistic regression on imbalance": logistic_regression(imbalances),
        "optimal predictor": optimal_predictor(),
        "threshold": threshold(last_imbalance),
    }


def methods_by_sight(architecture: Architecture, recipe: Recipe, times: int) -> dict[str, Method]:
    """Make methods that see ever less of a trace: all of it, its imbalance, one number.

    The networks are among them, to be trained on the same traces as the others.

    Parameters
    ----------
    architecture, recipe, times
        See `methods`.

    Returns
    -------
    methods
        Unfitted, by name.
    """
    return {
        "networks": RecurrentNetwork(architecture, recipe, range(times)),
        "perceptron": perceptron(),
        "random forest": random_forest(),
        "logistic regression on magnetization": logistic_regression(magnetizations),
        "logistic regression on overlaps": logistic_regression(overlaps),
        "logistic regression on imbalance": logistic_regression(imbalances),
        "threshold on mean imbalance": threshold(mean_imbalance),
        "threshold on last imbalance": threshold(last_imbalance),
    }
