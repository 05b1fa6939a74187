"""What realizations cost, by hand and against what was measured."""

from math import hypot, log

import numpy as np
import pytest
from phasetrace.evolution.batches import batch_size
from phasetrace.models.heisenberg.cost import (
    MEASURED,
    chebyshev_terms,
    realization_seconds,
    seconds,
    sector_size,
    up_spins,
)
from phasetrace.models.heisenberg.settings import HeisenbergSettings
from phasetrace.models.measured import rows
from scipy.special import jv

CHAIN = HeisenbergSettings()


def chain(**changes):
    return CHAIN.model_copy(update=changes)


def test_sectors_of_shorter_chains_have_as_many_up_spins_as_fit():
    assert [up_spins(CHAIN, sites) for sites in (4, 12)] == [2, 6]
    assert [up_spins(chain(up_spins=3), sites) for sites in (2, 12)] == [2, 3]
    assert sector_size(CHAIN, 12) == (924, 11)
    assert sector_size(chain(boundary="periodic"), 4) == (6, 4)
    assert sector_size(chain(up_spins=2), 5) == (10, 4)


@pytest.mark.parametrize(("sites", "W"), [(12, 0.5), (12, 8.0), (20, 3.0)])
def test_terms_end_where_the_series_of_the_propagator_does(sites, W):
    # Half of the width: 11 or 19 bonds of J ln 2 / 2 each, and L fields of W / 4 each.
    width = hypot((sites - 1) * log(2) / 2, sites * W / 4)
    phase = width * 500 / 49
    terms = chebyshev_terms(CHAIN, sites, W) / 49
    # What is left out adds up to at most the tolerance over all of 49 steps.
    left_out = 2 * np.abs(jv(np.arange(terms, terms + 200), phase)).sum()
    assert left_out < 1e-9 / (49 * 50)
    fewer = 2 * np.abs(jv(np.arange(terms - 8, terms + 200), phase)).sum()
    assert fewer > 1e-9 / (49 * 50)


def test_terms_grow_with_what_there_is_to_follow():
    base = chebyshev_terms(CHAIN, 12, 3.0)
    assert chebyshev_terms(CHAIN, 12, 6.0) > 1.5 * base
    assert chebyshev_terms(chain(tolerance=1e-4), 12, 3.0) < base
    assert chebyshev_terms(chain(precision="float32"), 12, 3.0) < base
    # Without disorder the coupling is all; of either sign alike.
    weak, strong = (chebyshev_terms(chain(coupling=J), 12, 0.0) for J in (1.0, -10.0))
    assert 5 * weak < strong < 10 * weak


@pytest.mark.parametrize("row", rows(MEASURED), ids=lambda row: "-".join(row.values()))
def test_realizations_take_what_was_measured_of_them(row):
    measured = chain(boundary=row["boundary"], precision=row["precision"])
    planned = realization_seconds(measured, int(row["sites"]), float(row["W"]))
    # Measured seconds scatter by a fifth themselves.
    assert planned == pytest.approx(float(row["seconds"]), rel=0.3)


def test_both_precisions_were_measured():
    assert {row["precision"] for row in rows(MEASURED)} == {"float64", "float32"}


def test_a_realization_takes_as_long_as_its_terms_and_states():
    one = realization_seconds(CHAIN, 12, 3.0)
    other = realization_seconds(CHAIN, 12, 8.0)
    assert other / one == pytest.approx(
        chebyshev_terms(CHAIN, 12, 8.0) / chebyshev_terms(CHAIN, 12, 3.0)
    )


def test_batches_take_as_long_as_if_they_were_full_of_their_strongest():
    size = batch_size(*sector_size(CHAIN, 12), "float64", "cpu", 2**62)
    few = chain(realizations=size + 1)
    one, two, three = (realization_seconds(CHAIN, 12, W) for W in (1.0, 2.0, 3.0))
    assert seconds(few, [1.0]) == pytest.approx(2 * size * one)
    # In the order of W: full of 1; one of 1 and the rest of 2; two of 2 and the rest of 3, ...
    assert seconds(few, [3.0, 1.0, 2.0]) == pytest.approx(size * (one + two + 2 * three))
