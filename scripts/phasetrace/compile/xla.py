"""How XLA compiles functions of the library, whatever flags the process has.

Options go with each function, so that a program that imports the library keeps its own for all
else that it lets JAX compile.
"""

from functools import partial

import jax

OPTIONS = {
    # JAX on a CPU can hang with all its threads idle when XLA's matrix products use a
    # thread pool of their own; the workflow runs one process a core instead.
    "xla_cpu_multi_thread_eigen": False,
    # Vectors of 512 bits gain a sixth where a CPU has them, and lose nothing where it has none.
    "xla_cpu_prefer_vector_width": 512,
}

jit = partial(jax.jit, compiler_options=OPTIONS)
"""`jax.jit` with `OPTIONS`."""
