"""Where a job computes: on the GPU that it asked for, or on a core of the CPU."""

import os
import sys


def choose_device(gpus: int) -> None:
    """Let JAX use the GPU of a job that has one, and no GPU otherwise.

    A job that asked for none must not find one: on a machine with a GPU, the job of every
    core would take its memory.

    Parameters
    ----------
    gpus : int
        GPUs that the job has been given.

    Raises
    ------
    RuntimeError
        If the job has a GPU that JAX cannot use.
    """
    platforms = "cuda,cpu" if gpus else "cpu"
    os.environ["JAX_PLATFORMS"] = platforms
    if not gpus and "jax" not in sys.modules:
        return
    import jax

    jax.config.update("jax_platforms", platforms)
    if not gpus:
        return
    try:
        reason = "its CUDA plugin is not installed" if jax.default_backend() == "cpu" else ""
    except RuntimeError as error:
        reason = str(error).splitlines()[0]
    if reason:
        raise RuntimeError(
            f"jobs.gpus asks for a GPU, of which JAX finds none: {reason}; install "
            "envs/cuda.txt and run where there is an NVIDIA GPU, or set jobs.gpus to 0"
        )
