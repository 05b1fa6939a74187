"""Which steps lead to sampling times."""

import numpy as np
import pytest
from phasetrace.evolution.steps import Run, runs


@pytest.mark.parametrize("times", [np.linspace(0, 500, 50), np.arange(11) * 0.1, [0.0, 3.0]])
def test_equally_spaced_times_are_one_run_to_the_last(times):
    assert runs(np.asarray(times)) == [Run(times[-1], len(times) - 1)]


def test_a_first_time_of_0_takes_no_step():
    assert runs(np.array([0.0])) == []
    assert runs(np.array([2.0])) == [Run(2.0, 1)]
    assert runs(np.array([1.0, 2.0, 3.0])) == [Run(3.0, 3)]


def test_steps_that_differ_by_rounding_alone_are_equal():
    found = runs(np.concatenate([np.arange(4) * 0.1, [10.0, 10.7, 11.4, 12.1]]))
    assert [run.steps for run in found] == [3, 1, 3]
    durations = [run.duration for run in found]
    np.testing.assert_allclose(durations, [0.3, 9.7, 2.1], rtol=1e-14)
    assert [run.steps for run in runs(np.array([0.0, 1.0, 2.0 + 1e-6]))] == [1, 1]


def test_every_step_of_a_logarithmic_grid_is_a_run():
    times = np.geomspace(0.1, 1000, 30)
    found = runs(times)
    assert {run.steps for run in found} == {1}
    np.testing.assert_allclose(np.cumsum([run.duration for run in found]), times, rtol=1e-14)
