"""The device that JAX computes on, and the memory that it has."""

import os

CHANGES_NUMBERS = False


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
