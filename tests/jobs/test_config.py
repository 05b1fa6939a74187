"""A configuration that could not run to its end is refused in one line."""

import copy

import pytest
import yaml
from configurations import DEFAULT, merged
from phasetrace.jobs.config import ConfigError, check_config, with_numbers
from running import ROOT, many_runs

SCHEMA = yaml.safe_load((ROOT / "workflow/schemas/config.schema.yaml").read_text())


@pytest.mark.parametrize("preset", ["", "paper.yaml", "ci.yaml"])
def test_the_shipped_configurations_are_accepted(preset):
    changes = yaml.safe_load((ROOT / "workflow/presets" / preset).read_text()) if preset else {}
    check_config(merged(DEFAULT, changes), SCHEMA)


NAN, INFINITY = float("nan"), float("inf")
BAD = [
    ("heisenberg.sits", 12, "unknown key; allowed: sites"),
    ("engine", {}, "unknown key"),
    ("heisenberg.sites", "twelve", "must be of type integer"),
    ("heisenberg.sites", 11, "must be even while up_spins is half"),
    ("heisenberg.sites", -4, "must be at least 2"),
    ("heisenberg.up_spins", 12, "must be at most 11"),
    ("heisenberg.up_spins", "all", "must be 'half'"),
    ("heisenberg.boundary", "closed", "must be one of"),
    ("heisenberg.realizations", 0, "must be at least 1"),
    ("heisenberg.coupling", NAN, "must be a finite number"),
    ("heisenberg.tolerance", "small", "must be of type number"),
    ("heisenberg.tolerance", 0, "must be greater than 0"),
    ("heisenberg.disorder", [], "must have at least 1 values"),
    ("heisenberg.disorder", [2.0, 1.0], "must increase"),
    ("heisenberg.disorder.stop", 0.1, "must exceed start"),
    ("heisenberg.disorder.points", 0, "must be at least 1"),
    ("heisenberg.energy_density", [0.2, 1.5], "must be at most 1"),
    ("heisenberg.energy_density", [0.5, 0.501], "two values print as 0.50"),
    ("heisenberg.focus.energy_density", 0.33, "must be one of heisenberg.energy_density"),
    ("heisenberg.seeds", [0, 0], "must not repeat a value"),
    ("heisenberg.seeds", [], "must have at least 1 values"),
    ("heisenberg.times.stop", 0.0, "must be greater than 0"),
    ("heisenberg.labels.MBL", [0.4, 8.0], "must not overlap labels.ergodic"),
    ("heisenberg.labels.MBL", [9.0, 10.0], "must hold a value of heisenberg.disorder, 0."),
    ("heisenberg.labels.MBL", [8.0, 7.0], "with low at most high"),
    ("floquet.periods", 10, "must be odd"),
    ("floquet.durations", [1.0], "must have at least 2 values"),
    ("floquet.drive", [0.1, 0.10001], "two values print as 0.1000"),
    ("learning.units", 2.5, "must be of type integer"),
    ("learning.dropout", 1.0, "must be less than 1"),
    ("learning.l2", -0.1, "must be at least 0"),
    ("learning.batch", 2, "must be at least 3"),
    ("learning.batch", 100000, "the labelled traces to train on that heisenberg.realizations"),
    ("learning.train_fraction", 0.999, "must leave at least one"),
    ("learning.cell", "torch", "must be one of"),
    ("learning.averaging", "median", "must be one of"),
    ("heisenberg.labels.glass", [2.0, 3.0], "unknown key; allowed: ergodic, MBL"),
    ("floquet.labels.MBL", [1.2], "must have at least 2 values"),
    ("figures.fig5.widths", [4.5], "must lie between 0.125"),
    ("figures.fig6.beyond.MBL", [8.5, 9.0], "must hold a value of the disorder"),
    ("figures.fig8.disorder", [1.5, 12.0], "must lie within the disorder"),
    ("figures.regularization.energy_density", [0.21], "must be one of"),
    ("figures.fig9", {}, "unknown key; allowed: fig2"),
    ("figures.fig2.units", [2, "x"], "must be of type integer"),
    ("heisenberg.sites", None, "must be of type integer"),
    ("heisenberg.disorder", 3.0, "must be {start, stop, points} or a list of numbers"),
    ("heisenberg.disorder.start", -0.5, "must be at least 0"),
    ("heisenberg.disorder.points", 2.5, "must be of type integer"),
    ("heisenberg.disorder", [-1.0, 1.0], "must be at least 0"),
    ("heisenberg.up_spins", -1, "must be at least 1"),
    ("heisenberg.seeds", [-1], "must be at least 0"),
    ("heisenberg.seeds", 3, "must be of type array"),
    ("heisenberg.focus.seeds", [1, 1], "must not repeat a value"),
    ("heisenberg.realizations", -5, "must be at least 1"),
    ("heisenberg.times.points", 1, "must be at least 2"),
    ("heisenberg.times.stop", INFINITY, "must be a finite number"),
    ("heisenberg.precision", "float16", "must be one of ['float64', 'float32']"),
    ("heisenberg.block", 0, "must be at least 1"),
    ("heisenberg.labels.ergodic", "low", "must be of type array"),
    ("heisenberg.sites", 30, "GiB is 4294967296; the longest chain that fits has 26 sites"),
    ("heisenberg.sites", 64, "must be at most 62"),
    ("floquet.sites", 40, "bytes, jobs.memory = 4.0 GiB is 4294967296; the longest chain that"),
    ("floquet.periods", -1, "must be at least 1"),
    ("floquet.strength", -0.5, "must be at least 0"),
    ("floquet.durations", [1.0, 0.0], "must be greater than 0"),
    ("learning", [], "must be of type object"),
    ("learning.epochs", 0, "must be at least 1"),
    ("learning.retrainings", 0, "must be at least 1"),
    ("learning.learning_rate", NAN, "must be a finite number"),
    ("learning.seed", -1, "must be at least 0"),
    ("learning.units", True, "must be of type integer"),
    ("figures.fig2.units", [2, 2], "must not repeat a value"),
    ("jobs.gpus.simulate", 2, "must be at most 1"),
    ("jobs.memory", 0, "must be greater than 0"),
    ("jobs.memory", "lots", "must be of type number"),
]


