"""A study that could not run is refused in one line that names what its owner wrote."""

import pytest
from phasetrace.jobs.config import Config, ConfigError, check_config
from phasetrace.jobs.study_settings import learning_of
from studied import CRYSTAL, MEASURED, changed


def refused(study, name="mine", **others):
    with pytest.raises(ConfigError) as error:
        check_config({"studies": {name: study, **others}})
    text = str(error.value)
    assert text.isprintable() and len(text) < 700
    return text


@pytest.mark.parametrize("study", [CRYSTAL, MEASURED], ids=["chain", "files"])
def test_a_study_is_accepted(study):
    assert check_config({"studies": {"mine": study}}).studies["mine"].phases == study["phases"]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"chain__sites": 1}, "studies.mine.chain.sites = 1: must be greater than or equal to 2"),
        ({"chain__length": 8}, "studies.mine.chain.length = 8: unknown key; allowed: sites, "),
        ({"chain__model": "ising"}, "studies.mine.chain.model = 'ising': must be one of "),
        ({"chain__model": "heisenberg"}, "must be one of floquet, xxz; heisenberg is xxz with an"),
        ({"chain__drive": [0.0]}, "studies.mine.chain.drive = [0.0]: belongs to parameter.values"),
        ({"chain__labels": {}}, "studies.mine.chain.labels = {}: belongs to phases"),
        ({"chain": None}, "must have a chain or traces"),
        ({"second": {"name": "grid", "values": [1]}}, "mine.second.name = 'grid': is the name of"),
        ({"parameter__name": "transition_value"}, "name = 'transition_value': is the name of some"),
        (
            {"second": {"name": "drive", "values": [1]}},
            "name = 'drive': must differ from para",
        ),
        ({"phases__known": [0.4, 0.4]}, "mine.phases.known = [0.4, 0.4]: is the name of a"),
        ({"traces": {"files": "a.csv"}}, "must have a chain or traces"),
        ({"chain": "floquet"}, "studies.mine.chain = 'floquet': must be a mapping"),
        ({"parameter__name": "W"}, "studies.mine.parameter.name = 'W': must be drive"),
        ({"parameter__unit": "J"}, "studies.mine.parameter.unit = 'J': must be rad, as of the "),
        ({"parameter__values": None}, "studies.mine.parameter.values = None: is missing"),
        ({"parameter__values": [1, 0]}, "studies.mine.parameter.values = [1, 0]: values must incr"),
        (
            {"parameter__values": [0.0, 1e-13, 0.1, 0.7]},
            "studies.mine.parameter.values = [0.0, 1e-13, 0.1, 0.7]: two values print as",
        ),
        ({"phases__crystal": [9, 9]}, "phases.crystal = [9, 9]: must hold a value of parameter.va"),
        ({"phases__hot": [0.1, 0.8]}, "studies.mine.phases.hot = [0.1, 0.8]: must not overlap pha"),
        ({"phases__hot": None}, "studies.mine.phases = {'crystal': [0.0, 0.1]}: must name at lea"),
        ({"phases__a,b": [0.4, 0.4]}, "studies.mine.phases.a,b"),
        ({"learning__units": 0}, "studies.mine.learning.units = 0: must be greater than or equal"),
        ({"learning__unit": 4}, "studies.mine.learning.unit = 4: unknown key; allowed: units, "),
        (
            {"learning__batch": 25},
            "studies.mine.learning.batch = 25: must be at most 24, the label",
        ),
        ({"chain__realizations": 2}, "studies.mine.learning.train_fraction = 0.6: must leave at "),
        (
            {"chain__strength": 0, "chain__initial": "up"},
            "studies.mine.chain.strength = 0: must exceed 0 unless initial is random",
        ),
        (
            {"chain__training_set": {"seed": 3}},
            "mine.chain.training_set = {'seed': 3}: a study lear",
        ),
        ({"colour": "red"}, "studies.mine.colour = 'red': unknown key; allowed: chain, traces, "),
        ({"networks": "other"}, "studies.mine.learning = {'units': 2, "),
        ({"site": 7}, "studies.mine.site = 7: must be at most chain.sites, 6"),
        ({"site": 0}, "studies.mine.site = 0: must be greater than or equal to 1"),
        (
            {"site": 2, "learning": None, "networks": "other"},
            "studies.mine.site = 2: belongs to the study whose networks judge",
        ),
    ],
)
def test_a_fault_of_a_chain_is_told_where_it_was_written(changes, line):
    assert line in refused(changed(CRYSTAL, **changes))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"field": {"kind": "random", "V": 1}},
            "chain.field.V = 1: unknown key; allowed: kind, W,",
        ),
        (
            {"field": [{"kind": "random", "V": 1}]},
            "field[0].V = 1: unknown key; allowed: kind, W, ",
        ),
        (
            {"times": {"stop": 2, "step": 1}},
            "times.step = 1: unknown key; allowed: start, stop, po",
        ),
        (
            {"field": {"kind": "random", "W": 1.0}},
            "studies.mine.chain.field.W = 1.0: must be left out: it is swept",
        ),
        (
            {"initial": {"kind": "neel", "spin": 1}},
            "chain.initial.spin = 1: unknown key; allowed: kind, epsilon, spins",
        ),
        (
            {"field": [{"kind": "random"}, {"kind": "random", "W": -1}]},
            "studies.mine.chain.field[1].W = -1: must be greater than or equal to 0",
        ),
        (
            {"initial": None},
            "studies.mine.chain.initial = None: must be energy density, neel, ",
        ),
        (
            {"initial": "down"},
            "studies.mine.chain.initial = 'down': must be energy density, neel, ",
        ),
        (
            {"field": {"kind": "tilt"}},
            "studies.mine.parameter.name = 'W': must be a number of the chain",
        ),
    ],
)
def test_a_fault_within_a_chain_of_ours_is_told_where_it_was_written(changes, line):
    sweep = {"name": "W", "values": [0.5, 1.0, 4.0, 8.0]}
    chain = {"model": "xxz", "sites": 6, "field": {"kind": "random"}, "realizations": 10}
    phases = {"ergodic": [0.5, 0.5], "MBL": [8.0, 8.0]}
    learning = {"batch": 8}
    fine = {"chain": chain, "parameter": sweep, "phases": phases, "learning": learning}
    assert check_config({"studies": {"mine": fine}}).studies["mine"].simulated.sweep
    assert line in refused({**fine, "chain": {**chain, **changes}})


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"traces__files": "a{x}.csv"},
            "studies.mine.traces.files[0] = 'a{x}.csv': must be the na",
        ),
        ({"traces__files": ""}, "studies.mine.traces.files[0] = '': must be the name of a file"),
        ({"traces__names": {"foo": "x"}}, "traces.names = {'foo': 'x'}: names has the key 'foo', "),
        ({"traces__variable": "time"}, "traces.variable = 'time': variable is 'time', which is th"),
        ({"parameter__name": "phase"}, "studies.mine.parameter.name = 'phase': is the name of som"),
        (
            {"traces__readout": {"p01": 0.1}, "traces__postselect": 2},
            "studies.mine.traces.readout = {'p01': 0.1}: must be left out while postselect is",
        ),
        ({"traces__readout": {"p01": 2}}, "studies.mine.traces.readout.p01 = 2: must be less than"),
        (
            {"traces__readout": {"invert": 1}},
            "traces.readout.invert = 1: unknown key; allowed: p01",
        ),
        ({"traces__postselect": -1}, "studies.mine.traces.postselect = -1: must be greater than "),
        ({"traces__postselect": True}, "studies.mine.traces.postselect = True: must be a number"),
        ({"traces__files": []}, "studies.mine.traces.files = []: "),
        ({"traces__files": 3}, "studies.mine.traces.files = 3: must be a valid list"),
        ({"traces__file": "a"}, "studies.mine.traces.file = 'a': unknown key; allowed: files, va"),
        ({"parameter__values": [1.0]}, "studies.mine.parameter.values = [1.0]: are those of the f"),
        ({"phases__localized": [0.4, 2.0]}, "phases.localized = [0.4, 2.0]: must not overlap phas"),
    ],
)
def test_a_fault_of_files_is_told_where_it_was_written(changes, line):
    assert line in refused(changed(MEASURED, **changes))


