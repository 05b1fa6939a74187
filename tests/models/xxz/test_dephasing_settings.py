"""Which dephasing may be asked for, and what each refusal says."""

import pytest
from phasetrace.jobs.config_error import first_fault
from phasetrace.models.xxz.settings import XXZSettings
from pydantic import ValidationError

STUDY = {
    "sites": 8,
    "field": {"kind": "random", "W": 1.0},
    "times": {"stop": 100.0, "points": 11},
    "parameter": "rate",
    "values": [0.0, 0.1, 1.0],
    "dephasing": {"trajectories": 3},
}
FIXED = {"parameter": "W", "field": {"kind": "random"}, "values": [1.0, 2.0]}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"dephasing": {}},
        {**FIXED, "dephasing": {"rate": 0.1, "trajectories": 1}},
        {**FIXED, "dephasing": {"rate": "1e-3"}},
        {**FIXED, "dephasing": None},
        {"initial": {"kind": "energy density", "epsilon": 0.5}},
        {"values": [0.0, 125.0]},
    ],
)
def test_a_chain_may_dephase_at_any_rate(changes):
    chain = XXZSettings.model_validate({**STUDY, **changes})
    assert XXZSettings.model_validate(chain.model_dump(mode="json")) == chain


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (FIXED, "dephasing.rate = None: is missing"),
        ({"dephasing": None}, "parameter = 'rate': must be a number of the chain: dephasing has"),
        ({"dephasing": {"rate": 0.1}}, "dephasing.rate = 0.1: must be left out: it is swept"),
        ({"values": [-0.1, 1.0]}, "values = [-0.1, 1.0]: rate must be at least 0"),
        (
            {**FIXED, "dephasing": {"rate": -1}},
            "dephasing.rate = -1: must be greater than or equal to 0",
        ),
        ({"dephasing": {"trajectories": 0}}, "dephasing.trajectories = 0: must be greater than or"),
        ({"dephasing": {"trajectories": 2.5}}, "trajectories = 2.5: must be a whole number"),
        ({"dephasing": {"trajectories": "many"}}, "trajectories = 'many': must be a number"),
        ({"dephasing": {"gamma": 1}}, "dephasing.gamma = 1: unknown key; allowed: rate, traj"),
        ({"dephasing": 0.1}, "dephasing = 0.1: must be a mapping"),
        (
            {"values": [0.0, 130.0]},
            "rates must be at most 125: a trajectory would jump 1.04e+05 times",
        ),
        (
            {**FIXED, "dephasing": {"rate": 1e9}},
            "dephasing.rate = 1000000000.0: rates must be at most 125: a trajectory would jump",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(changes, text):
    values = {**STUDY, **changes}
    with pytest.raises(ValidationError) as refusal:
        XXZSettings.model_validate(values)
    line = str(first_fault(refusal.value, XXZSettings, values))
    assert text in line and "\n" not in line
