"""The learning stage on traces whose transition is known."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.transitions import locate
from phasetrace.learning import retrainings, training
from phasetrace.learning.recipe import UNLABELLED
from phasetrace.learning.retrainings import learn

SETTINGS = {
    "units": 8,
    "cell": "lstm",
    "gates": "hard_sigmoid",
    "initialization": "keras",
    "dropout": 0.2,
    "dropout_on": "output",
    "l2": 0.01,
    "batch": 16,
    "epochs": 60,
    "epoch": "labelled",
    "learning_rate": 0.02,
    "confidence_weight": 0.0,
    "l2_on": "input_kernel",
    "normalization": "labelled",
    "confidence_form": "entropy",
    "train_fraction": 0.6,
    "retrainings": 2,
    "seed": 0,
    "site": None,
}
REGIMES = {"decays": [0.0, 2.0], "stays": [8.0, 10.0]}
THRESHOLD = 6.0


@pytest.fixture(scope="module")
def traces():
    """Spins that decay below the threshold and stay above, along a parameter called U."""
    rng = np.random.default_rng(0)
    parameter, time = np.arange(0.0, 10.5, 0.5), np.arange(12)
    start = rng.choice([-1.0, 1.0], size=(len(parameter), 15, 1, 3))
    envelope = np.where(
        parameter[:, None] < THRESHOLD - 0.25, np.exp(-time / 2), np.ones_like(time)
    )
    magnetization = start * envelope[:, None, :, None]
    magnetization += 0.05 * rng.standard_normal(magnetization.shape)
    return xr.Dataset(
        {"magnetization": (("U", "realization", "time", "site"), magnetization)},
        {
            "U": ("U", parameter, {"units": "J"}),
            "realization": np.arange(15) % 5,
            "seed": ("realization", np.arange(15) // 5),
            "time": ("time", time, {"units": "1/J"}),
            "site": [1, 2, 3],
        },
        {"L": 3, "software": "old"},
    )


@pytest.fixture(scope="module")
def predictions(traces):
    return learn(traces, REGIMES, SETTINGS)[1]


def test_the_threshold_is_found_by_every_network(predictions):
    found = locate(predictions, "mean_output")["transition"].values
    np.testing.assert_allclose(found.ravel(), THRESHOLD - 0.25, atol=0.5)
    assert (predictions["test_accuracy"] == 1).all()


def test_only_labelled_training_realizations_are_trained_on(predictions):
    trained_on = predictions["trained_on"]
    known = (predictions["U"] <= 2) | (predictions["U"] >= 8)
    assert not trained_on.isel(realization=slice(9, None)).any()
    assert (trained_on.isel(realization=slice(0, 9)).all("realization") == known).all()


def test_blanked_traces_change_nothing_without_confidence_enhancement(traces, predictions):
    blanked = (traces["U"] > 2) & (traces["U"] < 8)
    scrambled = traces.copy(deep=True)
    scrambled["magnetization"] = xr.where(blanked, 0.0, traces["magnetization"]).transpose(
        *traces["magnetization"].dims
    )
    other = learn(scrambled, REGIMES, SETTINGS)[1]
    known = ~blanked.values
    np.testing.assert_array_equal(
        other["probability"].values[:, known], predictions["probability"].values[:, known]
    )


def shown(monkeypatch, traces, **settings):
    """Samples and labels that a training is given."""
    given = []

    def fit(architecture, recipe, samples, labels, seeds, progress):
        given.append((samples, labels))
        return training.fit(architecture, recipe, samples, labels, seeds, progress)

    monkeypatch.setattr(retrainings, "fit", fit)
    learn(traces, REGIMES, {**SETTINGS, "epochs": 1, "retrainings": 1, **settings})
    return given[0]


def test_confidence_enhancement_shows_every_trace_between_the_regimes(traces, monkeypatch):
    """All 15 realizations of the 11 blanked points, and 9 of each of the 10 labelled ones."""
    samples, labels = shown(monkeypatch, traces, confidence_weight=0.1)
    assert np.bincount(labels + 1).tolist() == [11 * 15, 5 * 9, 5 * 9]
    values = traces["magnetization"].values.astype(np.float32)
    known = (traces["U"] <= 2) | (traces["U"] >= 8)
    blanked = values[~known.values].reshape(-1, *values.shape[2:])
    np.testing.assert_array_equal(samples[labels == UNLABELLED], blanked)
    trained = values[known.values, :9].reshape(-1, *values.shape[2:])
    np.testing.assert_array_equal(samples[labels != UNLABELLED], trained)


def test_without_confidence_enhancement_only_labelled_traces_are_shown(traces, monkeypatch):
    samples, labels = shown(monkeypatch, traces, confidence_weight=0.0)
    assert np.bincount(labels).tolist() == [5 * 9, 5 * 9] and len(samples) == 90


def test_a_gated_recurrent_unit_takes_one_changed_value(traces):
    fit, predictions = learn(traces, REGIMES, {**SETTINGS, "cell": "gru"})
    assert fit.architecture.cell == "gru" and "recurrent_bias" in fit.weights
    assert predictions.attrs["learning_cell"] == "gru"
    assert (predictions["test_accuracy"] > 0.95).all()
    found = locate(predictions, "mean_output")["transition"].values
    np.testing.assert_allclose(found.ravel(), THRESHOLD - 0.25, atol=0.5)


def test_predictions_say_of_what_they_are(traces):
    energy = (("realization", "U"), np.arange(15.0 * 21).reshape(15, 21), {"units": "J"})
    richer = traces.assign(
        energy=energy, field=(("U", "realization", "site"), np.zeros((21, 15, 3)))
    )
    fit, found = learn(richer, REGIMES, {**SETTINGS, "site": 2, "epochs": 1})
    for name in ("U", "realization", "seed", "time"):
        assert found[name].variable.identical(traces[name].variable), name
    # The sites are those that networks saw.
    assert found["site"].values.tolist() == [2] and fit.architecture.sites == 1
    assert found["energy"].dims == ("U", "realization") and found["energy"].attrs["units"] == "J"
    np.testing.assert_array_equal(found["energy"], richer["energy"].T)
    assert not {"field", "magnetization"} & set(found.variables)
    assert (found.attrs["L"], found.attrs["learning_site"], found.attrs["learning_l2"]) == (
        3,
        2,
        0.01,
    )
    assert found.attrs["learning_labels"] == "decays 0 to 2, stays 8 to 10"
    assert found.attrs["software"].startswith("phasetrace")


def test_the_single_site_is_counted_from_1(traces, monkeypatch):
    samples, _ = shown(monkeypatch, traces, site=2)
    values = traces["magnetization"].values.astype(np.float32)
    np.testing.assert_array_equal(samples[0, :, 0], values[0, 0, :, 1])


def test_reported_accuracy_and_cross_entropy_are_those_of_the_outputs(predictions):
    p = predictions["probability"].transpose("retraining", "U", "realization", "phase").values
    label = predictions["label"].values
    tested = p[:, label >= 0, 9:]
    truth = np.repeat(label[label >= 0][:, None], 6, axis=1)
    chosen = np.take_along_axis(tested, truth[None, ..., None], axis=-1)[..., 0]
    np.testing.assert_allclose(
        predictions["test_cross_entropy"], -np.log(chosen).mean(axis=(1, 2)), rtol=1e-5
    )
    np.testing.assert_allclose(
        predictions["test_accuracy"], (tested.argmax(-1) == truth).mean(axis=(1, 2))
    )
