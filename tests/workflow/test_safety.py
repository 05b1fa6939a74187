"""Nothing from a file, a configuration or a path is ever run."""

import ast
import pickle
from pathlib import Path

import netCDF4
import numpy as np
import pytest
import xarray as xr
import yaml
from phasetrace.jobs.config import ConfigError, check_config
from phasetrace.learning.networks import load_networks
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.reading import read_traces
from running import ROOT, copy_checkout, snakemake, write_config

# Measuring starts Python anew, with what it computed itself; it reads no file.
MEASURES = ROOT / "scripts/phasetrace/jobs/scaling.py"
SOURCES = sorted(set(ROOT.glob("scripts/**/*.py")) - {MEASURES})
CODE = "__import__('pathlib').Path('canary').touch()"
NASTY = """it's "a"; touch canary & $(touch canary) `touch canary` é"""

FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "subprocess"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
FORBIDDEN_CALLS |= {"yaml.load"}
NO_PICKLES = {"np.load", "numpy.load"}
"""Calls that unpickle unless they are told not to."""
APART = {
    # Starts this very interpreter to read what may hang or crash a library.
    "scripts/phasetrace/store/foreign/probe.py": {"subprocess"},
    # Unpickles numbers and refuses whatever else a pickle asks for.
    "scripts/phasetrace/store/pickled.py": {"pickle"},
}


