"""The part of traces in which what was measured tells nothing of the phase.

Were sites or times missing in one phase more often than elsewhere, networks would learn the gaps
in place of the dynamics. So only those times and channels are shown that are measured everywhere,
or at the same rate in each of the known phases and between them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

FALSE_ALARMS = 0.05
"""How often, at most, anything is left out whose rates are the same."""


def common_part(measured: NDArray[np.bool_], regions: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Find what is measured at the same rate in all regions.

    Parameters
    ----------
    measured
        (sample, time, channel), whether there is a value. Samples without any are none, and are to
        be left out before.
    regions
        (sample,), the phase of each sample, or -1 where it is not known.

    Returns
    -------
    common
        (time, channel). Out is what a region has no value of while another one has, and what is
        measured more often or less often in a region than in the others by Fisher's exact test, at
        a level shared among all the different patterns and regions.
    """
    samples = measured.reshape(len(measured), -1)
    numbers, inverse = np.unique(regions, return_inverse=True)
    sizes = np.bincount(inverse)
    if samples.all() or len(numbers) < 2:
        return np.ones(measured.shape[1:], dtype=bool)
    # Neighbouring times are mostly missing together, and one test serves them all.
    patterns, pattern_of = np.unique(samples, axis=1, return_inverse=True)
    counts = np.stack([patterns[inverse == number].sum(axis=0) for number in range(len(numbers))])
    total = counts.sum(axis=0)
    drawn = hypergeom(len(samples), total[None, :], sizes[:, None])
    tails = np.minimum(drawn.cdf(counts), drawn.sf(counts - 1))
    rare = 2 * tails.min(axis=0) < FALSE_ALARMS / counts.size
    lacking = (counts == 0).any(axis=0) & (total > 0)
    return ~(rare | lacking)[pattern_of.ravel()].reshape(measured.shape[1:])


def left_out(common: NDArray[np.bool_], times: NDArray, channels: NDArray, channel: str) -> str:
    """Say what is not in the common part, in one line; nothing if all is.

    Parameters
    ----------
    common
        (time, channel), from `common_part`.
    times, channels
        Their numbers or names.
    channel
        What a channel is called.
    """
    whole_channels, whole_times = ~common.any(axis=0), ~common.any(axis=1)
    parts = []
    if whole_channels.any():
        parts.append(f"{channel} {_listed([str(one) for one in channels[whole_channels]])}")
    if whole_times.any():
        parts.append(f"time {_listed([f'{time:g}' for time in times[whole_times]])}")
    rest = int((~common[~whole_times][:, ~whole_channels]).sum())
    if rest:
        parts.append(f"{rest} {'other ' if parts else ''}pairs of time and {channel}")
    return "; ".join(parts)


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{names[0]}, ..., {names[-1]} ({len(names)})"
