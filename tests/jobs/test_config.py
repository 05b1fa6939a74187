"""A configuration that could not run to its end is refused in one line."""

import pytest
import yaml
from bad_values import BAD, laid_over, name
from configurations import DEFAULT, merged
from hypothesis import given, settings
from hypothesis import strategies as st
from phasetrace.jobs.config import Config, ConfigError, check_config
from running import ROOT, many_runs

PRESETS = ["", "paper.yaml", "ci.yaml", "L16.yaml", "L20-focus.yaml"]


def preset(name):
    return yaml.safe_load((ROOT / "workflow/presets" / name).read_text()) if name else {}


def exact(value):
    """A value with the types of all that it holds, for 1 == 1.0 == True."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    return [exact(item) for item in value] if isinstance(value, list) else (repr(value))


@pytest.mark.parametrize("name", PRESETS)
def test_the_shipped_configurations_stay_what_they_are(name):
    config = merged(DEFAULT, preset(name))
    assert exact(check_config(config).model_dump()) == exact(config)


@pytest.mark.parametrize("name", PRESETS)
def test_what_a_configuration_lacks_has_its_default(name):
    assert check_config(preset(name)) == check_config(merged(DEFAULT, preset(name)))


@pytest.mark.parametrize(
    ("key", "spelling", "value"),
    [
        ("heisenberg.tolerance", "1e-9", 1e-9),
        ("heisenberg.sites", "12", 12),
        ("heisenberg.sites", 12.0, 12),
        ("heisenberg.realizations", "1e3", 1000),
        ("heisenberg.realizations", 1e3, 1000),
        ("heisenberg.coupling", 1, 1.0),
        ("heisenberg.coupling", "-.5", -0.5),
        ("heisenberg.coupling", "+2.", 2.0),
        ("heisenberg.up_spins", "4", 4),
        ("heisenberg.up_spins", 4.0, 4),
        ("heisenberg.seeds", [0.0, "1", "2e0"], [0, 1, 2]),
        ("heisenberg.labels.ergodic", [-0.0, "0.5"], [0.0, 0.5]),
        ("heisenberg.disorder.start", "5e-1", 0.5),
        ("heisenberg.energy_density", ["0.20", 0.5, "8e-1"], [0.2, 0.5, 0.8]),
        ("floquet.drive.start", -0.0, 0.0),
        ("floquet.strength", "-0", 0.0),
        ("jobs.gpus.train", "1", 1),
    ],
)
def test_a_number_is_one_however_it_is_spelled(key, spelling, value):
    changes = merged(laid_over(key, spelling), {"figures": {"fig5": {"widths": [1.0]}}})
    found = check_config(merged(DEFAULT, changes)).model_dump()
    for part in key.split("."):
        found = found[part]
    assert exact(found) == exact(value)


def test_settings_give_what_follows_from_them():
    config = Config()
    assert (config.heisenberg.up, config.floquet.sweep[-1]) == (6, 1.5707963267948966)
    assert config.heisenberg.sweep[:2] == [0.125, 0.25] and len(config.heisenberg.sweep) == 64
    assert config.heisenberg.energy_densities[:2] == [0.2, 0.25]
    assert check_config({"heisenberg": {"up_spins": 3}}).heisenberg.up == 3


@pytest.mark.parametrize(("key", "value", "message"), BAD, ids=map(name, BAD))
def test_a_bad_value_is_named_in_one_line(key, value, message):
    with pytest.raises(ConfigError) as error:
        check_config(merged(DEFAULT, laid_over(key, value)))
    text = str(error.value)
    assert text.isprintable() and message in text and len(text) < 700
    assert text.startswith((f"config: {key} = ", f"config: {key}["))


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"heisenberg": {"sites": 2, "boundary": "periodic"}},
            "config: heisenberg.sites = 2: must be at least 3 on a periodic chain",
        ),
        (
            {"floquet": {"boundary": "periodic", "sites": "2"}},
            "config: floquet.sites = '2': must be at least 3 on a periodic chain",
        ),
        (
            {"heisenberg": {"sites": 28, "up_spins": "half"}, "jobs": {"memory": 6}},
            "the longest chain that fits has 26 sites",
        ),
        (
            {"heisenberg": {"sites": 28, "up_spins": 14}, "jobs": {"memory": 6}},
            "the longest chain that fits has 27 sites",
        ),
        (
            {"heisenberg": {"sites": 4}, "jobs": {"memory": 0.01}},
            "the longest chain that fits has no sites",
        ),
        (
            {"heisenberg": {"realizations": 1}},
            "config: learning.train_fraction = 0.6: must leave at least one of heisenberg's 1",
        ),
        (
            {"heisenberg": {"disorder": [0.5, 7.6]}, "learning": {"batch": 16}},
            "config: figures.fig5.widths[0] = 0.25: must lie between 0.5, the smallest disorder",
        ),
    ],
)
def test_values_that_only_together_are_wrong(values, line):
    with pytest.raises(ConfigError) as error:
        check_config(values)
    assert line in str(error.value) and str(error.value).isprintable()


def test_phases_have_one_order():
    labels = {"MBL": [7.6, 8.0], "ergodic": [0.0, 0.5]}
    assert list(check_config({"heisenberg": {"labels": labels}}).heisenberg.labels) == [
        "ergodic",
        "MBL",
    ]


def test_a_great_many_bad_values_are_tried():
    assert len({name(case) for case in BAD}) == len(BAD) > 140


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (None, "config: (top level) = None: must be a mapping"),
        ([], "config: (top level) = []: must be a mapping"),
        ("heisenberg", "config: (top level) = 'heisenberg': must be a mapping"),
        ({1: 2}, "config: 1 = 2: unknown key; allowed: heisenberg, floquet, learning, figures, "),
        ({None: 2}, "config: None = 2: unknown key; allowed: heisenberg"),
        ({"a\nb": 2}, r"config: 'a\nb' = 2: unknown key; allowed: heisenberg"),
        ({"\ud800": 2}, r"config: (top level) = {'\ud800': 2}: must be a valid string"),
        ({"heisenberg": {(1, 2): 3}}, "config: heisenberg.(1, 2) = 3: unknown key; allowed: sites"),
        (
            {"heisenberg": {"labels": {1: [0, 1]}}},
            "config: heisenberg.labels[1] = [0, 1]: the key m",
        ),
        ({"heisenberg": {"labels": {"MBL": [7.0, 8.0]}}}, "config: heisenberg.labels.ergodic = No"),
        (
            {"heisenberg": {"disorder": {"start": 1}}},
            "config: heisenberg.disorder.stop = None: is ",
        ),
        ({"heisenberg": {"disorder": {}}}, "config: heisenberg.disorder.start = None: is missing"),
        ({"learning": {"units": 10**5000}}, "config: learning.units = <int>: must be less than or"),
        ({"learning": {"cell": "x" * 10**6}}, "config: learning.cell = 'xxxxxxxx"),
    ],
    ids=lambda text: text[:40] if isinstance(text, str) else "",
)
def test_what_is_no_configuration_at_all_ends_in_one_line(values, line):
    with pytest.raises(ConfigError) as error:
        check_config(values)
    text = str(error.value)
    assert text.startswith(line) and text.isprintable() and len(text) < 500


def test_the_first_fault_of_the_file_is_named():
    faults = {"jobs": {"memory": -1}, "learning": {"seed": -1, "unit": 3, "batch": 0}}
    with pytest.raises(ConfigError, match=r"config: jobs\.memory = -1"):
        check_config(faults)
    del faults["jobs"]
    with pytest.raises(ConfigError, match=r"config: learning\.seed = -1"):
        check_config(faults)
    del faults["learning"]["seed"]
    with pytest.raises(ConfigError, match=r"config: learning\.unit = 3"):
        check_config(faults)


def paths(section, start=()):
    for key, value in section.items():
        yield (*start, key)
        if isinstance(value, dict):
            yield from paths(value, (*start, key))


PATHS = list(paths(DEFAULT))
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["1e3", "-0", "1e-9", "half", "nan", "open", 10**400, -0.0, 1e300, 2**64]),
)
KEYS = st.sampled_from(sorted({part for path in PATHS for part in path})) | st.text()
VALUES = st.recursive(
    LEAVES,
    lambda values: st.lists(values, max_size=4) | st.dictionaries(KEYS, values, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), max_size=3), VALUES)
def test_whatever_is_laid_over_the_default_is_a_configuration_or_one_line(changes, extra):
    config = DEFAULT
    for path, value in changes:
        config = merged(config, laid_over(path, value))
    for values in (config, {**config, **extra} if isinstance(extra, dict) else extra):
        try:
            checked = check_config(values)
        except ConfigError as error:
            assert str(error).startswith("config: ") and str(error).isprintable()
        else:
            assert check_config(checked.model_dump()) == checked


OUTSIDE = [
    (
        "results/fig12.pdf",
        "no figure fig12 in this configuration; it has: fig1, fig2",
    ),
    ("results/fig2b.nc", "no figure fig2b in this configuration; it has: fig1"),
    ("results/comparision.md", "no figure comparision in this configuration; it has: fig1"),
    (
        "results/traces/heisenberg/L12/eps0.33/seed0/W0.125-8.000.nc",
        "no point eps0.33/ in this configuration; it has: eps0.20/, eps0.25/",
    ),
    (
        "results/traces/floquet/L12/seed0/drive0.0000-9.0000.nc",
        "no block drive0.0000-9.0000 in this configuration; it has: drive0.0000-1.5708",
    ),
    (
        "results/networks/floquet/seed0/units=3.nc",
        "no training floquet/seed0/units=3 in this configuration; it has: heisenberg/eps0.50",
    ),
]

# One of each kind: snakemake takes its time.
THROUGH_SNAKEMAKE = [
    ("heisenberg.sits", 12, "unknown key; allowed: sites"),
    ("heisenberg.sites", 11, "must be even while up_spins is half"),
    ("heisenberg.sites", 30, "the longest chain that fits has 26 sites"),
    ("heisenberg.coupling", float("nan"), "must be a finite number"),
    ("heisenberg.boundary", "closed", "must be 'open' or 'periodic'"),
    ("heisenberg.disorder", [], "must have at least 1 item, not 0"),
    ("heisenberg.disorder.stop", 0.1, "must exceed start = 0.125"),
    ("heisenberg.energy_density", [0.5, 0.501], "two values print as 0.50"),
    ("floquet.labels.time crystal", [8.0, 7.0], "must be [low, high] with low at most high"),
    ("learning", None, "must be a mapping"),
    ("learning.batch", 100000, "the labelled traces to train on"),
    ("figures.fig5.widths", [4.5], "must lie between 0.125"),
]


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What snakemake says of every bad value and target, and the folder it was to run in."""
    folder = tmp_path_factory.mktemp("refused")
    start = ("--snakefile", ROOT / "Snakefile", "--directory", folder)
    runs = {}
    for number, (key, value, _) in enumerate(THROUGH_SNAKEMAKE):
        file = folder / f"{number}.yaml"
        file.write_text(yaml.safe_dump(laid_over(key, value), allow_unicode=True))
        runs[key, str(value)] = (*start, "--configfile", file)
    runs |= {target: (target, *start) for target, _ in OUTSIDE}
    return folder, dict(zip(runs, many_runs(*runs.values()), strict=True))


@pytest.mark.parametrize(
    ("key", "value", "message"), THROUGH_SNAKEMAKE, ids=map(name, THROUGH_SNAKEMAKE)
)
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
