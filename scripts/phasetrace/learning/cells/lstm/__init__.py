"""The long short-term memory, and its kernels for a CPU."""
