"""Settings that go with functions, and leave those of the process as they are."""

import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from phasetrace.compile.xla import OPTIONS, jit, keeping_float64


def test_functions_are_compiled_with_the_options():
    with pytest.raises(Exception, match="xla_no_such_option"):
        jax.jit(jnp.sin, compiler_options={**OPTIONS, "xla_no_such_option": 1})(1.0)
    assert jit(lambda x: 2 * x)(3.0) == 6.0
    assert jit.keywords["compiler_options"] is OPTIONS
    assert OPTIONS["xla_cpu_multi_thread_eigen"] is False


def test_64_bits_are_kept_within_a_call_alone():
    @keeping_float64
    def third(x):
        """Divide by three."""
        assert jnp.asarray(x).dtype == np.float64
        return jnp.asarray(x) / 3

    before = jax.config.jax_enable_x64
    found = third(np.ones(2))
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, np.ones(2) / 3)
    assert jax.config.jax_enable_x64 == before
    assert (third.__name__, third.__doc__) == ("third", "Divide by three.")


def test_importing_what_evolves_changes_no_setting():
    program = """
import gc, sys
import phasetrace
before, modules = gc.get_threshold(), {name: id(module) for name, module in sys.modules.items()}
import jax
settings = dict(jax.config.values)
import phasetrace.evolution.cpu.engine, phasetrace.evolution.gpu.engine
import phasetrace.models.floquet.chain, phasetrace.models.heisenberg.chain
assert gc.get_threshold() == before
assert dict(jax.config.values) == settings
assert None not in sys.modules.values()
assert all(id(sys.modules[name]) == number for name, number in modules.items())
phasetrace.models.floquet.chain.FloquetChain(2).evolve([0.1], [[0.2]], [[0.3] * 2], [[1, 1]], 2)
assert dict(jax.config.values) == settings
"""
    environment = {"PYTHONPATH": ":".join(sys.path), "JAX_PLATFORMS": "cpu"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