@pytest.fixture(autouse=True)
def canary(tmp_path, monkeypatch):
    """Whatever a test would run by mistake makes a file canary somewhere; none may."""
    monkeypatch.chdir(tmp_path)
    yield
    assert not list(tmp_path.rglob("canary"))
    assert not (ROOT / "canary").exists()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_code_has_no_way_to_run_what_it_reads(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported = {alias.name.split(".")[0] for alias in node.names} & FORBIDDEN_MODULES
            assert imported <= APART.get(path.relative_to(ROOT).as_posix(), set())
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in FORBIDDEN_MODULES
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in FORBIDDEN_CALLS
            given = {keyword.arg for keyword in node.keywords}
            assert called not in NO_PICKLES or "allow_pickle" in given
            settings = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            assert settings.get("shell", "False") == settings.get("allow_pickle", "False")


def test_the_rules_hand_nothing_to_a_shell():
    for path in [ROOT / "Snakefile", *ROOT.glob("workflow/rules/*.smk")]:
        words = path.read_text(encoding="utf-8").replace("(", " ").split()
        assert not {"shell:", "run:", "shell", "eval", "exec", "os.system"} & set(words), path


class Evil:
    def __reduce__(self):
        return Path.touch, (Path("canary"),)


def test_a_pickle_in_the_place_of_a_file_is_not_loaded(tmp_path):
    (tmp_path / "traces.nc").write_bytes(pickle.dumps(Evil()))
    for read in (read_dataset, load_networks, lambda path: read_traces([path])):
        with pytest.raises(ValueError, match=r"traces\.nc: not a readable NetCDF file"):
            read(tmp_path / "traces.nc")


def traces(values=None):
    values = np.zeros((2, 3, 4, 5)) if values is None else values
    dims = ("voltage", "realization", "time", "site")
    return xr.Dataset({"magnetization": (dims, values)}, {"voltage": [0.5, 1.5]})


def test_text_that_looks_like_code_stays_text(tmp_path):
    hostile = {"model": CODE, "software": f"$({CODE})", "history": "`touch canary`"}
    dataset = traces().assign_attrs(hostile)
    dataset["magnetization"].attrs = {"units": CODE, "long_name": "$(touch canary)"}
    write_dataset(tmp_path / "traces.nc", dataset)
    assert read_traces([tmp_path / "traces.nc"]).attrs == hostile
    with pytest.raises(ValueError, match="not a file of trained networks"):
        load_networks(tmp_path / "traces.nc")


@pytest.mark.parametrize(
    ("attributes", "line"),
    [
        ({"seed": CODE}, "seed = .* is not an integer"),
        ({"format_version": 1}, "has format version 1, known is 2"),
        ({"format_version": CODE}, "has format version __import__.*, known is 2"),
    ],
)
def test_attributes_that_cannot_be_are_refused(tmp_path, attributes, line):
    traces().assign_attrs(attributes).to_netcdf(tmp_path / "traces.nc")
    with pytest.raises(ValueError, match=rf"traces\.nc: {line}"):
        read_traces([tmp_path / "traces.nc"])


@pytest.mark.parametrize(
    "values",
    [
        np.full((2, 3, 4, 5), "text", dtype=object),
        np.full((2, 3, 4, 5), b"t"),
        np.zeros((2, 3, 4, 5), dtype=bool),
    ],
)
def test_a_magnetization_that_is_no_number_is_refused(tmp_path, values):
    traces(values).to_netcdf(tmp_path / "traces.nc")
    with pytest.raises(ValueError, match=r"traces\.nc: magnetization holds .*, must hold real num"):
        read_traces([tmp_path / "traces.nc"])


def empty_file(path, kind=None, **changes):
    """A file whose magnetization takes no room on the disk, whatever its size."""
    with netCDF4.Dataset(path, "w") as file:
        sizes = {"voltage": 2, "realization": 3, "time": 4, "site": 5} | changes
        for name, length in sizes.items():
            file.createDimension(name, length)
        file.createVariable("voltage", "f8", ("voltage",), chunksizes=(2,))
        made = kind(file) if kind else "f8"
        file.createVariable("magnetization", made, tuple(sizes), chunksizes=(2, 3, 4, 5))


@pytest.mark.parametrize(
    "kind",
    [
        lambda file: file.createCompoundType(np.dtype([("a", "f8"), ("b", "i4")]), "pair"),
        lambda file: file.createVLType("f8", "ragged"),
    ],
    ids=["compound", "ragged"],
)
def test_a_type_of_the_users_own_is_refused_by_name(tmp_path, kind):
    empty_file(tmp_path / "traces.nc", kind)
    with pytest.raises(ValueError, match=r"traces\.nc: "):
        read_traces([tmp_path / "traces.nc"])


@pytest.mark.parametrize("dimension", ["voltage", "site"])
def test_a_file_larger_than_the_memory_is_refused_before_it_is_read(tmp_path, dimension):
    empty_file(tmp_path / "traces.nc", **{dimension: 10**13})
    assert (tmp_path / "traces.nc").stat().st_size < 10**6
    with pytest.raises(ValueError, match=r"traces\.nc: does not fit into the machine's memory"):
        read_traces([tmp_path / "traces.nc"])


@pytest.mark.parametrize("attribute", ["scale_factor", "add_offset"])
def test_a_decoding_that_makes_no_sense_is_refused_by_name(tmp_path, attribute):
    empty_file(tmp_path / "traces.nc")
    with netCDF4.Dataset(tmp_path / "traces.nc", "a") as file:
        file["magnetization"][:] = 0.0
        file["magnetization"].setncattr(attribute, CODE)
    with pytest.raises(ValueError, match=r"traces\.nc: not a readable NetCDF file"):
        read_traces([tmp_path / "traces.nc"])


def test_times_of_a_laboratory_stay_numbers(tmp_path):
    dataset = traces().assign_coords(time=("time", [0.0, 1.0, 2.0, 3.0], {"units": "seconds"}))
    write_dataset(tmp_path / "traces.nc", dataset)
    np.testing.assert_array_equal(read_traces([tmp_path / "traces.nc"])["time"], [0, 1, 2, 3])


def texts(section, path=()):
    for key, value in section.items():
        if isinstance(value, dict):
            yield from texts(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key)


DEFAULT = yaml.safe_load((ROOT / "config.yaml").read_text())


@pytest.mark.parametrize("path", list(texts(DEFAULT)), ids=".".join)
@pytest.mark.parametrize("value", ["$(touch canary)", "a; touch canary", "'\"", CODE])
def test_a_text_of_the_configuration_is_one_of_a_few_words(path, value):
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    section = config
    for key in path[:-1]:
        section = section[key]
    section[path[-1]] = value
    with pytest.raises(ConfigError, match=path[-1]):
        check_config(config)


def test_a_configuration_cannot_name_code(tmp_path):
    (tmp_path / "evil.yaml").write_text("learning: !!python/object/apply:os.mkdir [canary]\n")
    run = snakemake("-n", "--configfile", tmp_path / "evil.yaml", directory=tmp_path)
    assert run.returncode != 0
    assert "evil.yaml: line 1: could not determine a constructor" in run.stdout


@pytest.mark.slow
def test_paths_are_never_taken_for_commands(tmp_path):
    checkout = copy_checkout(tmp_path / f"checkout {NASTY}")
    directory = tmp_path / f"run {NASTY}"
    config = write_config(tmp_path / f"config {NASTY}.yaml", floquet={"block": 3})
    run = snakemake("results/fig3.pdf", "--configfile", config, directory=directory, root=checkout)
    assert run.returncode == 0, run.stdout[-5000:]
    assert (directory / "results/fig3.pdf").exists()
