"""What degraded traces teach, on toy traces of which one knows what can be seen of them."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.robustness import REALIZATIONS, _measured, analyse
from phasetrace.learning.recipe import Architecture, Fit, Recipe

POINTS, REALIZED, TIMES, SITES = 4, 30, 12, 3
LABEL = np.array([0, 0, 1, 1])
RECIPE = Recipe(batch=16, epochs=40, learning_rate=0.02, confidence_weight=0.0, l2=0.0)
NETWORKS = Fit(
    Architecture(SITES, 2, units=8, dropout=0.0), RECIPE, np.array([5]), {}, *[np.zeros((1, 1))] * 3
)
STARTS = np.random.default_rng(0).choice([-1.0, 1.0], size=(POINTS, REALIZED, 1, SITES))
NUMBERS = "threshold on mean imbalance", "threshold on last imbalance"


def shown(imbalance, fits=2, **amounts):
    """Analysis of spins that follow their start by an imbalance (point, realization, time)."""
    traces = xr.Dataset(
        {"magnetization": (("U", "realization", "time", "site"), STARTS * imbalance[..., None])},
        {"U": np.arange(4.0), "time": np.arange(TIMES), "site": np.arange(SITES)},
        {"model": "toy"},
    )
    part = np.where(np.arange(REALIZED) < 20, "train", "test")
    predictions = xr.Dataset({"label": ("U", LABEL), "part": ("realization", part)})
    return analyse([predictions], [NETWORKS], [traces], fits, amounts)


def accuracy(data, condition=-1):
    one = data["accuracy"].isel(condition=condition)
    return dict(zip(one["method"].values.tolist(), one.values.tolist(), strict=True))


@pytest.mark.slow
def test_where_the_mean_tells_all_the_networks_lead_nothing():
    """Values without any order about another mean: no method can see more than the mean."""
    rng = np.random.default_rng(1)
    imbalance = 0.9 * LABEL[:, None, None] + 0.05 * rng.standard_normal((POINTS, REALIZED, TIMES))
    imbalance[:, :, 0] = 1
    data = shown(imbalance, noise=[0.1])
    for condition in (0, 1):
        found = accuracy(data, condition)
        assert found["networks"] == 1
        assert [found[name] for name in NUMBERS] == [1, 1]
    assert (data["lead"].sel({"method": list(NUMBERS)}) == 0).all()


@pytest.mark.slow
def test_phases_that_differ_in_time_order_alone_are_learnt_by_those_who_see_it():
    """Signs that alternate every time or every second time, with as many of each in both.

    The signs of the other half of the traces are opposite, so that every single time and every
    weighted sum of them is the same on average, too.
    """
    fast = np.tile([1, -1], 6)
    slow = np.tile([1, 1, -1, -1], 3)
    later = np.stack([fast, slow])[LABEL][:, None] * np.tile([1, -1], REALIZED // 2)[:, None]
    imbalance = np.concatenate([np.ones((POINTS, REALIZED, 1)), later[..., 1:]], axis=2)
    found = accuracy(shown(imbalance, noise=[0.1]))
    assert found["networks"] > 0.95
    assert found["logistic regression on magnetization"] < 0.7
    # Without the time that the start stands for, a trace of either half has a sum of -1 or 1.
    assert max(found[name] for name in NUMBERS) < 0.7


def test_conditions_begin_with_none_and_leave_out_what_traces_have_not():
    imbalance = np.broadcast_to(LABEL[:, None, None], (POINTS, REALIZED, TIMES))
    asked = {"first_samples": [50, 12, 2, 1], "skipped_samples": [11, 10], "realizations": [20, 2]}
    data = shown(imbalance, shots=[1], **asked)
    kinds, amounts = data["degradation"].values.tolist(), data["amount"].values.tolist()
    assert list(zip(kinds, amounts, strict=True)) == [
        *(("shots", np.inf), ("shots", 1)),
        *(("first_samples", 12), ("first_samples", 2)),
        *(("skipped_samples", 0), ("skipped_samples", 10)),
        *((REALIZATIONS, 20), (REALIZATIONS, 2)),
    ]
    clean = data["accuracy"].isel(condition=[0, 2, 4, 6])
    assert (clean == clean.isel(condition=0)).all()
    assert (data["traces"] == 40).all() and (data["guess"] == 0.5).all()
    assert set(data["chain"].values) == {"toy"} and data.attrs["fits"] == 2


def test_errors_are_those_of_the_same_traces_and_of_the_fits():
    """Wilson's interval of 3 of 4 is (0.5, 0.9); networks are ahead on one trace of four."""
    networks, other = [[1, 1, 1, 1]] * 2, [[1, 1, 1, 0]] * 2
    found = _measured(np.array([networks, other], dtype=bool))
    np.testing.assert_allclose(found["accuracy"], [1, 0.75])
    half = (0.75 * 0.25 / 4 + 0.25 / 16) ** 0.5 / 1.25
    np.testing.assert_allclose(found["low"], [0.8, 0.7 - half])
    np.testing.assert_allclose(found["high"], [1, 0.7 + half])
    np.testing.assert_allclose(found["lead"], [0, 0.25])
    np.testing.assert_allclose(found["lead_error"], [0, 0.25])
    # Fits that differ by one half have an error of a quarter.
    found = _measured(np.array([[[1, 1, 1, 1], [1, 1, 0, 0]]], dtype=bool))
    half = (0.75 * 0.25 / 4 + 0.25 / 16) ** 0.5 / 1.25
    np.testing.assert_allclose(found["low"], 0.75 - np.hypot(0.05 + half, 0.25))
