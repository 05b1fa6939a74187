"""Traces of an unknown program are read, learned from and located where they were made to meet."""

import numpy as np
import pytest
from phasetrace import learn, read_foreign
from phasetrace.analyses.transitions import locate
from phasetrace.jobs.config import Config
from phasetrace.jobs.study_settings import STUDIED
from phasetrace.jobs.trainings import WHOLE
from three_phases import FIRST, HIGH, LOW, SECOND, write

PHASES = {"decays": [2.0, 2.5], "oscillates": [3.4, 3.8], "stays": [4.6, 5.0]}
DRAWS = 10


def found(folder, seed):
    """Both transitions of a draw, as shares of the range."""
    folder.mkdir()
    write(folder, seed)
    traces = read_foreign(sorted(folder.glob("*.csv")))
    assert traces["signal"].sizes == {"g": 31, "realization": 20, "time": 23, "channel": 7}
    traces["g"].attrs["units"] = "1"
    settings = {**Config().learning.model_dump(), **STUDIED, **WHOLE, "bootstraps": 0}
    _, predictions = learn(traces, PHASES, settings)
    value = locate(predictions, "mean_output")["transition_value"].values
    return (value - LOW) / (HIGH - LOW)


@pytest.mark.long
def test_both_transitions_are_found_within_5_percent_in_9_of_10_draws(tmp_path):
    near = [
        (abs(found(tmp_path / str(seed), seed) - [FIRST, SECOND]) < 0.05).all()
        for seed in range(DRAWS)
    ]
    assert sum(near) >= 9


@pytest.mark.slow
def test_a_draw_has_its_transitions_where_they_were_made(tmp_path):
    np.testing.assert_allclose(found(tmp_path / "one", 100), [FIRST, SECOND], atol=0.05)
