"""The learning stage on traces whose transition is known."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.transitions import locate
from phasetrace.learning import retrainings, training
from phasetrace.learning.judging import judge
from phasetrace.learning.labels import PARTS
from phasetrace.learning.networks import load_networks, save_networks
from phasetrace.learning.parts import prepare, prepare_apart
from phasetrace.learning.predictions import read_predictions
from phasetrace.learning.recipe import UNLABELLED
from phasetrace.learning.retrainings import learn
from phasetrace.store.files import write_dataset

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
    "class_weight": "none",
    "standardization": "none",
    "train_fraction": 0.6,
    "validation_fraction": 0.2,
    "judged": "withheld",
    "retrainings": 2,
    "bootstraps": 0,
    "seed": 0,
    "site": None,
    "stop": None,
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
    located = locate(predictions, "mean_output")
    np.testing.assert_allclose(located["transition"].values.ravel(), THRESHOLD - 0.25, atol=0.5)
    np.testing.assert_allclose(located["transition_value"], [THRESHOLD - 0.25], atol=0.5)
    assert (predictions["test_accuracy"] == 1).all()


def test_realizations_have_parts_and_the_withheld_ones_are_judged(traces, predictions):
    assert predictions["part"].values.tolist() == ["train"] * 9 + ["validation"] * 3 + ["test"] * 3
    assert predictions["judged"].values.tolist() == [False] * 9 + [True] * 6
    numbers = [predictions.attrs[f"{part}_realizations"] for part in PARTS]
    assert numbers == [9, 3, 3]
    every = learn(traces, REGIMES, {**SETTINGS, "epochs": 1, "judged": "all"})[1]
    assert every["judged"].all()


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


def test_confidence_enhancement_shows_training_realizations_between_the_regimes(
    traces, monkeypatch
):
    """9 of 15 realizations of the 11 blanked points, and of the 10 labelled ones."""
    samples, labels = shown(monkeypatch, traces, confidence_weight=0.1)
    assert np.bincount(labels + 1).tolist() == [11 * 9, 5 * 9, 5 * 9]
    values = traces["magnetization"].values.astype(np.float32)
    known = (traces["U"] <= 2) | (traces["U"] >= 8)
    blanked = values[~known.values, :9].reshape(-1, *values.shape[2:])
    np.testing.assert_array_equal(samples[labels == UNLABELLED], blanked)
    trained = values[known.values, :9].reshape(-1, *values.shape[2:])
    np.testing.assert_array_equal(samples[labels != UNLABELLED], trained)


def test_what_is_judged_is_withheld_from_every_term_of_the_loss(traces):
    """Scrambled, the judged realizations leave the networks as they are."""
    scrambled = traces.copy(deep=True)
    scrambled["magnetization"][{"realization": slice(9, None)}] = 0.3
    settings = {**SETTINGS, "epochs": 2, "confidence_weight": 0.1}
    one, other = (learn(given, REGIMES, settings) for given in (traces, scrambled))
    for name, weights in one[0].weights.items():
        np.testing.assert_array_equal(other[0].weights[name], weights)
    assert one[1]["trained_on"].isel(realization=slice(0, 9)).all()
    assert not one[1]["trained_on"].where(one[1]["judged"], drop=True).any()


@pytest.fixture(scope="module")
def training_set(traces):
    """Ten realizations at three values, of which U = 5 is no known phase."""
    return traces.sel(U=[1.0, 5.0, 9.0]).isel(realization=slice(0, 10)).drop_vars("seed")


def test_from_a_training_set_of_its_own_nothing_is_judged(traces, training_set, monkeypatch):
    given = []

    def fit(architecture, recipe, samples, labels, *others):
        given.append((samples, labels))
        return training.fit(architecture, recipe, samples, labels, *others)

    monkeypatch.setattr(retrainings, "fit", fit)
    settings = {**SETTINGS, "epochs": 1}
    found = learn(traces, REGIMES, settings, training_set=training_set)[1]
    assert found["probability"].sizes["U"] == 21 and found["probability"].sizes["realization"] == 15
    assert set(found["part"].values) == {"test"} and found["judged"].all()
    assert not found["trained_on"].any()
    assert [found.attrs[f"{part}_realizations"] for part in PARTS] == [8, 2, 15]
    samples, labels = given[0]
    assert labels.tolist() == [0] * 8 + [1] * 8
    own = training_set["magnetization"].values.astype(np.float32)
    np.testing.assert_array_equal(samples, own[[0, 2], :8].reshape(16, 12, 3))
    learn(traces, REGIMES, {**settings, "confidence_weight": 0.1}, training_set=training_set)
    assert np.bincount(given[1][1] + 1).tolist() == [8, 8, 8]


def test_a_training_set_of_its_own_is_what_networks_and_validation_depend_on(traces, training_set):
    settings = {**SETTINGS, "epochs": 3, "retrainings": 2, "bootstraps": 2}
    fit, found = learn(traces, REGIMES, settings, training_set=training_set)
    other = traces.assign(magnetization=0.5 * traces["magnetization"])
    again, judged = learn(other, REGIMES, settings, training_set=training_set)
    for name, weights in fit.weights.items():
        np.testing.assert_array_equal(again.weights[name], weights)
    for part in ("train", "validation"):
        name = f"{part}_cross_entropy"
        np.testing.assert_array_equal(judged[name], found[name])
    assert (judged["test_cross_entropy"] != found["test_cross_entropy"]).all()
    label = found["label"].values
    p = found["probability"].values[:, label >= 0]
    told = np.take_along_axis(
        p, label[label >= 0][None, :, None, None] + 0 * p[..., :1].astype(int), -1
    )
    np.testing.assert_allclose(
        found["test_cross_entropy"], -np.log(told).mean(axis=(1, 2, 3)), rtol=1e-5
    )


@pytest.mark.parametrize("name", ["U", "time", "site"])
def test_a_training_set_of_something_else_is_refused(traces, training_set, name):
    other = (
        training_set.rename(U="V")
        if name == "U"
        else training_set.assign_coords({name: training_set[name] + 1})
    )
    with pytest.raises(ValueError, match=f"training_set has another {name} than the traces"):
        learn(traces, REGIMES, SETTINGS, training_set=other)


def test_each_retraining_is_repeated_on_a_bootstrap(traces):
    settings = {**SETTINGS, "epochs": 2, "retrainings": 4, "bootstraps": 2}
    done = []
    fit, found = learn(traces, REGIMES, settings, lambda *counts: done.append(counts))
    alone, without = learn(traces, REGIMES, {**settings, "bootstraps": 0})
    for name, weights in alone.weights.items():
        np.testing.assert_array_equal(fit.weights[name], weights)
    np.testing.assert_array_equal(found["probability"], without["probability"])
    assert not {"bootstrap", "bootstrap_output"} & set(without.variables)
    assert found["bootstrap"].values.tolist() == [0, 1, 0, 1]
    again = found["bootstrap_output"]
    assert again.dims == ("retraining", "U", "phase")
    np.testing.assert_allclose(again.sum("phase"), 1, rtol=1e-5)
    judged = found["probability"].isel(realization=slice(9, None)).mean("realization")
    assert (abs(again - judged).max(["U", "phase"]) > 1e-3).all()
    assert done[-1] == (16, 16) and done == sorted(done)


def test_a_bootstrap_draws_realizations_with_all_of_their_points(traces, monkeypatch):
    given = []

    def fit(architecture, recipe, samples, labels, seeds, progress, resampled=None):
        given.append(resampled)
        return training.fit(architecture, recipe, samples, labels, seeds, progress, resampled)

    monkeypatch.setattr(retrainings, "fit", fit)
    settings = {**SETTINGS, "epochs": 1, "retrainings": 3, "bootstraps": 2}
    learn(traces, REGIMES, settings)
    learn(traces, REGIMES, {**settings, "retrainings": 2})
    learn(traces, REGIMES, {**settings, "seed": 1})
    first, drawn, _, fewer, _, other = given
    assert first is None and drawn.shape == (3, 90)
    np.testing.assert_array_equal(drawn[[0, 1]], fewer)
    np.testing.assert_array_equal(drawn[0], drawn[2])
    assert (drawn[0] != drawn[1]).any() and (drawn[0] != other[0]).any()
    points = drawn.reshape(3, 10, 9)
    np.testing.assert_array_equal(points // 9, np.arange(10)[None, :, None] + 0 * points)
    assert (points % 9 == points[:, :1] % 9).all()
    assert all(len(set(one)) < 9 for one in points[:, 0])


def test_a_single_bootstrap_is_none(traces):
    settings = {**SETTINGS, "epochs": 1, "bootstraps": 5, "retrainings": 1}
    assert "bootstrap" not in learn(traces, REGIMES, settings)[1]


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
    assert found.attrs["seeds"] == ", ".join(map(str, sorted(set(traces["seed"].values))))
    assert found.attrs["software"].startswith("phasetrace")


def test_the_single_site_is_counted_from_1(traces, monkeypatch):
    samples, _ = shown(monkeypatch, traces, site=2)
    values = traces["magnetization"].values.astype(np.float32)
    np.testing.assert_array_equal(samples[0, :, 0], values[0, 0, :, 1])


def test_networks_see_no_time_after_the_last_of_observation(traces, monkeypatch):
    samples, _ = shown(monkeypatch, traces, stop=4.5)
    values = traces["magnetization"].values.astype(np.float32)
    np.testing.assert_array_equal(samples[0], values[0, 0, :5])
    short = learn(traces, REGIMES, {**SETTINGS, "stop": 4.5, "epochs": 1})[1]
    assert short["time"].values.tolist() == [0, 1, 2, 3, 4]
    assert short.attrs["learning_stop"] == 4.5


def test_reported_accuracy_and_cross_entropy_are_those_of_the_outputs(predictions):
    p = predictions["probability"].transpose("retraining", "U", "realization", "phase").values
    label = predictions["label"].values
    for part, those in (("validation", slice(9, 12)), ("test", slice(12, 15))):
        tested = p[:, label >= 0, those]
        truth = np.repeat(label[label >= 0][:, None], 3, axis=1)
        chosen = np.take_along_axis(tested, truth[None, ..., None], axis=-1)[..., 0]
        np.testing.assert_allclose(
            predictions[f"{part}_cross_entropy"], -np.log(chosen).mean(axis=(1, 2)), rtol=1e-5
        )
        np.testing.assert_allclose(
            predictions[f"{part}_accuracy"], (tested.argmax(-1) == truth).mean(axis=(1, 2))
        )


def foreign(traces, **changes):
    """The same as a laboratory has them: another name, scale, channels and times, with gaps."""
    values = 40 + 3 * traces["magnetization"].values
    rng = np.random.default_rng(2)
    values[np.broadcast_to(rng.random((21, 15, 12, 1)) < 0.2, values.shape)] = np.nan
    values[rng.random((21, 15)) < 0.1] = np.nan
    dims = ("U", "realization", "time", "channel")
    return xr.Dataset(
        {"signal": (dims, values, {"units": "mV"}), **changes},
        {"U": traces["U"], "time": np.arange(12) ** 1.5, "channel": ["a", "b", "c"]},
    )


LABORATORY = {
    **SETTINGS,
    "standardization": "training",
    "class_weight": "balanced",
    "confidence_weight": 0.1,
    "bootstraps": 2,
}


def test_traces_of_any_name_scale_and_gaps_are_learned(traces, tmp_path):
    given = foreign(traces)
    fit, found = learn(given, REGIMES, {**LABORATORY, "epochs": 100})
    assert (found["test_accuracy"] > 0.9).all()
    absent = given["signal"].isnull().all(["time", "channel"]).sum()
    assert int((found["measured"] == 0).sum()) >= absent > 0
    assert (found["probability"].isnull().all(["retraining", "phase"]) == ~found["measured"]).all()
    assert not (found["trained_on"] & ~found["measured"]).any()
    np.testing.assert_allclose(found["bootstrap_output"].sum("phase"), 1, rtol=1e-5)
    shown = prepare(given, REGIMES)["signal"].values[found["trained_on"].values]
    assert fit.inputs.variable == "signal" and fit.inputs.channels == ("a", "b", "c")
    assert fit.inputs.mean == pytest.approx(np.nanmean(shown))
    assert fit.inputs.deviation == pytest.approx(np.nanstd(shown))
    path = tmp_path / "predictions.nc"
    write_dataset(path, found)
    np.testing.assert_array_equal(read_predictions(path)["probability"], found["probability"])


def test_saved_networks_say_the_same_as_when_they_were_trained(traces, tmp_path):
    prepared = prepare(foreign(traces), REGIMES)
    fit, found = learn(prepared, REGIMES, {**LABORATORY, "epochs": 2})
    save_networks(tmp_path / "networks.nc", fit, tuple(REGIMES))
    again = judge(*load_networks(tmp_path / "networks.nc"), prepared)
    np.testing.assert_allclose(again, found["probability"], atol=1e-6)


def test_the_scale_of_the_traces_changes_nothing_that_is_standardized(traces):
    given = foreign(traces)
    other = given.assign(signal=(given["signal"] * 2.0 - 64).assign_attrs(units="mV"))
    settings = {**LABORATORY, "epochs": 2}
    one, two = (learn(each, REGIMES, settings)[1]["probability"] for each in (given, other))
    np.testing.assert_allclose(one, two, atol=1e-4)


def test_no_group_is_both_shown_and_judged_nor_drawn_in_part(traces, monkeypatch):
    day = np.random.default_rng(3).integers(12, size=(21, 15))
    given = []

    def fit(architecture, recipe, samples, labels, seeds, progress, resampled=None):
        given.append(resampled)
        return training.fit(architecture, recipe, samples, labels, seeds, progress, resampled)

    monkeypatch.setattr(retrainings, "fit", fit)
    changed = foreign(traces, group=(("U", "realization"), day))
    _, found = learn(changed, REGIMES, {**LABORATORY, "epochs": 1})
    shown = set(found["group"].values[found["trained_on"].values].tolist())
    held = found["measured"] & found["judged"]
    assert not shown & set(found["group"].values[held.values].tolist())
    of_trace = found["group"].values[found["trained_on"].values]
    for drawn in given[1]:
        times = np.bincount(drawn, minlength=len(drawn))
        assert set(of_trace[times > 0].tolist()) < shown


def test_a_point_whose_samples_all_train_is_refused(traces):
    prepared = prepare(foreign(traces), REGIMES)
    kept = (prepared["U"] != 5) | (prepared["part"] == "train")
    given = prepared.assign(signal=prepared["signal"].where(kept))
    with pytest.raises(ValueError, match="all samples at U = 5 are of groups that train"):
        learn(given, REGIMES, {**LABORATORY, "epochs": 1})


def test_complete_traces_reach_the_networks_bit_for_bit(traces):
    """As without any of what incomplete ones need: the first realizations, in single precision."""
    learned = learn(traces, REGIMES, {**SETTINGS, "epochs": 2})[0]
    samples = traces["magnetization"].values[:, :9].astype(np.float32)
    label = np.repeat(np.where(traces["U"] <= 2, 0, np.where(traces["U"] >= 8, 1, -1)), 9)
    samples = samples.reshape(-1, *samples.shape[2:])[label >= 0]
    alone = training.fit(learned.architecture, learned.recipe, samples, label[label >= 0], [0, 1])
    for name, weights in alone.weights.items():
        np.testing.assert_array_equal(learned.weights[name], weights)
    assert (learned.inputs.mean, learned.inputs.deviation) == (0.0, 1.0)


def same(one, other):
    """That two trainings and what they say are the same bit for bit."""
    for name, weights in one[0].weights.items():
        np.testing.assert_array_equal(other[0].weights[name], weights)
    xr.testing.assert_identical(one[1], other[1])


def padded(traces, variable):
    """The same traces among realizations that do not exist at any point."""
    places = np.sort(np.random.default_rng(5).permutation(19)[:15])
    values = np.full((21, 19, 12, 3), np.nan)
    values[:, places] = traces[variable].values
    wider = xr.full_like(traces.isel(realization=[0] * 19), 0, dtype=None)
    return wider.assign({variable: (traces[variable].dims, values, traces[variable].attrs)})


@pytest.mark.parametrize("own", [False, True])
def test_realizations_that_do_not_exist_change_nothing(traces, training_set, own):
    settings = {**SETTINGS, "epochs": 2, "bootstraps": 2, "confidence_weight": 0.1}
    plain = traces.drop_vars(["seed", "realization"])
    gaps = foreign(plain).rename(signal="magnetization", channel="site")
    taught = training_set.drop_vars("realization") if own else None
    for given in (plain, gaps.assign_coords(time=plain["time"], site=plain["site"])):
        given["magnetization"].attrs.clear()
        same(
            learn(given, REGIMES, settings, training_set=taught),
            learn(padded(given, "magnetization"), REGIMES, settings, training_set=taught),
        )


def incomplete(traces, seed):
    """The same with 15 % of the traces and 20 % of the times lacking, and days."""
    rng = np.random.default_rng(seed)
    values = traces["magnetization"].values.copy()
    shape = values.shape
    values[np.broadcast_to(rng.random((*shape[:3], 1)) < 0.2, shape)] = np.nan
    values[rng.random(shape[:2]) < 0.15] = np.nan
    day = rng.integers(100 * seed, 100 * seed + 8, size=shape[:2])
    return traces.assign(
        magnetization=(traces["magnetization"].dims, values),
        group=(traces["magnetization"].dims[:2], day),
    )


def test_an_incomplete_training_set_of_its_own_is_learned(traces, training_set, monkeypatch):
    given = []

    def fit(architecture, recipe, samples, labels, *others):
        given.append((samples, labels, *others))
        return training.fit(architecture, recipe, samples, labels, *others)

    monkeypatch.setattr(retrainings, "fit", fit)
    shown, taught = incomplete(traces, 1), incomplete(training_set, 2)
    settings = {**LABORATORY, "epochs": 1}
    learned, found = learn(shown, REGIMES, settings, training_set=taught)
    there = shown["magnetization"].notnull().any(["time", "site"]).values
    np.testing.assert_array_equal(found["measured"], there)
    outputs = found["probability"].notnull().all(["retraining", "phase"])
    np.testing.assert_array_equal(outputs, there)
    assert set(found["part"].values) == {"test"} and not found["trained_on"].any()
    # Whole days train, and others validate.
    _, prepared = prepare_apart(shown, taught, REGIMES)
    train = (prepared["part"] == "train").values
    values, day = prepared["magnetization"].values, prepared["group"].values
    exists = ~np.isnan(values).all(axis=(2, 3))
    assert not set(day[exists & train].tolist()) & set(day[exists & ~train].tolist())
    assert exists.sum() == taught["magnetization"].notnull().any(["time", "site"]).sum()
    samples, labels, *_ = given[0]
    np.testing.assert_allclose(samples, learned.inputs.of(values[exists & train]), rtol=1e-6)
    assert learned.inputs.mean == np.nanmean(values[exists & train])
    place = np.repeat(np.array([0, -1, 1])[:, None], len(train), axis=1)
    np.testing.assert_array_equal(labels, place[exists & train])
    for part in PARTS:
        assert np.isfinite(found[f"{part}_cross_entropy"]).all()
    drawn = given[1][-1]
    assert drawn.shape == (2, len(samples)) and (labels[drawn] == labels).all()


def test_what_the_training_set_lacks_is_shown_of_no_trace(traces, training_set):
    lacking = training_set.assign(
        magnetization=training_set["magnetization"].where(training_set["time"] < 8)
    )
    settings = {**SETTINGS, "epochs": 2}
    found = learn(traces, REGIMES, settings, training_set=lacking)
    shorter = {"time": slice(8)}
    alone = learn(traces.isel(shorter), REGIMES, settings, training_set=training_set.isel(shorter))
    assert found[1].attrs.pop("left_out") == "time 8, 9, 10, 11"
    same(found, alone)


def test_a_group_in_the_training_set_and_in_the_traces_is_refused(traces, training_set):
    shown, taught = incomplete(traces, 1), incomplete(training_set, 1)
    with pytest.raises(ValueError, match=r"group 10\d is in the traces and in the training_set"):
        learn(shown, REGIMES, SETTINGS, training_set=taught)


def test_a_mini_batch_holds_no_more_than_there_is(traces, monkeypatch):
    """Of 10 labelled points with 9 training realizations each."""
    sizes = []

    def fit(architecture, recipe, *given):
        sizes.append(recipe.batch)
        return training.fit(architecture, recipe, *given)

    monkeypatch.setattr(retrainings, "fit", fit)
    learn(traces, REGIMES, {**SETTINGS, "epochs": 1, "batch": 10**6})
    learn(traces, REGIMES, {**SETTINGS, "epochs": 1, "batch": 10**6, "confidence_weight": 0.1})
    learn(traces, REGIMES, {**SETTINGS, "epochs": 1})
    assert sizes == [90, 270, 16]
