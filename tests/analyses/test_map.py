"""Sweeps side by side, from outputs that are worked out by hand."""

import numpy as np
import pytest
from phasetrace.analyses.map import analyse
from phasetrace.analyses.study_tables import map_transitions
from toys import of_two_networks

FIRST, SECOND = [1.0, 0.8, 0.3, 0.0], [0.8, 0.6, 0.1, 0.0]
LATER = [1.0, 0.9, 0.8, 0.0], [0.8, 0.7, 0.6, 0.0]


def shown():
    sweeps = [of_two_networks(FIRST, SECOND), of_two_networks(*LATER)]
    return analyse(sweeps, "mean_output", "epsilon", "1", [0.3, 0.5])


def test_each_sweep_keeps_its_outputs_and_transition():
    data = shown()
    assert data["confusion"].sizes == {"epsilon": 2, "W": 4}
    # A lead of 0.4 becomes one of -0.6, or one of 0.4 is followed by the labelled point.
    np.testing.assert_allclose(data["transition_value"][:, 0], [2.4, np.nan])
    np.testing.assert_allclose(data["output"].sel(epsilon=0.5, phase="ergodic", W=3.0), 0.7)
    assert (data.attrs["parameter"], data.attrs["second"]) == ("W", "epsilon")
    assert (data["from"].item(), data["to"].item()) == ("ergodic", "MBL")


def test_the_table_has_the_second_parameter_before_the_value():
    rows = map_transitions(shown())
    assert list(rows[0])[:6] == ["method", "reading", "from", "to", "epsilon", "value"]
    assert [row["epsilon"] for row in rows] == [0.3, 0.5]
    assert [row["verdict"] for row in rows] == ["found", "at the edge"]


def test_sweeps_with_phases_in_another_order_are_refused():
    turned = of_two_networks(FIRST, SECOND).assign(label=("W", [1, -1, -1, 0]))
    with pytest.raises(ValueError, match="in different orders"):
        analyse([of_two_networks(FIRST, SECOND), turned], "mean_output", "x", "1", [0.0, 1.0])
