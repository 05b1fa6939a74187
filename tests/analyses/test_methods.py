"""What the methods find, on traces whose transition is known."""

import numpy as np
import pytest
import toys
import xarray as xr
from phasetrace.analyses import methods
from phasetrace.analyses.methods import CONFUSION, NETWORKS, analyse
from phasetrace.analyses.transitions import locate
from phasetrace.learning.retrainings import learn
from threadpoolctl import threadpool_info, threadpool_limits

pytestmark = pytest.mark.slow

STEP, SPACING = 5.75, 0.5
EVERY = (np.ones(3, dtype=bool),) * 2
"""All of three realizations, to test and to be judged."""
CERTAIN = ["principal components", "optimal predictor", "threshold"]
"""Methods that do not depend on a seed."""
REGIMES = {"forgets": [0.0, 2.0], "stays": [8.0, 10.0]}
SETTINGS = {
    "units": 4,
    "cell": "lstm",
    "gates": "hard_sigmoid",
    "initialization": "keras",
    "dropout": 0.2,
    "dropout_on": "output",
    "l2": 0.01,
    "l2_on": "input_kernel",
    "normalization": "labelled",
    "batch": 16,
    "epochs": 20,
    "epoch": "labelled",
    "learning_rate": 0.02,
    "confidence_weight": 0.1,
    "confidence_form": "entropy",
    "class_weight": "none",
    "standardization": "none",
    "train_fraction": 0.6,
    "validation_fraction": 0.2,
    "judged": "withheld",
    "bootstraps": 0,
    "retrainings": 2,
    "seed": 0,
    "site": None,
    "stop": None,
}


@pytest.fixture(scope="module")
def sources():
    """Predictions, networks and traces of spins that forget below the step and stay above."""
    rng = np.random.default_rng(0)
    parameter, time = np.arange(0.0, 10.5, SPACING), np.arange(8)
    start = rng.choice([-1.0, 1.0], size=(len(parameter), 15, 1, 3))
    stays = (parameter > STEP)[:, None, None, None]
    magnetization = start * np.where(stays, 1.0, np.exp(-time / 2)[:, None])
    magnetization += 0.05 * rng.standard_normal(magnetization.shape)
    traces = xr.Dataset(
        {"magnetization": (("U", "realization", "time", "site"), magnetization)},
        {"U": ("U", parameter, {"units": "J"}), "time": time, "site": [1, 2, 3]},
    )
    networks, predictions = learn(traces, REGIMES, SETTINGS)
    return predictions, networks, traces


@pytest.fixture(scope="module")
def few():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "DRAWN_TRAININGS", 2)
        patch.setattr(methods, "DRAWS", 60)
        yield


@pytest.fixture(scope="module")
def shown(sources, few):
    return analyse(*sources, toys.levels([0.53, 0.53, 0.386, 0.386]), 10)


def of(shown, name):
    return shown.isel(gap=0).sel({"method": name})


@pytest.mark.parametrize("name", ["perceptron", "random forest", *CERTAIN, CONFUSION])
def test_the_step_is_found_with_its_errors(shown, name):
    one = of(shown, name)
    assert one["verdict"] == "found"
    np.testing.assert_allclose(one["transition"], STEP, atol=SPACING / 2)
    assert one["low"] <= one["transition"] <= one["high"]
    # Nearly all of the change is within one step, and nothing says where in it.
    assert 0.9 * SPACING / 12**0.5 < one["grid"] <= SPACING / 12**0.5
    assert (shown["from"].values, shown["to"].values) == (["forgets"], ["stays"])


def test_the_networks_are_what_their_predictions_say(shown, sources):
    predictions, one = sources[0], of(shown, NETWORKS)
    np.testing.assert_allclose(one["accuracy"], predictions["test_accuracy"].mean())
    np.testing.assert_allclose(
        one["cross_entropy"], predictions["test_cross_entropy"].mean(), rtol=1e-6
    )
    found = locate(predictions, "mean_output").isel(gap=0)
    np.testing.assert_array_equal(one["transition"], found["transition_value"])
    for name in ("low", "high", "retraining", "disorder", "grid"):
        np.testing.assert_array_equal(one[name], found[f"transition_{name}"])


