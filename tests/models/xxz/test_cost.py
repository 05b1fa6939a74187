"""What realizations of XXZ chains cost, by hand and against what was measured."""

import numpy as np
import pytest
from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.spectrum import levels
from phasetrace.models.heisenberg import cost as heisenberg
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.models.preparation import with_errors
from phasetrace.models.xxz.cost import (
    configured_width,
    half_width,
    seconds,
    sector_size,
    sectors,
)
from phasetrace.models.xxz.settings import XXZSettings

STUDY = {"field": {"kind": "random"}, "parameter": "W", "values": [1.0, 3.0, 8.0], "sites": 12}
CHAIN = XXZSettings.model_validate(STUDY)


def chain(**changes):
    return XXZSettings.model_validate({**STUDY, **changes})


@pytest.mark.parametrize("boundary", ["open", "periodic"])
@pytest.mark.parametrize("anisotropy", [-1.0, 0.0, 0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("strength", [0.0, 1.0, 8.0, "tilt"])
def test_the_width_is_about_that_of_the_spectrum(boundary, anisotropy, strength):
    field = (
        2.0 * np.arange(10)
        if strength == "tilt"
        else np.random.default_rng(3).uniform(-1, 1, 10) * strength
    )
    found = levels(Hamiltonians(5, boundary, 1.0, anisotropy, field[None]), 0.5, 1)
    exact = float(found.energy_max[0] - found.energy_min[0]) / 2
    planned = half_width(9 if boundary == "open" else 10, 5, 1.0, anisotropy, field)
    assert planned == pytest.approx(exact, rel=0.2)


@pytest.mark.parametrize("boundary", ["open", "periodic"])
def test_it_costs_what_the_heisenberg_chain_does_where_they_are_the_same(boundary):
    paper = HeisenbergSettings.model_validate({"boundary": boundary})
    for W in (1.0, 8.0):
        planned = seconds(chain(boundary=boundary), [W])
        assert planned == pytest.approx(heisenberg.seconds(paper, [W]), rel=0.25)


def test_a_logarithmic_grid_takes_at_most_so_much_longer():
    logarithmic = chain(times={"start": 0.1, "stop": 500, "points": 50, "spacing": "logarithmic"})
    assert 1.2 < seconds(logarithmic, [3.0]) / seconds(CHAIN, [3.0]) < 2.5


def test_batches_take_as_long_as_if_they_were_full_of_their_widest():
    size = batch_size(*sector_size(CHAIN, 12), "float64", "cpu", 2**62)
    few = chain(realizations=size + 1)
    assert configured_width(few, 1.0) < configured_width(few, 3.0)
    one, three = seconds(chain(realizations=1), [1.0]), seconds(chain(realizations=1), [3.0])
    assert seconds(few, [1.0]) == pytest.approx(2 * one)
    # In the order of W: full of 1; two of them and the rest of 3; what is left of 3.
    assert seconds(few, [3.0, 1.0]) == pytest.approx(one + 2 * three)


def test_chains_of_different_couplings_share_no_batch():
    swept = chain(parameter="anisotropy", field={"kind": "random", "W": 1.0}, realizations=1)
    alone = [seconds(swept, [value]) for value in (1.0, 3.0)]
    assert seconds(swept, [1.0, 3.0]) == pytest.approx(sum(alone))


def test_trajectories_cost_as_many_times_as_they_are_and_jump():
    times = {"stop": 50.0, "points": 26}
    still = chain(times=times, values=[3.0], realizations=8)
    few, many, often = (
        still.model_validate(
            {**STUDY, "times": times, "realizations": 8, "dephasing": noise, "values": [3.0]}
        )
        for noise in (
            {"rate": 0.01, "trajectories": 10},
            {"rate": 0.01, "trajectories": 1000},
            {"rate": 1.0, "trajectories": 10},
        )
    )
    one = seconds(still, [3.0])
    # C and S take a series each, and steps are shorter.
    assert 10 * 1.5 < seconds(few, [3.0]) / one < 10 * 5
    assert seconds(many, [3.0]) == pytest.approx(100 * seconds(few, [3.0]))
    assert 5 < seconds(often, [3.0]) / seconds(few, [3.0]) < 20


def test_rates_that_are_swept_cost_each_as_its_own():
    noise = {"parameter": "rate", "field": {"kind": "random", "W": 1.0}, "dephasing": {}}
    swept = chain(values=[0.0, 0.1, 1.0], realizations=1, **noise)
    alone = [seconds(swept, [value]) for value in (0.0, 0.1, 1.0)]
    assert seconds(swept, swept.sweep) == pytest.approx(sum(alone))
    assert alone[0] < alone[1] < alone[2]


def test_a_million_trajectories_are_planned_as_fast_as_one():
    noise = {"rate": 0.1, "trajectories": 10**6}
    most = chain(realizations=10**6, dephasing=noise)
    assert seconds(most, most.sweep) > 1e9


def test_starts_are_in_the_sectors_that_errors_lead_to():
    assert sectors(CHAIN, 12) == {6: 1.0}
    wrong = chain(sites=6, up_spins=2, initial="domain wall", initial_errors=0.3)
    drawn = with_errors(np.tile(np.array([1, 1, -1, -1, -1, -1], np.int8), (2000, 1)), 0.3, {})
    counts = np.bincount((drawn > 0).sum(axis=1), minlength=7) / 2000
    found = sectors(wrong, 6)
    assert sum(found.values()) == pytest.approx(1) and list(found) == list(range(7))
    for up_spins, share in found.items():
        assert abs(counts[up_spins] - share) < 4 * np.sqrt(share / 2000)
    rare = chain(initial_errors=1e-4)
    assert list(sectors(rare, 12)) == [5, 6, 7]


def test_errors_of_the_start_cost_batches_of_several_sectors():
    one = chain(realizations=8, values=[3.0])
    wrong = chain(realizations=8, values=[3.0], initial_errors=0.05)
    # Of eight realizations in about six sectors each batch is as long as a full one.
    assert 1.5 < seconds(wrong, [3.0]) / seconds(one, [3.0]) < 6
    many, all_right = (
        seconds(chain(realizations=8000, values=[3.0], initial_errors=p), [3.0])
        for p in (0.05, 0.0)
    )
    assert 0.5 < many / all_right < 1.1
