"""A command that would not do what it says ends in one line with one that does."""

import pytest
import yaml
from phasetrace.jobs.command import CommandError, check_command
from phasetrace.store.errors import FileError
from running import ROOT, many_runs

CI = str(ROOT / "workflow/presets/ci.yaml")
FIRST = "takes all that follows, "

FAULTS = [
    (
        ["-n", "--configfile", CI, "results/fig3.pdf"],
        f"config: --configfile {FIRST}results/fig3.pdf too; name first what to make: snakemake "
        f"results/fig3.pdf --configfile {CI}",
    ),
    (["--configfiles", "fig3.pdf"], f"config: --configfile {FIRST}fig3.pdf too; name first"),
    (["--configfile", CI, "all", "-n"], f"config: --configfile {FIRST}all too; name first what"),
    (
        ["--config", "learning={epochs: 2}", "results/a b.pdf"],
        f"config: --config {FIRST}'results/a b.pdf' too; name first what to make: snakemake "
        "'results/a b.pdf' --config 'learning={epochs: 2}'",
    ),
    (
        ["-C", "all", "-n"],
        f"config: --config {FIRST}all too; name first what to make: snakemake al",
    ),
    (
        ["--config", "jobs={memory: 2}", "-n", "-C", "learning={seed: 1}"],
        "config: --config is given twice, and snakemake would drop the first: --config "
        "'jobs={memory: 2}' 'learning={seed: 1}'",
    ),
    (
        ["--configfile", "a.yaml", "--configfiles=b.yaml"],
        "config: --configfile is given twice, and snakemake would drop the first: --configfile "
        "a.yaml b.yaml",
    ),
    (["--config", "a b=1"], "config: --config 'a b=1': unknown key 'a b'"),
    (["--config", "=1"], "config: --config =1: unknown key ''"),
    (["--config", "learning={seed: 1, seed: 2}"], "line 1: the key 'seed' is there twice"),
    (["--config", "learning={seed: 010}"], "line 1: YAML takes 010 for 8; write a decimal number"),
    (["--config", "learning={seed: 1"], "line 1: expected ',' or '}', but got '<stream end>'"),
]


@pytest.mark.parametrize(("words", "line"), FAULTS, ids=[" ".join(words) for words, _ in FAULTS])
def test_what_an_option_would_swallow_or_drop_is_refused(words, line):
    with pytest.raises(CommandError) as error:
        check_command(words)
    assert line in str(error.value) and str(error.value).isprintable()


def test_a_file_that_snakemake_could_not_read_is_named(tmp_path):
    for name in ("missing.yaml", "missing.json"):
        with pytest.raises(FileError, match=f"{name}: No such file or directory"):
            check_command(["--configfile", CI, str(tmp_path / name)])
    (tmp_path / "twice.yml").write_text("learning: {}\nlearning: {}\n")
    with pytest.raises(FileError, match=r"twice\.yml: line 2: the key 'learning' is there twice"):
        check_command(["--configfile", str(tmp_path / "twice.yml")])


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["results/fig3.pdf", "--configfile", CI],
        ["--configfile", CI, CI, "-n"],
        [f"--configfile={CI}", "results/fig3.pdf"],
        ["--configfile", CI, "--", "results/fig3.pdf"],
        ["--config=learning={epochs: 1e1}", "results/fig3.pdf"],
        ["--config", "learning={epochs: 2}", "jobs={memory: 2}", "jobs={gpus: {train: 1}}"],
        ["--config", "jobs=", "-n"],
        ["--", "--config", "--config"],
    ],
    ids=" ".join,
)
def test_a_command_that_does_what_it_says_passes(words):
    check_command(words)


def test_a_configuration_may_have_any_ending(tmp_path):
    (tmp_path / "mine.conf").write_text("learning: {epochs: 2}\n")
    check_command(["--configfile", str(tmp_path / "mine.conf")])


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What snakemake says of commands and files that it would answer with a traceback, or obey."""
    folder = tmp_path_factory.mktemp("refused")
    (folder / "fig3.pdf").write_bytes(b"%PDF-1.4\n\x8e\n")
    (folder / "recursive.yaml").write_text("learning: &a [*a]\n")
    (folder / "octal.yaml").write_text("learning: {seed: 010}\n")
    (folder / "whole.yaml").write_text(yaml.safe_dump({"learning": {"epochs": 2}}))
    start = ("-n", "--snakefile", ROOT / "Snakefile", "--directory", folder)
    words = {
        "target": (*start, "--configfile", CI, folder / "fig3.pdf"),
        "recursive": (*start, "--configfile", folder / "recursive.yaml"),
        "missing": (*start, "--configfile", folder / "missing.yaml"),
        "setting": (*start, "--config", "learning={epochs: 2}", "results/fig3.pdf"),
        "octal": (*start, "--workflow-profile", "none", "--configfile", folder / "octal.yaml"),
        "twice": (*start, "--workflow-profile", "none", "--config", "jobs=", "--config", "jobs="),
        "ordered": (*start, "results/fig3.pdf", "--configfile", CI, folder / "whole.yaml"),
        "joined": (*start, f"--configfile={CI}", "results/fig3.pdf"),
    }
    return dict(zip(words, many_runs(*words.values()), strict=True))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("target", "config: --configfile takes all that follows"),
        ("setting", "config: --config takes all that follows, results/fig3.pdf too"),
        ("recursive", "the anchor stands for what holds itself"),
        ("missing", "missing.yaml: No such file or directory"),
        ("octal", "octal.yaml: line 1: YAML takes 010 for 8; write a decimal number"),
        ("twice", "config: --config is given twice, and snakemake would drop the first"),
    ],
)
def test_snakemake_itself_ends_in_that_line(refusals, name, line):
    code, output = refusals[name]
    assert code != 0 and line in output.splitlines()[-1]
    assert "Traceback" not in output


@pytest.mark.parametrize("name", ["ordered", "joined"])
def test_snakemake_itself_makes_what_is_named_first_or_after_one_file(refusals, name):
    code, output = refusals[name]
    assert code == 0 and "draw_fig3" in output
