"""Another workflow imports this one as a module."""

import shutil
import subprocess

import pytest
import yaml
from running import ROOT, TINY, copy_checkout, rules, snakemake

IMPORTER = """
import copy

configfile: "config.yaml"
given = copy.deepcopy(config)

rule all:
    input: "results/mine.pdf", "results/peak.txt"

module phasetrace:
    snakefile: {snakefile}
    config: {config}
    prefix: {prefix!r}

use rule * from phasetrace as phasetrace_*

assert config == given, config

rule peak:
    input: "{prefix}results/fig3.nc"
    output: "results/peak.txt"
    shell: "wc -c {{input}} > {{output}}"

rule mine:
    output: "results/mine.pdf"
    shell: "echo {{config[colour]}} > {{output}}"
"""
CHECKOUT = repr(str(ROOT / "Snakefile"))
PLANNED = {"simulate_floquet", "train", "analyse_fig3"}
OWN = {"all", "peak", "mine"}


@pytest.fixture
def importer(tmp_path):
    """Write a workflow that imports this one; of its configuration, a section is this one's."""
    folder = tmp_path / "importer"
    folder.mkdir()
    settings = {"colour": "blue", "phasetrace": TINY}
    (folder / "config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def write(
        snakefile=CHECKOUT,
        config='config["phasetrace"]',
        prefix="",
        more="",
    ):
        text = IMPORTER.format(snakefile=snakefile, config=config, prefix=prefix)
        (folder / "Snakefile").write_text(text + more, encoding="utf-8")
        return folder

    return write


def run(folder, *arguments):
    return snakemake(*arguments, root=folder, directory=folder)


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "physics/"])
def test_a_rule_of_the_importer_goes_on_with_our_results(importer, prefix):
    folder = importer(prefix=prefix)
    figure = f"{prefix}results/fig3.png"
    done = run(folder, "all", figure, "--cores", "2")
    assert done.returncode == 0, done.stdout[-5000:]
    assert (folder / "results/peak.txt").exists() and (folder / figure).exists()
    assert (folder / "results/mine.pdf").read_text() == "blue\n"
    assert "Nothing to be done" in run(folder, "all", figure, "-n").stdout
    report = run(folder, figure, "--report", "report.html")
    assert report.returncode == 0, report.stdout[-5000:]
    assert "L = 6 spins" in (folder / "report.html").read_text().replace("\\n", " ")


@pytest.mark.parametrize("prefix", ["", "physics/"])
def test_the_importers_default_target_is_made_of_both(importer, prefix):
    plan = run(importer(prefix=prefix), "-n")
    assert rules(plan.stdout) == OWN | {f"phasetrace_{name}" for name in PLANNED}, plan.stdout


def test_rules_may_keep_their_names(importer):
    folder = importer()
    text = (folder / "Snakefile").read_text()
    plain = text.replace("phasetrace as phasetrace_*", "phasetrace exclude all")
    (folder / "Snakefile").write_text(plain)
    assert rules(run(folder, "-n").stdout) == OWN | PLANNED


def test_a_rule_is_changed_as_snakemake_changes_rules(importer):
    changed = """
use rule simulate_heisenberg from phasetrace as own with:
    output: "own/{point}seed{seed}/{block}.nc"
    log: "own/{point}seed{seed}/{block}.log"
    benchmark: "own/{point}seed{seed}/{block}.tsv"
"""
    plan = run(importer(more=changed), "-n", "own/eps0.50/seed0/W0.500-0.500.nc")
    assert rules(plan.stdout) == {"own"}, plan.stdout


def test_a_target_that_nobody_makes_is_none_of_our_figures(importer):
    plan = run(importer(), "-n", "results/mien.pdf")
    assert plan.returncode != 0
    assert "No rule to produce results/mien.pdf" in plan.stdout


