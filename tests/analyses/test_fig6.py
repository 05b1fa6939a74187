"""Judgements of fresh traces, counted by hand."""

import numpy as np
import pytest
from phasetrace.analyses.fig6 import BIN, analyse
from toys import DISORDER, ENDS, PHASES, predictions

OUTPUT = [[0.97, 0.03], [0.62, 0.38], [0.62, 0.38], [0.02, 0.98]]
BEYOND = {"ergodic": [2.0, 2.0], "MBL": [3.0, 3.0]}


def known():
    """Predictions that tested one realization of three at W = 1."""
    predicted = predictions("W", DISORDER, OUTPUT, ENDS, PHASES)
    predicted["trained_on"][0, :2] = True
    return predicted


@pytest.fixture(scope="module")
def shown():
    return analyse(known(), BEYOND)


def test_judgements_of_fresh_traces_are_binned_by_output(shown):
    judged = zip(shown["output"].values.round(3), shown["count"].values, strict=True)
    # Two networks: one fresh realization at W = 1 and three each at the other W.
    assert {x: n for x, n in judged if n} == {0.025: 6, 0.625: 12, 0.975: 2}
    assert len(shown["output"]) == 20 == round(1 / BIN)
    frequency = shown["frequency"].sel(output=[0.025, 0.625, 0.975], method="nearest")
    np.testing.assert_allclose(frequency, [0, 0.5, 1])
    assert np.isnan(shown["frequency"]).sum() == 17


def test_shares_are_of_all_judgements_and_by_phase(shown):
    share = shown["probability"].sel(output=[0.025, 0.625, 0.975], method="nearest")
    np.testing.assert_allclose(share, [0.3, 0.6, 0.1])
    np.testing.assert_allclose(shown["probability"].sum(), 1)
    by_phase = shown["phase_probability"].sum("output")
    # Of 20 judgements are 8 of ergodic and 12 of MBL traces.
    np.testing.assert_allclose(by_phase.sel(phase=["ergodic", "MBL"]), [0.4, 0.6])
    np.testing.assert_allclose(shown["phase_probability"].sum("phase"), shown["probability"])


def test_confidence_and_accuracy_are_those_of_each_phase(shown):
    ergodic, mbl = (0.97 + 3 * 0.62) / 4, (3 * 0.38 + 3 * 0.98) / 6
    np.testing.assert_allclose(shown["confidence"], [ergodic, mbl])
    np.testing.assert_allclose(shown["right"], [1.0, 0.5])
    np.testing.assert_allclose(shown["phase_underconfidence"], [1 - ergodic, 0.5 - mbl])
    # Of 16 right ones all but the six of 0.62 at W = 2 are surer; six at W = 3 are wrong.
    right = (2 * 0.97 + 6 * 0.62 + 6 * 0.98) / 14
    np.testing.assert_allclose(shown["sure"].sel(outcome=["right", "wrong"]), [right, 0.62])
    assert shown.attrs["retrainings"] == 2


def test_labelled_points_beyond_count_once_and_by_what_they_were_trained_on(shown):
    wide = {"ergodic": [1.0, 2.0], "MBL": [3.0, 4.0]}
    assert analyse(known(), wide).identical(shown)


def test_phases_beyond_may_come_in_any_order(shown):
    assert analyse(known(), dict(reversed(BEYOND.items()))).identical(shown)


def test_what_is_labelled_keeps_its_label(shown):
    # W = 4 is labelled MBL, whatever else is said of it.
    other = {"ergodic": [4.0, 4.0], "MBL": [3.0, 3.0]}
    without = analyse(known(), {"MBL": [3.0, 3.0]})
    assert analyse(known(), other).identical(without)
    assert int(without["count"].sum()) == int(shown["count"].sum()) - 6


def test_a_bin_is_underconfident_if_more_are_right_than_its_outputs_say(shown):
    gap = shown["underconfidence"].sel(output=[0.025, 0.625, 0.975], method="nearest")
    np.testing.assert_allclose(gap, [1 - 0.98, 0.5 - 0.62, 1 - 0.97])
    assert (shown["underconfidence"].isnull() == (shown["count"] == 0)).all()


def test_judgements_of_a_network_or_of_a_trace_are_not_independent():
    """Two-way clusters: what networks share and what traces share adds up."""
    one = known()
    # Only W = 2 is judged as ergodic: two networks and three realizations.
    one["label"][0] = -1
    networks, traces = np.array([-0.05, 0.05]), np.array([-0.1, 0.0, 0.1])

    def error(off):
        output = 0.7 + off
        one["probability"].loc[{"W": 2.0}] = np.stack([output, 1 - output], axis=-1)
        return float(analyse(one, BEYOND)["confidence_error"][0])

    by_networks = error(np.add.outer(networks, 0 * traces))
    by_traces = error(np.add.outer(0 * networks, traces))
    # As means of two networks and of three traces: √(Σ x²) / count.
    assert by_networks == pytest.approx(np.sqrt(2 * 0.05**2) / 2)
    assert by_traces == pytest.approx(np.sqrt(2 * 0.1**2) / 3)
    both = error(np.add.outer(networks, traces))
    assert both > max(by_networks, by_traces)
    assert both < np.hypot(by_networks, by_traces)


def test_where_all_is_right_accuracy_is_as_uncertain_as_its_traces_are_few(shown):
    # Two networks are right on all of four traces.
    assert shown["right"][0] == 1.0
    np.testing.assert_allclose(shown["right_error"][0], np.sqrt(6 / 8 * 2 / 8 / 8))
    assert shown["phase_underconfidence_error"][0] >= shown["right_error"][0]
