"""Where the numbers of an XXZ chain have their places."""

from phasetrace.models.xxz.numbers import (
    DEFAULTS,
    PARAMETERS,
    TERMS,
    listed,
    placed,
    with_value,
)

NEEL = {"kind": "neel"}
CHAIN = {
    "coupling": None,
    "anisotropy": None,
    "field": {"kind": "random"},
    "initial": NEEL,
    "dephasing": None,
}


def test_every_number_is_a_parameter():
    named = {name for names in TERMS.values() for name in names}
    assert set(PARAMETERS) == named | set(DEFAULTS) | {"epsilon", "rate"}
    assert PARAMETERS["W"].label(0.25) == "0.250" and PARAMETERS["W"].unit == "J"


def test_a_field_is_a_term_or_several():
    assert listed({"kind": "tilt"}) == [{"kind": "tilt"}]
    assert listed([{"kind": "tilt"}, {"kind": "random"}])[1] == {"kind": "random"}


def test_every_number_has_its_place():
    alone = {("coupling",): None, ("anisotropy",): None}
    assert placed(CHAIN) == {**alone, ("field", "W"): None}
    noise = {"rate": None, "trajectories": 5}
    assert placed({**CHAIN, "dephasing": noise})["dephasing", "rate"] is None
    terms = [{"kind": "tilt", "slope": 1.0}, {"kind": "quasiperiodic", "W": None, "frequency": 0.6}]
    start = {"kind": "energy density", "epsilon": 0.3}
    assert placed({**CHAIN, "anisotropy": 0.5, "field": terms, "initial": start}) == {
        ("coupling",): None,
        ("anisotropy",): 0.5,
        ("field", 0, "slope"): 1.0,
        ("field", 1, "W"): None,
        ("field", 1, "frequency"): 0.6,
        ("initial", "epsilon"): 0.3,
    }


def test_a_value_comes_wherever_it_is_left_out():
    terms = [{"kind": "random", "W": 2.0}, {"kind": "quasiperiodic", "W": None, "frequency": 0.6}]
    found = with_value({**CHAIN, "field": terms}, "W", 7.0)
    assert [term["W"] for term in found["field"]] == [2.0, 7.0]
    assert terms[1]["W"] is None
    both = with_value({**CHAIN, "field": [{"kind": "random"}, terms[1]]}, "W", 7.0)
    assert [term["W"] for term in both["field"]] == [7.0, 7.0]
    assert (found["coupling"], found["anisotropy"]) == (1.0, 1.0)
    assert with_value({**CHAIN, "anisotropy": 0.0}, "W", 7.0)["anisotropy"] == 0.0
    assert with_value(CHAIN, "anisotropy", -0.5)["anisotropy"] == -0.5
    start = {"kind": "energy density", "epsilon": None}
    assert with_value({**CHAIN, "initial": start}, "epsilon", 0.3)["initial"]["epsilon"] == 0.3
    noise = {"rate": None, "trajectories": 5}
    dephased = with_value({**CHAIN, "dephasing": noise}, "rate", 0.1)
    assert dephased["dephasing"] == {"rate": 0.1, "trajectories": 5} and noise["rate"] is None
