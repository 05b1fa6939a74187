"""Studies in the documentation and in examples can be run."""

import re

import pytest
import yaml
from phasetrace.jobs.config import check_config
from phasetrace.jobs.plan import check_plan
from running import ROOT, rules, snakemake

TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WRITTEN = [
    (path.name, text)
    for path in TEXTS
    for text in re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
]
SHIPPED = sorted((ROOT / "examples").glob("*.yaml"))


@pytest.mark.parametrize(("page", "text"), WRITTEN, ids=[page for page, _ in WRITTEN])
def test_what_is_written_is_a_configuration(page, text):
    config = check_config(yaml.safe_load(text))
    check_plan(config)
    assert config.studies


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_study_says_how_it_is_run(path):
    text = path.read_text(encoding="utf-8")
    (name, *_) = check_config(yaml.safe_load(text)).studies
    command = f"snakemake results/studies/{name}/phases.pdf --configfile examples/{path.name}"
    assert command in text
    assert f"]({path.name})" in (ROOT / "examples/README.md").read_text(encoding="utf-8")


def test_another_simulation_goes_on_through_a_module(tmp_path):
    run = snakemake_of(ROOT / "examples/open-system/Snakefile", tmp_path)
    assert {"simulate", "phasetrace_gather", "phasetrace_train_study"} < rules(run.stdout)


def snakemake_of(snakefile, folder):
    run = snakemake("--dry-run", "--snakefile", snakefile, directory=folder, root=snakefile.parent)
    assert run.returncode == 0, run.stdout[-3000:]
    return run
