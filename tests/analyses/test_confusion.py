"""The confusion of outputs that are known, and a transition that trained networks find."""

import numpy as np
import pytest
from phasetrace import (
    Architecture,
    Recipe,
    accuracy,
    averaged_confusion,
    confusion,
    crossing,
    crossing_verdict,
    fit,
    label_points,
    predict,
    split,
)


def test_confusion_of_known_outputs():
    p = [[1, 0, 0], [0.5, 0, 0.5], [0.2, 0.6, 0.2], [0, 0.1, 0.9]]
    expected = [0, 1, -np.log2(0.6 / 0.8), -np.log2(0.9)]
    np.testing.assert_allclose(confusion(p), expected, atol=1e-14)
    np.testing.assert_allclose(confusion(np.transpose(p), axis=0), expected, atol=1e-14)


def test_confusion_keeps_its_digits_when_small():
    assert confusion([1 - 1e-18, 1e-18]) == pytest.approx(1e-18 / np.log(2), rel=1e-12)


def test_confusion_of_the_mean_is_not_the_mean_of_the_confusion():
    p = np.array([[[1, 0], [0, 1]]])
    assert averaged_confusion(p) == 1
    assert averaged_confusion(p, "per_sample") == 0


def test_realizations_that_do_not_exist_have_no_part_in_it():
    p = np.array([[[1, 0], [0.5, 0.5], [0.5, 0.5]], [[0.75, 0.25], [0.25, 0.75], [0, 1]]])
    lacking = p.copy()
    lacking[0, 1] = lacking[1, 2] = np.nan
    of_mean = [-np.log2(0.75), 1]
    np.testing.assert_allclose(averaged_confusion(lacking), of_mean)
    of_each = [(0 + 1) / 2, -np.log2(0.75)]
    np.testing.assert_allclose(averaged_confusion(lacking, "per_sample"), of_each)
    wider = np.insert(lacking, [0, 2], np.nan, axis=1)
    for averaging in ("mean_output", "per_sample"):
        np.testing.assert_array_equal(
            averaged_confusion(wider, averaging), averaged_confusion(lacking, averaging)
        )


def test_averaging_has_a_name():
    with pytest.raises(ValueError, match="averaging is 'median', must be one of"):
        averaged_confusion(np.full((3, 2, 2), 0.5), "median")


def test_trained_networks_find_a_known_threshold():
    """Traces that keep a share of their sign; labels at the ends, a threshold in the middle.

    The traces are symmetric under exchange of the phases (the kept share turns from 0 to 1 as
    the parameter passes 3), so the transition of an ensemble can only lie near 3.
    """
    x = np.linspace(0, 6, 25)
    rng = np.random.default_rng(0)
    times, sites, realizations = np.arange(12), 4, 30
    kept = 1 / (1 + np.exp(-4 * (x - 3)))
    sign = rng.choice([-1.0, 1.0], (len(x), realizations, 1, sites))
    keeps = rng.random((len(x), realizations, 1, sites)) < kept[:, None, None, None]
    decay = np.exp(-times / 1.5)[:, None]
    traces = sign * np.where(keeps, 1.0, decay)
    traces += 0.05 * rng.standard_normal(traces.shape)
    labels = label_points(x, [(0, 1), (5, 6)])
    train, _, test = split(realizations, validation=0.1)
    architecture = Architecture(sites, 2, units=16)
    # At the default rate one network of twenty is off its course in its last epoch.
    recipe = Recipe(batch=32, epochs=120, learning_rate=5e-4)
    samples = traces[:, train].reshape(-1, len(times), sites)
    trained = fit(architecture, recipe, samples, np.repeat(labels, 18), [0, 1, 2])
    p = predict(architecture, trained.weights, traces[:, test].reshape(-1, len(times), sites))
    p = p.reshape(3, len(x), 9, 2)
    known = labels >= 0
    assert accuracy(p[:, known].reshape(3, -1, 2), np.repeat(labels[known], 9)).min() > 0.98
    np.testing.assert_allclose(crossing(x, p.mean(axis=2), labels), 3, atol=0.5)
    assert (crossing_verdict(x, p.swapaxes(1, 2), labels) == "found").all()