@pytest.mark.parametrize("name", CERTAIN)
def test_what_no_seed_changes_has_no_error_from_retraining(shown, name):
    assert of(shown, name)["retraining"] == 0
    assert of(shown, name)["accuracy"] == 1


def test_the_learning_by_confusion_knows_no_phase(shown):
    one = of(shown, CONFUSION)
    assert np.isnan([one[name] for name in ("accuracy", "cross_entropy", "retraining")]).all()
    peak = shown["confusion_accuracy"].isel(assumed=slice(4, -4)).idxmax()
    assert peak == one["transition"] == STEP


def test_the_gap_ratio_stands_beside_the_methods(shown):
    """It falls from 0.53 at W = 2 to 0.386 at 3, half-way through the middle."""
    np.testing.assert_allclose(shown["exact_transition"], 2.5, atol=0.02)
    # Realizations that are all alike.
    np.testing.assert_allclose(shown["exact_error"], 0, atol=1e-12)
    # All of the change is within one step of 1 J.
    np.testing.assert_allclose(shown["exact_grid"], 1 / 12**0.5)


def test_without_a_peak_the_learning_by_confusion_has_no_numbers(few):
    x, label = np.arange(5.0), np.array([0, -1, -1, -1, 1])
    rng = np.random.default_rng(0)
    traces = rng.uniform(-1, 1, (5, 12, 3, 2))
    row, by_assumed = methods._confusion(x, label, x[1:] - 0.5, traces, np.arange(12) < 6)
    assert row.pop("verdict") == ["no peak"] and by_assumed.shape == (4,)
    assert np.isnan([float(np.squeeze(value)) for value in row.values()]).all()


def test_the_scatter_of_draws_is_told_about_the_value(few):
    """Outputs of two networks that cross at 2 and 4, by hand."""
    x, label = np.arange(7.0), np.array([0, -1, -1, -1, -1, -1, 1])
    first = np.clip(0.5 - (x - np.array([[2.0], [4.0]])) / 4, 0, 1)
    outputs = np.stack([first, 1 - first], axis=-1)[:, :, None].repeat(3, axis=2)
    row = methods._row(x, label, EVERY, outputs)
    np.testing.assert_allclose(row["transition"], 3)
    np.testing.assert_allclose(row["retraining"], 1)
    # Realizations that are all alike tell nothing of disorder, networks drawn again differ.
    np.testing.assert_allclose(row["disorder"], 0, atol=1e-12)
    # A quarter of the change is within a step.
    np.testing.assert_allclose(row["grid"], 0.25**3 / 12**0.5)
    half = np.hypot(1, row["grid"])
    assert 3 - half <= row["low"] < 3 < row["high"] <= 3 + half
    # Drawn trainings, all of which cross at 5: a shift is no scatter.
    later = np.clip(0.5 - (x - 5.0) / 4, 0, 1)
    drawn = np.stack([later, 1 - later], axis=-1)[None, :, None].repeat(3, axis=2)
    row = methods._row(x, label, EVERY, outputs, None, drawn)
    grid = row["grid"]
    found = [row["low"], row["transition"], row["high"]]
    np.testing.assert_allclose(np.squeeze(found), np.squeeze([3 - grid, [3], 3 + grid]))


def test_outputs_that_do_not_cross_have_a_verdict_and_no_value(few):
    x, label = np.arange(4.0), np.array([0, -1, -1, 1])
    outputs = np.broadcast_to([0.9, 0.1], (1, 4, 3, 2))
    row = methods._row(x, label, EVERY, outputs)
    assert row["verdict"] == ["not told apart"]
    nothing = ("transition", "grid", "retraining", "low", "high")
    assert np.isnan([row[name] for name in nothing]).all()


def ragged(traces):
    """The same traces, with realizations that are lacking and values that were not measured."""
    rng = np.random.default_rng(1)
    values = traces["magnetization"].values.copy()
    values[np.broadcast_to(rng.random((21, 15, 8, 1)) < 0.2, values.shape)] = np.nan
    values[rng.random((21, 15)) < 0.2] = np.nan
    return traces.assign(magnetization=(traces["magnetization"].dims, values))


