"""What the axes of an array are."""

import re

import pytest
from phasetrace import FileError
from phasetrace.store.foreign.axes import axes_of

LENGTHS = {"parameter": 17, "time": 41}
P, R, T, S = "parameter", "realization", "time", "site"


def axes(shape, known=None, lengths=LENGTHS, asked=None):
    alias = {"B": "parameter", "channel": "site"}
    return axes_of("a.mat", "sz", shape, known or [None] * len(shape), lengths, asked, alias)


def test_lengths_tell_axes():
    assert axes((41, 17)) == (T, P)
    assert axes((5, 6, 41, 17), lengths={**LENGTHS, "site": 6}) == (R, S, T, P)
    # Of one value there is no axis.
    assert axes((41, 6), lengths={"parameter": 1, "time": 41, "site": 6}) == (T, S)


def test_names_tell_axes():
    assert axes((6, 17, 41), known=["site", None, None]) == (S, P, T)


def test_none_is_guessed_and_the_line_names_every_order():
    text = (
        "a.mat: sz has 6 × 17 × 41 entries, the file has 17 of parameter, 41 of time; say names: "
        '{dimensions: "realization parameter time" or "site parameter time"}'
    )
    with pytest.raises(FileError, match=f"^{re.escape(text)}$"):
        axes((6, 17, 41))


@pytest.mark.parametrize("asked", ["channel B time", "site, parameter, time"])
def test_the_user_says_which_order_it_is(asked):
    assert axes((6, 17, 41), asked=asked) == (S, P, T)
    # Whatever the names of the axes are.
    assert axes((6, 17, 41), known=["realization", None, None], asked=asked) == (S, P, T)


def test_axes_of_one_entry_may_be_said():
    lengths = {"parameter": 1, "time": 41, "site": 6}
    assert axes((41, 6), lengths=lengths, asked="B time site") == (T, S)


@pytest.mark.parametrize("asked", ["site time B", "site B", "site B when", "site site time"])
def test_an_order_that_does_not_fit_is_refused_with_those_that_do(asked):
    fault = f"dimensions '{asked}' do not fit; say names: .*realization parameter time"
    with pytest.raises(FileError, match=fault):
        axes((6, 17, 41), asked=asked)


@pytest.mark.parametrize("shape", [(17, 40), (41,), (2, 3, 4, 17, 41)])
def test_what_fits_no_order_is_refused(shape):
    with pytest.raises(FileError, match=r"; no order of axes fits$"):
        axes(shape)
