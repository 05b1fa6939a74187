"""What a study is made of follows from its configuration."""

from phasetrace.jobs.config import check_config
from phasetrace.jobs.figures import every_chain
from phasetrace.jobs.studies import studies
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
            *("transitions.csv", "accuracy.csv", "predictions.csv"),
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
    assert list(found["mine"].figures) == ["phases"]
    assert list(found["taught"].figures) == ["phases", "methods"]
