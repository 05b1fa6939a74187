"""What single figures vary: the paper's values, and what they may be."""

import pytest
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.figure_settings import CROSSED, FigureSettings
from pydantic import ValidationError


def test_the_defaults_are_the_papers():
    settings = FigureSettings()
    assert settings.fig2.units == [2, 4, 8, 16, 32]
    # The labelled widths end at 1.5 J, the paper's last.
    assert (settings.fig5.widths[0], settings.fig5.widths[-1]) == (0.25, 1.5)
    # Beside what is labelled, W up to 0.5 and from 7.6 on.
    assert settings.fig6.beyond == {"ergodic": [0.5, 1.0], "MBL": [7.0, 7.6]}
    assert settings.fig8.disorder == [1.5, 7.5]
    assert 0.0 in settings.regularization.weights
    assert settings.regularization.energy_density == [0.2, 0.5, 0.8]


@pytest.mark.parametrize(
    "values",
    [
        {"fig2": {"units": []}},
        {"fig2": {"units": [4, 4]}},
        {"fig2": {"units": [0]}},
        {"fig4": {"retrainings": 0}},
        {"fig5": {"widths": [0.0]}},
        {"fig6": {"beyond": {"ergodic": [0.5, 1.0]}}},
        {"fig6": {"beyond": {"ergodic": [1.0, 0.5], "MBL": [7.0, 7.6]}}},
        {"fig8": {"disorder": [1.5]}},
        {"fig8": {"disorder": [1.5, 1.5]}},
        {"regularization": {"weights": [-0.1]}},
        {"regularization": {"energy_density": [1.2]}},
        {"fig3": {}},
        {"fig7": {"confidence_weight": -1}},
        {"readings": {"retrainings": 0}},
        {"readings": {"crossed": {"units": [2, 4]}}},
        {"readings": {"crossed": {"gates": ["tanh"]}}},
        {"readings": {"crossed": {"gates": "sigmoid"}}},
        {"readings": {"alone": {"gates": ["sigmoid", "sigmoid"]}}},
        {"readings": {"alone": {"confidence_weight": [0.1, -1]}}},
        {"readings": {"alone": {"boundary": ["twisted"]}}},
    ],
    ids=str,
)
def test_what_makes_no_figure_is_refused(values):
    with pytest.raises(ValidationError) as refusal:
        FigureSettings.model_validate(values)
    (figure,) = values
    assert all(fault["loc"][0] == figure for fault in refusal.value.errors())


def test_phases_beyond_come_in_one_order():
    beyond = {"MBL": [7.0, 7.6], "ergodic": [0.5, 1.0]}
    settings = FigureSettings.model_validate({"fig6": {"beyond": beyond}})
    assert list(settings.fig6.beyond) == ["ergodic", "MBL"]


def test_choices_that_are_missing_have_their_default_and_numbers_may_be_spelt():
    crossed = {"boundary": [], "confidence_weight": ["1e-1", 0]}
    settings = FigureSettings.model_validate({"readings": {"crossed": crossed}})
    assert settings.readings.crossed == {**CROSSED, "boundary": [], "confidence_weight": [0.1, 0.0]}


@pytest.mark.parametrize(
    ("choices", "line"),
    [
        (
            {"gates": ["sigmoid", "tanh"]},
            "config: figures.readings.crossed.gates[1] = 'tanh': must be 'hard_sigmoid' or",
        ),
        ({"units": [2]}, "config: figures.readings.crossed.units = [2]: unknown key; allowed: "),
        ({"boundary": ["periodic"]}, "config: figures.readings.crossed.boundary[0] = 'periodic': "),
    ],
)
def test_a_wrong_choice_is_told_in_one_line(choices, line):
    two = {"sites": 2, "labels": {"ergodic": [0.0, 0.5], "MBL": [7.6, 8.0]}}
    with pytest.raises(ConfigError) as refusal:
        check_config({"heisenberg": two, "figures": {"readings": {"crossed": choices}}})
    assert str(refusal.value).startswith(line)