def test_the_name_of_a_study_names_a_folder():
    said = "the name must be made of letters, digits, - and _"
    assert said in refused(CRYSTAL, "a/b") and said in refused(CRYSTAL, "..")


def test_judges_are_a_study_that_has_networks_of_its_own():
    judged = changed(CRYSTAL, learning=None, networks="crystal")
    assert "must be a study with networks of its own: there is none" in refused(judged)
    both = {"crystal": CRYSTAL, "mine": judged}
    assert check_config({"studies": both}).studies["mine"].networks == "crystal"
    other = changed(judged, phases={"cold": [0.0, 0.1]})
    assert "phases.cold = [0.0, 0.1]: the networks of crystal know crystal, hot" in refused(
        other, crystal=CRYSTAL
    )


def test_a_study_may_learn_otherwise():
    config = check_config({"studies": {"mine": CRYSTAL}, "learning": {"dropout": 0.1}})
    learning = learning_of(config.studies["mine"], config.learning)
    assert (learning.units, learning.dropout, learning.l2) == (2, 0.1, Config().learning.l2)


def test_files_have_the_sites_that_they_have():
    said = "studies.mine.site = 2: is of a chain; files have the sites that are shown"
    assert said in refused(changed(MEASURED, site=2))


def test_a_mini_batch_that_nobody_asked_for_may_be_larger_than_a_small_study():
    small = changed(CRYSTAL, learning={"epochs": 2})
    assert check_config({"studies": {"mine": small}}).learning.batch > 24


