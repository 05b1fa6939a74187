"""Saved networks judge traces of other lengths, and refuse those of another chain."""

import dataclasses

import numpy as np
import pytest
import xarray as xr
from phasetrace import judge, load_networks, predict, save_networks
from phasetrace.learning.initialization import weight_shapes
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.judging import judged_predictions
from phasetrace.learning.predictions import read_predictions
from phasetrace.learning.recipe import Architecture, Fit, Recipe
from phasetrace.store.files import write_dataset

PHASES = ("thermal", "localized")
TIMES = np.linspace(0.0, 9.0, 10)
INPUTS = Inputs("density", "1/m", "site", (1, 2, 3), tuple(TIMES), 5.0, 2.0)


@pytest.fixture
def networks():
    architecture = Architecture(3, 2, 4)
    rng = np.random.default_rng(0)
    weights = {
        name: rng.standard_normal((2, *shape)).astype(np.float32)
        for name, shape in weight_shapes(architecture).items()
    }
    history = np.zeros((3, 2, 1), np.float32)
    return Fit(architecture, Recipe(epochs=1), np.array([4, 7]), weights, *history, INPUTS)


def traces(times=TIMES, sites=(1, 2, 3), units="1/m", name="density"):
    shape = 3, 2, len(times), len(sites)
    values = 5 + 2 * np.random.default_rng(1).standard_normal(shape)
    return xr.Dataset(
        {name: (("h", "realization", "time", "site"), values, {"units": units})},
        {"h": [0.0, 1.0, 2.0], "time": times, "site": list(sites)},
    )


def test_three_lines_judge_traces_by_saved_networks(networks, tmp_path):
    save_networks(tmp_path / "networks.nc", networks, PHASES)
    given = traces()
    found = judge(*load_networks(tmp_path / "networks.nc"), given)
    assert found.dims == ("retraining", "h", "realization", "phase")
    assert found.phase.values.tolist() == list(PHASES)
    assert found.retraining.values.tolist() == [4, 7]
    samples = (given.density.values.reshape(-1, 10, 3) - 5) / 2
    expected = predict(networks.architecture, networks.weights, samples)
    np.testing.assert_allclose(found.values.reshape(2, 6, 2), expected, atol=1e-6)


@pytest.mark.parametrize("count", [4, 10, 25])
def test_traces_may_end_earlier_or_later(networks, count):
    given = traces(np.arange(float(count)))
    assert np.isfinite(judge(networks, PHASES, given)).all()


def test_a_trace_that_ends_is_judged_by_what_was_last_seen(networks):
    given = traces()
    held = given.copy(deep=True)
    held["density"][{"time": slice(6, None)}] = given["density"].isel(time=5)
    given["density"][{"time": slice(6, None)}] = np.nan
    xr.testing.assert_equal(judge(networks, PHASES, given), judge(networks, PHASES, held))


def test_of_no_trace_nothing_is_said(networks):
    given = traces()
    whole = judge(networks, PHASES, given)
    given["density"][{"h": 1, "realization": 1}] = np.nan
    found = judge(networks, PHASES, given)
    assert np.isnan(found[:, 1, 1]).all() and int(np.isnan(found).sum()) == 4
    np.testing.assert_allclose(found[:, :, 0], whole[:, :, 0], atol=1e-6)


def test_channels_may_come_in_any_order(networks):
    given = traces()
    turned = given.isel(site=[2, 0, 1])
    xr.testing.assert_equal(judge(networks, PHASES, turned), judge(networks, PHASES, given))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (traces(sites=(1, 2, 3, 4)), "have 4 of site 1, 2, 3, 4, the networks learned 3 of site"),
        (traces(sites=(1, 2, 4)), "train networks on these, or rename or select channels"),
        (traces(TIMES / 2), "times 0, 0.5, 1, ..., 4.5, the networks learned 0, 1, 2, ..., 9"),
        (traces(TIMES + 1), "interpolate the traces to these, reindex them"),
        (traces(TIMES[::2]), "gaps may be NaN"),
        (traces(np.append(TIMES, 20.0)), "must be the same ones from the first on; interpolate"),
        (traces(units="1"), "density in 1, the networks learned density in 1/m"),
        (traces(name="current"), "traces are of current in 1/m, the networks learned density"),
    ],
)
def test_traces_of_something_else_are_refused_with_what_would_do(networks, given, message):
    with pytest.raises(ValueError, match=message):
        judge(networks, PHASES, given)


def test_gaps_of_reindexed_times_may_be_nan(networks):
    given = traces(TIMES[::2]).reindex(time=TIMES)
    assert np.isfinite(judge(networks, PHASES, given)).all()


def test_networks_that_learned_arrays_judge_none(networks):
    bare = dataclasses.replace(networks, inputs=None)
    with pytest.raises(ValueError, match="do not say what they learned from; predict judges"):
        judge(bare, PHASES, traces())


def test_times_in_unequal_steps_cannot_go_on(networks):
    times = TIMES**2
    inputs = dataclasses.replace(INPUTS, times=tuple(times))
    uneven = dataclasses.replace(networks, inputs=inputs)
    assert np.isfinite(judge(uneven, PHASES, traces(times[:4]))).all()
    with pytest.raises(ValueError, match="from the first on, and no more of them"):
        judge(uneven, PHASES, traces(np.append(times, 100.0)))


def test_traces_of_which_a_phase_is_known_test_the_networks(networks):
    given = traces()
    said = judged_predictions(networks, PHASES, given, {"localized": [2.0, 2.0]})
    assert said["label"].values.tolist() == [-1, -1, 1]
    p = said["probability"].values[:, -1]
    np.testing.assert_allclose(said["test_accuracy"], (p.argmax(axis=-1) == 1).mean(axis=1))
    entropy = -np.log(p[..., 1]).mean(axis=1)
    np.testing.assert_allclose(said["test_cross_entropy"], entropy, rtol=1e-5)
    assert set(said["part"].values) == {"test"} and said["judged"].all()
    np.testing.assert_array_equal(said["time"], given["time"])


def test_judged_predictions_are_read_with_and_without_a_known_phase(networks, tmp_path):
    given = traces()
    given["density"][0, 1] = np.nan
    for known in ({}, {"thermal": [0.0, 0.5]}):
        said = judged_predictions(networks, PHASES, given, known)
        assert ("test_accuracy" in said) == bool(known)
        write_dataset(tmp_path / "said.nc", said)
        assert read_predictions(tmp_path / "said.nc")["measured"].values.sum() == 5
