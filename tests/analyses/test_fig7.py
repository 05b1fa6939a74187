"""Networks that know all phases but one, with outputs known by hand."""

import numpy as np
import pytest
from phasetrace.analyses.fig7 import analyse
from toys import DRIVE, driven, predictions

PHASES = ["time crystal", "ergodic", "MBL"]
LABELS = {"time crystal": [-1, 0, -1, 1], "ergodic": [0, -1, -1, 1], "MBL": [0, 1, -1, -1]}
RISING = np.array([[0.9, 0.1], [0.6, 0.4], [0.4, 0.6], [0.1, 0.9]])
STEEP = np.array([[0.8, 0.2], [0.7, 0.3], [0.2, 0.8], [0.2, 0.8]])
OUTPUTS = {"time crystal": RISING, "ergodic": STEEP, "MBL": RISING[::-1]}


@pytest.fixture(scope="module")
def shown():
    seen = [
        predictions(
            "drive",
            DRIVE,
            OUTPUTS[unseen],
            LABELS[unseen],
            [phase for phase in PHASES if phase != unseen],
            units="rad",
        )
        for unseen in PHASES
    ]
    return analyse(seen, PHASES, driven(), "mean_output")


@pytest.mark.parametrize("unseen", PHASES)
def test_outputs_of_each_network_stand_by_the_names_of_their_phases(shown, unseen):
    assert shown["phase"].values.tolist() == shown["unseen"].values.tolist() == PHASES
    output = shown["output"].sel(unseen=unseen)
    np.testing.assert_allclose(output.sel(phase=unseen), 0)
    first, second = (phase for phase in PHASES if phase != unseen)
    np.testing.assert_allclose(output.sel(phase=first), OUTPUTS[unseen][:, 0])
    np.testing.assert_allclose(output.sel(phase=second), OUTPUTS[unseen][:, 1])


def test_the_confusion_is_that_of_the_two_known_phases(shown):
    for unseen, output in OUTPUTS.items():
        expected = -np.log2(output.max(axis=1))
        np.testing.assert_allclose(shown["confusion"].sel(unseen=unseen), expected)


def test_every_label_is_the_number_of_its_phase_in_the_whole(shown):
    assert shown["label"].values.tolist() == [0, 1, -1, 2]


def test_the_imbalance_is_that_of_the_traces(shown):
    np.testing.assert_allclose(shown["imbalance"], [-1.0, 0.0, 0.2, 1.0])
    assert shown.attrs["period"] == 7 and shown.attrs["retrainings"] == 2