def test_values_of_a_second_parameter_are_told_apart():
    values = [0.5, 0.61803398, 0.61803399]
    both = changed(CRYSTAL, second={"name": "strength", "values": values})
    second = check_config({"studies": {"mine": both}}).studies["mine"].second
    assert second.labelled == {"0.5": 0.5, "0.61803398": values[1], "0.61803399": values[2]}


NOISY = {
    "chain": {"model": "xxz", "sites": 6, "field": {"kind": "random"}, "dephasing": {}},
    "parameter": {"name": "W", "values": [1.0, 2.0, 7.0, 8.0]},
    "phases": {"thermal": [1.0, 2.0], "localized": [7.0, 8.0]},
    "second": {"name": "rate", "values": [0.0, 0.01, 0.1]},
}


def test_the_rate_of_dephasing_may_be_a_second_parameter():
    study = check_config({"studies": {"mine": NOISY}}).studies["mine"]
    found = [study.at(label).simulated.dephasing for label in study.second.labelled]
    assert [one.rate for one in found] == [0.0, 0.01, 0.1]
    assert {one.trajectories for one in found} == {20}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        (
            {"chain__dephasing": {"rate": 0.1}},
            "studies.mine.chain.dephasing.rate = 0.1: belongs to second.values",
        ),
        ({"chain__dephasing": 0.1}, "studies.mine.chain.dephasing = 0.1: must be a mapping"),
        (
            {"second": None, "parameter": {"name": "rate", "values": [1.0, 2.0, 7.0, 8.0]}}
            | {"chain__field": {"kind": "random", "W": 1.0}, "chain__dephasing": None},
            "studies.mine.parameter.name = 'rate': must be a number of the chain: dephasing has it",
        ),
        (
            {"second": None, "chain__dephasing": {"rate": 1e6}},
            "studies.mine.chain.dephasing.rate = 1000000.0: rates must be at most 33.3",
        ),
    ],
)
def test_dephasing_that_cannot_be_is_refused_where_it_was_written(changes, text):
    assert text in refused(changed(NOISY, **changes))
