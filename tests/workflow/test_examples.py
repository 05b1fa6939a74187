"""Studies that are shipped can be run."""

import numpy as np
import pytest
import yaml
from phasetrace import read_foreign
from phasetrace.jobs.config import check_config
from running import ROOT, rules, snakemake

SHIPPED = sorted((ROOT / "examples").glob("*.yaml"))


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


@pytest.mark.slow
def test_its_traces_are_read(tmp_path):
    example = ROOT / "examples/open-system/Snakefile"
    run = snakemake("data/gamma0.50.nc", "--cores", 1, directory=tmp_path, root=example.parent)
    assert run.returncode == 0, run.stdout[-3000:]
    traces = read_foreign([tmp_path / "data/gamma0.50.nc"])["magnetization"]
    assert traces.sizes == {"gamma": 1, "realization": 20, "time": 40, "site": 4}
    # What is up stays up: the chain conserves its magnetization while it dephases.
    np.testing.assert_allclose(traces.sum("site"), 0, atol=1e-6)


def snakemake_of(snakefile, folder):
    run = snakemake("--dry-run", "--snakefile", snakefile, directory=folder, root=snakefile.parent)
    assert run.returncode == 0, run.stdout[-3000:]
    return run
