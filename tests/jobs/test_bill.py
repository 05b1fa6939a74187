"""What a run takes is counted by hand, and said in a line."""

import pytest
from configurations import PAPER, changed
from phasetrace.jobs import bill, cost, figures, trainings
from phasetrace.jobs.bill import Job
from phasetrace.jobs.config import Config, check_config
from phasetrace.jobs.spectra import focus_levels
from phasetrace.models.entry import entry

CONFIG = Config()
MIB = 2**20


def test_jobs_are_counted_together_and_side_by_side():
    jobs = [Job(600.0, 100 * MIB, 5 * MIB), Job(1200.0, 300 * MIB, MIB), Job(60.0, 200 * MIB, 0)]
    assert bill.bill(jobs, 1200.0, 2, "cores") == (
        "Work for 31 min 00 s of one core, about 20 min 00 s on 2 cores; up to 300 MiB of memory "
        "for a job and 500 MiB for all at once; 6 MiB of disk."
    )
    assert "15 min 30 s on 2 cores" in bill.bill(jobs, 100.0, 2, "cores")
    assert "20 min 00 s on 200 jobs at a time" in bill.bill(jobs, 1200.0, 200, "jobs at a time")
    assert "600 MiB for all at once" in bill.bill(jobs, 1200.0, 200, "jobs at a time")


def test_the_sources_of_what_is_made_anew_are_named():
    found = {f"results/{name}.nc": "code has changed" for name in "abcde"}
    assert bill.departures(found) == [
        "results/e.nc is made anew: code has changed",
        "results/d.nc is made anew: code has changed",
        "results/c.nc is made anew: code has changed",
        "and 2 more files",
    ]
    assert bill.departures({}) == []


def test_a_long_run_says_so():
    hours = [Job(3600.0, MIB, 0)] * 24
    assert "\n" not in bill.bill(hours, 3600.0, 2, "cores")
    said = bill.bill([*hours, Job(60.0, MIB, 0)], 3600.0, 2, "cores")
    assert said.endswith("\nThis is a long run, of more than 24 core hours.")
    assert said.startswith("Work for 24 core hours, about 12 h 00 min on 2 cores")


def test_a_run_of_years_is_refused_with_what_takes_most():
    day = Job(86400.0, MIB, 0)
    assert bill.refusal([("train", day)] * 1000) is None
    line = bill.refusal([("train", day)] * 4000 + [("simulate_floquet", day)] * 1000)
    assert line == (
        "phasetrace: this would take about 13.7 years of one core, train alone 11 years; no run of "
        "more than 100000 core hours starts"
    )


def test_a_simulation_writes_its_traces():
    chain = CONFIG.heisenberg
    job = bill.simulation(CONFIG, "heisenberg", chain, chain.sweep)
    traces = 64 * 50 * entry("heisenberg").trace_bytes(chain)
    assert traces < job.disk < traces + 10**5
    assert job.memory == cost.simulation_bytes(CONFIG, "heisenberg", chain, chain.sweep)
    assert job.seconds == cost.simulation_seconds("heisenberg", chain, chain.sweep)


def test_a_training_writes_networks_and_predictions():
    focus = trainings.focus_training(CONFIG)
    job = bill.training(CONFIG, focus)
    predictions = 10 * 6400 * 2 * 4
    assert predictions < job.disk < 2 * predictions
    assert (job.seconds, job.memory) == (
        cost.training_seconds(focus),
        cost.training_bytes(CONFIG, focus),
    )


def test_a_diagonalization_writes_its_levels():
    levels = focus_levels(CONFIG)
    job = bill.diagonalization(levels)
    realizations = CONFIG.figures.gap_ratio.realizations * len(CONFIG.heisenberg.focus.seeds)
    # All 924 levels of a half-filled sector of 12 spins.
    assert job.disk == cost.FILE + 8 * 924 * realizations
    assert job.seconds == cost.diagonalization_seconds(levels)


def test_small_jobs_take_a_start():
    small = [bill.analysis(CONFIG, one) for one in figures.figures(CONFIG).values()]
    assert {job.seconds for job in [*small, bill.drawing()]} == {cost.STARTING}
    assert bill.drawing().memory == cost.drawing_bytes()
    assert bill.measuring().seconds > 60


@pytest.mark.parametrize(
    ("config", "least", "most"),
    [
        (CONFIG, 0.05, 2),
        (check_config(PAPER), 24, 1000),
        (changed({"learning": {"epochs": 1e6}}), 1000, 1e5),
    ],
    ids=["default", "paper", "epochs"],
)
def test_what_may_be_run_is_not_refused(config, least, most):
    jobs = [
        ("train", bill.training(config, one)) for one in figures.every_training(config).values()
    ]
    for name in ("heisenberg", "floquet"):
        model, chain = entry(name), getattr(config, name)
        sets = len(model.points(chain)) * len(chain.seeds)
        jobs += [(name, bill.simulation(config, name, chain, chain.sweep))] * sets
    assert least < sum(job.seconds for _, job in jobs) / 3600 < most
    assert bill.refusal(jobs) is None
