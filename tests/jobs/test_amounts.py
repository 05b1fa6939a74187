"""Durations and memory as a person reads them."""

import pytest
from phasetrace.jobs.amounts import core_hours, duration, size


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "0 s"),
        (99.4, "99 s"),
        (120, "2 min 00 s"),
        (3 * 3600 + 300, "3 h 05 min"),
        (71 * 3600, "71 h 00 min"),
        (4 * 86400, "4 days"),
        (3 * 365 * 86400, "3 years"),
        (1e13, "3.17e+05 years"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds, text):
    assert duration(seconds) == text


def test_work_of_less_than_an_hour_is_that_of_one_core():
    assert core_hours(1800) == "30 min 00 s of one core"
    assert core_hours(5400) == "1.5 core hours"
    assert core_hours(3600 * 1234.4) == "1234 core hours"


def test_a_size_is_in_mebibytes_until_it_is_a_gibibyte():
    assert [size(5 * 2**20), size(3 * 2**29)] == ["5 MiB", "1.5 GiB"]
