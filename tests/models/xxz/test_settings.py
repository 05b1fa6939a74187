"""Which XXZ chains and sweeps may be asked for, and what each refusal says."""

import pytest
from phasetrace.jobs.config_error import first_fault
from phasetrace.models.xxz.settings import XXZSettings
from pydantic import ValidationError

STUDY = {
    "sites": 8,
    "field": {"kind": "quasiperiodic", "frequency": 0.6180339887},
    "parameter": "W",
    "values": {"start": 0.25, "stop": 8.0, "points": 32},
}
RANDOM, DENSITY = {"kind": "random", "W": 1.0}, {"kind": "energy density"}


def test_a_study_of_few_words_has_a_chain_and_a_sweep():
    chain = XXZSettings.model_validate(STUDY)
    assert (chain.up, chain.initial.kind, chain.coupling, chain.anisotropy) == (
        4,
        "neel",
        None,
        None,
    )
    assert len(chain.sweep) == 32 and chain.sweep[0] == 0.25
    assert chain.seeds == [0] and chain.labels == {}


@pytest.mark.parametrize(
    "changes",
    [
        {
            "parameter": "frequency",
            "field": {"kind": "quasiperiodic", "W": 2.0},
            "values": [0.3, 0.5],
        },
        {"parameter": "slope", "field": [RANDOM, {"kind": "tilt"}], "values": [-1.0, 0.0, 1.0]},
        {"parameter": "slope", "field": {"kind": "tilt"}, "initial": "random", "values": [1, 2]},
        {"parameter": "anisotropy", "field": RANDOM, "values": [-1.0, 0.5]},
        {"parameter": "coupling", "field": RANDOM, "values": [0.5, 1.0]},
        {
            "parameter": "epsilon",
            "field": RANDOM,
            "initial": "energy density",
            "values": [0.2, 0.8],
        },
        {"initial": {"kind": "energy density", "epsilon": 0.5}},
        {"initial": [1, 1, -1, -1, 1, 1, -1, -1]},
        {"initial": "uudduudd"},
        {"initial_errors": 0.05},
        {"initial_errors": "5e-2", "field": {"kind": "quasiperiodic", "frequency": 2.0}},
        {"field": [{"kind": "random"}] * 2},
        {"initial": "domain wall", "up_spins": 2, "times": [0.0, 0.5, 40.0]},
        {"field": [RANDOM, {"kind": "random"}], "values": [0.0, 1.0]},
        {"times": {"start": "0.1", "stop": "1e3", "points": 40, "spacing": "logarithmic"}},
        {"labels": {"extended": [0.25, 0.5], "localized": [6.5, 8.0]}},
    ],
)
def test_any_number_may_be_swept_and_any_start_taken(changes):
    chain = XXZSettings.model_validate({**STUDY, **changes})
    again = XXZSettings.model_validate(chain.model_dump(mode="json"))
    assert again == chain


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"field": {"kind": "random", "W": 1.0}},
            "field.W = 1.0: must be left out: it is swept",
        ),
        (
            {"field": [{"kind": "tilt"}, {"kind": "random"}]},
            "field[0].slope = None: is missing",
        ),
        (
            {"field": [{"kind": "random", "W": 1.0}, {"kind": "random", "W": 2.0}]},
            "field[0].W = 1.0: must be left out: it is swept",
        ),
        (
            {
                "parameter": "epsilon",
                "field": RANDOM,
                "initial": {**DENSITY, "epsilon": 0.5},
                "values": [0.2, 0.8],
            },
            "initial.epsilon = 0.5: must be left out: it is swept",
        ),
        (
            {"parameter": "slope"},
            "parameter = 'slope': must be a number of the chain: a field of kind tilt has it",
        ),
        (
            {"parameter": "epsilon", "field": RANDOM},
            "parameter = 'epsilon': must be a number of the chain: initial: {kind: energy density}",
        ),
        ({"field": {"kind": "quasiperiodic"}}, "field.frequency = None: is missing"),
        ({"initial": "energy density"}, "initial.epsilon = None: is missing"),
        (
            {"parameter": "anisotropy", "anisotropy": 1.0, "field": RANDOM},
            "anisotropy = 1.0: must be left out: it is swept",
        ),
        ({"parameter": "mass"}, "parameter = 'mass': must be 'W', 'frequency'"),
        (
            {"field": {"kind": "random", "slope": 1.0}},
            "field.slope = 1.0: random fields have W",
        ),
        ({"field": {"kind": "staggered"}}, "field.kind = 'staggered': must be 'random', 'quasi"),
        ({"field": 3}, "field = 3: must be {kind, …} or a list of such terms"),
        ({"field": []}, "field = []"),
        ({"field": {"W": 1.0}}, "field.kind = None: is missing"),
        (
            {"initial": "nel"},
            "initial = 'nel': must be energy density, neel, domain wall, random, {kind, …}, or",
        ),
        (
            {"initial": {"kind": "neel", "epsilon": 0.5}},
            "initial.epsilon = 0.5: belongs to kind: ene",
        ),
        ({"initial": {"kind": "given"}}, "initial.spins = None: is missing"),
        ({"initial": None}, "initial = None: must be energy density, neel, domain wall, random, {"),
        ({"initial": [1, 0]}, "initial = [1, 0]: must be energy density, neel, domain wall,"),
        ({"initial": ["up"] * 8}, "or a spin for each site: letters u and d, or a list of 1"),
        ({"initial": []}, "initial = []: must be energy density, neel, domain wall, random, {kind"),
        (
            {"initial": {"kind": "given", "spins": [1, 0]}},
            "initial.spins[1] = 0: must be 1 or -1",
        ),
        ({"initial": "ud"}, "initial = 'ud': must be 8 spins, as sites says"),
        ({"initial": [1] * 8}, "has 8 up spins, up_spins says 4"),
        ({"up_spins": 2}, "initial = 'neel': half of the spins are up, and up_spins is 2 of 8"),
        ({"values": [-1.0, 1.0]}, "values = [-1.0, 1.0]: W must be at least 0"),
        (
            {"parameter": "epsilon", "field": RANDOM, "initial": DENSITY, "values": [0.5, 1.5]},
            "values = [0.5, 1.5]: epsilon must be from 0 to 1",
        ),
        ({"values": [1.0, 1.0001]}, "two values print as 1.000"),
        ({"times": [0.0, 3.0, 2.0]}, "times = [0.0, 3.0, 2.0]: values must increase"),
        ({"times": [-1.0, 3.0]}, "times[0] = -1.0: must be greater than or equal to 0"),
        (
            {"times": {"spacing": "logarithmic"}},
            "times.start = 0.0: must be above 0 while spacing is logarithmic",
        ),
        ({"times": {"start": 5, "stop": 1}}, "times.stop = 1: must exceed start = 5.0"),
        ({"times": 5}, "times = 5: must be {start, stop, points, spacing} or a list of times"),
        ({"times": [0.0, 1e7]}, "steps must be at most"),
        ({"sites": 7}, "sites = 7: must be even while up_spins is half"),
        ({"up_spins": 8}, "up_spins = 8: must be at most 7"),
        ({"sites": 2, "boundary": "periodic"}, "sites = 2: must be at least 3 on a periodic chain"),
        ({"labels": {"extended": [0, 0.1]}}, "labels.extended = [0, 0.1]: must hold a value of W"),
        # Traces to test would be those to train on.
        (
            {"parameter": "slope", "field": {"kind": "tilt"}},
            "realizations = 50: all realizations are alike, so that",
        ),
        ({"values": [0.0, 1.0]}, "realizations = 50: all realizations are alike at W = 0, so that"),
        (
            {"field": RANDOM, "parameter": "coupling", "values": [0.0, 1.0]},
            "all realizations are alike at coupling = 0",
        ),
        ({"field": {"kind": "quasiperiodic", "frequency": 2.0}}, "all realizations are alike, so"),
        (
            {"initial_errors": 1.0, "field": {"kind": "quasiperiodic", "frequency": 2.0}},
            "all realizations are alike, so",
        ),
        ({"initial_errors": 1.5}, "initial_errors = 1.5: must be less than or equal to 1"),
        ({"initial_errors": "often"}, "initial_errors = 'often': must be a number"),
        (
            {"initial_errors": 0.1, "initial": {**DENSITY, "epsilon": 0.5}},
            "initial_errors = 0.1: must be 0 while initial is an energy density, which chooses",
        ),
    ],
)
def test_what_cannot_be_evolved_is_refused_in_one_line(changes, text):
    values = {**STUDY, **changes}
    with pytest.raises(ValidationError) as refusal:
        XXZSettings.model_validate(values)
    line = str(first_fault(refusal.value, XXZSettings, values))
    assert text in line and "\n" not in line
