"""What files are made from follows from the configuration, and from nothing else."""

import json

import pytest
from phasetrace.jobs.config import check_config
from phasetrace.jobs.figures import figures
from phasetrace.jobs.origins import Origins
from phasetrace.jobs.spectra import focus_levels
from phasetrace.jobs.trainings import floquet_training, focus_training
from phasetrace.store.origin import origin_digest


def named(script, *modules):
    return " ".join((script, *modules))


def made(**changes):
    """Digests of one file of each kind, for a changed configuration."""
    config = check_config(changes)
    origins = Origins(config, named)
    training = focus_training(config)
    shown = figures(config)
    return {
        "traces": origin_digest(origins.blocks(training)[0]),
        "networks": origin_digest(origins.training(training)),
        "driven": origin_digest(origins.training(floquet_training(config))),
        "levels": origin_digest(origins.spectrum(focus_levels(config), 0.5)),
        **{
            name: origin_digest(origins.figure(name, shown[name]))
            for name in ("fig2", "fig8", "gap-ratio")
        },
    }


HOTTER = {"ergodic": [0.0, 0.6], "MBL": [7.6, 8.0]}
WIDER = {"time crystal": [0.0, 0.1], "ergodic": [0.65, 0.75], "MBL": [1.52, 1.5708]}
LEVELS = {"levels", "gap-ratio", "fig2"}
CHAIN, LEARNT = {"traces", "networks", "fig2", "fig8"}, {"networks", "driven", "fig2"}


@pytest.mark.parametrize(
    ("changes", "others"),
    [
        ({"heisenberg": {"boundary": "periodic"}}, CHAIN | LEVELS),
        ({"heisenberg": {"realizations": 49}}, CHAIN),
        ({"heisenberg": {"tolerance": 1e-8}}, CHAIN),
        (
            {"heisenberg": {"labels": {"ergodic": [0.0, 0.6], "MBL": [7.6, 8.0]}}},
            {"networks", "fig2"},
        ),
        ({"floquet": {"strength": 3.0}}, {"driven"}),
        (
            {
                "floquet": {
                    "labels": {
                        "time crystal": [0.0, 0.1],
                        "ergodic": [0.65, 0.75],
                        "MBL": [1.5, 1.5708],
                    }
                }
            },
            {"driven"},
        ),
        ({"floquet": {"training_set": {"realizations": 100}}}, {"driven"}),
        ({"floquet": {"trained_on": "sweep"}}, {"driven"}),
        ({"learning": {"batch": 32}}, LEARNT),
        ({"learning": {"epochs": 24}}, {"networks", "fig2"}),
        ({"learning": {"averaging": "per_sample"}}, {"fig2"}),
        ({"figures": {"fig8": {"disorder": [1.5, 7.0]}}}, {"fig8"}),
        ({"figures": {"gap_ratio": {"realizations": 49}}}, LEVELS),
        ({"figures": {"gap_ratio": {"points": 15}}}, {"gap-ratio", "fig2"}),
        ({"figures": {"gap_ratio": {"longest": 14}}}, set()),
        ({"figures": {"gap_ratio": {"longest": 10}}}, LEVELS),
        ({"jobs": {"gpus": {"simulate": 1}}}, {*CHAIN, "driven"}),
        ({"jobs": {"gpus": {"train": 1}}}, LEARNT),
        ({"jobs": {"memory": 8.0}}, set()),
    ],
)
def test_a_setting_is_told_by_the_files_that_depend_on_it(changes, others):
    before, now = made(), made(**changes)
    assert {kind for kind in before if before[kind] != now[kind]} == others


def test_networks_do_not_tell_the_blocks_of_their_traces():
    before, now = made(), made(heisenberg={"block": 8})
    assert before["traces"] != now["traces"]
    assert {kind: now[kind] for kind in before if kind != "traces"} == {
        kind: digest for kind, digest in before.items() if kind != "traces"
    }


def test_every_block_is_of_its_own_values_and_seed():
    config = check_config({"heisenberg": {"block": 48}})
    origins = Origins(config, named)
    training = focus_training(config)
    blocks = origins.blocks(training)
    assert len(blocks) == len(training.traces) == 4
    assert [one["seeds"] for one in blocks] == [[0], [0], [1], [1]]
    assert blocks[0]["values"] + blocks[1]["values"] == config.heisenberg.sweep
    assert blocks[0]["point"] == {"epsilon": 0.5}
    assert origins.traces(training)["seeds"] == [0, 1]
    sweep = origins.sweep("heisenberg", config.heisenberg, "eps0.50/", [0], blocks[0]["values"])
    assert sweep == blocks[0]


def test_what_is_read_has_a_digest_for_every_file():
    config = check_config({"heisenberg": {"block": 16}})
    origins = Origins(config, named)
    for figure in figures(config).values():
        for source in figure.reads.values():
            digests = origins.digests(source)
            assert [len(files) for files in source.files] == [len(found) for found in digests]


def test_what_files_tell_is_plain_json():
    config = check_config({})
    origins = Origins(config, named)
    shown = figures(config)["fig7"]
    for origin in (
        origins.training(floquet_training(config)),
        origins.figure("fig7", shown),
    ):
        assert json.loads(json.dumps(origin)) == origin
