"""Statements about several lengths, from growth and accuracies that are known."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.length_statements import crossing_row, lengths_row


def drift(fall=(-0.02, 0.001), rise=(0.0, 0.001), changes=((0.0, 0.004), (0.0, 0.0))):
    """Imbalances that fall and rise, and accuracies that change, by so much with such errors."""
    change, error = np.transpose(changes)
    return xr.Dataset(
        {
            "imbalance_turn": 3.0,
            "imbalance_fall": fall[0],
            "imbalance_fall_error": fall[1],
            "imbalance_rise": rise[0],
            "imbalance_rise_error": rise[1],
            "trained_accuracy": ("stop", 0.99 + change),
            "trained_change": ("stop", change),
            "trained_change_error": ("stop", error),
        },
        {"sites": [8, 10, 12], "stop": [50.0, 500.0]},
    )


@pytest.mark.parametrize(
    ("fall", "rise", "agrees"),
    [
        ((-0.02, 0.001), (0.0, 0.001), True),
        ((-0.02, 0.001), (-0.01, 0.001), True),
        ((-0.02, 0.001), (0.01, 0.001), False),
        # A rise that may be a quarter of the fall, a fall that may be none, and neither known.
        ((-0.02, 0.001), (0.003, 0.0011), None),
        ((-0.002, 0.001), (0.01, 0.001), None),
        ((np.nan, np.nan), (np.nan, np.nan), None),
    ],
)
def test_curves_cross_where_a_fall_with_the_length_turns_into_a_rise(fall, rise, agrees):
    assert crossing_row(drift(fall=fall, rise=rise)).agrees is agrees


@pytest.mark.parametrize(
    ("change", "agrees"),
    [((0.0, 0.004), True), ((-0.012, 0.004), True), ((-0.03, 0.004), False), ((0.0, 0.03), None)],
)
def test_networks_are_trained_on_shorter_traces_as_well(change, agrees):
    assert lengths_row(drift(changes=(change, (0.0, 0.0)))).agrees is agrees


def test_rows_say_what_was_measured():
    assert crossing_row(drift()).measured == (
        "per spin I grows by -0.0200 ± 0.0010 below W = 3.00 J and by +0.0000 ± 0.0010 above, "
        "L = 8, 10, 12"
    )
    assert lengths_row(drift()).measured == (
        "to t = 50/J 0.990 (+0.000 ± 0.004); to the last, 500/J: 0.990"
    )


def test_a_run_of_one_length_says_what_judges_them():
    for row in (crossing_row(), lengths_row()):
        assert row.agrees is None and "results/drift.pdf" in row.measured
        assert row.holds_in == "–"