def padded(traces):
    """The same traces among realizations that do not exist at any point."""
    count = traces.sizes["realization"]
    places = np.sort(np.random.default_rng(2).permutation(count + 4)[:count])
    empty = np.full((21, count + 4, *traces["magnetization"].shape[2:]), np.nan)
    empty[:, places] = traces["magnetization"].values
    return traces.assign(magnetization=(traces["magnetization"].dims, empty))


@pytest.mark.parametrize("change", [lambda traces: traces, ragged])
def test_realizations_that_do_not_exist_change_nothing(sources, few, change):
    spectra, given = toys.levels([0.53, 0.53, 0.386, 0.386]), change(sources[2])
    one, other = (
        analyse(*reversed(learn(traces, REGIMES, SETTINGS)), traces, spectra, 10)
        for traces in (given, padded(given))
    )
    xr.testing.assert_identical(one, other)
    assert np.isfinite(one["accuracy"][:-1]).all()


def test_methods_are_given_the_one_site_that_networks_are_shown(sources, few):
    traces, alone = sources[2], SETTINGS | {"site": 2}
    networks, predictions = learn(traces, REGIMES, alone)
    of_all = analyse(predictions, networks, traces)
    of_one = analyse(predictions, networks, traces.sel(site=[2]))
    xr.testing.assert_identical(of_all, of_one)


def test_a_method_gets_the_samples_that_there_are_and_no_gap(sources, monkeypatch):
    traces = ragged(sources[2])
    networks, predictions = learn(traces, REGIMES, SETTINGS)
    given = []

    class Seeing:
        cheap = True

        def fit(self, traces, labels, seed):
            given.append((traces, labels))
            return self

        def predict(self, traces):
            given.append(traces)
            return np.full((len(traces), 2), 0.5)

    monkeypatch.setattr(methods, "methods", lambda *arguments: {"seeing": Seeing()})
    monkeypatch.setattr(methods, "DRAWN_TRAININGS", 1)
    monkeypatch.setattr(methods, "DRAWS", 2)
    shown = analyse(predictions, networks, traces, toys.levels([0.5] * 4), 10)
    (taught, labels), judged, *_ = given
    measured, part = predictions["measured"].values, predictions["part"].values
    assert (
        len(judged)
        == measured.sum()
        == np.isfinite(traces["magnetization"]).any(["time", "site"]).sum()
    )
    assert len(taught) == len(labels) == measured[:, part == "train"].sum()
    assert np.bincount(labels + 1)[1:].tolist() == [
        int(measured[predictions["label"] == phase][:, part == "train"].sum()) for phase in (0, 1)
    ]
    assert all(np.isfinite(one).all() for one in (taught, judged))
    drawn, again = given[-2]
    assert np.bincount(again).tolist() == np.bincount(labels + 1)[1:].tolist()
    assert np.isfinite(drawn).all()
    # The networks themselves, by hand from what they say of the traces that there are.
    p = predictions["probability"].values[:, measured & (part == "test")]
    known = np.repeat(predictions["label"].values[:, None], len(part), axis=1)
    known = known[measured & (part == "test")]
    right = (p.argmax(axis=-1) == known)[:, known >= 0]
    np.testing.assert_allclose(of(shown, NETWORKS)["accuracy"], right.mean())


def test_sums_are_of_one_thread_whatever_the_process_has(sources, few, monkeypatch):
    threads = []

    def judge(*arguments):
        threads.extend(one["num_threads"] for one in threadpool_info())
        return np.full((1, 21, 15, 2), 0.5), None

    monkeypatch.setattr(methods, "_judge", judge)
    monkeypatch.setattr(methods, "_confusion", lambda *arguments: ({}, np.zeros(20)))
    with threadpool_limits(limits=2), pytest.raises(KeyError):
        analyse(*sources, toys.levels([0.5] * 4), 10)
    assert set(threads) == {1}
