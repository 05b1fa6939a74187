"""Extremal energies of many Hamiltonians that share their exchanges."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

STEPS_A_CHECK = 24  # even: a kernel leaves its two vectors in the places where they began
MOST_STEPS = 2400
RESIDUAL = 1e-8

Steps = Callable[[], tuple[NDArray[np.float64], NDArray[np.float64]]]


@dataclass(frozen=True)
class SpectralBounds:
    """Extremal energies of every realization and how well they are known.

    Attributes
    ----------
    energy_min, energy_max : (realization,) float64
        Extremal Ritz values, inside the spectrum.
    residual : (realization,) float64
        The larger of the residual norms of the two Ritz vectors. The spectrum lies
        within ``[energy_min - residual, energy_max + residual]``.
    """

    energy_min: NDArray[np.float64]
    energy_max: NDArray[np.float64]
    residual: NDArray[np.float64]

    def interval(
        self, size: NDArray[np.float64], precision: str
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Centre and half-width (realization,) of an interval that the spectrum lies in.

        Both ends are moved out by what the spectrum may lie beyond the extremal energies found
        and by what rounding moves it.

        Parameters
        ----------
        size : (realization,)
            Of the Hamiltonians; see `phasetrace.evolution.hamiltonians.Hamiltonians.size`.
        precision : {"float64", "float32"}
            In which the Hamiltonians are applied.
        """
        # The last term keeps the width of a sector whose energies are all 0 from being 0.
        rounding = 16 * np.finfo(precision).eps * size
        margin = self.residual + rounding + np.finfo(np.float64).tiny
        centre = (self.energy_min + self.energy_max) / 2
        return centre, (self.energy_max - self.energy_min) / 2 + margin


def start_vector(dimension: int) -> NDArray[np.float64]:
    """First Lanczos vector (state,) of every realization, of norm 1.

    With the same for all, and its own convergence for each, the bounds of a realization do
    not depend on the others'.
    """
    vector = np.random.default_rng(0).standard_normal(dimension)
    return vector / np.linalg.norm(vector)


def spectral_bounds(steps: Steps, realizations: int) -> SpectralBounds:
    """Extremal energies of many Hamiltonians by Lanczos.

    Parameters
    ----------
    steps : callable
        Makes the next `STEPS_A_CHECK` steps, from `start_vector` on, and returns the elements
        α and β (step, realization) that they add to the Lanczos matrices.
    realizations : int
        Number of Hamiltonians.

    Raises
    ------
    RuntimeError
        If energies overflow, or a residual is not below `RESIDUAL` of its spectrum's
        width after `MOST_STEPS` steps.
    """
    alphas = np.empty((0, realizations))
    betas = np.empty((0, realizations))
    found = np.full((realizations, 3), np.nan)
    waiting = np.arange(realizations)
    while len(waiting):
        alpha, beta = steps()
        alphas = np.concatenate([alphas, alpha])
        betas = np.concatenate([betas, beta])
        overflown = np.flatnonzero(~np.isfinite(alphas[-1] + betas[-1]))
        if len(overflown):
            raise RuntimeError(f"energies of realization {overflown[0]} of this batch overflow")
        for realization in waiting:
            low, high, residual = _ritz_extremes(alphas[:, realization], betas[:, realization])
            if residual <= RESIDUAL * (high - low) or high == low:
                found[realization] = low, high, residual
        waiting = waiting[np.isnan(found[waiting, 0])]
        if len(waiting) and len(alphas) >= MOST_STEPS:
            raise RuntimeError(
                f"no convergence of the extremal energies of realization {waiting[0]} "
                f"of this batch in {MOST_STEPS} Lanczos steps"
            )
    return SpectralBounds(*found.T)


def _ritz_extremes(
    alpha: NDArray[np.float64], beta: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Extremal eigenvalues of a Lanczos matrix and the larger of their residuals."""
    size = np.abs(alpha).max() + beta.max()
    broken = np.flatnonzero(beta <= 1e-13 * size)
    steps = broken[0] + 1 if len(broken) else len(alpha)
    if steps == 1:
        return float(alpha[0]), float(alpha[0]), float(beta[0])
    extremes = []
    for number in (0, steps - 1):
        energy, vector = eigh_tridiagonal(
            alpha[:steps], beta[: steps - 1], select="i", select_range=(number, number)
        )
        extremes.append((energy[0], beta[steps - 1] * abs(vector[-1, 0])))
    (low, low_residual), (high, high_residual) = extremes
    return float(low), float(high), float(max(low_residual, high_residual))
