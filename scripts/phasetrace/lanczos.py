"""Extremal energies of many Hamiltonians that share their hopping."""

from collections.abc import Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from phasetrace.hopping import recur
from phasetrace.sector import overlap

STEPS_A_CHECK = 24
MOST_STEPS = 2400
RESIDUAL = 1e-8

Carry = tuple[jax.Array, jax.Array, jax.Array]


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


def spectral_bounds(
    neighbours: Sequence[jax.Array], strength: float, diagonal: jax.Array
) -> SpectralBounds:
    """Extremal energies of ``H_r = strength Σ |neighbour⟩⟨state| + diag(d_r)`` by Lanczos.

    Every realization starts from the same random vector and stops at its own
    convergence, so its bounds do not depend on the others'.

    Parameters
    ----------
    neighbours
        See `phasetrace.hopping.Hopping.places`.
    strength : float
        Prefactor of the exchanges, in units of energy.
    diagonal : (state, realization) float64
        The diagonals ``d_r``, in the same units.

    Raises
    ------
    RuntimeError
        If energies overflow, or a residual is not below `RESIDUAL` of its spectrum's
        width after `MOST_STEPS` steps.
    """
    dimension, realizations = diagonal.shape
    start = np.random.default_rng(0).standard_normal(dimension)
    start /= np.linalg.norm(start)
    current = jnp.broadcast_to(jnp.asarray(start)[:, None], diagonal.shape)
    carry = (jnp.zeros_like(diagonal), current, jnp.zeros(realizations))
    alphas = np.empty((0, realizations))
    betas = np.empty((0, realizations))
    found = np.full((realizations, 3), np.nan)
    waiting = np.arange(realizations)
    while len(waiting):
        carry, (alpha, beta) = _lanczos_steps(neighbours, strength, diagonal, carry)
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


@jax.jit
def _lanczos_steps(
    neighbours: Sequence[jax.Array], strength: float, diagonal: jax.Array, carry: Carry
) -> tuple[Carry, tuple[jax.Array, jax.Array]]:
    def step(carry: Carry, _: None) -> tuple[Carry, tuple[jax.Array, jax.Array]]:
        previous, current, beta = carry
        spare = jnp.zeros_like(current)
        image = recur(neighbours, strength, diagonal, current, beta * previous, spare)
        alpha = overlap(image, current)
        image = image - alpha * current
        beta = jnp.sqrt(overlap(image, image))
        return (current, image / jnp.where(beta > 0, beta, 1), beta), (alpha, beta)

    return jax.lax.scan(step, carry, length=STEPS_A_CHECK)
