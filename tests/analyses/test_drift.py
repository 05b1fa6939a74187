"""The drift with length and time, from outputs, traces and levels whose drift is known."""

import numpy as np
import pytest
import toys
import xarray as xr
from phasetrace.analyses import drift
from phasetrace.analyses.level_statistics import MIDDLE

TIMES = [0.0, 10.0, 20.0]
UNIT = {"units": "1/J"}
DECAY = np.array([[1.0, 0.0, 0.0], [1.0, 0.2, 0.0], [1.0, 0.6, 0.3], [1.0, 1.0, 1.0]])
"""Magnetization (W, time) of every spin, along its start."""


def traces(length):
    """Of three realizations; in chains of L spins a part in L of the imbalance is lost in one."""
    start = np.resize([1.0, -1.0], length)
    magnetization = np.stack([DECAY] * 3, axis=1)[..., None] * start
    magnetization[:, 1, -1, 0] = 0
    return xr.Dataset(
        {"magnetization": (("W", "realization", "time", "site"), magnetization)},
        {
            "W": ("W", toys.DISORDER, {"units": "J"}),
            "time": ("time", TIMES, UNIT),
            "site": np.arange(1, length + 1),
        },
        {"L": length},
    )


def predictions(middle, stop=20.0, **attributes):
    """Of networks on whose mean output the ergodic phase falls through 1/2 at a W from 2 to 3."""
    at_2 = 0.5 + 0.2 * (middle - 2)
    found = toys.of_two_networks([1.0, at_2, at_2 - 0.2, 0.0], [1.0, at_2, at_2 - 0.2, 0.0])
    times = [time for time in TIMES if time <= stop]
    return found.assign_coords(time=("time", times, UNIT)).assign_attrs(attributes)


def shown(monkeypatch, **changes):
    def by_last_time(architecture, weights, samples):
        p = 1 - np.abs(samples[:, -1, 0])
        return np.stack([np.stack([p, 1 - p], axis=-1)] * 2)

    monkeypatch.setattr(drift, "predict", by_last_time)
    networks = type("Fit", (), {"architecture": None, "weights": None})
    given = {
        "lengths": [predictions(2.25, L=8), predictions(2.5, L=10), predictions(2.75, L=12)],
        "traces": [traces(length) for length in (8, 10, 12)],
        "spectra": [
            toys.levels([0.5, 0.5, 0.4, 0.4]).assign_attrs(L=10),
            toys.levels([0.5, 0.5, 0.5, 0.4]).assign_attrs(L=12),
        ],
        "predictions": predictions(2.5),
        "networks": networks,
        "observed": traces(12),
        "times": [predictions(2.1, 0.0), predictions(2.3, 10.0)],
        "levels": [4, 3],
    }
    return drift.analyse(**given | changes)


def test_the_transition_drifts_with_the_length(monkeypatch):
    data = shown(monkeypatch)
    assert data["sites"].values.tolist() == [8, 10, 12]
    np.testing.assert_allclose(data["transition_value"], [2.25, 2.5, 2.75])
    assert data["transition_verdict"].values.tolist() == ["found"] * 3
    np.testing.assert_allclose(data["test_accuracy"], 0.95)
    assert data["transition_value"].attrs["units"] == data["width"].attrs["units"] == "J"


def test_the_gap_ratio_drifts_beside_it_where_levels_are_known(monkeypatch):
    data = shown(monkeypatch)
    step = (0.5 - MIDDLE) / 0.1
    np.testing.assert_allclose(data["exact_transition"], [np.nan, 2 + step, 3 + step])
    np.testing.assert_array_equal(data["exact_levels"], [np.nan, 4, 3])
    np.testing.assert_allclose(data["exact_slope"], 0.5)
    assert shown(monkeypatch, spectra=[], levels=[])["exact_transition"].isnull().all()


def test_the_imbalance_of_every_length_has_a_standard_error(monkeypatch):
    data = shown(monkeypatch)
    for length in (8, 10, 12):
        late, one = data.sel(sites=length), DECAY[:, -1]
        np.testing.assert_allclose(late["imbalance"], one * (1 - 1 / length / 3))
        np.testing.assert_allclose(late["imbalance_error"], one / length / 3, atol=1e-12)
    assert data["imbalance"].dims == ("sites", "W")


