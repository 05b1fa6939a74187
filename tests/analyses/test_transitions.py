"""Where networks are confused, and where they change their mind."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.transitions import TRANSITION, locate
from toys import DISORDER, of_two_networks

FIRST = np.array([0.9, 0.8, 0.4, 0.1])
SECOND = np.array([0.9, 0.55, 0.2, 0.1])


def repeated(known, *outputs):
    """With two networks trained on bootstraps, from their outputs for the first phase."""
    p = np.stack([np.array(outputs), 1 - np.array(outputs)], axis=-1)
    return known.assign(
        bootstrap=("retraining", [0, 1]),
        bootstrap_output=(("retraining", "W", "phase"), p),
    )


def test_the_transition_is_that_of_the_mean_output_and_each_network_has_its_own():
    located = locate(of_two_networks(FIRST, SECOND), "mean_output")
    # The leads 0.6, -0.2 cross after 3/4 of the cell from 2, 0.1, -0.6 after 1/7, and their means
    # 0.35, -0.4 after 35/75.
    np.testing.assert_allclose(located["transition"].isel(gap=0), [2.75, 2 + 1 / 7])
    np.testing.assert_allclose(located["transition_value"], [2 + 35 / 75])
    assert located["transition_verdict"].values.tolist() == ["found"]
    for name in ("transition", *TRANSITION):
        assert located[name].attrs.get("units") == (None if "verdict" in name else "J"), name


def test_a_transition_has_its_interval_where_networks_were_repeated():
    alone = locate(of_two_networks(FIRST, SECOND), "mean_output")
    assert alone["transition_low"].isnull().all() and alone["transition_disorder"].isnull().all()
    assert alone["transition_retraining"] > 0
    known = repeated(of_two_networks(FIRST, SECOND), FIRST, SECOND)
    both = locate(known, "mean_output")
    assert both["transition_low"] < both["transition_value"] < both["transition_high"]
    assert both["transition_disorder"] > 0
    xr.testing.assert_equal(both["transition_retraining"], alone["transition_retraining"])


def test_only_judged_realizations_count():
    known = of_two_networks(FIRST, SECOND)
    known["judged"][0] = False
    spoiled = known.copy(deep=True)
    spoiled["probability"][{"realization": 0}] = [0.3, 0.7]
    xr.testing.assert_identical(locate(spoiled, "mean_output"), locate(known, "mean_output"))


def test_networks_without_a_transition_say_so():
    located = locate(of_two_networks(FIRST, np.full(4, 0.95)), "mean_output")
    np.testing.assert_allclose(located["transition"].isel(gap=0), [2.75, np.nan])
    located = locate(repeated(of_two_networks(*np.full((2, 4), 0.9)), FIRST, FIRST), "mean_output")
    assert located["transition_verdict"].values.tolist() == ["not told apart"]
    for name in ("value", "low", "high", "retraining", "disorder", "grid"):
        assert located[f"transition_{name}"].isnull().all(), name


def test_outputs_are_means_over_the_realizations_of_each_network():
    known = of_two_networks(FIRST, SECOND)
    known["probability"][{"retraining": 0, "W": 1, "realization": 0}] = [0.2, 0.8]
    located = locate(known, "mean_output")
    assert located["output"].dims == ("retraining", "W", "phase")
    np.testing.assert_allclose(located["output"][0, 1], [0.6, 0.4])
    np.testing.assert_allclose(located["output"][1, :, 0], SECOND)
    np.testing.assert_allclose(located["confusion"][0, 1], np.log2(1 / 0.6))
    apart = locate(known, "per_sample")["confusion"][0, 1]
    np.testing.assert_allclose(apart, np.log2(1 / 0.8))


def test_the_order_of_the_axes_does_not_matter():
    known = of_two_networks(FIRST, SECOND)
    turned = known.assign(probability=known["probability"].transpose("phase", "W", ...))
    assert locate(turned, "mean_output").identical(locate(known, "mean_output"))


@pytest.mark.parametrize("averaging", ["mean_output", "per_sample"])
def test_the_confusion_has_a_value_for_each_network_and_point(averaging):
    confusion = locate(of_two_networks(FIRST, SECOND), averaging)["confusion"]
    expected = -np.log2(np.maximum([FIRST, SECOND], 1 - np.array([FIRST, SECOND])))
    np.testing.assert_allclose(confusion, expected)
    np.testing.assert_array_equal(confusion["W"], DISORDER)
