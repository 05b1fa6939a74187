"""Where each network of a set of predictions is confused."""

import numpy as np
import pytest
from phasetrace.analyses.transitions import locate
from toys import DISORDER, of_two_networks

FIRST = np.array([0.9, 0.8, 0.4, 0.1])
SECOND = np.array([0.9, 0.4, 0.2, 0.1])


def test_each_network_has_its_own_transition():
    located = locate(of_two_networks(FIRST, SECOND), "mean_output")
    # The leads 0.6 and -0.2 cross after 3/4 of the cell from 2, and 0.8 and -0.2 after 4/5 from 1.
    np.testing.assert_allclose(located["transition"].isel(gap=0), [2.75, 1.8])
    np.testing.assert_allclose(located["transition_mean"], [(2.75 + 1.8) / 2])
    # Each of two is half of the difference off; the sum of both squares is divided by 2 - 1.
    np.testing.assert_allclose(located["transition_std"], [(2.75 - 1.8) / 2**0.5])
    for name in ("transition", "transition_mean", "transition_std"):
        assert located[name].attrs["units"] == "J"


def test_networks_without_a_transition_are_left_out_of_the_mean():
    located = locate(of_two_networks(FIRST, np.full(4, 0.9)), "mean_output")
    np.testing.assert_allclose(located["transition"].isel(gap=0), [2.75, np.nan])
    np.testing.assert_allclose(located["transition_mean"], [2.75])
    # One value has no spread.
    assert located["transition_std"].isnull().all()


def test_no_network_with_a_transition_leaves_neither_mean_nor_spread():
    located = locate(of_two_networks(np.full(4, 0.9), np.full(4, 0.9)), "mean_output")
    for name in ("transition", "transition_mean", "transition_std"):
        assert located[name].isnull().all()


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
