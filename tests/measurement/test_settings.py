"""Which measurements may be asked for, and what each refusal says."""

import pytest
from phasetrace.jobs.config_error import first_fault
from phasetrace.models.floquet.settings import StudiedChain
from phasetrace.models.xxz.settings import XXZSettings
from pydantic import ValidationError

XXZ = {"sites": 4, "field": {"kind": "random"}, "parameter": "W", "values": [1.0, 2.0]}
DRIVEN = {"sites": 4, "drive": [0.0, 1.0], "labels": {"a": [0, 0], "b": [1, 1]}}
RAW = {"p01": 0.1, "p10": 0.2, "invert": False}


@pytest.mark.parametrize(
    "changes",
    [
        {"shots": 1},
        {"shots": "1e3", "readout": {"p01": 0.1}},
        {"shots": 10, "readout": {"p01": [0.1, 0.2, 0.0, 0.9], "p10": [0.0, 0.1, 0.9, 0.05]}},
        {"shots": 10, "readout": RAW},
        {"shots": 10, "readout": RAW, "postselect": True},
        {"shots": 10, "initial_errors": 0.1, "postselect": True},
    ],
)
def test_a_measurement_is_accepted(changes):
    assert XXZSettings.model_validate({**XXZ, **changes}).shots is not None
    if not changes.get("postselect"):
        assert StudiedChain.model_validate({**DRIVEN, **changes}).shots is not None


@pytest.mark.parametrize(
    ("changes", "place", "text"),
    [
        ({"shots": 0}, ("shots",), "must be greater than or equal to 1"),
        ({"shots": 1.5}, ("shots",), "must be a whole number"),
        ({"shots": True}, ("shots",), "must be a number"),
        ({"readout": {"p01": 0.1}}, ("readout",), "needs shots"),
        ({"postselect": True}, ("postselect",), "needs shots"),
        ({"shots": 9, "readout": {"p01": 1.5}}, ("readout", "p01"), "less than or equal to 1"),
        ({"shots": 9, "readout": {"p01": "x"}}, ("readout", "p01"), "must be a number"),
        ({"shots": 9, "readout": {"p02": 0}}, ("readout", "p02"), "unknown key; allowed: p01, p10"),
        ({"shots": 9, "readout": {"p01": 0.6, "p10": 0.4}}, ("readout", "p01"), "is 1 on site 1"),
        (
            {"shots": 9, "readout": {"p01": [0.6, 0.1, 0.9, 0], "p10": 0.2}},
            ("readout", "p01"),
            "p01 + p10 must be below 1, and is 1.1 on site 3",
        ),
        (
            {"shots": 9, "readout": {"p01": [0.1, 0.1], "p10": [0.1] * 3}},
            ("readout", "p10"),
            "must be as many as p01, 2",
        ),
        ({"shots": 9, "readout": {"p10": [0.1] * 3}}, ("readout", "p10"), "must be one number, or"),
        ({"shots": 9, "postselect": True}, ("postselect",), "without errors every shot is kept"),
        (
            {"shots": 9, "readout": {"p01": 0.1}, "postselect": True},
            ("readout", "invert"),
            "must be false while postselect is true",
        ),
        ({"shots": 9, "dephasing": {"rate": 0.1}}, ("shots",), "must be left out of a chain with"),
    ],
)
def test_a_measurement_that_means_nothing_is_refused(changes, place, text):
    with pytest.raises(ValidationError) as error:
        XXZSettings.model_validate({**XXZ, **changes})
    line = str(first_fault(error.value, XXZSettings, {**XXZ, **changes}))
    assert ".".join(place) in line and text in line and "\n" not in line


def test_a_driven_chain_conserves_nothing_to_select_by():
    with pytest.raises(ValidationError, match="the drive conserves no number of up spins"):
        StudiedChain.model_validate({**DRIVEN, "shots": 9, "readout": RAW, "postselect": True})