@pytest.mark.parametrize(("key", "value", "message"), BAD, ids=[f"{k}={v}" for k, v, _ in BAD])
def test_a_bad_value_is_named_in_one_line(key, value, message):
    changes = value
    for part in reversed(key.split(".")):
        changes = {part: changes}
    with pytest.raises(ConfigError) as error:
        check_config(merged(DEFAULT, changes), SCHEMA)
    text = str(error.value)
    assert "\n" not in text and message in text and text.startswith(f"config: {key}")
    named = [value, *value] if isinstance(value, list) else [value]
    assert any(f"= {one!r}:" in text for one in named)


OUTSIDE = [
    (
        "results/fig12.pdf",
        "results/fig12.pdf: no such figure; results/<figure>.pdf exists for fig1, fig2",
    ),
    ("results/fig2b.nc", "results/fig2b.nc: no such figure; results/<figure>.pdf exists for fig1"),
    ("fig2", "fig2: no such figure; results/<figure>.pdf exists for fig1"),
    ("results/comparision.md", "results/comparision.md: no such figure; results/<figure>.pdf"),
    (
        "results/traces/heisenberg/L12/eps0.33/seed0/W0.125-8.000.nc",
        "no energy density 0.33 in this configuration; it has: 0.20, 0.25",
    ),
    (
        "results/traces/floquet/L12/seed0/drive0.0000-9.0000.nc",
        "no block drive0.0000-9.0000 in this configuration; it has: drive0.0000-1.5708",
    ),
    (
        "results/networks/floquet/seed0/units=3.nc",
        "no training floquet/seed0/units=3 in this configuration; it has: heisenberg/eps0.20",
    ),
]


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What snakemake says of every bad value and target, and the folder it was to run in."""
    folder = tmp_path_factory.mktemp("refused")
    start = ("--snakefile", ROOT / "Snakefile", "--directory", folder)
    runs = {}
    for number, (key, value, _) in enumerate(BAD):
        changes = value
        for part in reversed(key.split(".")):
            changes = {part: changes}
        file = folder / f"{number}.yaml"
        file.write_text(yaml.safe_dump(changes, allow_unicode=True))
        runs[key, str(value)] = (*start, "--configfile", file)
    runs |= {target: (target, *start) for target, _ in OUTSIDE}
    return folder, dict(zip(runs, many_runs(*runs.values()), strict=True))


@pytest.mark.parametrize(("key", "value", "message"), BAD, ids=[f"{k}={v}" for k, v, _ in BAD])
def test_snakemake_refuses_a_bad_value_before_any_job(refusals, key, value, message):
    folder, said = refusals
    code, output = said[key, str(value)]
    last = output.splitlines()[-1]
    assert code != 0
    assert last.startswith(f"config: {key}") and message in last
    assert output.count("config: ") == 1
    assert "Traceback" not in output and "Job" not in output
    assert not (folder / "results").exists()


@pytest.mark.parametrize(("target", "line"), OUTSIDE)
def test_a_target_outside_the_plan_is_refused_with_what_there_is(refusals, target, line):
    folder, said = refusals
    code, output = said[target]
    assert code != 0
    assert output.splitlines()[-1].startswith(line)
    assert "Traceback" not in output and not (folder / "results").exists()


def test_text_that_spells_a_number_is_one():
    text = {"a": ["1e-9", "12", "open"], "b": {"c": "nan"}}
    numbers = with_numbers(text)
    assert numbers["a"] == [1e-9, 12, "open"] and isinstance(numbers["a"][1], int)
    assert numbers["b"]["c"] != numbers["b"]["c"]


def test_a_missing_key_is_named():
    config = copy.deepcopy(DEFAULT)
    del config["learning"]["units"]
    with pytest.raises(ConfigError, match=r"config: learning\.units = None: is missing"):
        check_config(config, SCHEMA)
