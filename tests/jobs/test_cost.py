"""What jobs are planned with, against what jobs of a run have taken."""

import pytest
import yaml
from configurations import DEFAULT, merged
from phasetrace.jobs import cost, plan
from running import ROOT

PAPER = merged(DEFAULT, yaml.safe_load((ROOT / "workflow/presets/paper.yaml").read_text()))


def test_the_default_jobs_take_what_was_measured_of_them():
    blocks = {model: plan.sweep_blocks(DEFAULT, model) for model in ("heisenberg", "floquet")}
    # Peaks of the process, in MiB, of jobs that compiled.
    for model, peak in (("heisenberg", 277), ("floquet", 332)):
        (block, *_) = blocks[model].values()
        planned = cost.simulation_bytes(DEFAULT, model, block) / cost.MIB
        assert peak <= planned < 1.2 * peak
    trainings = plan.diagram_trainings(DEFAULT)[0], plan.focus_training(DEFAULT)
    # The second peak is that of a job that found everything compiled.
    for training, (peak, found) in zip(trainings, ((540, 437), (581, 477)), strict=True):
        planned = cost.training_bytes(DEFAULT, training) / cost.MIB
        assert peak <= planned and 0.8 * planned <= found
    single = plan.single_spin_training(DEFAULT)
    files = [f"results/networks/{single.name}.nc", *single.traces]
    every = [file for one in plan.diagram_trainings(DEFAULT) for file in one.traces]
    for read, peak in ((files, 391), ([*every, *plan.focus_training(DEFAULT).traces], 436)):
        assert peak <= cost.analysis_bytes(DEFAULT, read) / cost.MIB < 1.2 * peak


def test_twenty_sites_take_what_was_measured_of_them():
    # Two realizations at each of W = 0.5 and 8 took 292 MiB and 29 s.
    few = merged(PAPER, {"heisenberg": {"realizations": 2}})
    assert 292 <= cost.simulation_bytes(few, "heisenberg", [0.5, 8.0]) / cost.MIB < 1.2 * 292
    seconds = cost.simulation_seconds(few, "heisenberg", [0.5, 8.0])
    assert seconds == pytest.approx(29, rel=0.25)


@pytest.mark.parametrize(
    ("precision", "sites", "measured"),
    [
        ("float64", 12, 0.0070),
        ("float64", 14, 0.0283),
        ("float64", 16, 0.1265),
        ("float64", 20, 3.21),
        ("float32", 16, 0.0664),
        ("float32", 20, 1.67),
    ],
)
def test_realizations_take_what_was_measured_of_them(precision, sites, measured):
    chain = {**PAPER["heisenberg"], "boundary": "periodic", "precision": precision}
    assert cost.realization_seconds(chain, sites, 3.0) == pytest.approx(measured, rel=0.2)


def test_a_gpu_job_takes_all_that_it_may():
    config = merged(DEFAULT, {"jobs": {"memory": 3.0, "gpus": {"simulate": 1}}})
    assert cost.simulation_bytes(config, "heisenberg", [1.0]) == 3 * cost.GIB


def test_a_further_attempt_asks_for_more():
    assert cost.mebibytes(100 * cost.MIB) == 100
    assert cost.mebibytes(100 * cost.MIB + 1, attempt=3) == 301
    assert cost.minutes(60.0) == cost.MARGIN
    assert cost.minutes(60.0, attempt=2) == 2 * cost.MARGIN
