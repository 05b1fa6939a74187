"""Which driven chains a configuration may ask for."""

import math

import pytest
from phasetrace.models.floquet.settings import FloquetSettings
from pydantic import ValidationError


def test_the_default_drive_goes_from_a_perfect_pulse_to_none():
    chain = FloquetSettings()
    assert len(chain.sweep) == 81
    assert chain.sweep[0] == 0.0 and chain.sweep[-1] == chain.pulse == math.pi / 2
    assert chain.periods % 2 == 1 and chain.durations == [1.0, 1.0]
    assert list(chain.labels) == ["time crystal", "ergodic", "MBL"]


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"periods": 50}, "periods", "must be odd, so that a time crystal ends flipped"),
        ({"sites": 2, "boundary": "periodic"}, "sites", "must be at least 3 on a periodic chain"),
        ({"durations": [1.0]}, "durations", "at least 2 items"),
        ({"durations": [1.0, 0.0]}, "durations", "greater than 0"),
        ({"strength": -0.5}, "strength", "greater than or equal to 0"),
        ({"initial_errors": 1.01}, "initial_errors", "less than or equal to 1"),
        ({"initial_errors": "some"}, "initial_errors", "must be a number"),
        ({"drive": [0.0, 0.7]}, "labels.MBL", "must hold a value of floquet.drive"),
        (
            {"training_set": {"drive": [0.0, 0.7]}},
            "labels.MBL",
            "must hold a value of floquet.training_set.drive",
        ),
        ({"drive": [0.1, 0.10001]}, "drive", "two values print as 0.1000"),
        ({"pulse": math.inf}, "pulse", "finite"),
        ({"labels": {"ergodic": [0.65, 0.75]}}, "labels.time crystal", "is missing"),
    ],
)
def test_chains_that_cannot_be_evolved_are_refused_where_they_are_wrong(changes, place, message):
    with pytest.raises(ValidationError) as refusal:
        FloquetSettings.model_validate(changes)
    fault, *_ = refusal.value.errors()
    found = ".".join(part for part in fault["loc"] if isinstance(part, str))
    assert found.startswith(place) and message in fault["msg"]
