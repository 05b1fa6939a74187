"""What an evolution costs, against its series."""

import pytest
from phasetrace.evolution import cost
from phasetrace.evolution.chebyshev import truncation
from phasetrace.evolution.cost import evolution_terms, terms, work
from phasetrace.evolution.steps import Run


def test_terms_of_long_steps_are_estimated_as_they_would_be_counted(monkeypatch):
    estimated = [terms(phase, 1e-12) for phase in (3e3, 6e3)]
    monkeypatch.setattr(cost, "COUNTED", 1e9)
    assert estimated == pytest.approx([terms(phase, 1e-12) for phase in (3e3, 6e3)], rel=0.01)


def test_steps_of_other_lengths_take_two_expansions_each():
    one, two, three = (terms(5.0 * length, 1e-12) for length in (1.0, 2.0, 3.0))
    steps = [Run(2.0, 2), Run(6.0, 2), Run(2.0, 1)]
    assert evolution_terms(steps, 5.0, 1e-12) == 2 * one + 3 * three + 2 * two
    assert evolution_terms([], 5.0, 1e-12) == 0


def test_more_is_left_out_of_a_step_of_fewer_or_of_a_coarser_precision():
    assert truncation(1e-9, "float64", 49) == 1e-9 / (49 * 50)
    assert truncation(1e-9, "float32", 1) == pytest.approx(2.0**-23 / 2)
    assert truncation(1e-9, "float64", 0) == 1e-9
    assert terms(50.0, 1e-6) < terms(50.0, 1e-12) < terms(60.0, 1e-12)


def test_vectors_longer_than_the_caches_come_from_memory():
    assert work(924, 11, "float64") == (11 / 2 + 5, 0.0, 1 / 924)
    assert work(184756, 20, "float64")[1] == pytest.approx((4 * 4 * 184756 * 8 - 6e6) / 30e6)
    assert work(10**7, 24, "float64")[1] == 1.0
