"""How XLA compiles functions of the library, whatever settings the process has.

Options go with each function, and 64 bits with each call, so that a program that imports the
library keeps its own settings for all else that it lets JAX compute.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec, TypeVar

import jax

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

OPTIONS = {
    # JAX on a CPU can hang with all its threads idle when XLA's matrix products use a
    # thread pool of their own; the workflow runs one process a core instead.
    "xla_cpu_multi_thread_eigen": False,
    # Vectors of 512 bits gain a sixth where a CPU has them, and lose nothing where it has none.
    "xla_cpu_prefer_vector_width": 512,
}

jit = partial(jax.jit, compiler_options=OPTIONS)
"""`jax.jit` with `OPTIONS`."""


def keeping_float64(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let JAX compute in the 64 bits that it is given while a function runs.

    By default it rounds what it is given to 32.
    """

    @wraps(function)
    def kept(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with jax.enable_x64(True):
            return function(*args, **kwargs)

    return kept
