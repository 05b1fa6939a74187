"""Traces as a laboratory has them: noisy, of few shots, short, late or incomplete.

Initial states are prepared, not measured: the first sample stays as it is, unless it is left out
or its site is missing.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.floating]
Degradation = Callable[[Samples, float, np.random.Generator], Samples]
"""Makes of magnetization (..., time, site) and an amount what is left of it."""


def noise(samples: Samples, deviation: float, rng: np.random.Generator) -> Samples:
    """Add Gaussian noise of a standard deviation to every value."""
    noisy = samples.copy()
    noisy[..., 1:, :] += deviation * rng.standard_normal(noisy[..., 1:, :].shape)
    return noisy


def shots(samples: Samples, count: float, rng: np.random.Generator) -> Samples:
    """Estimate every value by so many projective measurements.

    Those of different sites and times are taken to be independent. Sites that are measured in one
    shot are correlated, which traces of magnetizations do not tell.
    """
    up = np.clip((1 + samples[..., 1:, :]) / 2, 0, 1)
    counted = samples.copy()
    counted[..., 1:, :] = 2 * rng.binomial(int(count), up) / count - 1
    return counted


def first_samples(samples: Samples, count: float, rng: np.random.Generator) -> Samples:
    """Keep so many times, the first ones."""
    return samples[..., : int(count), :]


def skipped_samples(samples: Samples, count: float, rng: np.random.Generator) -> Samples:
    """Leave out so many times, the first ones: the initial state is not known."""
    return samples[..., int(count) :, :]


def missing_sites(samples: Samples, share: float, rng: np.random.Generator) -> Samples:
    """Set a share of the sites to zero at all times, other ones in every trace."""
    gone = _chosen((*samples.shape[:-2], samples.shape[-1]), share, rng)
    return np.where(gone[..., None, :], 0, samples)


def missing_times(samples: Samples, share: float, rng: np.random.Generator) -> Samples:
    """Set a share of the later times to zero at all sites, other ones in every trace."""
    left = samples.copy()
    gone = _chosen(left[..., 1:, 0].shape, share, rng)
    left[..., 1:, :][gone] = 0
    return left


def _chosen(shape: tuple[int, ...], share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Choose a share of the places along the last axis, rounded to whole places."""
    order = rng.random(shape).argsort(axis=-1)
    return order < round(share * shape[-1])


DEGRADATIONS: dict[str, Degradation] = {
    one.__name__: one
    for one in (noise, shots, first_samples, skipped_samples, missing_sites, missing_times)
}
