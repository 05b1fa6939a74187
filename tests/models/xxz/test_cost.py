"""What realizations of XXZ chains cost, by hand and against what was measured."""

import numpy as np
import pytest
from phasetrace.evolution.batches import batch_size
from phasetrace.evolution.hamiltonians import Hamiltonians
from phasetrace.evolution.spectrum import levels
from phasetrace.models.heisenberg import cost as heisenberg
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.models.xxz.cost import configured_width, half_width, seconds, sector_size
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
