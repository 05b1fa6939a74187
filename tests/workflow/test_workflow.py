"""The workflow as a user runs it, at the smallest sizes that still draw every figure."""

import csv
import re
import time

import numpy as np
import pytest
import xarray as xr
from phasetrace.jobs.cleaning import made
from phasetrace.jobs.config import Config
from phasetrace.jobs.figures import figures
from running import ROOT, TINY, rules, snakemake, write_config

CI = ROOT / "workflow" / "presets" / "ci.yaml"
PAPER = ROOT / "workflow" / "presets" / "paper.yaml"
FIGURES = [
    name for name, figure in figures(Config()).items() if figure.usual and "pdf" in figure.formats
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder of a finished run of the ci preset, with a space in its name."""
    directory = tmp_path_factory.mktemp("a run")
    run = snakemake("--configfile", CI, directory=directory)
    assert run.returncode == 0, run.stdout[-5000:]
    return directory


@pytest.mark.slow
def test_every_figure_is_drawn_from_the_dataset_beside_it(finished):
    for name in FIGURES:
        assert (finished / f"results/{name}.pdf").read_bytes().startswith(b"%PDF")
        assert (finished / f"results/{name}.png").read_bytes().startswith(b"\x89PNG")
        with xr.open_dataset(finished / f"results/{name}.nc") as shown:
            assert shown.attrs["software"].startswith("phasetrace")


@pytest.mark.slow
def test_the_page_shows_the_phase_diagram_and_the_networks_of_every_size(finished):
    text = (finished / "results/explore.html").read_text(encoding="utf-8")
    assert "Random-field Heisenberg chain, L = 8" in text and "4 units" in text
    with xr.open_dataset(finished / "results/explore.nc") as shown:
        assert f"origin {shown.attrs['origin']}" in text
        assert shown["second_value"].values.tolist() == [0.3, 0.5, 0.5, 0.5]
        with xr.open_dataset(finished / "results/fig2.nc") as drawn:
            np.testing.assert_allclose(
                shown["confusion"][:2], drawn["confusion"].transpose("epsilon", "W").values
            )


@pytest.mark.slow
def test_every_figure_says_of_what_chain_and_networks_it_is(finished):
    chain = {"model", "L", "boundary", "precision", "tolerance"}
    driven, other = {"pulse", "T1", "T2", "strength"}, {"J", "up_spins"}
    for name in FIGURES[1:]:
        with xr.open_dataset(finished / f"results/{name}.nc") as shown:
            expected = chain | (driven if name in ("fig3", "fig7") else other)
            if name == "gap-ratio":
                assert chain - {"precision", "tolerance"} < shown.attrs.keys()
                continue
            # Its chains differ in their boundary.
            expected -= {"boundary"} if name == "readings" else set()
            if name != "fig8":
                expected |= {"learning_cell", "learning_epochs", "learning_train_fraction"}
            assert expected <= shown.attrs.keys(), name
            assert "units" in shown["time"].attrs and "units" not in shown.attrs


@pytest.mark.slow
def test_the_table_has_the_published_rows(finished):
    with (finished / "results/accuracy.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["units"]) for row in rows] == [2, 4, 16, 32]
    assert all(0 <= float(row["test_mean"]) <= 1 for row in rows)


@pytest.mark.slow
def test_every_method_has_a_transition_or_a_reason(finished):
    with (finished / "results/transitions.csv").open() as file:
        rows = list(csv.DictReader(file))
    with xr.open_dataset(finished / "results/methods.nc") as shown:
        methods = shown["method"].values.tolist()
    # The two readings of the ring and the three changed alone are of the networks, too; one of
    # them is as configured.
    assert [row["method"] for row in rows] == [*methods, "gap ratio", *["networks"] * 4]
    for row in rows:
        assert (row["verdict"] == "found") == bool(row["value"])


@pytest.mark.slow
def test_the_readings_are_told_by_their_choices(finished):
    with (finished / "results/readings.csv").open() as file:
        rows = list(csv.DictReader(file))
    # Two boundaries and, on open chains, three choices changed alone.
    assert len(rows) == 2 + 3
    assert {row["boundary"] for row in rows} == {"open", "periodic"}
    assert all(0 <= float(row["test_accuracy_mean"]) <= 1 for row in rows)


@pytest.mark.slow
def test_the_energy_densities_are_those_of_the_initial_states(finished):
    with (finished / "results/energy-density.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 16
    (path,) = finished.glob("results/traces/heisenberg/L8/eps0.30/seed0/W0.500-4.000.nc")
    with xr.open_dataset(path) as traces:
        states = traces["epsilon_attained"].sel(W=0.5).values
    assert (float(rows[0]["epsilon"]), float(rows[0]["W"])) == (0.3, 0.5)
    np.testing.assert_allclose(float(rows[0]["epsilon_attained_mean"]), states.mean(), rtol=1e-3)


@pytest.mark.slow
def test_magnetization_is_conserved_in_what_the_workflow_wrote(finished):
    files = sorted(finished.glob("results/traces/heisenberg/**/*.nc"))
    # Of open chains at two energy densities, one of them of two seeds, and of rings at the focus.
    assert len(files) == 6 + 4
    for path in files:
        with xr.open_dataset(path) as traces:
            total = traces["magnetization"].sum("site")
            np.testing.assert_allclose(total, 0.0, atol=1e-7)


@pytest.mark.slow
def test_whatever_a_run_makes_is_known_as_made(finished):
    files = {path for path in finished.glob("results/**/*") if path.is_file()}
    assert set(made(finished / "results")) == files


@pytest.mark.slow
def test_a_finished_run_has_nothing_left_to_do(finished):
    again = snakemake("--configfile", CI, "--dry-run", directory=finished)
    assert "Nothing to be done" in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "remade"),
    [
        ("learning={averaging: per_sample}", {"analyse_fig2", "analyse_fig5"}),
        ("floquet={periods: 21}", {"simulate_floquet", "analyse_fig3", "analyse_fig7"}),
        ("heisenberg={tolerance: 1.0e-10}", {"simulate_heisenberg", "analyse_fig8"}),
    ],
)
def test_a_changed_setting_remakes_what_depends_on_it(finished, setting, remade):
    plan = snakemake("--configfile", CI, "--config", setting, "-n", directory=finished)
    planned = rules(plan.stdout)
    assert remade <= planned
    stay = {
        "learning": {"train", "simulate_heisenberg", "simulate_floquet", "analyse_fig8"},
        "floquet": {"simulate_heisenberg", "analyse_fig2", "analyse_fig8"},
        "heisenberg": {"simulate_floquet", "analyse_fig3", "analyse_fig7"},
    }
    assert not planned & stay[setting.split("=")[0]]


def test_one_figure_needs_only_its_own_jobs():
    plan = snakemake("results/fig3.pdf", "-n", "--forceall")
    chains = {"simulate_floquet", "simulate_floquet_training"}
    assert rules(plan.stdout) == {*chains, "train", "analyse_fig3", "draw_fig3"}


def test_a_set_of_realizations_may_have_any_number(tmp_path):
    plan = snakemake(
        "results/fig3.pdf", "-n", "--config", "floquet={seeds: [3]}", directory=tmp_path
    )
    assert plan.returncode == 0 and "simulate_floquet" in rules(plan.stdout), plan.stdout


def test_the_paper_is_planned_in_seconds(tmp_path):
    start = time.monotonic()
    plan = snakemake("-n", "--configfile", PAPER, directory=tmp_path)
    assert plan.returncode == 0, plan.stdout
    assert rules(plan.stdout) > {"simulate_heisenberg", "simulate_floquet", "train"}
    assert time.monotonic() - start < 60


def test_the_cluster_profile_plans():
    plan = snakemake("-n", "--profile", "slurm", "results/fig2.pdf", "--forceall")
    assert plan.returncode == 0, plan.stdout
    assert "simulate_heisenberg" in rules(plan.stdout)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("heisenberg: {sites: 13}", "config: heisenberg.sites = 13: must be even"),
        ("lerning: {units: 4}", "config: lerning = {'units': 4}: unknown key"),
    ],
)
def test_a_bad_configuration_ends_in_one_line_before_any_job(tmp_path, text, line):
    (tmp_path / "bad.yaml").write_text(text)
    run = snakemake("--configfile", tmp_path / "bad.yaml")
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1].startswith(line)
    assert not {"Traceback", "Job stats:"} & set(run.stdout.split())


def test_a_file_outside_the_plan_is_refused_with_what_there_is():
    run = snakemake("-n", "results/traces/heisenberg/L12/eps0.33/seed0/W0.125-4.000.nc")
    assert run.returncode != 0
    assert "no point eps0.33/ in this configuration; it has: eps0.20/" in run.stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--cores", "3"], r"Work for \d+ s of one core, about \d+ s on 3 cores; up to \d+ MiB"),
        (
            ["--profile", "slurm"],
            r"Work for \d+ s of one core, about \d+ s on 200 jobs at a time; ",
        ),
    ],
)
def test_a_plan_says_what_its_jobs_will_take(tmp_path, words, line):
    plan = snakemake("results/fig3.pdf", "-n", *words, directory=tmp_path)
    assert plan.returncode == 0 and re.search(line, plan.stdout)
    assert plan.stdout.rstrip().rpartition("Job stats:")[2].count(" of disk.") == 1


def test_a_run_that_would_take_years_is_refused_before_it_starts(tmp_path):
    setting = "learning={epochs: 1e6, retrainings: 1e3}"
    run = snakemake("--config", setting, "jobs={memory: 64}", directory=tmp_path)
    assert run.returncode != 0
    last = run.stdout.splitlines()[-1]
    assert last.startswith("phasetrace: this would take about ") and " train alone " in last
    assert not {"Traceback", "Job"} & set(run.stdout.partition("Job stats:")[0].split())
    assert not (tmp_path / "results").exists()


def test_a_job_too_large_for_its_memory_is_refused_before_any_runs(tmp_path):
    run = snakemake("-n", "--config", "heisenberg={realizations: 2e4}", directory=tmp_path)
    assert run.returncode != 0
    assert run.stdout.splitlines()[-1].startswith("config: heisenberg.realizations = 20000: ")


def test_a_figure_is_planned_in_another_folder(tmp_path):
    for targets in ([], ["results/fig3.pdf"]):
        plan = snakemake("-n", *targets, directory=tmp_path / "figs")
        assert plan.returncode == 0 and "draw_fig3" in rules(plan.stdout)


@pytest.mark.slow
def test_the_robustness_is_drawn_where_it_is_asked_for_by_its_name(tmp_path):
    few = {"fits": 2, "noise": [1.0], "shots": [1], "first_samples": [2], "realizations": [1]}
    few |= {"skipped_samples": [1], "missing_sites": [0.5], "missing_times": [0.5]}
    figures = {**TINY["figures"], "robustness": few}
    config = write_config(tmp_path / "tiny.yaml", figures=figures)
    usual = snakemake("-n", "--configfile", config, directory=tmp_path)
    assert "analyse_fig3" in rules(usual.stdout) and "robustness" not in usual.stdout
    target = "results/robustness.pdf"
    run = snakemake(target, "--configfile", config, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    with xr.open_dataset(tmp_path / "results/robustness.nc") as shown:
        assert len(set(shown["chain"].values)) == 2 and "time" not in shown
        assert ((shown["accuracy"] >= 0) & (shown["accuracy"] <= 1)).all()
    again = snakemake(target, "-n", "--configfile", config, directory=tmp_path)
    assert "Nothing to be done" in again.stdout
    assert set(made(tmp_path / "results")) == {
        path for path in tmp_path.glob("results/**/*") if path.is_file()
    }


def test_every_length_of_the_drift_has_traces_of_its_own():
    plan = snakemake("results/drift.pdf", "-n", "--forceall")
    lengths = {f"simulate_heisenberg{other}" for other in ("", "_L8", "_L10", "_L14")}
    drawn = {"diagonalize", "train", "analyse_drift", "draw_drift"}
    assert rules(plan.stdout) == lengths | drawn


@pytest.mark.slow
def test_the_drift_is_drawn_where_it_is_asked_for_by_its_name(tmp_path):
    config = write_config(tmp_path / "tiny.yaml")
    usual = snakemake("-n", "--configfile", config, directory=tmp_path)
    assert "analyse_fig3" in rules(usual.stdout) and "analyse_drift" not in usual.stdout
    target = "results/drift.pdf"
    run = snakemake(target, "--configfile", config, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    with xr.open_dataset(tmp_path / "results/drift.nc") as shown:
        assert shown["sites"].values.tolist() == [4, 6] and shown.sizes["stop"] == 2
        assert len(shown.attrs["statements"].splitlines()) == 2 and "L" not in shown.attrs
    again = snakemake(target, "-n", "--configfile", config, directory=tmp_path)
    assert "Nothing to be done" in again.stdout
    assert set(made(tmp_path / "results")) == {
        path for path in tmp_path.glob("results/**/*") if path.is_file()
    }


@pytest.mark.slow
def test_the_report_is_made_like_any_file(tmp_path):
    config = write_config(tmp_path / "tiny.yaml")
    run = snakemake("results/report.html", "--configfile", config, directory=tmp_path)
    assert run.returncode == 0, run.stdout[-5000:]
    report = (tmp_path / "results/report.html").read_text(encoding="utf-8")
    assert all(f"{name}.png" in report for name in FIGURES) and "accuracy.csv" in report
    assert "explore.html" in report
    assert "<title>Learning phase transitions from dynamics</title>" in report
    assert "<li>Heisenberg chain, by networks: ergodic to MBL" in report
    assert "<li>Figures made from commit " in report and "<!-- findings -->" not in report
    again = snakemake("results/report.html", "-n", "--configfile", config, directory=tmp_path)
    assert "Nothing to be done" in again.stdout
