"""Confusion and transitions on outputs whose crossing is known, and on traces that have one."""

import numpy as np
import pytest
from phasetrace import (
    Architecture,
    Recipe,
    accuracy,
    averaged_confusion,
    confusion,
    fit,
    label_points,
    predict,
    split,
    transition,
)

W = np.arange(1, 65) / 8


def outputs(mean: np.ndarray) -> np.ndarray:
    """Outputs of two phases, (point, 4 realizations, phase), spread about a mean."""
    p = mean[:, None] + np.minimum(mean, 1 - mean)[:, None] * np.array([-0.9, -0.1, 0.2, 0.8])
    return np.stack([p, 1 - p], axis=-1)


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


def test_transition_interpolates_the_crossing():
    """A mean output linear in W crosses 1/2 at 3.3, between two grid points."""
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    p = outputs(np.clip(0.5 - 0.1 * (W - 3.3), 0, 1))
    found = transition(W, np.stack([p, p[..., ::-1]]), labels)
    assert found.shape == (2, 1)
    np.testing.assert_allclose(found, 3.3, atol=1e-12)


def test_transition_on_a_grid_point():
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    p = outputs(np.clip(0.5 - 0.1 * (W - 3.25), 0, 1))
    np.testing.assert_allclose(transition(W, p, labels), 3.25, atol=1e-12)
    # The four realizations are least sure elsewhere: the mean of their confusion decides.
    gap = slice(3, 61)
    mean = -np.log2(p.max(axis=-1)).mean(axis=-1)[gap]
    expected = W[gap][mean.argmax()]
    assert expected != 3.25
    np.testing.assert_array_equal(transition(W, p, labels, "per_sample"), [expected])


def test_transition_where_the_confusion_is_highest():
    """Of several changes of the prediction, a narrow and a wide one, the confused one counts."""
    mean = np.full(64, 0.95)
    mean[10] = 0.1
    mean[40:] = 0.05
    mean[39] = 0.505
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    found = transition(W, outputs(mean), labels)
    assert W[39] < found[0] < W[40]


def test_no_change_of_prediction_is_no_transition():
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    mean = np.linspace(0.9, 0.6, 64)
    assert np.isnan(transition(W, outputs(mean), labels)).all()
    # The confusion is highest at the last or at the first point between the regimes.
    for along in (mean, mean[::-1]):
        same = np.repeat(np.stack([along, 1 - along], axis=-1)[:, None], 3, axis=1)
        assert np.isnan(transition(W, same, labels, "per_sample")).all()


def test_per_sample_peak():
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    mean = 0.5 + 0.45 * np.tanh(3 * (W - 4.02))
    p = np.repeat(np.stack([mean, 1 - mean], axis=-1)[:, None], 3, axis=1)
    np.testing.assert_allclose(transition(W, p, labels, "per_sample"), [4.0])


def test_three_phases_have_two_transitions():
    drive = np.linspace(0, 1.5, 31)
    logits = np.stack([-8 * (drive - 0.31), 0 * drive, 10 * (drive - 1.17)], axis=-1)
    p = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    # The phases are numbered in another order than they lie along the axis.
    p = np.repeat(p[:, None, [2, 0, 1]], 2, axis=1)
    labels = label_points(drive, [(1.45, 1.5), (0, 0.05), (0.7, 0.75)])
    np.testing.assert_allclose(transition(drive, p, labels), [0.31, 1.17], atol=0.002)


def test_transition_refuses_what_does_not_fit():
    labels = label_points(W, [(0.125, 0.5), (7.625, 8)])
    p = outputs(np.linspace(0.9, 0.1, 64))
    with pytest.raises(ValueError, match=r"probability has shape \(63, 4, 2\), must be"):
        transition(W, p[1:], labels)
    with pytest.raises(ValueError, match="must be one increasing axis"):
        transition(W[::-1], p, labels)
    with pytest.raises(ValueError, match="fewer than two regimes"):
        transition(W, p, np.where(labels == 1, -1, labels))
    with pytest.raises(ValueError, match="averaging is 'median', must be one of"):
        transition(W, p, labels, "median")


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
    train, test = split(realizations)
    architecture = Architecture(sites, 2, units=16)
    # At the default rate one network of twenty is off its course in its last epoch.
    recipe = Recipe(batch=32, epochs=120, learning_rate=5e-4)
    samples = traces[:, train].reshape(-1, len(times), sites)
    trained = fit(architecture, recipe, samples, np.repeat(labels, 18), [0, 1, 2])
    p = predict(architecture, trained.weights, traces[:, test].reshape(-1, len(times), sites))
    p = p.reshape(3, len(x), 12, 2)
    known = labels >= 0
    assert accuracy(p[:, known].reshape(3, -1, 2), np.repeat(labels[known], 12)).min() > 0.98
    np.testing.assert_allclose(transition(x, p, labels), 3, atol=0.5)
