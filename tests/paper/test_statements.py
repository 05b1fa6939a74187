"""What statements are judged by, with numbers by hand."""

import numpy as np
import pytest
from phasetrace.paper.statements import (
    ERRORS,
    NOT_FOUND,
    Estimate,
    every,
    exceeds,
    fall,
    negligible,
    plus_minus,
    rise_through,
    standard_error,
    told,
)

NAN = float("nan")


def test_estimate_leaves_out_what_is_not_found():
    estimate = Estimate.of([1.0, NAN, 3.0])
    assert (estimate.mean, estimate.found, estimate.tried) == (2.0, 2, 3)
    assert estimate.spread == pytest.approx(2**0.5)
    assert estimate.error == pytest.approx(1.0)
    assert estimate.text("x", "J") == "x = 2.00 ± 1.41 J (2 of 3 networks)"
    assert Estimate.of([NAN]).text("x", "J") == NOT_FOUND


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
    assert exceeds(0.21, 0.1) is True and exceeds(0.2, 0.1) is False
    assert exceeds(-0.5, 0.1) is False and exceeds(0.21, NAN) is None
    assert told(0.21, 0.1) is True and told(-0.21, 0.1) is False
    assert told(0.2, 0.1) is None and told(-0.1, 0.1) is None and told(1.0, NAN) is None
    assert negligible(-0.2, 0.1) is True and negligible(0.21, 0.1) is False
    assert negligible(0.25, 0.1, slack=0.05) is True and negligible(0.0, NAN) is None


def test_a_spread_that_is_not_known_is_not_printed():
    assert plus_minus(1.234, 0.056) == "1.23 ± 0.06"
    assert plus_minus(1.234, NAN) == "1.23"
    assert plus_minus(0.9876, 0.0012, decimals=3) == "0.988 ± 0.001"


def test_an_error_that_is_not_known_is_not_printed():
    assert standard_error(0.123) == " (standard error 0.12 J)"
    assert standard_error(0.5, "rad", of=" of both") == " (standard error of both 0.50 rad)"
    assert standard_error(NAN) == ""


def test_all_networks_found_need_no_count():
    assert Estimate.of([1.0, 3.0]).text("x", "J") == "x = 2.00 ± 1.41 J"
    one = Estimate.of([1.5])
    assert one.text("x", "J") == "x = 1.50 J" and np.isnan(one.error)
