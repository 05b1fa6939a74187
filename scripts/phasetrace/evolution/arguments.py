"""Checks of what an evolution is asked for, each of which refuses it in one line."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def check_chain(sites: int, boundary: str) -> None:
    """Refuse chains that are not there, or whose states no 64-bit integer tells apart.

    Raises
    ------
    ValueError
        If the boundary is neither of the two, or the chain has fewer than 2 sites (a ring: 3), or
        more than 62.
    """
    if boundary not in ("open", "periodic"):
        raise ValueError(f"boundary {boundary!r} is neither 'open' nor 'periodic'")
    fewest = 3 if boundary == "periodic" else 2
    if not fewest <= sites <= 62:
        raise ValueError(f"sites = {sites}: {boundary} chains have from {fewest} to 62 sites")


def checked_numerics(precision: str, tolerance: float, batch: int | None) -> None:
    """Refuse numerical settings that are out of their range.

    Parameters
    ----------
    precision : {"float64", "float32"}
        Of the evolution.
    tolerance : float
        Between 0 and 1.
    batch : int or None
        A power of two.

    Raises
    ------
    ValueError
        If one is not as stated.
    """
    if precision not in ("float64", "float32"):
        raise ValueError(f"precision {precision!r} is neither 'float64' nor 'float32'")
    if not 0 < tolerance < 1:
        raise ValueError(f"tolerance = {tolerance} is not between 0 and 1")
    if batch is not None and batch not in (1 << power for power in range(16)):
        raise ValueError(f"batch = {batch} is not a power of two")


def checked_field(field: ArrayLike, sites: int) -> NDArray[np.float64]:
    """Fields (realization, site) of at least one realization, all finite."""
    array = np.asarray(field, np.float64)
    if array.ndim != 2 or array.shape[1] != sites or len(array) == 0:
        raise ValueError(
            f"field has shape {array.shape}, not (realization, site) with {sites} sites"
        )
    if not np.all(np.isfinite(array)):
        raise ValueError("field holds values that are not finite")
    return array


def checked_density(energy_density: ArrayLike, realizations: int) -> NDArray[np.float64]:
    """Energy densities (realization,) in [0, 1], from one of each realization or of all."""
    array = np.asarray(energy_density, np.float64)
    if array.shape not in ((), (realizations,)):
        raise ValueError(f"energy_density has shape {array.shape}, not () or ({realizations},)")
    if not np.all((array >= 0) & (array <= 1)):
        raise ValueError(f"energy_density = {energy_density!r} is not within [0, 1]")
    return np.broadcast_to(array, realizations)


def checked_times(times: ArrayLike) -> NDArray[np.float64]:
    """Times (time,) that increase, from 0 or later on."""
    array = np.asarray(times, np.float64)
    if array.ndim != 1 or len(array) == 0:
        raise ValueError(f"times must be one-dimensional and not empty, not of shape {array.shape}")
    if not (array[0] >= 0 and np.all(np.diff(array) > 0) and np.isfinite(array[-1])):
        raise ValueError("times must be finite and increase, from 0 or later on")
    return array


def checked_spins(
    initial_spin: ArrayLike, shape: tuple[int, ...], up_spins: int
) -> NDArray[np.integer]:
    """Product states ±1 (realization, site) with so many up spins."""
    array = np.asarray(initial_spin)
    if array.shape != shape or not np.all(np.abs(array) == 1):
        raise ValueError(
            f"initial_spin must hold ±1 in the shape of field, {shape}, not shape {array.shape}"
        )
    count = np.sum(array > 0, axis=1)
    if np.any(count != up_spins):
        wrong = int(np.argmax(count != up_spins))
        raise ValueError(
            f"initial_spin of realization {wrong} has {count[wrong]} up spins, "
            f"the sector has {up_spins}"
        )
    return array
