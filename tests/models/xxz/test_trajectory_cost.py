"""What trajectories cost, against what was measured and against what an evolution does."""

import numpy as np
import pytest
from dense import random_field
from phasetrace import XXZChain
from phasetrace.evolution.cpu.engine import Motion
from phasetrace.evolution.trajectories import Dephasing
from phasetrace.models.measured import rows
from phasetrace.models.xxz.trajectory_cost import MEASURED, _terms, batch_seconds


def planned(row, size=8):
    sites, until = int(row["sites"]), float(row["until"])
    states = {4: 6, 6: 20, 8: 70, 10: 252, 12: 924, 14: 3432, 16: 12870}[sites]
    jumps = float(row["rate"]) * sites * until
    evolved = float(row["half_width"]), until, int(row["samples"]), jumps, 1e-9
    return batch_seconds(states, sites - 1, "float64", *evolved) / size


def test_plans_are_what_was_measured():
    for row in rows(MEASURED):
        assert planned(row) == pytest.approx(float(row["seconds"]), rel=0.3), row


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.3])
def test_terms_and_steps_are_those_of_an_evolution(rate, monkeypatch):
    counted = []
    add = Motion._add
    monkeypatch.setattr(
        Motion, "_add", lambda one, *rest: (counted.append(2 * one.pairs), add(one, *rest))[1]
    )
    sites, until, samples = 8, 50.0, 25
    chain, times = XXZChain(sites), np.linspace(0, until, samples + 1)

    def uniform(realization, trajectory, count):
        return np.random.default_rng([realization, trajectory]).random(count)

    found = chain.evolve(
        random_field([2.0], sites),
        None,
        times,
        initial_spin=np.tile([1, -1], (1, sites // 2)),
        batch=8,
        dephasing=Dephasing(np.array([rate]), 8, uniform),
    )
    half_width = float(found.energy_max[0] - found.energy_min[0]) / 2
    terms, steps = _terms(8, half_width, until, samples, rate * sites * until, 1e-9)
    # The first step takes one series, every other two.
    assert len(counted) == pytest.approx(2 * steps - 1, rel=0.1)
    assert sum(counted) == pytest.approx(terms, rel=0.2)
