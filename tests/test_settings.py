"""What all settings are made of."""

import pytest
from phasetrace.settings import (
    Amounts,
    Count,
    Counts,
    Fraction,
    FractionGrid,
    Grid,
    Interval,
    Number,
    Pair,
    Positive,
    Range,
    Sites,
    Tolerance,
    Widths,
    check_regimes,
    phases,
    plain,
    refuse,
    spells_number,
    valued,
)
from pydantic import TypeAdapter, ValidationError


@pytest.mark.parametrize("text", ["12", "-.5", "+2.", "1e-9", "2.5E+3", "0"])
def test_text_that_spells_a_number_is_one(text):
    assert spells_number(text)
    assert TypeAdapter(Number).validate_python(text) == float(text)


@pytest.mark.parametrize(
    "text", ["", " 1", "1_0", "0x1", "nan", "1e", "012", ".", "１", True, None]
)
def test_what_else_is_not(text):
    assert not spells_number(text)
    with pytest.raises(ValidationError, match="must be a number"):
        TypeAdapter(Number).validate_python(text)


def test_whole_numbers_have_no_other_type():
    found = TypeAdapter(Count).validate_python(2.0)
    assert found == 2 and type(found) is int
    with pytest.raises(ValidationError, match="must be a whole number"):
        TypeAdapter(Count).validate_python(2.5)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Count, (1, 10**6), (0, 10**6 + 1)),
        (Positive, (1e-300, 1e9), (0, 1.1e9)),
        (Number, (-1e9, 1e9), (-1.1e9, float("inf"))),
        (Fraction, (0, 1), (-0.001, 1.001)),
        (Sites, (2, 62), (1, 63)),
        (Tolerance, (1e-12, 1e-3), (0, 1.1e-3)),
        (Counts, ([3], [2, 1]), ([], [1, 1])),
        (Amounts, ([0.0],), ([-1.0], [1.0, 1.0])),
        (Widths, ([0.1],), ([0.0], [1, 1.0])),
        (Pair, ([1, 2], [2, 1]), ([1], [1, 1], [1, 2, 3])),
        (Interval, ([1, 2], [1, 1]), ([2, 1], [1], [1, 2, 3])),
    ],
)
def test_ends_of_every_kind(kind, good, bad):
    adapter = TypeAdapter(kind)
    for value in good:
        assert adapter.validate_python(value) == value
    for value in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(value)


def test_a_grid_is_a_range_or_a_list_that_increases():
    adapter = TypeAdapter(Grid)
    spaced = adapter.validate_python({"start": 0, "stop": 2, "points": 5})
    assert spaced == Range(start=0, stop=2, points=5)
    assert plain(spaced) == {"start": 0.0, "stop": 2.0, "points": 5}
    assert plain(adapter.validate_python([0, 1.5])) == [0, 1.5]
    assert adapter.validate_python({"start": 1, "stop": 1, "points": 1}).points == 1
    for bad, message in (
        ([1, 1], "values must increase, and 1.0 follows 1.0"),
        ({"start": 1, "stop": 1, "points": 2}, "must exceed start = 1"),
        (3, r"must be {start, stop, points} or a list of numbers"),
        ({"start": 0, "stop": 1}, "Field required"),
    ):
        with pytest.raises(ValidationError, match=message):
            adapter.validate_python(bad)


def test_a_grid_of_fractions_ends_at_one():
    adapter = TypeAdapter(FractionGrid)
    assert plain(adapter.validate_python([0.0, 1.0])) == [0.0, 1.0]
    for bad in ([0.5, 1.1], {"start": 0.5, "stop": 1.1, "points": 2}):
        with pytest.raises(ValidationError, match="less than or equal to 1"):
            adapter.validate_python(bad)


def test_phases_are_exactly_those_named_and_in_their_order():
    named = phases("a", "b")[0].func
    assert list(named({"b": 2, "a": 1}).items()) == [("a", 1), ("b", 2)]
    for bad, message in (({"a": 1}, "is missing"), ({"a": 1, "b": 2, "c": 3}, "allowed: a, b")):
        with pytest.raises(ValidationError, match=message):
            named(bad)


def test_a_refusal_leads_to_its_value():
    with pytest.raises(ValidationError) as refusal:
        refuse(("labels", "a"), 3, "must be {even}")
    (fault,) = refusal.value.errors()
    assert (fault["loc"], fault["input"], fault["msg"]) == (("labels", "a"), 3, "must be {even}")


@pytest.mark.parametrize(
    ("regimes", "place"),
    [
        ({"a": [0.0, 0.4], "b": [2.0, 3.0]}, "a"),
        ({"a": [0.0, 1.0], "b": [3.5, 4.0]}, "b"),
        ({"a": [0.0, 2.0], "b": [2.0, 3.0]}, "b"),
        ({"a": [2.0, 3.0], "b": [0.0, 2.0]}, "a"),
    ],
)
def test_regimes_hold_values_and_do_not_touch(regimes, place):
    with pytest.raises(ValidationError) as refusal:
        check_regimes(regimes, [0.5, 1.0, 2.0, 3.0], "labels", "the sweep")
    (fault,) = refusal.value.errors()
    assert fault["loc"] == ("labels", place) and fault["input"] == regimes[place]


def test_regimes_may_end_at_a_value():
    check_regimes({"a": [0.5, 0.5], "b": [3.0, 9.0]}, [0.5, 1.0, 3.0], "labels", "the sweep")


def test_a_grid_whose_values_have_one_name_is_refused_where_it_is():
    assert valued(lambda: [1.0], "drive", None) == [1.0]

    def alike():
        raise ValueError("two values print as 1.00")

    with pytest.raises(ValidationError) as refusal:
        valued(alike, "drive", [1.0, 1.001])
    (fault,) = refusal.value.errors()
    assert fault["loc"] == ("drive",) and fault["msg"] == "two values print as 1.00"
