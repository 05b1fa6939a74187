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


def kind_of_device() -> str:
    """Kind of device, "cpu" or "gpu", that JAX computes on."""
    # Evolution on a CPU needs no JAX, which takes its time to import.
    if os.environ.get("JAX_PLATFORMS") == "cpu":
        return "cpu"
    import jax

    return "cpu" if jax.default_backend() == "cpu" else "gpu"


def default_memory() -> int:
    """Half of the bytes that the device, or else the machine, has."""
    if kind_of_device() == "gpu":
        import jax

        statistics = jax.local_devices()[0].memory_stats()
        if statistics is not None and "bytes_limit" in statistics:
            return statistics["bytes_limit"] // 2
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
