"""What a job sets for its whole process: a library may not, a process that is the job's own may."""

import gc
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

XLA_FLAGS = {
    # As `phasetrace.compile.xla` has them, for what JAX compiles besides the library's functions.
    "xla_cpu_multi_thread_eigen": "false",
    "xla_cpu_prefer_vector_width": "512",
    # Unrolled loops over few realizations escape vectorization; no function can ask for it.
    "xla_backend_extra_options": "xla_cpu_disable_loop_unrolling",
}


@contextmanager
def starting(gpus: int = 0) -> Iterator[None]:
    """Set the process up, and import what the job needs inside.

    Parameters
    ----------
    gpus : int
        GPUs that the job has been given.

    Raises
    ------
    RuntimeError
        If the job has a GPU that JAX cannot use.
    """
    given = os.environ.get("XLA_FLAGS", "")
    flags = (f"--{name}={value}" for name, value in XLA_FLAGS.items() if name not in given)
    os.environ["XLA_FLAGS"] = " ".join([given, *flags]).strip()
    # A job has one core: without this XLA starts a thread for each core of the machine, and as many
    # jobs then take nearly twice as long.
    os.environ.setdefault("NPROC", "1")
    # Jobs of a kind share what XLA and Numba compile, which would otherwise be most of a short job.
    # Compiled code is only good for the machine that made it, hence a folder for each.
    for variable, compiler in (
        ("JAX_COMPILATION_CACHE_DIR", "jax"),
        ("NUMBA_CACHE_DIR", "numba"),
    ):
        folder = Path(".snakemake", compiler, platform.node()).resolve()
        os.environ.setdefault(variable, str(folder))
    os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0")
    # A job that asked for no GPU must not find one: on a machine with a GPU, the job of every core
    # would take its memory.
    os.environ["JAX_PLATFORMS"] = "cuda,cpu" if gpus else "cpu"
    # Imports make tens of thousands of objects that stay; to look through them for cycles again
    # and again, as Python does by default, takes a fifth of the time that a job takes to start.
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
    if gpus:
        _check_gpu()
    elif "jax" in sys.modules:
        import jax

        # It was imported before.
        jax.config.update("jax_platforms", "cpu")


def _check_gpu() -> None:
    """Refuse to go on without a GPU."""
    import jax

    jax.config.update("jax_platforms", "cuda,cpu")
    try:
        reason = "its CUDA plugin is not installed" if jax.default_backend() == "cpu" else ""
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
    if reason:
        raise RuntimeError(
            f"jobs.gpus asks for a GPU, of which JAX finds none: {reason}; install "
            "envs/cuda.txt and run where there is an NVIDIA GPU, or set jobs.gpus to 0"
        )
