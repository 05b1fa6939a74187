"""Studies as a user runs them."""

import csv
import shutil

import pytest
import xarray as xr
import yaml
from foreign_files import write_csv, write_npz
from phasetrace.jobs.cleaning import made
from running import ROOT, TINY, jobs, rules, snakemake
from studied import CRYSTAL, MEASURED, changed, measured


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
    assert "Study mine, L = 6" in (results / "explore.html").read_text(encoding="utf-8")
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
        "train_relabelled",
        "analyse_study",
        "draw_study",
        "draw_study_page",
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
    assert jobs(run.stdout)["train_study"] == 1 and jobs(run.stdout)["analyse_study"] == 4
    same = configure(tmp_path, mine=CRYSTAL)
    target = "results/studies/mine/phases.pdf"
    run = snakemake(target, "--configfile", same, "--dry-run", directory=tmp_path)
    assert "Nothing to be done" in run.stdout


@pytest.fixture(scope="module")
def gathered(tmp_path_factory):
    """The folder of a finished study of a file, and its configuration."""
    folder = tmp_path_factory.mktemp("gathered")
    write_csv(folder / "mine.csv", measured())
    path = configure(folder, mine=MEASURED)
    run = snakemake("studies", "--cores", 2, "--configfile", path, directory=folder)
    assert run.returncode == 0, run.stdout[-5000:]
    return folder, path


def train(folder, path):
    """What of a study's training would be done anew."""
    target = "results/studies/mine/phases.pdf"
    run = snakemake(target, "--configfile", path, "--dry-run", directory=folder)
    assert run.returncode == 0, run.stdout
    if "Nothing to be done" in run.stdout:
        return set()
    return rules(run.stdout) & {"gather", "train_study"}


