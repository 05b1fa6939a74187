"""Learn phase diagrams from the dynamics of quantum systems.

Importing the package sets the XLA flags it needs, so it must come before any
other import of JAX in the process; it does not import JAX itself, which keeps
the workflow's own start-up short.
"""

import os

__version__ = "0.1.0"

# JAX on a CPU can hang with all its threads idle when XLA's matrix products use
# a thread pool of their own; the workflow runs one process a core instead.
_FLAG = "--xla_cpu_multi_thread_eigen=false"
if "xla_cpu_multi_thread_eigen" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_FLAG}".strip()
