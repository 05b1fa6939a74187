"""The one line that a fault becomes."""

import pytest
from phasetrace.jobs.config_error import LONGEST, TOP, ConfigError, first_fault
from phasetrace.settings import Count, Grid, Range, Settings
from pydantic import Field, ValidationError


class Inner(Settings):
    points: Count = Field(default=1, description="how many")


class Outer(Settings):
    first: Inner = Field(default=Inner(), description="a section")
    grid: Grid = Field(default=Range(start=0, stop=1, points=2), description="values")
    several: list[Inner] = Field(default=[], description="sections")
    needed: Count = Field(description="has no default")


def line(values):
    with pytest.raises(ValidationError) as refusal:
        Outer.model_validate(values)
    return str(first_fault(refusal.value, Outer, values))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "config: needed = None: is missing"),
        (
            {"needed": 1, "first": {"points": 0}},
            "config: first.points = 0: must be greater than or equal to 1",
        ),
        (
            {"needed": 1, "first": {"point": 2}},
            "config: first.point = 2: unknown key; allowed: points",
        ),
        ({"needed": 1, "first": 3}, "config: first = 3: must be a mapping"),
        # The forms that a value may have are no part of its key.
        (
            {"needed": 1, "grid": {"start": 0, "stop": 1}},
            "config: grid.points = None: is missing",
        ),
        ({"needed": 1, "grid": [0, "x"]}, "config: grid[1] = 'x': must be a number"),
        (
            {"needed": 1, "several": [{}, {"points": "x"}]},
            "config: several[1].points = 'x': must be a number",
        ),
    ],
)
def test_a_fault_names_its_key_its_value_and_what_is_allowed(values, expected):
    assert line(values) == expected


def test_the_first_fault_in_the_order_of_the_values_is_named():
    assert line({"several": [{"points": 0}], "needed": 0}).startswith("config: several[0]")
    assert line({"needed": 0, "several": [{"points": 0}]}).startswith("config: needed")
    # What is missing comes behind what is there.
    assert line({"first": {"points": 0}}).startswith("config: first.points")


def test_long_and_unprintable_values_stay_one_line():
    text = str(ConfigError("a", "x" * 10**5, "must be short"))
    assert len(text) < LONGEST + 40 and text.endswith("…: must be short")
    assert str(ConfigError("a", "x\ny", "no")) == r"config: a = 'x\ny': no"
    deep: list = []
    deep.append(deep)
    assert str(ConfigError(TOP, deep, "no")) == "config: (top level) = [[...]]: no"
    assert str(ConfigError("a", 10**5000, "no")) == "config: a = <int>: no"
