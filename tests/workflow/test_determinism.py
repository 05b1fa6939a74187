"""The same configuration gives the same data, and a change re-makes what depends on it."""

import shutil
from contextlib import contextmanager

import pytest
import xarray as xr
from phasetrace.jobs import plan
from running import copy_checkout, jobs, snakemake, write_config

LIBRARY = "scripts/phasetrace"
TRAINING = "floquet/seed0/default.nc"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("determinism")


@pytest.fixture(scope="module")
def checkout(folder):
    """A copy of the repository, whose files a test may change."""
    return copy_checkout(folder / "checkout")


@pytest.fixture(scope="module")
def finished(folder, checkout):
    """A finished run on two cores."""
    directory = folder / "finished"
    config = write_config(folder / "config.yaml")
    targets = ("results/fig3.pdf", "results/fig8.nc")
    run = snakemake(
        *targets, "--configfile", config, "--cores", "2", directory=directory, root=checkout
    )
    assert run.returncode == 0, run.stdout[-5000:]
    return directory


def test_cores_blocks_and_order_of_jobs_change_nothing(folder, checkout, finished):
    longer = {"heisenberg": {"block": 2}, "floquet": {"block": 2}}
    config = write_config(folder / "longer.yaml", **longer)
    directory = folder / "other"
    for compiled in ("jax", "numba"):
        shutil.copytree(finished / ".snakemake" / compiled, directory / ".snakemake" / compiled)
    last = "results/traces/floquet/L6/seed0/drive1.5000-1.5000.nc"
    block = "results/traces/heisenberg/L6/eps0.50/seed0/W0.500-8.000.nc"
    for targets in ((last, block), ("results/fig3.nc",)):
        run = snakemake(
            *targets, "--configfile", config, "--cores", "1", directory=directory, root=checkout
        )
        assert run.returncode == 0, run.stdout[-5000:]
    shown = ["fig3.nc", *(f"{kind}/{TRAINING}" for kind in ("networks", "predictions"))]
    for name in shown:
        with (
            xr.open_dataset(finished / "results" / name) as one,
            xr.open_dataset(directory / "results" / name) as other,
        ):
            xr.testing.assert_identical(one.load(), other.load())
    for model in ("floquet", "heisenberg"):
        one, other = (
            [xr.load_dataset(path) for path in sorted(run.glob(f"results/traces/{model}/**/*.nc"))]
            for run in (finished, directory)
        )
        assert len(one) > len(other)
        parameter = "W" if model == "heisenberg" else "drive"
        xr.testing.assert_identical(xr.concat(one, parameter), xr.concat(other, parameter))


def replanned(finished, checkout, **changes):
    """Jobs by rule that the finished run would need after a change."""
    config = write_config(finished.parent / "changed.yaml", **changes)
    targets = ("results/fig3.pdf", "results/fig8.nc")
    run = snakemake(*targets, "--configfile", config, "-n", directory=finished, root=checkout)
    assert run.returncode == 0, run.stdout[-5000:]
    return {} if "Nothing to be done" in run.stdout else jobs(run.stdout)


@contextmanager
def edited(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def test_comments_docstrings_and_copies_remake_nothing(finished, checkout):
    for path in checkout.glob("scripts/**/*.py"):
        path.touch()
    library = checkout / LIBRARY
    with (
        edited(library / "models/floquet/propagation.py", "# One matrix", "# A matrix"),
        edited(
            library / "models/heisenberg/chain.py",
            '"""Bytes that evolving',
            '"""The bytes that evolving',
        ),
        edited(checkout / "scripts/train.py", '"""Train the', '"""Train all the'),
        edited(library / "figures/fig2.py", "markevery=3", "markevery=4"),
    ):
        assert replanned(finished, checkout) == {}


def test_a_changed_drawing_is_drawn_anew(finished, checkout):
    with edited(checkout / LIBRARY / "figures/__init__.py", "#009E73", "#009E74"):
        assert replanned(finished, checkout) == {"draw_fig3": 1}


def test_a_changed_engine_remakes_the_traces(finished, checkout):
    with edited(checkout / LIBRARY / "evolution/bounds.py", "def ", "STEPS_MORE = 1\n\n\ndef "):
        remade = replanned(finished, checkout)
    assert remade["simulate_heisenberg"] == 2


def test_another_learning_rate_trains_anew_on_the_same_traces(finished, checkout):
    remade = replanned(finished, checkout, learning={"learning_rate": 0.01})
    assert remade == {"train": 1, "analyse_fig3": 1, "draw_fig3": 1}


def test_a_new_value_of_the_disorder_adds_its_own_traces(finished, checkout):
    remade = replanned(finished, checkout, heisenberg={"disorder": [0.5, 4.0, 8.0]})
    assert remade == {"simulate_heisenberg": 1, "analyse_fig8": 1}


def test_a_value_at_the_end_leaves_full_blocks_as_they_are():
    config = {"heisenberg": {"disorder": [1.0, 2.0, 3.0, 4.0], "block": 2}}
    before = plan.sweep_blocks(config, "heisenberg")
    config["heisenberg"]["disorder"] = [1.0, 2.0, 3.0, 4.0, 5.0]
    after = plan.sweep_blocks(config, "heisenberg")
    assert after.items() > before.items()
