"""Which networks a configuration asks for, and what they are called."""

import pytest
from configurations import changed
from phasetrace.jobs import trainings
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.figure_settings import LEFT_OPEN
from phasetrace.jobs.trainings import Training

CONFIG = Config()
NONE: dict[str, list] = {key: [] for key in LEFT_OPEN}


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
        *trainings.length_trainings(CONFIG),
        *trainings.time_trainings(CONFIG),
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
    without = f"labels=without-{phase.replace(' ', '-')}"
    assert training.name == f"floquet/seed0/confidence_weight=0.0+{without}"


def test_traces_of_an_unseen_phase_are_shown_only_if_asked_for():
    """Unlabelled traces between two known phases are of the third one."""
    for training in trainings.unseen_phase_trainings(CONFIG):
        assert training.learning["confidence_weight"] == 0
    shown = changed({"figures": {"fig7": {"confidence_weight": 0.1}}})
    for training in trainings.unseen_phase_trainings(shown):
        assert training.learning["confidence_weight"] == 0.1


def test_another_boundary_is_another_chain_with_traces_of_its_own():
    open_chain = trainings.focus_training(CONFIG, boundary="open")
    assert open_chain == trainings.focus_training(CONFIG)
    ring = trainings.focus_training(CONFIG, boundary="periodic", units=4)
    assert ring.name == "heisenberg/eps0.50/seed0+1/boundary=periodic+units=4"
    assert ring.chain == CONFIG.heisenberg.model_copy(update={"boundary": "periodic"})
    assert ring.traces[0].startswith("results/traces/heisenberg/L12-periodic/eps0.50/seed0/")
    assert "boundary" not in ring.learning
    # The choice of boundary is the chain's own where the configuration has a ring.
    other = changed({"heisenberg": {"boundary": "periodic"}})
    assert trainings.focus_training(other, boundary="periodic").name.endswith("seed0+1/default")


def test_networks_of_the_driven_chain_learn_from_a_set_of_their_own():
    own = trainings.floquet_training(CONFIG)
    assert own.taught == ("results/traces/floquet/L12-training/seed1/drive0.0000-1.5708.nc",)
    assert not set(own.taught) & set(own.traces)
    assert own.learning["epochs"] == CONFIG.floquet.training_set.epochs == 100
    assert [seeds for _, seeds in own.sweeps] == [(0,), [1]]
    other = trainings.floquet_training(CONFIG, trained_on="sweep")
    assert (other.taught, other.chain, other.traces) == ((), own.chain, own.traces)
    assert other.name == "floquet/seed0/trained_on=sweep"
    assert other.learning["epochs"] == CONFIG.learning.epochs == 50
    assert trainings.focus_training(CONFIG).taught == ()


def test_every_length_is_a_chain_with_traces_of_its_own():
    planned = {one.chain.sites: one for one in trainings.length_trainings(CONFIG)}
    assert list(planned) == [8, 10, 12, 14]
    assert planned[14].name == "heisenberg/eps0.50/seed0+1/sites=14+precision=float32"
    assert planned[14].traces == tuple(
        f"results/traces/heisenberg/L14/eps0.50/seed{seed}/W0.125-8.000.nc" for seed in (0, 1)
    )
    other = {"sites": 14, "precision": "float32"}
    assert planned[14].chain == CONFIG.heisenberg.model_copy(update=other)
    assert not {"sites", "precision"} & planned[14].learning.keys()
    # Those of the configured length are the networks of the focus.
    assert planned[12] == trainings.focus_training(CONFIG)
    longer = changed({"heisenberg": {"sites": 16}})
    assert [one.chain.sites for one in trainings.length_trainings(longer)] == [8, 10, 12, 14, 16]


def test_a_shorter_observation_is_told_by_its_last_time():
    planned = trainings.time_trainings(changed({"figures": {"drift": {"times": [0.5, 0.07]}}}))
    names = [f"heisenberg/eps0.50/seed0+1/stop={stop}" for stop in (35.0, 250.0)]
    assert [one.name for one in planned] == names
    assert planned[0].learning["stop"] == 35.0
    # They learn from the very same traces.
    focus = trainings.focus_training(CONFIG)
    assert planned[0].traces == focus.traces and focus.learning["stop"] is None


def test_readings_are_crossed_and_changed_alone():
    readings = {
        "retrainings": 3,
        "crossed": {**NONE, "boundary": ["open", "periodic"], "confidence_weight": [0.1, 0.0]},
        "alone": {**NONE, "gates": ["sigmoid", "hard_sigmoid"], "epoch": ["all"]},
    }
    config = check_config({"figures": {"readings": readings}})
    names = [one.name.rsplit("/", 1)[1] for one in trainings.reading_trainings(config)]
    assert names == [
        "retrainings=3+bootstraps=0",
        "retrainings=3+bootstraps=0+confidence_weight=0.0",
        "retrainings=3+bootstraps=0+boundary=periodic",
        "retrainings=3+bootstraps=0+boundary=periodic+confidence_weight=0.0",
        # The hard sigmoid is configured, and so there already.
        "retrainings=3+bootstraps=0+epoch=all",
        "retrainings=3+bootstraps=0+gates=sigmoid",
    ]


def test_without_confidence_enhancement_readings_of_the_blanked_traces_are_one():
    crossed = {
        **NONE,
        "confidence_weight": [0.0, 0.1],
        "confidence_form": ["entropy", "impurity"],
        "normalization": ["labelled", "all"],
        "epoch": ["labelled", "all"],
    }
    config = check_config({"figures": {"readings": {"crossed": crossed, "alone": NONE}}})
    weights = [one.learning["confidence_weight"] for one in trainings.reading_trainings(config)]
    assert sorted(weights) == [0.0] + [0.1] * 8


def test_a_width_of_the_configured_labels_asks_for_the_configured_networks():
    labels = {"ergodic": [0.0, 0.5], "MBL": [7.5, 8.0]}
    config = changed({"heisenberg": {"labels": labels}})
    names = [training.name for training in trainings.blanking_trainings(config)]
    assert names[:2] == [
        "heisenberg/eps0.50/seed0+1/labels=0.250",
        "heisenberg/eps0.50/seed0+1/default",
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


def test_networks_that_are_compared_are_not_repeated_on_bootstraps():
    """Of the same realizations, they differ by initial weights and by what is compared alone."""
    planned = [
        *trainings.regularization_trainings(CONFIG),
        *trainings.confidence_trainings(CONFIG),
    ]
    for training in planned:
        as_configured = training.name.endswith("/default")
        assert training.learning["bootstraps"] == (
            CONFIG.learning.bootstraps if as_configured else 0
        )
    assert {training.name.endswith("/default") for training in planned} == {True, False}
