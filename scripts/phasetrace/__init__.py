"""Learn phase diagrams from the dynamics of quantum systems.

Importing the package sets the XLA flags it needs, so it must come before any
other import of JAX in the process; it does not import JAX itself, which keeps
the workflow's own start-up short.
"""

import gc
import os

__version__ = "0.1.0"

_FLAGS = {
    # JAX on a CPU can hang with all its threads idle when XLA's matrix products use a
    # thread pool of their own; the workflow runs one process a core instead.
    "xla_cpu_multi_thread_eigen": "false",
    # Exact evolution gains a sixth where a CPU has vectors of 512 bits, and loses
    # nothing where it has none.
    "xla_cpu_prefer_vector_width": "512",
    # Unrolled loops over few realizations escape vectorization; evolution gains a half.
    "xla_backend_extra_options": "xla_cpu_disable_loop_unrolling",
}
_given = os.environ.get("XLA_FLAGS", "")
os.environ["XLA_FLAGS"] = " ".join(
    [_given, *(f"--{name}={value}" for name, value in _FLAGS.items() if name not in _given)]
).strip()

# Imports make tens of thousands of objects that stay; to look through them for cycles again
# and again, as Python does by default, takes a fifth of the time that a job takes to start.
gc.set_threshold(*map(max, gc.get_threshold(), (10_000, 50, 50)))
