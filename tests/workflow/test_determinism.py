"""The same configuration gives the same data, and a change re-makes what depends on it."""

import shutil
from contextlib import ExitStack, contextmanager

import pytest
import xarray as xr
from running import copy_checkout, jobs, snakemake, write_config

LIBRARY = "scripts/phasetrace"
TRAINING = "floquet/seed0/default.nc"
TARGETS = ("results/fig3.pdf", "results/fig8.nc")

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
    run = snakemake(
        *TARGETS, "--configfile", config, "--cores", "2", directory=directory, root=checkout
    )
    assert run.returncode == 0, run.stdout[-5000:]
    return directory


def block(path):
    """Traces of a block without what names the block."""
    traces = xr.load_dataset(path)
    return traces.assign_attrs(configuration=None, origin=None)


def test_cores_blocks_and_order_of_jobs_change_nothing(folder, checkout, finished):
    longer = {"heisenberg": {"block": 2}, "floquet": {"block": 2}}
    config = write_config(folder / "longer.yaml", **longer)
    directory = folder / "other"
    for compiled in ("jax", "numba"):
        shutil.copytree(finished / ".snakemake" / compiled, directory / ".snakemake" / compiled)
    last = "results/traces/floquet/L6/seed0/drive1.5000-1.5000.nc"
    whole = "results/traces/heisenberg/L6/eps0.50/seed0/W0.500-8.000.nc"
    for targets in ((last, whole), ("results/fig3.nc",)):
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
            [block(path) for path in sorted(run.glob(f"results/traces/{model}/**/*.nc"))]
            for run in (finished, directory)
        )
        assert len(one) > len(other)
        parameter = "W" if model == "heisenberg" else "drive"
        xr.testing.assert_identical(xr.concat(one, parameter), xr.concat(other, parameter))


def replanned(finished, checkout, **changes):
    """Jobs by rule that the finished run would need after a change."""
    config = write_config(finished.parent / "changed.yaml", **changes)
    run = snakemake(*TARGETS, "--configfile", config, "-n", directory=finished, root=checkout)
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


@contextmanager
def edited_all(checkout, *edits):
    """Several edits of a checkout's files at a time, each (file, old, new)."""
    with ExitStack() as stack:
        for file, old, new in edits:
            stack.enter_context(edited(checkout / file, old, new))
        yield


def test_comments_docstrings_and_copies_remake_nothing(finished, checkout):
    for path in checkout.glob("scripts/**/*.py"):
        path.touch()
    with edited_all(
        checkout,
        (f"{LIBRARY}/models/disorder.py", '"""Draw from the', '"""Draw numbers from the'),
        (f"{LIBRARY}/models/heisenberg/chain.py", '"""', '"""Of '),
        (f"{LIBRARY}/models/disorder.py", "import json\n", "import json  # for the labels\n"),
        ("scripts/train.py", '"""Train the', '"""Train all the'),
    ):
        assert replanned(finished, checkout) == {}


# What makes runs faster, smaller or better reported, file by file.
OF_NO_RESULT = [
    ("evolution/batches.py", 'CPU_ROW = {"cached": 64', 'CPU_ROW = {"cached": 32'),
    ("evolution/batches.py", "CPU_VECTORS = 7", "CPU_VECTORS = 9"),
    ("evolution/batches.py", "GPU_CACHE = 2**23", "GPU_CACHE = 2**24"),
    ("evolution/gpu/engine.py", "exchange / 2", "exchange / 3"),
    ("evolution/gpu/sums.py", "FOLD = 16", "FOLD = 8"),
    ("evolution/device.py", "// 2", "// 3"),
    ("models/floquet/batches.py", "VECTORS = 14", "VECTORS = 15"),
    ("compile/cache.py", '.lock", "w"', '.locked", "w"'),
    ("learning/speed.py", "JOINED_STEPS = 64", "JOINED_STEPS = 32"),
    ("jobs/log.py", "interval: float = 10.0", "interval: float = 20.0"),
    ("jobs/process.py", "gc.freeze()", "pass"),
    ("jobs/processes.py", "SCATTER = 1.03", "SCATTER = 1.05"),
    ("jobs/cost.py", "MARGIN = 4", "MARGIN = 5"),
    ("evolution/cost.py", "TOUCHED = 4", "TOUCHED = 5"),
    ("models/heisenberg/seconds.csv", "float64,open,12", "float64,open,10"),
    ("models/heisenberg/entry.py", 'title = "Heisenberg"', 'title = "Heisenberg\'s"'),
    ("models/heisenberg/settings.py", "L, number of spins", "L, the number of spins"),
    ("store/files.py", "os.fsync(written.fileno())", "pass"),
    ("store/errors.py", "class FileError(ValueError)", "class FileError(RuntimeError)"),
]


