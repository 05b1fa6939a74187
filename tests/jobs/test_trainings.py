"""Which networks a configuration asks for, and what they are called."""

import pytest
from configurations import changed
from phasetrace.jobs import trainings
from phasetrace.jobs.config import Config
from phasetrace.jobs.trainings import Training

CONFIG = Config()


def test_a_training_reads_every_block_and_seed():
    training = trainings.heisenberg_training(changed({"heisenberg": {"block": 8}}), 0.5, [0, 1])
    assert len(training.traces) == 16
    assert training.traces[0] == "results/traces/heisenberg/L12/eps0.50/seed0/W0.125-1.000.nc"


def test_a_training_is_named_by_what_is_changed():
    assert trainings.focus_training(CONFIG, units=4).name == "heisenberg/eps0.50/seed0+1/units=4"
    # Asking for the configured value is asking for the configured networks.
    default = trainings.focus_training(CONFIG)
    assert trainings.focus_training(CONFIG, units=32) == default
    assert default.name == "heisenberg/eps0.50/seed0+1/default"


def test_names_tell_trainings_apart():
    planned = [
        *trainings.units_trainings(CONFIG),
        *trainings.blanking_trainings(CONFIG),
        *trainings.unseen_phase_trainings(CONFIG),
        *trainings.regularization_trainings(CONFIG),
        *trainings.confidence_trainings(CONFIG),
    ]
    names: dict[str, Training] = {}
    for training in planned:
        assert names.setdefault(training.name, training) == training


def test_averaging_does_not_train_anew():
    other = changed({"learning": {"averaging": "per_sample"}})
    assert trainings.focus_training(other) == trainings.focus_training(CONFIG)


def test_labels_of_a_width_are_symmetric():
    training = {t.name.rsplit("=", 1)[1]: t for t in trainings.blanking_trainings(CONFIG)}["1.500"]
    assert dict(training.regimes) == {"ergodic": [0.0, 1.5], "MBL": [6.5, 8.0]}


@pytest.mark.parametrize("phase", ["time crystal", "ergodic", "MBL"])
def test_an_unseen_phase_is_not_labelled(phase):
    (training,) = [t for t in trainings.unseen_phase_trainings(CONFIG) if phase not in t.regimes]
    assert len(training.regimes) == 2
    assert training.name == f"floquet/seed0/labels=without-{phase.replace(' ', '-')}"


def test_a_width_of_the_configured_labels_asks_for_the_configured_networks():
    labels = {"ergodic": [0.0, 0.5], "MBL": [7.5, 8.0]}
    config = changed({"heisenberg": {"labels": labels}})
    names = [training.name for training in trainings.blanking_trainings(config)]
    assert names[:2] == [
        "heisenberg/eps0.50/seed0/labels=0.250",
        "heisenberg/eps0.50/seed0/default",
    ]


def test_a_single_unit_sees_the_spin_at_the_centre():
    single = trainings.single_spin_training(CONFIG)
    assert single.learning["site"] == 6 and single.learning["units"] == 1
    assert trainings.focus_training(CONFIG).learning["site"] is None
    assert single.name == "heisenberg/eps0.50/seed0+1/units=1+site=6"


def test_networks_and_predictions_of_a_training_have_its_name():
    training = trainings.focus_training(CONFIG, units=4)
    assert training.networks == "results/networks/heisenberg/eps0.50/seed0+1/units=4.nc"
    assert training.predictions == "results/predictions/heisenberg/eps0.50/seed0+1/units=4.nc"


def test_the_published_numbers_of_units_are_trained():
    units = [training.learning["units"] for training in trainings.accuracy_trainings(CONFIG)]
    assert units == [2, 4, 16, 32]


def test_l2_and_confidence_are_switched_off_in_turn():
    found = [
        (training.learning["l2"], training.learning["confidence_weight"], training.point)
        for training in trainings.regularization_trainings(CONFIG)
    ]
    assert found == [
        (l2, weight, f"eps{epsilon}/")
        for epsilon in ("0.20", "0.50", "0.80")
        for l2 in (0.01, 0.0)
        for weight in (0.1, 0.0)
    ]
