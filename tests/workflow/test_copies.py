"""Results that were copied, moved or swapped: what tells another origin is never used."""

import os
import shutil

import pytest
import xarray as xr
from phasetrace.jobs.config import check_config
from phasetrace.jobs.figures import figures
from phasetrace.jobs.origins import Origins
from phasetrace.jobs.trainings import floquet_training, focus_training
from phasetrace.store.origin import departure
from phasetrace.store.provenance import code_digest
from running import TINY, jobs, many_runs, snakemake, write_config

TARGETS = ("results/fig3.nc", "results/fig6.nc")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write_config(tmp_path_factory.mktemp("copies") / "config.yaml")


@pytest.fixture(scope="module")
def finished(tmp_path_factory, config):
    """The folder of a finished run."""
    directory = tmp_path_factory.mktemp("finished")
    run = snakemake(*TARGETS, "--configfile", config, "--cores", "2", directory=directory)
    assert run.returncode == 0, run.stdout[-5000:]
    return directory


@pytest.fixture
def copied(tmp_path, finished):
    """The same results in another folder, where Snakemake has no records of them."""
    shutil.copytree(finished / "results", tmp_path / "results")
    return tmp_path


def planned(directory, config, *targets):
    ((code, output),) = many_runs(
        [*(targets or TARGETS), "-n", "--configfile", config, "--directory", directory]
    )
    assert code == 0, output
    return {} if "Nothing to be done" in output else jobs(output)


def expected(changed):
    """What every file of the targets is made from."""
    settings = check_config(changed)
    origins = Origins(settings, lambda name, *modules: code_digest(f"{name}.py", *modules))
    found = {}
    for name in ("fig3", "fig6"):
        found[f"results/{name}.nc"] = origins.figure(name, figures(settings)[name])
    for training in (floquet_training(settings), focus_training(settings)):
        found |= dict(zip(training.traces, origins.blocks(training), strict=True))
        made = origins.training(training)
        found |= {training.networks: made, training.predictions: made}
    return found


def changed(**changes):
    return {key: {**section, **changes.get(key, {})} for key, section in TINY.items()}


CHAIN = {"simulate_heisenberg": 2, "train": 1, "analyse_fig6": 1}
DRIVEN = {"simulate_floquet": 3, "train": 1, "analyse_fig3": 1}
LEARNT = {"train": 2, "analyse_fig3": 1, "analyse_fig6": 1}
CHANGES = [
    ({"heisenberg": {"boundary": "periodic"}}, CHAIN),
    ({"floquet": {"strength": 3.0}}, DRIVEN),
    ({"learning": {"epochs": 3}}, LEARNT),
    ({"heisenberg": {"realizations": 6}}, CHAIN),
    ({"heisenberg": {"coupling": 2.0}}, CHAIN),
    ({"heisenberg": {"times": {"stop": 30.0, "points": 5}}}, CHAIN),
    ({"floquet": {"boundary": "periodic"}}, DRIVEN),
    ({"floquet": {"periods": 7}}, DRIVEN),
    ({"learning": {"cell": "gru"}}, LEARNT),
    (
        {"figures": {"fig6": {**TINY["figures"]["fig6"], "retrainings": 3}}},
        {"train": 1, "analyse_fig6": 1},
    ),
]
"""Changed settings, and the jobs that they ask for."""


def test_a_copy_that_is_of_this_configuration_is_used_as_it_is(copied, config):
    assert planned(copied, config) == {}


@pytest.mark.parametrize(("changes", "rules"), CHANGES)
def test_a_copy_of_another_configuration_is_planned_anew(tmp_path, copied, changes, rules):
    found = planned(copied, write_config(tmp_path / "changed.yaml", **changes))
    assert {rule: count for rule, count in found.items() if rule != "all"} == rules


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(changes, marks=[] if number < 3 else [pytest.mark.long])
        for number, (changes, _) in enumerate(CHANGES)
    ],
)
def test_nothing_of_another_configuration_is_used(tmp_path, copied, finished, changes):
    shutil.copytree(finished / ".snakemake/numba", copied / ".snakemake/numba")
    shutil.copytree(finished / ".snakemake/jax", copied / ".snakemake/jax")
    config = write_config(tmp_path / "changed.yaml", **changes)
    run = snakemake(*TARGETS, "--configfile", config, "--cores", "2", directory=copied)
    assert run.returncode == 0, run.stdout[-5000:]
    assert "is made anew: " in run.stdout
    for path, origin in expected(changed(**changes)).items():
        assert (copied / path).exists()
        assert departure(copied / path, origin) is None, path


def test_predictions_in_the_place_of_others_are_made_anew(copied, config):
    place = copied / "results/predictions/floquet/seed0/default.nc"
    shutil.copy(copied / "results/predictions/heisenberg/eps0.50/seed0/default.nc", place)
    assert planned(copied, config) == {"train": 1, "analyse_fig3": 1}


def test_traces_in_the_place_of_others_are_made_anew(finished, tmp_path, config):
    shutil.copytree(finished, tmp_path / "run")
    folder = tmp_path / "run/results/traces/heisenberg/L6/eps0.50/seed0"
    shutil.copy2(folder / "W0.500-0.500.nc", folder / "W8.000-8.000.nc")
    found = planned(tmp_path / "run", config)
    assert found == {"simulate_heisenberg": 1, "train": 1, "analyse_fig6": 1}


def test_somebodys_file_is_not_overwritten(copied, config):
    place = copied / "results/traces/floquet/L6/seed0/drive0.0000-0.0000.nc"
    xr.Dataset({"mine": 1.0}).to_netcdf(place)
    before = place.read_bytes()
    run = snakemake(*TARGETS, "--configfile", config, directory=copied)
    assert run.returncode != 0
    assert "drive0.0000-0.0000.nc: was not made by phasetrace, which would" in run.stdout
    assert "Traceback" not in run.stdout
    assert place.read_bytes() == before


def test_somebodys_figure_is_not_overwritten(copied, config):
    (copied / "results/fig3.pdf").write_text("some other figure")
    run = snakemake("results/fig3.pdf", "-n", "--configfile", config, directory=copied)
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1].startswith(
        "phasetrace: results/fig3.pdf: was not made by phasetrace, which would overwrite it"
    )


def test_a_figure_of_other_data_is_drawn_anew(copied, config):
    for format in ("pdf", "png"):
        (copied / f"results/fig3.{format}").write_text("phasetrace, origin 0123456789abcdef")
    assert planned(copied, config, "results/fig3.pdf") == {"draw_fig3": 1}


def test_a_dry_run_says_why_a_file_is_made_anew(tmp_path, copied):
    config = write_config(tmp_path / "changed.yaml", floquet={"strength": 3.0})
    run = snakemake(*TARGETS, "-n", "--configfile", config, directory=copied)
    assert "is made anew: chain.strength was 0.5, is 3.0" in run.stdout


@pytest.mark.parametrize(
    "name", ["fig3.nc", "fig3.pdf", "traces/floquet/L6/seed0/drive0.0000-0.0000.nc"]
)
def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_named(copied, config, name):
    place = copied / "results" / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    ((code, output),) = many_runs(
        ["results/fig3.pdf", "-n", "--configfile", config, "--directory", copied]
    )
    assert code != 0
    assert output.splitlines()[-1].endswith(f"{name}: is no regular file; move it away")
