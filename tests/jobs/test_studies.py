"""What a study is made of follows from its configuration."""

import pytest
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.figures import every_chain
from phasetrace.jobs.studies import EXPLORE, maps, relabelled, studies
from studied import CRYSTAL, MEASURED, changed


def planned(**some):
    config = check_config({"studies": some})
    return config, studies(config)


def test_everything_of_a_study_lies_in_its_folder_but_the_traces_of_a_chain():
    _, found = planned(mine=CRYSTAL)
    training = found["mine"].training
    assert training.networks == "results/studies/mine/networks.nc"
    assert training.predictions == "results/studies/mine/predictions.nc"
    (traces,) = training.traces
    assert traces.startswith("results/traces/floquet/L6-")
    assert found["mine"].files == ()
    assert set(found["mine"].results) == {
        f"results/studies/mine/{name}"
        for name in (
            *("phases.pdf", "phases.png", "methods.pdf", "methods.png"),
            *("labels.pdf", "labels.png"),
            *("transitions.csv", "accuracy.csv", "predictions.csv", "explore.html"),
        )
    }


def test_studies_of_one_chain_share_its_traces_and_others_do_not():
    config, found = planned(
        one=CRYSTAL,
        two=changed(CRYSTAL, phases={"cold": [0.0, 0.0], "hot": [0.8, 0.8]}, learning__batch=4),
        three=changed(CRYSTAL, chain__strength=0.6),
        four=changed(CRYSTAL, parameter__values=[0.0, 0.1, 0.5, 0.7, 0.8]),
    )
    paths = [one.training.traces for one in found.values()]
    assert paths[0] == paths[1] and len(set(paths)) == 3
    own = every_chain(config, [one.training for one in found.values()])
    assert len(own) == len(every_chain(config)) + 3


def test_files_are_found_by_their_pattern_and_named_if_they_are_yet_to_come(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).touch()
    both = changed(MEASURED, traces={"files": ["*.csv", "later.nc"]})
    _, found = planned(mine=both)
    assert found["mine"].files == ("a.csv", "b.csv", "later.nc")
    assert found["mine"].training.traces == ("results/studies/mine/traces.nc",)


def test_a_judged_study_takes_the_networks_of_another_and_compares_no_methods():
    judged = changed(CRYSTAL, learning=None, networks="taught")
    _, found = planned(taught=CRYSTAL, mine=judged)
    training = found["mine"].training
    assert training.networks == "results/studies/taught/networks.nc"
    assert training.predictions == "results/studies/mine/predictions.nc"
    assert found["mine"].figure_names == ("phases",)
    assert found["taught"].figure_names == ("phases", "methods", "labels")


def test_labels_move_from_the_ends_and_about_the_middle():
    values = [float(value) for value in range(21)]
    phases = {"last": [16.0, 20.0], "first": [0.0, 3.0], "middle": [8.5, 12.0]}
    down = relabelled(values, phases, 0.5)
    # Half as many points of the first and the last, and half as many more of the middle.
    assert down == {"last": [19.0, 20.0], "first": [0.0, 1.0], "middle": [8.0, 13.0]}
    assert relabelled(values, phases, 1.0)["first"] == [0.0, 3.0]
    up = relabelled(values, phases, 1.5)
    # Half of five points are 7 to 8, of which there is place for one third of the three between.
    assert up == {"last": [15.0, 20.0], "first": [0.0, 4.0], "middle": [10.0, 11.0]}
    one = {"first": [0.0, 0.0], "last": [20.0, 20.0]}
    assert relabelled(values, one, 0.5) == {"first": [0.0, 0.0], "last": [19.0, 20.0]}
    # Which phase holds no point, those say that learn.
    none = {"first": [0.0, 2.0], "between": [3.2, 3.4]}
    assert relabelled(values, none, 0.5) == none


def test_what_is_read_is_known_before_traces_are_gathered():
    _, found = planned(mine=MEASURED)
    for name in (*found["mine"].figure_names, EXPLORE):
        assert found["mine"].read(name)[0].startswith("results/studies/mine/")
    with pytest.raises(FileNotFoundError):
        found["mine"].figure("labels")
    for name in ("phases", "methods", EXPLORE):
        assert sorted(found["mine"].figure(name).files) == sorted(found["mine"].read(name))
    _, found = planned(mine=CRYSTAL, yours=changed(CRYSTAL, learning=None, networks="mine"))
    for one in found.values():
        for name in (*one.figure_names, EXPLORE):
            assert sorted(one.figure(name).files) == sorted(one.read(name))


def test_a_page_shows_sweeps_with_traces_and_networks_of_their_own():
    both = changed(CRYSTAL, second={"name": "strength", "values": [0.2, 0.5]})
    _, found = planned(mine=CRYSTAL, yours=changed(CRYSTAL, learning=None, networks="mine"))
    page = found["mine"].figure(EXPLORE)
    assert page.formats == ("html",) and page.settings["ensembles"] == [0]
    assert "results/studies/mine/methods.nc" in page.files
    # Other networks judge, and no other method is compared.
    assert found["yours"].figure(EXPLORE).files[:2] == [
        "results/studies/yours/predictions.nc",
        "results/studies/mine/networks.nc",
    ]
    assert "methods" not in found["yours"].figure(EXPLORE).reads
    (shown,) = maps(check_config({"studies": {"both": both}})).values()
    settings = shown.figure(EXPLORE).settings
    assert settings["ensembles"] == [0, 1] and settings["values"] == [0.2, 0.5]
    assert "results/studies/both/explore.html" in shown.results


def test_networks_may_be_shown_one_site_of_the_same_traces():
    _, both = planned(mine=CRYSTAL, other=changed(CRYSTAL, site=4))
    every, one = both.values()
    assert (every.training.learning["site"], one.training.learning["site"]) == (None, 4)
    assert one.training.traces == every.training.traces


def test_points_at_the_decimal_end_of_a_label_are_in_it():
    """0.1 * 6 is a little more than 0.6."""
    values = [0.1 * number for number in range(21)]
    phases = {"low": [0.0, 0.1], "middle": [0.6, 0.6], "high": [1.8, 2.0]}
    assert relabelled(values, phases, 1.0)["middle"] == [values[6], values[6]]
    assert relabelled(values, phases, 0.5) != relabelled(values, phases, 1.0)


def test_a_file_is_of_one_sweep_of_a_map(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("J1-a", "J10-a"):
        (tmp_path / f"{name}.csv").touch()
    study = {
        "traces": {"files": "J{J}*.csv"},
        "parameter": {"name": "h"},
        "second": {"name": "J", "values": [1, 10]},
        "phases": {"a": [0.0, 0.1], "b": [0.8, 1.0]},
    }
    config = check_config({"studies": {"mine": study}})
    with pytest.raises(ConfigError, match=r"mine.*J10-a.csv.* is of J=1 and of J=10, must be of"):
        maps(config)
    study["traces"] = {"files": "J{J}-*.csv"}
    assert len(maps(check_config({"studies": {"mine": study}}))["mine"].sweeps) == 2