def test_what_changes_no_number_remakes_nothing(finished, checkout):
    edits = [(f"{LIBRARY}/{file}", old, new) for file, old, new in OF_NO_RESULT]
    with edited_all(checkout, *edits):
        assert replanned(finished, checkout) == {}


CHAINS = {"simulate_heisenberg", "analyse_fig8"}
ANALYSED = {"analyse_fig3", "draw_fig3"}
TRAINED = {"train"} | ANALYSED
DRIVEN = {"simulate_floquet"} | TRAINED
READ = TRAINED | {"analyse_fig8"}
OF_RESULTS = [
    ("evolution/bounds.py", "RESIDUAL = 1e-8", "RESIDUAL = 1e-7", CHAINS),
    ("evolution/chebyshev.py", "2 * bessel_functions", "1 * bessel_functions", CHAINS),
    ("evolution/cpu/kernels.py", "fill(like, 0.5)", "fill(like, 0.4)", CHAINS),
    ("compile/simd.py", "builder.fsub", "builder.fadd", CHAINS | TRAINED),
    ("models/heisenberg/disorder.py", "2.0 * np", "1.0 * np", CHAINS),
    # The last bits of its traces depend on how many evolve together.
    ("models/floquet/batches.py", "MOST_REALIZATIONS = 256", "MOST_REALIZATIONS = 128", DRIVEN),
    ("models/floquet/propagation.py", "GROUP = 4", "GROUP = 3", DRIVEN),
    ("models/disorder.py", "2.0**-53", "2.0**-52", CHAINS | DRIVEN),
    ("store/reading.py", "sorted(seeds.items())", "sorted(seeds.items())[::-1]", READ),
    ("learning/recipe.py", "LABELLED_SHARE = 3", "LABELLED_SHARE = 4", TRAINED),
    ("learning/cells/lstm/cell.py", "* jnp.tanh(c)", "* jnp.sin(c)", TRAINED),
    ("learning/cells/gru.py", "jnp.tanh(", "jnp.sin(", set()),
    ("analyses/confusion.py", "np.log(2)", "np.log(3)", ANALYSED),
    ("figures/__init__.py", "#009E73", "#009E74", {"draw_fig3"}),
    ("figures/fig3.py", "ylim=(-1.05, 1.05)", "ylim=(-1.1, 1.1)", {"draw_fig3"}),
]


@pytest.mark.parametrize(("file", "old", "new", "rules"), OF_RESULTS)
def test_what_changes_numbers_remakes_what_depends_on_it(finished, checkout, file, old, new, rules):
    with edited(checkout / LIBRARY / file, old, new):
        assert set(replanned(finished, checkout)) == rules


def test_another_model_and_another_cell_remake_nothing(finished, checkout):
    library = checkout / LIBRARY
    model, cell = library / "models/another", library / "learning/cells/another.py"
    model.mkdir()
    try:
        for path in (model / "__init__.py", model / "entry.py", cell):
            path.write_text('"""Another one."""\n')
        assert replanned(finished, checkout) == {}
    finally:
        shutil.rmtree(model)
        cell.unlink()


def test_another_learning_rate_trains_anew_on_the_same_traces(finished, checkout):
    remade = replanned(finished, checkout, learning={"learning_rate": 0.01})
    assert remade == {"train": 1, "analyse_fig3": 1, "draw_fig3": 1}


def test_a_new_value_of_the_disorder_adds_its_own_traces(finished, checkout):
    remade = replanned(finished, checkout, heisenberg={"disorder": [0.5, 4.0, 8.0]})
    assert remade == {"simulate_heisenberg": 1, "analyse_fig8": 1}
