"""What is left of a run is worked out by hand, and said in a line."""

import pytest
from phasetrace.jobs.progress import Plan, Planned, Progress, Running, stage

# Two trainings, and a figure that waits for both.
PLAN = Plan({1: Planned(600.0, 660.0), 2: Planned(300.0, 360.0), 3: Planned(60.0, 60.0)}, 2, "")


@pytest.fixture
def progress():
    return Progress(PLAN, total=4)


def running(since, rule="train", message="Training", outputs=("a.nc",)):
    return Running(rule, message, outputs, since)


def test_before_it_starts_the_plan_is_what_is_left(progress):
    # The longest of what must follow one another; with one core all together.
    assert progress.left(0.0) == pytest.approx(660.0)
    assert Progress(Plan(PLAN.jobs, 1, ""), 4).left(0.0) == pytest.approx(960.0)


def test_what_runs_is_less_and_less(progress):
    progress.start(1, running(0.0))
    assert progress.left(100.0) == pytest.approx(560.0)
    # Longer than planned: nothing of it is left, all that waits for it is.
    assert progress.left(1000.0) == pytest.approx(360.0)


def test_what_is_left_goes_at_the_pace_of_what_is_done(progress):
    progress.start(2, running(0.0))
    progress.finish(2, 660.0)
    # 300 s were planned and 660 s taken, beside 60 s of trust in the plan: twice as long.
    assert progress.left(660.0) == pytest.approx(2 * 660.0)
    progress.start(1, running(660.0))
    assert progress.left(860.0) == pytest.approx(2 * (660.0 - 100.0))


def test_a_job_that_has_ended_without_success_is_left(progress):
    progress.start(1, running(0.0))
    assert progress.stop(1).message == "Training"
    assert progress.left(500.0) == pytest.approx(660.0)
    assert progress.stop(1) is None


def test_jobs_that_were_not_planned_count_as_jobs_alone(progress):
    progress.start(0, running(0.0, rule="all"))
    progress.finish(0, 10.0)
    assert progress.done == 1
    assert progress.left(10.0) == pytest.approx(660.0)


def test_the_line_says_what_runs_and_what_is_left(progress):
    assert progress.line(0.0) == "0 of 4 jobs | 11 min 00 s left"
    progress.start(2, running(0.0, message="Training 10 networks"))
    assert progress.line(0.0) == "networks | 0 of 4 jobs | 11 min 00 s left | Training 10 networks"
    progress.start(1, running(0.0, rule="simulate_floquet", message="Evolving"))
    assert progress.line(0.0).endswith(" | 2 at once: Training 10 networks")
    progress.finish(2, 300.0)
    assert progress.line(300.0).startswith("traces | 1 of 4 jobs | ")


def test_the_summary_has_the_stages_by_their_time(progress):
    for number, rule, took in ((1, "train", 60.0), (2, "train_study", 5.0), (3, "draw_fig2", 70.0)):
        progress.start(number, running(0.0, rule))
        progress.finish(number, took)
    assert progress.summary(80.0) == (
        "3 jobs done in 80 s; time of jobs by stage: figures 70 s, networks 65 s"
    )


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("simulate_heisenberg_periodic", "traces"),
        ("diagonalize", "levels"),
        ("train_relabelled", "networks"),
        ("analyse_fig2", "analyses"),
        ("draw_gap_ratio", "figures"),
        ("transitions", "tables"),
        ("html_report", "report"),
    ],
)
def test_a_rule_tells_its_stage(rule, expected):
    assert stage(rule) == expected
