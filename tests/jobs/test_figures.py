"""What every figure is computed from."""

from importlib import import_module
from inspect import signature

import pytest
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.figures import (
    every_chain,
    every_spectrum,
    every_training,
    figures,
    module_name,
)

FIGURES = figures(Config())


@pytest.mark.parametrize("name", FIGURES)
def test_an_analysis_takes_what_its_entry_gives_and_no_more(name):
    arguments = signature(
        import_module(f"phasetrace.analyses.{module_name(name)}").analyse
    ).parameters
    entry = FIGURES[name]
    assert set(arguments) == {*entry.reads, *entry.settings}
    assert callable(import_module(f"phasetrace.figures.{module_name(name)}").draw)


def test_every_training_that_is_read_is_planned():
    planned = every_training(Config())
    made = {f"results/{kind}/{name}.nc" for name in planned for kind in ("networks", "predictions")}
    traces = {file for training in planned.values() for file in training.traces}
    levels = set(every_spectrum(Config()))
    shown = {f"results/{name}.nc" for name in FIGURES}
    for figure in FIGURES.values():
        assert set(figure.files) <= made | traces | levels | shown


def test_the_default_configuration_asks_for_its_trainings():
    planned = every_training(Config())
    readings = [name for name in planned if "/retrainings=5+bootstraps=0" in name]
    assert len(readings) == 24
    # Three other lengths of chains, and four times of observation.
    assert len(planned) - len(readings) == 41 + 3 + 4
    # Read by a figure of other methods, which all learn from one part of the traces.
    assert "floquet/seed0/trained_on=sweep" in planned


def test_every_chain_of_a_training_is_one_whose_traces_are_made():
    chains = every_chain(Config())
    assert [(model, chain.sites, chain.boundary) for model, chain in chains] == [
        ("floquet", 12, "open"),
        ("heisenberg", 12, "open"),
        ("floquet", 12, "open"),
        ("heisenberg", 8, "open"),
        ("heisenberg", 10, "open"),
        ("heisenberg", 14, "open"),
        ("heisenberg", 12, "periodic"),
    ]
    assert chains[2][1].sweep == Config().floquet.training_set.sweep
    for training in every_training(Config()).values():
        for chain, _ in training.sweeps:
            assert (training.model, chain) in chains
    readings = {"crossed": {"boundary": ["open"]}}
    alone = {"figures": {"readings": readings, "drift": {"lengths": [12]}}}
    assert len(every_chain(check_config(alone))) == 3
    assert len(every_chain(check_config({**alone, "floquet": {"trained_on": "sweep"}}))) == 2


def test_settings_of_the_figures_are_those_of_the_configuration():
    settings = {name: dict(figure.settings) for name, figure in FIGURES.items()}
    averaging = {"averaging": "mean_output"}
    assert settings == {
        "fig1": {},
        "fig2": {**averaging, "levels": 50},
        "fig3": averaging,
        "fig4": {},
        "fig5": {**averaging, "widths": [0.25, 0.5, 0.75, 1.0, 1.5]},
        "fig6": {"beyond": {"ergodic": [0.5, 1.0], "MBL": [7.0, 7.6]}},
        "fig7": {**averaging, "phases": ["time crystal", "ergodic", "MBL"]},
        # The spin at the centre of 12.
        "fig8": {"disorder": [1.5, 7.5], "site": 6},
        "regularization": averaging,
        "gap-ratio": {"levels": 50},
        "methods": {"levels": 50},
        "drift": {"levels": [7, 25, 50, 50]},
        "robustness": {
            "fits": 5,
            "amounts": {
                "noise": [0.25, 0.5, 1.0, 2.0, 4.0],
                "shots": [100, 10, 3, 1],
                "first_samples": [26, 10, 6, 4, 2],
                "skipped_samples": [1, 10, 24, 40],
                "missing_sites": [0.3, 0.7, 0.9],
                "missing_times": [0.3, 0.7, 0.9],
                "realizations": [20, 10, 5, 2, 1],
            },
        },
        "explore": {
            **averaging,
            # Networks of five numbers of units judge the traces of the focus, after the diagram's.
            "ensembles": [*range(13), 13, 13, 13, 13, 13],
            "second": "epsilon",
            "unit": "1",
            "values": [*Config().heisenberg.energy_densities, 0.5, 0.5, 0.5, 0.5, 0.5],
            "methods_at": 0.5,
        },
        "readings": {
            "beyond": {"ergodic": [0.5, 1.0], "MBL": [7.0, 7.6]},
            "configured": {
                "boundary": "open",
                "dropout_on": "input",
                "l2_on": "input_kernel",
                "normalization": "labelled",
                "epoch": "labelled",
                "learning_rate": 1e-3,
                "confidence_weight": 0.1,
                "confidence_form": "entropy",
                "gates": "hard_sigmoid",
                "initialization": "keras",
            },
        },
    }


def test_lists_that_belong_together_are_in_one_order():
    widths = FIGURES["fig5"].settings["widths"]
    trained = FIGURES["fig5"].reads["predictions"].trainings
    assert [training.regimes["ergodic"] for training in trained] == [[0.0, w] for w in widths]
    phases = FIGURES["fig7"].settings["phases"]
    trained = FIGURES["fig7"].reads["predictions"].trainings
    for unseen, training in zip(phases, trained, strict=True):
        assert unseen not in training.regimes
