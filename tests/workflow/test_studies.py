"""Studies as a user runs them."""

import csv

import pytest
import xarray as xr
import yaml
from phasetrace.jobs.cleaning import made
from running import TINY, jobs, rules, snakemake
from studied import CRYSTAL, changed


def configure(folder, **studies):
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({**TINY, "studies": studies}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished study, and its configuration."""
    folder = tmp_path_factory.mktemp("studies")
    path = configure(folder, mine=CRYSTAL)
    run = snakemake("studies", "--cores", 2, "--configfile", path, directory=folder)
    assert run.returncode == 0, run.stdout[-5000:]
    return folder, path


@pytest.mark.slow
def test_a_study_has_its_figures_and_tables(finished):
    results = finished[0] / "results/studies/mine"
    for name in ("phases", "methods"):
        assert (results / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    with xr.open_dataset(results / "phases.nc") as shown:
        assert shown.attrs["model"] == "binary-drive Floquet chain"
        assert shown.sizes["drive"] == 5 and shown.sizes["gap"] == 1
    with (results / "transitions.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [rows[0][key] for key in ("method", "from", "to")] == ["networks", "crystal", "hot"]
    with (results / "predictions.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 5 * 10
    # The figures of the paper were not asked for.
    assert not (finished[0] / "results/fig3.nc").exists()


@pytest.mark.slow
def test_whatever_a_study_makes_is_known_as_made(finished):
    folder = finished[0] / "results"
    assert set(made(folder)) == {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_a_finished_study_has_nothing_left_to_do_and_a_changed_one_has(finished):
    folder, path = finished
    again = snakemake("studies", "--configfile", path, "--dry-run", directory=folder)
    assert "Nothing to be done" in again.stdout
    other = folder / "other"
    other.mkdir()
    relabelled = configure(other, mine=changed(CRYSTAL, phases__hot=[0.8, 0.8], learning__batch=6))
    run = snakemake("studies", "--configfile", relabelled, "--dry-run", directory=folder)
    assert rules(run.stdout) == {
        "train_study",
        "analyse_study",
        "draw_study",
        "study_tables",
        "studies",
    }


@pytest.mark.slow
def test_results_of_another_study_are_not_taken_for_this_one_without_their_history(
    finished, tmp_path
):
    folder, _ = finished
    copied = tmp_path / "results/studies"
    copied.parent.mkdir()
    copied.symlink_to(folder / "results/studies")
    path = configure(tmp_path, mine=changed(CRYSTAL, chain__strength=0.6))
    run = snakemake("studies", "--configfile", path, "--dry-run", directory=tmp_path)
    assert jobs(run.stdout)["train_study"] == 1 and jobs(run.stdout)["analyse_study"] == 2
    same = configure(tmp_path, mine=CRYSTAL)
    target = "results/studies/mine/phases.pdf"
    run = snakemake(target, "--configfile", same, "--dry-run", directory=tmp_path)
    assert "Nothing to be done" in run.stdout


def test_a_misspelt_study_is_named_with_those_there_are(tmp_path):
    path = configure(tmp_path, mine=CRYSTAL)
    target = "results/studies/yours/phases.pdf"
    run = snakemake(target, "--configfile", path, "--dry-run", directory=tmp_path)
    assert "no study yours in this configuration; it has: mine" in run.stdout
    run = snakemake("results/studies/mine/fazes.pdf", "--configfile", path, directory=tmp_path)
    assert run.returncode != 0 and "Traceback" not in run.stdout