def test_a_file_of_the_importers_may_lie_among_our_results(importer):
    folder = importer(
        more='rule own:\n    input: "results/own.nc"\n    output: "own.txt"\n    shell: "exit 1"\n'
    )
    (folder / "results").mkdir()
    (folder / "results/own.nc").touch()
    assert rules(run(folder, "-n", "own.txt").stdout) == {"own"}


def test_modules_with_prefixes_hold_configurations_side_by_side(importer):
    longer = """
module longer:
    snakefile: CHECKOUT
    config: {**config["phasetrace"], "floquet": {**config["phasetrace"]["floquet"], "sites": 8}}
    prefix: "longer"

use rule * from longer as longer_*
""".replace("CHECKOUT", CHECKOUT)
    plan = run(importer(more=longer), "-n", "longer/results/fig3.nc", "results/fig3.nc")
    both = {f"{module}_{name}" for module in ("phasetrace", "longer") for name in PLANNED}
    assert rules(plan.stdout) == both, plan.stdout
    for traces in ("longer/results/traces/floquet/L8/", " results/traces/floquet/L6/"):
        assert traces in plan.stdout


def test_without_a_configuration_every_setting_has_its_default(importer):
    plan = run(importer(config="None"), "-n", "results/fig8.nc")
    assert "results/traces/heisenberg/L12/eps0.50/seed0" in plan.stdout


def test_keys_that_are_not_ours_end_in_one_line(importer):
    plan = run(importer(config="config"), "-n")
    assert plan.returncode != 0
    assert plan.stdout.splitlines()[-1].startswith("config: colour = 'blue': unknown key; allowed:")


@pytest.fixture
def hosted(tmp_path, monkeypatch):
    """A reference to a tag of this repository, which git finds on this machine."""
    settings = {
        "user.name": "phasetrace",
        "user.email": "phasetrace",
        f"url.file://{tmp_path}/.insteadOf": "https://github.com/",
    }
    for key, value in settings.items():
        git("config", "--file", tmp_path / "gitconfig", key, value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    checkout = copy_checkout(tmp_path / "owner/phasetrace")
    git("init", "--quiet", checkout)
    git("-C", checkout, "add", "--all")
    git("-C", checkout, "commit", "--quiet", "--message", "All")
    git("-C", checkout, "tag", "v1")
    return 'github("owner/phasetrace", path="Snakefile", tag="v1")'


def git(*arguments):
    subprocess.run(["git", *map(str, arguments)], check=True)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The library as pip installs it, without what lies beside it in a checkout."""
    shutil.copytree(ROOT / "scripts/phasetrace", tmp_path / "installed/phasetrace")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "installed"))


def test_a_git_reference_plans_with_the_library_installed(importer, hosted, installed):
    plan = run(importer(hosted), "-n")
    assert rules(plan.stdout) == OWN | {f"phasetrace_{name}" for name in PLANNED}, plan.stdout


def test_a_git_reference_without_the_library_says_what_to_install(importer, hosted):
    plan = run(importer(hosted), "-n")
    assert plan.returncode != 0
    assert plan.stdout.splitlines()[-1] == (
        "phasetrace: a module from a git reference needs the library of the same reference "
        "installed: pip install git+<repository>@<tag or commit>"
    )


@pytest.mark.slow
def test_a_git_reference_draws_and_reports(importer, hosted, installed):
    folder = importer(hosted)
    done = run(folder, "results/fig1.png", "--cores", "2")
    assert done.returncode == 0, done.stdout[-5000:]
    assert "Nothing to be done" in run(folder, "results/fig1.png", "-n").stdout
    report = run(folder, "results/fig1.png", "--report", "report.html")
    assert report.returncode == 0, report.stdout[-5000:]


def test_of_two_libraries_rules_and_jobs_take_the_installed_one(importer, installed, tmp_path):
    # Jobs would anyway: what is digested must be what computes.
    changed = tmp_path / "installed/phasetrace/jobs/config.py"
    changed.write_text("raise SystemExit('this is the installed one')")
    assert run(importer(), "-n").stdout.splitlines()[-1] == "this is the installed one"
