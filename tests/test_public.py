"""What a notebook gets from the package itself, and what that leaves alone."""

import doctest
import json
import os
import re
import subprocess
import sys

import phasetrace
import pytest
from running import ROOT

NAMES = [name for name in phasetrace.__all__ if name != "__version__"]


def in_a_process(code, **environment):
    """What a fresh process prints as JSON, which has nothing but a path to the library."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "scripts"), **environment},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_resolves(name):
    value = getattr(phasetrace, name)
    # It is looked for once.
    assert vars(phasetrace)[name] is value
    if callable(value):
        assert value.__name__ == name and value.__module__.startswith("phasetrace.")
        assert value.__doc__ and len(value.__doc__.splitlines()[0]) > 10
    else:
        assert name.isupper()


@pytest.mark.parametrize("name", ["phasetrace", *NAMES])
def test_examples_in_docstrings_print_what_they_say(name):
    value = phasetrace if name == "phasetrace" else getattr(phasetrace, name)
    docstring, session = value.__doc__ or "", {name: value}
    test = doctest.DocTestParser().get_doctest(docstring, session, name, None, None)
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def test_the_reference_has_every_public_name_once():
    page = (ROOT / "docs/api.rst").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^\.\. auto\w+:: (\w+)$", page, re.MULTILINE)) == sorted(NAMES)


def test_names_are_listed_once_and_in_order():
    assert ["__version__", *sorted(set(NAMES))] == phasetrace.__all__
    assert sorted(phasetrace.__all__) == dir(phasetrace)
    assert {"HeisenbergChain", "FloquetChain", "fit", "read_traces", "confusion"} <= set(NAMES)


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match="module 'phasetrace' has no attribute 'HeisenChain'"):
        phasetrace.HeisenChain  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'HeisenChain'"):
        from phasetrace import HeisenChain  # noqa: F401


def test_importing_the_package_costs_and_sets_nothing():
    found = in_a_process(
        "import gc, json, os, sys\n"
        "before = dict(os.environ), gc.get_threshold(), set(sys.modules)\n"
        "import phasetrace\n"
        "assert (dict(os.environ), gc.get_threshold()) == before[:2]\n"
        "print(json.dumps(sorted(set(sys.modules) - before[2])))"
    )
    ours = [name for name in found if name.startswith("phasetrace")]
    assert ours == ["phasetrace"]
    libraries = {name.partition(".")[0] for name in found}
    assert not libraries & {"jax", "numpy", "xarray", "numba", "scipy", "flax", "matplotlib"}


SETTINGS = """
import gc, json, os, sys
import jax, scipy

def settings():
    return {
        "x64": jax.config.jax_enable_x64,
        "config": {name: repr(value) for name, value in jax.config.values.items()},
        "environment": dict(os.environ),
        "threshold": gc.get_threshold(),
        "frozen": gc.get_freeze_count(),
        "collecting": gc.isenabled(),
        "scipy": id(sys.modules["scipy"]),
        "attributes": sorted(vars(scipy)),
    }

before = settings()
loaded = {name: id(module) for name, module in sys.modules.items()}
"""
COMPARED = """
after = settings()
# Parts of a package that are imported become its attributes.
new = set(after.pop("attributes")) - set(before.pop("attributes"))
assert all(f"scipy.{name}" in sys.modules for name in new), new
assert before == after, (before, after)
replaced = [name for name, one in loaded.items() if id(sys.modules.get(name)) != one]
assert not replaced, replaced
print(json.dumps(sorted(name for name in sys.modules if name.startswith("phasetrace."))))
"""


@pytest.mark.parametrize(
    "environment", [{}, {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=true"}], ids=["bare", "flags"]
)
def test_public_names_leave_a_programs_settings_as_they_were(environment):
    code = f"{SETTINGS}from phasetrace import {', '.join(NAMES)}\n{COMPARED}"
    assert "phasetrace.learning.training" in in_a_process(code, **environment)


def test_computing_leaves_a_programs_settings_as_they_were():
    computing = """
import numpy as np
from phasetrace import Architecture, FloquetChain, HeisenbergChain, Recipe, fit, predict
HeisenbergChain(4).evolve(np.zeros((1, 4)), 0.5, [0.0, 1.0])
chain = FloquetChain(4)
chain.evolve([0.1], np.ones((1, 3)), np.ones((1, 4)), np.ones((1, 4)), 3)
traces, labels = np.ones((6, 3, 2), np.float32), np.array([0, 1] * 3)
trained = fit(Architecture(2, 2, units=2), Recipe(batch=3, epochs=1), traces, labels, [0])
predict(trained.architecture, trained.weights, traces)
assert jax.numpy.ones(1).dtype == "float32"
"""
    in_a_process(f"{SETTINGS}{computing}{COMPARED}", JAX_PLATFORMS="cpu")


def test_a_notebook_that_looks_for_names_loads_nothing():
    loaded = in_a_process(
        "import json, sys, phasetrace\n"
        "dir(phasetrace)\n"
        "print(json.dumps([name for name in sys.modules if name.startswith('phasetrace.')]))"
    )
    assert loaded == []