@pytest.mark.slow
def test_traces_from_a_file_have_all_that_a_chain_has(gathered):
    folder, path = gathered
    results = folder / "results/studies/mine"
    with xr.open_dataset(results / "phases.nc") as shown:
        assert shown["h"].attrs["units"] == "J" and shown.sizes["gap"] == 1
    with (results / "predictions.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60 and rows[-1]["known"] == "localized"
    for name in ("methods.pdf", "labels.pdf", "accuracy.csv"):
        assert (results / name).stat().st_size
    assert set(made(folder / "results")) == {
        one for one in (folder / "results").rglob("*") if one.is_file()
    }
    assert train(folder, path) == set()


@pytest.mark.slow
def test_the_format_of_a_file_changes_no_bit_of_the_networks(gathered, tmp_path):
    folder, _ = gathered
    write_npz(tmp_path / "mine.npz", measured())
    path = configure(tmp_path, mine=changed(MEASURED, traces__files="mine.npz"))
    target = "results/studies/mine/networks.nc"
    run = snakemake(target, "--cores", 2, "--configfile", path, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    for name in ("networks", "predictions"):
        place = f"results/studies/mine/{name}.nc"
        with xr.open_dataset(folder / place) as one, xr.open_dataset(tmp_path / place) as other:
            xr.testing.assert_equal(one, other)


@pytest.mark.slow
def test_other_data_are_learned_from_even_without_a_history(gathered, tmp_path):
    folder, _ = gathered
    (tmp_path / "results").mkdir()
    (tmp_path / "results/studies").symlink_to(folder / "results/studies")
    path = configure(tmp_path, mine=MEASURED)
    shutil.copy2(folder / "mine.csv", tmp_path)
    assert train(tmp_path, path) == set()
    write_csv(tmp_path / "mine.csv", measured(seed=1))
    shutil.copystat(folder / "mine.csv", tmp_path / "mine.csv")
    assert train(tmp_path, path) == {"gather", "train_study"}


@pytest.mark.slow
def test_networks_of_a_study_judge_the_traces_of_another(gathered, tmp_path):
    folder, _ = gathered
    fewer = measured(seed=2).isel(h=slice(1, 5), realization=slice(4))
    for name, traces in (("mine", measured()), ("yours", fewer), ("longer", fewer.isel(site=[0]))):
        write_csv(tmp_path / f"{name}.csv", traces)
    judged = changed(MEASURED, learning=None, networks="mine", traces__files="yours.csv")
    unknown = changed(judged, phases={})
    refused = changed(unknown, traces__files="longer.csv")
    (tmp_path / "results/studies").mkdir(parents=True)
    (tmp_path / "results/studies/mine").symlink_to(folder / "results/studies/mine")
    judged["phases"] = {"thermal": [0.0, 0.5]}
    targets = [f"results/studies/{name}/transitions.csv" for name in ("yours", "unknown")]
    targets += [f"results/studies/{name}/explore.html" for name in ("yours", "unknown")]
    path = configure(tmp_path, mine=MEASURED, yours=judged, unknown=unknown, sites=refused)
    run = snakemake(*targets, "--cores", 2, "--configfile", path, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    with xr.open_dataset(tmp_path / "results/studies/yours/predictions.nc") as said:
        assert said["probability"].shape == (2, 4, 4, 2) and "test_accuracy" in said
    place = "results/studies/sites/predictions.nc"
    run = snakemake(place, "--cores", 2, "--configfile", path, directory=tmp_path)
    assert run.returncode != 0
    assert "traces have 1 of site 1, the networks learned 3 of site 1" in run.stdout


IMPORTER = """
rule all:
    input: "chains/results/studies/mine/phases.nc"

module phasetrace:
    snakefile: {snakefile!r}
    config: {config!r}
    prefix: "chains"

use rule * from phasetrace as phasetrace_*
"""


@pytest.mark.slow
def test_files_of_an_importer_lie_below_its_prefix(tmp_path):
    (tmp_path / "chains").mkdir()
    write_csv(tmp_path / "chains/mine.csv", measured())
    both = {"studies": {"mine": changed(MEASURED, traces__files="m*.csv")}}
    text = IMPORTER.format(snakefile=str(ROOT / "Snakefile"), config=both)
    (tmp_path / "Snakefile").write_text(text, encoding="utf-8")
    run = snakemake("--cores", 2, directory=tmp_path, root=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    again = snakemake("--dry-run", directory=tmp_path, root=tmp_path)
    assert "Nothing to be done" in again.stdout


def test_a_misspelt_study_is_named_with_those_there_are(tmp_path):
    path = configure(tmp_path, mine=CRYSTAL)
    target = "results/studies/yours/phases.pdf"
    run = snakemake(target, "--configfile", path, "--dry-run", directory=tmp_path)
    assert "no study yours in this configuration; it has: mine" in run.stdout
    run = snakemake("results/studies/mine/fazes.pdf", "--configfile", path, directory=tmp_path)
    assert run.returncode != 0 and "Traceback" not in run.stdout


def test_what_is_not_there_is_named(tmp_path):
    both = changed(CRYSTAL, second={"name": "strength", "values": [0.2, 0.5]})
    path = configure(tmp_path, mine=MEASURED, both=both)
    for target, said in (
        (
            "results/studies/mine/phases.pdf",
            f"config: studies.mine.traces.files = 'mine.csv': no such file in {tmp_path}",
        ),
        (
            "results/studies/both/phases.pdf",
            "no file phases.pdf in this configuration; it has: map.pdf, map.png, transitions.csv, "
            "explore.html, strength=0.2/phases.pdf, strength=0.5/phases.pdf",
        ),
    ):
        run = snakemake(target, "--configfile", path, "--dry-run", directory=tmp_path)
        assert run.returncode != 0 and said in run.stdout and "Traceback" not in run.stdout


@pytest.mark.slow
def test_a_map_has_a_sweep_at_each_value(tmp_path):
    both = changed(CRYSTAL, second={"name": "strength", "values": [0.2, 0.5]})
    path = configure(tmp_path, both=both)
    run = snakemake("studies", "--cores", 2, "--configfile", path, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    with (tmp_path / "results/studies/both/transitions.csv").open() as file:
        assert [row["strength"] for row in csv.DictReader(file)] == ["0.2", "0.5"]
    with xr.open_dataset(tmp_path / "results/studies/both/map.nc") as shown:
        assert shown["confusion"].sizes == {"strength": 2, "drive": 5}
    assert set(made(tmp_path / "results")) == {
        one for one in (tmp_path / "results").rglob("*") if one.is_file()
    }
    again = snakemake("studies", "--configfile", path, "--dry-run", directory=tmp_path)
    assert "Nothing to be done" in again.stdout
