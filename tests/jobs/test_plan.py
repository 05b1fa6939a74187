"""What a configuration plans: trace files, trainings and their names."""

from pathlib import Path

import pytest
import yaml
from phasetrace.jobs import plan

CONFIG = yaml.safe_load((Path(__file__).parents[2] / "config.yaml").read_text())


def test_trace_files_follow_the_grid():
    config = CONFIG | {"heisenberg": CONFIG["heisenberg"] | {"block": 8}}
    training = plan.heisenberg_training(config, 0.5, [0, 1])
    assert len(training.traces) == 16
    assert training.traces[0] == ("results/traces/heisenberg/L12/eps0.50/seed0/W0.125-1.000.nc")


def test_a_training_is_named_by_what_is_changed():
    assert plan.focus_training(CONFIG, units=4).name == "heisenberg/eps0.50/seed0+1/units=4"
    # Asking for the configured value is asking for the configured networks.
    default = plan.focus_training(CONFIG)
    assert plan.focus_training(CONFIG, units=32) == default
    assert default.name == "heisenberg/eps0.50/seed0+1/default"


def test_names_tell_trainings_apart():
    planned = [
        *plan.units_trainings(CONFIG),
        *plan.blanking_trainings(CONFIG),
        *plan.unseen_phase_trainings(CONFIG),
        *plan.regularization_trainings(CONFIG),
        *plan.confidence_trainings(CONFIG),
    ]
    names: dict[str, plan.Training] = {}
    for training in planned:
        assert names.setdefault(training.name, training) == training


def test_averaging_does_not_train_anew():
    other = CONFIG | {"learning": CONFIG["learning"] | {"averaging": "per_sample"}}
    assert plan.focus_training(other) == plan.focus_training(CONFIG)


def test_labels_of_a_width_are_symmetric():
    training = {t.name.rsplit("=", 1)[1]: t for t in plan.blanking_trainings(CONFIG)}["1.500"]
    assert dict(training.regimes) == {"ergodic": [0.0, 1.5], "MBL": [6.5, 8.0]}


@pytest.mark.parametrize("phase", ["time crystal", "ergodic", "MBL"])
def test_an_unseen_phase_is_not_labelled(phase):
    (training,) = [t for t in plan.unseen_phase_trainings(CONFIG) if phase not in t.regimes]
    assert len(training.regimes) == 2
    assert training.name == f"floquet/seed0/labels=without-{phase.replace(' ', '-')}"
