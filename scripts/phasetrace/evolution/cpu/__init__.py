"""The engine for a core of a CPU, compiled by Numba."""
