"""The environments agree: what is asked for, what is pinned, and what the scripts import."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
ENVS = ROOT / "envs"
LOCKS = ["cpu", "dev", "cuda", "bench", "docs"]


def asked(name):
    """Names of the packages that envs/{name}.in asks for, with those of the files it includes."""
    names = set()
    for line in (ENVS / f"{name}.in").read_text().splitlines():
        if line.startswith("-r "):
            names |= asked(Path(line.removeprefix("-r ").strip()).stem)
        elif line and not line.startswith(("#", "-")):
            names.add(canonicalize_name(Requirement(line).name))
    return names


def pinned(name):
    """{package: {marker: exact version}} of envs/{name}.txt."""
    pins = {}
    for line in (ENVS / f"{name}.txt").read_text().splitlines():
        requirement = Requirement(line)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", line
        versions = pins.setdefault(canonicalize_name(requirement.name), {})
        versions[str(requirement.marker)] = Version(specifier.version)
    return pins


def conda():
    """{package: version constraint} of the conda environment, by the names conda-forge uses."""
    environment = yaml.safe_load((ENVS / "phasetrace.yaml").read_text())
    return dict(line.split(maxsplit=1) for line in environment["dependencies"])


def dependencies(*extras):
    """{package: requirement} of the library, or of extras of it, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = project["optional-dependencies"]
    lines = [one for extra in extras for one in optional[extra]] or project["dependencies"]
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def imported():
    """Top-level modules that the scripts and the library import from other packages."""
    own = {path.stem for path in (ROOT / "scripts").iterdir()}
    modules = set()
    for path in (ROOT / "scripts").rglob("*.py"):
        if path.parent.name.startswith("snakemake_logger_plugin"):
            # Snakemake loads it, and brings what such plugins are made of.
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                modules.add(node.module.split(".")[0])
    # Snakemake makes itself importable to the scripts it runs, and pydantic_core is a part of
    # pydantic, which asks for exactly one version of it.
    others = modules - own - sys.stdlib_module_names - {"snakemake", "pydantic_core"}
    named = {"yaml": "pyyaml", "sklearn": "scikit-learn"}
    return {named.get(module, module) for module in others}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_asked_for_is_pinned(name):
    assert asked(name)
    assert asked(name) <= pinned(name).keys()


@pytest.mark.parametrize("name", LOCKS[1:])
def test_the_locks_agree_with_the_cpu_lock(name):
    pins = pinned(name)
    assert {package: pins.get(package) for package in pinned("cpu")} == pinned("cpu")


@pytest.mark.parametrize("name", LOCKS)
def test_the_locks_name_no_host(name):
    text = (ENVS / f"{name}.txt").read_text()
    assert not re.search(r"://|@|^\s*-|\.(com|org|net|io|example)\b", text, re.MULTILINE)


def test_the_library_depends_on_what_is_pinned():
    pins = pinned("cpu")
    for name, requirement in {**dependencies(), **dependencies("page")}.items():
        assert all(version in requirement.specifier for version in pins[name].values()), name


def test_the_extra_that_builds_the_site_is_what_is_pinned_for_it():
    extra, pins = dependencies("docs"), pinned("docs")
    assert extra.keys() == asked("docs") - asked("cpu")
    for name, requirement in extra.items():
        assert all(version in requirement.specifier for version in pins[name].values()), name


def test_conda_pins_the_versions_of_the_lock():
    pins = pinned("cpu")
    conda_forge = {"matplotlib": "matplotlib-base"}
    # conda-forge may lack a post-release; "=" takes the release or any post-release of it.
    wanted = {
        conda_forge.get(name, name): f"={version.base_version}"
        for name in {**dependencies(), **dependencies("page")}
        for version in pins[name].values()
    }
    constraints = conda()
    python = SpecifierSet(constraints.pop("python"))
    assert constraints == wanted
    assert [minor for minor in range(8, 20) if f"3.{minor}" in python] == [11, 12, 13]


def test_the_scripts_import_only_what_the_library_depends_on():
    assert imported()
    needed = {**dependencies(), **dependencies("page")}
    assert {canonicalize_name(module) for module in imported()} <= needed.keys()
