"""Traces of two regimes along a parameter, and methods that learn where they meet."""

import numpy as np
from phasetrace import Architecture, Recipe, fit, label_points, predict
from phasetrace.analyses.interval import estimate

TIMES, SITES, NETWORKS = 8, 2, 10
PARAMETER = np.linspace(0, 10, 21)
LABELS = label_points(PARAMETER, [(0, 1.5), (8.5, 10)])
KNOWN = LABELS >= 0


def traces(rng, realizations):
    """Spins (point, realization, time, site) that decay to what their disorder lets them keep."""
    shape = (len(PARAMETER), realizations, 1, SITES)
    middle = 4.5 + rng.normal(0, 1.5, shape)
    kept = 1 / (1 + np.exp(middle - PARAMETER[:, None, None, None]))
    decay = np.exp(-np.arange(TIMES)[:, None] / np.exp(rng.normal(0, 0.5, shape)))
    m = kept + (1 - kept) * decay
    return (m + 0.05 * rng.standard_normal(m.shape)).astype(np.float32)


def regression(known, labels, judged):
    """Outputs (point, realization, phase) of a logistic regression, regularized like networks."""
    from sklearn.linear_model import LogisticRegression

    shown = known.reshape(len(labels), -1)
    model = LogisticRegression(C=100 / len(labels), max_iter=2000).fit(shown, labels)
    p = model.predict_proba(judged.reshape(-1, TIMES * SITES))
    return p.reshape(*judged.shape[:2], 2)


def by_regression(rng, train, judge):
    """A transition by logistic regression, every repetition of which has its own bootstrap."""
    known, judged = traces(rng, train)[KNOWN], traces(rng, judge)
    labels = np.repeat(LABELS[KNOWN], train)
    output = regression(known, labels, judged)
    repeated = [
        regression(known[:, rng.integers(train, size=train)], labels, judged).mean(axis=1)
        for _ in range(NETWORKS)
    ]
    # No two of its retrainings differ.
    return estimate(PARAMETER, [output] * NETWORKS, LABELS, repeated, np.arange(NETWORKS))


def by_networks(rng, train, judge, recipe, bootstraps=5, networks=NETWORKS):
    """A transition by small LSTMs, several of which are repeated on each bootstrap."""
    known, judged = traces(rng, train)[KNOWN], traces(rng, judge)
    labels = np.repeat(LABELS[KNOWN], train)
    samples = known.reshape(-1, TIMES, SITES)
    number = np.arange(len(samples)).reshape(-1, train)
    drawn = [number[:, rng.integers(train, size=train)].ravel() for _ in range(bootstraps)]
    own = np.arange(networks) % bootstraps
    seeds = rng.choice(2**31, size=networks, replace=False).tolist()
    architecture = Architecture(SITES, 2, units=4)
    outputs = []
    for resampled in (None, np.array(drawn)[own]):
        trained = fit(architecture, recipe, samples, labels, seeds, resampled=resampled)
        p = predict(architecture, trained.weights, judged.reshape(-1, TIMES, SITES))
        outputs.append(p.reshape(networks, len(PARAMETER), judge, 2))
    return estimate(PARAMETER, outputs[0], LABELS, outputs[1].mean(axis=2), own)


RECIPE = Recipe(batch=16, epochs=20, learning_rate=0.01, confidence_weight=0.0)


def unlimited_regression():
    """The transition that logistic regression finds with a thousand times as many realizations."""
    rng = np.random.default_rng(0)
    known, judged = traces(rng, 20_000)[KNOWN], traces(rng, 20_000)
    output = regression(known, np.repeat(LABELS[KNOWN], 20_000), judged)
    return estimate(PARAMETER, [output], LABELS).value[0]


def unlimited_networks(train):
    """The transition of networks that see every trace once, in as many steps as `by_networks`."""
    recipe = Recipe(**{**vars(RECIPE), "epochs": 1})
    return by_networks(
        np.random.default_rng(0), RECIPE.epochs * train, 5000, recipe, bootstraps=2, networks=200
    ).value[0]
