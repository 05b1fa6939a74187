"""A configuration whose jobs are too many or too large is refused with the key to change."""

import pytest
from configurations import CI, DEFAULT, PAPER, changed
from phasetrace.jobs import plan
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.jobs.figures import every_training
from phasetrace.jobs.plan import check_plan
from phasetrace.settings import MOST_CHOICES

FINE = {"start": 0.001, "stop": 10.0, "points": 10_000}
MBL = {"ergodic": [0.0, 0.5], "MBL": [9.0, 10.0]}
EVERY = {"start": 0.0, "stop": 1.0, "points": 101}
ONE_LENGTH = {"drift": {"lengths": [12]}}


@pytest.mark.parametrize("config", [DEFAULT, PAPER, CI], ids=["default", "paper", "ci"])
def test_the_shipped_configurations_can_be_made(config):
    check_plan(check_config(config))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"heisenberg": {"realizations": 1e6}},
            "config: heisenberg.realizations = 1000000: the analysis of explore needs ",
        ),
        (
            {"heisenberg": {"realizations": 1000}},
            "config: heisenberg.realizations = 1000: the analysis of explore needs 6.9 GiB, "
            "jobs.memory is 4.0 GiB: lower the one or raise the other",
        ),
        (
            {"heisenberg": {"times": {"points": 10_000}}},
            "config: heisenberg.realizations = 50: ",
        ),
        ({"floquet": {"realizations": 5000}}, "config: floquet.realizations = 5000: "),
        (
            {"floquet": {"training_set": {"realizations": 1e5}}},
            "config: floquet.training_set.realizations = 100000: ",
        ),
        ({"floquet": {"periods": 9999}}, "config: floquet.realizations = 50: training floquet/"),
        (
            {"floquet": {"sites": 16, "realizations": 300}, "jobs": {"memory": 0.6}},
            "jobs.memory is 0.6 GiB",
        ),
        ({"learning": {"units": 10_000}}, "config: learning.units = 10000: training heisenberg/"),
        (
            {"learning": {"retrainings": 1e6}},
            "config: learning.retrainings = 1000000: training heisenberg/",
        ),
        (
            {"figures": {"fig2": {"units": [2, 10_000]}}},
            "config: figures.fig2.units = 10000: training heisenberg/eps0.50/seed0+1/units=10000",
        ),
        ({"figures": {"fig4": {"retrainings": 1e6}}}, "config: figures.fig4.retrainings = 1000000"),
        ({"figures": {"fig6": {"retrainings": 1e6}}}, "config: figures.fig6.retrainings = 1000000"),
        ({"jobs": {"memory": 0.5}}, "jobs.memory is 0.5 GiB"),
        ({"jobs": {"memory": 0.4}}, "config: heisenberg.realizations = 50: "),
    ],
    ids=str,
)
def test_a_job_that_needs_more_memory_than_it_may_use_is_refused(changes, line):
    config = changed(changes)
    with pytest.raises(ConfigError) as error:
        check_plan(config)
    text = str(error.value)
    assert line in text and text.isprintable() and "lower the one or raise the other" in text


@pytest.mark.parametrize(("block", "key"), [(64, "block"), (1, "realizations")])
def test_a_simulation_is_refused_by_its_block_if_one_value_fits(block, key):
    # A hundred thousand traces would need even more to be trained on, and are refused by that.
    realizations = 10**5 if key == "realizations" else 2000
    chain = {"realizations": realizations, "block": block}
    config = changed({"heisenberg": chain, "jobs": {"memory": 0.6}})
    # Of the chain as it is configured, of other lengths, and of the ring that readings compare.
    fault, *_ = plan._simulations(config)
    assert (fault.key, fault.value) == (f"heisenberg.{key}", chain[key])
    assert fault.job == f"a simulation of {block} values"


@pytest.mark.parametrize(
    ("chain", "line"),
    [
        (
            {"disorder": FINE, "labels": MBL, "block": 1},
            "config: heisenberg.block = 1: the configuration has 160000 trace files, of which at "
            "most 10000 can be planned: longer blocks make fewer",
        ),
        (
            {"disorder": FINE, "labels": MBL, "block": 1, "energy_density": EVERY},
            "config: heisenberg.block = 1: the configuration has 1040000 trace files",
        ),
        (
            {"disorder": FINE, "labels": MBL, "block": 9},
            "config: heisenberg.block = 9: the configuration has 17792 trace files",
        ),
        (
            {"disorder": FINE, "labels": MBL, "block": 18},
            "config: heisenberg.block = 18: one training reads 1112 trace files, of which at most "
            "1000 can be planned",
        ),
    ],
    ids=str,
)
def test_more_files_than_can_be_planned_are_refused(chain, line):
    with pytest.raises(ConfigError) as error:
        check_plan(changed({"heisenberg": chain, "figures": ONE_LENGTH, "jobs": {"memory": 1e4}}))
    assert str(error.value).startswith(line)


def test_files_are_counted_as_they_are_listed(monkeypatch):
    config = changed({"heisenberg": {"block": 5, "seeds": [0, 2], "focus": {"seeds": [2, 3]}}})
    own = [one.traces for one in every_training(config).values() if one.model == "heisenberg"]
    counts = len({file for files in own for file in files}), max(map(len, own)), sum(map(len, own))
    limits = ("MOST_FILES", "MOST_OF_ONE", "MOST_READ")
    for name, count in zip(limits, counts, strict=True):
        with monkeypatch.context() as patch:
            for limit in limits:
                patch.setattr(plan, limit, 10**9)
            patch.setattr(plan, name, count - 1)
            with pytest.raises(ConfigError, match=rf" {count} trace files, of which at most"):
                check_plan(config)


def test_the_largest_values_are_looked_through_and_refused():
    choices = list(range(1, MOST_CHOICES + 1))
    with pytest.raises(ConfigError):
        check_plan(
            changed(
                {
                    "heisenberg": {"disorder": FINE, "energy_density": EVERY, "labels": MBL},
                    "figures": {"fig2": {"units": choices}},
                    "learning": {"epochs": 1e6},
                }
            )
        )