def test_every_length_counts_for_how_the_imbalance_grows(monkeypatch):
    data = shown(monkeypatch)
    # Nothing has an error where nothing is left of the imbalance.
    slope = data["imbalance_slope"]
    assert slope.dims == ("W",) and np.isnan(slope[:2]).all() and slope[3] > slope[2] > 0
    assert np.isnan(data["imbalance_turn"])
    rising = [traces(length) for length in (8, 10, 12)]
    for number, one in enumerate(rising):
        one["magnetization"][:2, :, -1] = [[[0.2 / 2**number]], [[-0.1 / 2**number]]] * (
            one["magnetization"][:2, :, 0]
        )
        one["magnetization"][:2, 1, -1] *= 1.5
    turned = shown(monkeypatch, traces=rising)
    assert turned["imbalance_slope"].notnull().all()
    # Of four points there is one place to turn at.
    assert turned["imbalance_turn"] == 2.5 and turned["imbalance_rise"] > 0


def test_statements_about_lengths_are_judged_in_the_dataset(monkeypatch):
    of_chains, of_traces = shown(monkeypatch).attrs["statements"].splitlines()
    assert of_chains.startswith("Fig. 8: A finite size scaling attempt on the imbalance")
    assert ": cannot be told (" in of_chains
    assert of_traces.startswith("Discussion: The same recurrent network")
    assert ": agrees (to t = 0/J " in of_traces


def test_the_width_of_the_confused_region_has_a_slope(monkeypatch):
    wider = [predictions(2.5, L=8), predictions(2.5, L=10)]
    for k, one in enumerate(wider):
        again = one["probability"].mean("realization").copy(deep=True)
        again[0, 2] = [0.9, 0.1]
        wider[k] = one.assign(bootstrap=("retraining", [0, 1]), bootstrap_output=again)
    data = shown(monkeypatch, lengths=wider, traces=[traces(8), traces(10)])
    assert (data["width_error"] > 0).all() and np.ptp(data["width"].values) == 0
    assert float(data["width_slope"]) == pytest.approx(0, abs=1e-12)
    assert float(data["width_slope_error"]) > 0


def test_networks_find_another_transition_in_shorter_traces(monkeypatch):
    data = shown(monkeypatch)
    assert data["stop"].values.tolist() == TIMES and data["stop"].attrs["units"] == "1/J"
    np.testing.assert_allclose(data["trained_transition_value"], [2.1, 2.3, 2.5])
    # Magnetization falls below 1/2 between W = 2 and 3 at first, then between 3 and 4.
    expected = [np.nan, 2.75, np.nan]
    np.testing.assert_allclose(data["read_transition_value"], expected)
    # At the end one of three localized traces is taken for an ergodic one, which may be chance.
    assert data["read_transition_verdict"].values.tolist() == [
        "not told apart",
        "found",
        "not told apart",
    ]


def test_accuracies_are_compared_on_the_same_traces(monkeypatch):
    wrong = predictions(2.1, 0.0)
    wrong["probability"][0, 0, :1] = [0.0, 1.0]
    data = shown(monkeypatch, times=[wrong, predictions(2.3, 10.0)])
    # One network of two is wrong on one of six labelled traces.
    np.testing.assert_allclose(data["trained_change"], [-1 / 12, 0, 0])
    networks, traces = (1 / 6) ** 2 / 2 / 2, np.var([-0.5, 0, 0, 0, 0, 0], ddof=1) / 6
    error = (networks + traces) ** 0.5
    np.testing.assert_allclose(data["trained_change_error"], [error, 0, 0])
    # At the start every trace is at ±1, as a localized one is; at last one of those is at 0.
    np.testing.assert_allclose(data["read_accuracy"], [0.5, 1, 5 / 6])
    np.testing.assert_allclose(data["read_change"], [-0.5, 0, -1 / 6])
