"""What statements are judged by, with numbers by hand."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.statements import (
    ERRORS,
    NOT_FOUND,
    Estimate,
    Point,
    Row,
    equal,
    every,
    fall,
    mostly,
    plus_minus,
    present,
    rise_through,
    standard_error,
    support,
    told,
)

NAN = float("nan")


def test_estimate_leaves_out_what_is_not_found():
    estimate = Estimate.of([1.0, NAN, 3.0])
    assert (estimate.mean, estimate.found, estimate.tried) == (2.0, 2, 3)
    assert estimate.spread == pytest.approx(2**0.5)
    assert np.isnan(Estimate.of([NAN]).mean) and np.isnan(Estimate.of([1.5]).spread)


def test_a_point_is_told_with_its_interval_or_with_why_there_is_none():
    parts = {"value": [1.7, NAN, 1.7], "low": [1.5, NAN, NAN], "high": [2.0, NAN, NAN]}
    parts |= {"retraining": [0.1, NAN, 0.1], "verdict": ["found", "at the edge", "found"]}
    data = xr.Dataset({f"transition_{name}": ("gap", values) for name, values in parts.items()})
    found, missing, bare = Point.along(data, "gap")
    assert found == Point(1.7, 1.5, 2.0, 0.1, "found") and found.error == pytest.approx(0.25)
    assert found.text("x", "J") == "x = 1.70 (1.50 to 2.00) J"
    assert missing.text("x", "J") == f"{NOT_FOUND} (at the edge)" and not missing.found
    assert bare.text("x", "J") == "x = 1.70 J" and np.isnan(bare.error) and bare.found


def test_one_no_decides():
    assert every([True, True]) is True
    assert every([True, None, False]) is False
    assert every([True, None]) is None


def test_a_fall_is_the_last_before_the_end():
    x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    np.testing.assert_allclose(fall(x, [1.0, 0.5, 1.0, 0.5, 0.0, 1.0]), [2.5, 3.5])
    np.testing.assert_allclose(fall([0.0, 1.0], [1.0, 0.0]), [0.25, 0.75])
    assert np.isnan(fall(x, [0.7, 0.6, 0.5, 0.4, 0.2, 0.0])).all()
    assert np.isnan(fall(x, [1.0, 0.9, 0.8, 0.7, 0.6, 0.5])).all()


def test_a_rise_is_the_first():
    assert rise_through([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 0.0, 1.0], 0.25) == 0.25
    assert np.isnan(rise_through([0.0, 1.0], [0.5, 1.0], 0.25))


def test_a_difference_counts_beyond_two_errors():
    assert ERRORS == 2
    assert told(0.21, 0.1) is True and told(-0.21, 0.1) is False
    assert told(0.2, 0.1) is None and told(-0.1, 0.1) is None and told(1.0, NAN) is None


def test_an_effect_is_there_or_none_or_hidden_by_its_error():
    assert present(0.21, 0.1, least=0.1) is True
    assert present(0.05, 0.02, least=0.1) is True
    assert present(0.02, 0.03, least=0.1) is False
    assert present(0.05, 0.03, least=0.1) is None and present(0.2, NAN, least=0.1) is None


def test_numbers_are_equal_only_if_their_errors_are_small():
    assert equal(-0.2, 0.1, most=0.2) is True and equal(0.21, 0.1, most=0.2) is False
    assert equal(0.25, 0.1, most=0.2, slack=0.05) is True
    assert equal(0.0, 0.11, most=0.2) is None and equal(0.0, NAN, most=0.2) is None
    assert equal(0.3, 0.11, most=0.2) is False


def test_most_of_it_decides_if_what_is_open_cannot():
    assert mostly([True, True, False]) is True and mostly([True, False]) is False
    assert mostly([True, None, False]) is None and mostly([True, True, None]) is True
    assert mostly([True, False, False], weights=[3, 1, 1]) is True
    assert mostly([True, None], weights=[1, 2]) is None


def test_of_how_many_a_statement_holds():
    assert support([True, False, True], "readings") == "2 of 3 readings"
    assert support([True, False, None], "ε") == "1 of 3 ε (1 open)"
    alone = [Row("", "", "", "", agrees).holds_in for agrees in (True, False, None)]
    assert alone == ["1 of 1 reading", "0 of 1 reading", "–"]
    assert Row("", "", "", "", None, "0 of 3 ε (3 open)").holds_in == "0 of 3 ε (3 open)"


def test_a_spread_that_is_not_known_is_not_printed():
    assert plus_minus(1.234, 0.056) == "1.23 ± 0.06"
    assert plus_minus(1.234, NAN) == "1.23"
    assert plus_minus(0.9876, 0.0012, decimals=3) == "0.988 ± 0.001"


def test_an_error_that_is_not_known_is_not_printed():
    assert standard_error(0.123) == " (standard error 0.12 J)"
    assert standard_error(0.5, "rad", of=" of both") == " (standard error of both 0.50 rad)"
    assert standard_error(NAN) == ""
