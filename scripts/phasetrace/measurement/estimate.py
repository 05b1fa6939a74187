"""The magnetization that shots tell, with its error."""

import numpy as np
import numpy.typing as npt


def mean_of_spins(
    total: npt.NDArray[np.floating | np.integer], shots: npt.NDArray[np.floating | np.integer]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Magnetization and its binomial standard error; NaN without a shot.

    Parameters
    ----------
    total : (..., site)
        Sum of the spins ±1 over the shots.
    shots : (...)
        Their number.
    """
    counted: npt.NDArray[np.float64] = np.where(shots > 0, shots, np.nan)[..., None]
    magnetization: npt.NDArray[np.float64] = total / counted
    return magnetization, np.sqrt((1 - magnetization**2) / counted)


def spins_of(
    strings: npt.NDArray[np.unsignedinteger], sites: int, up_spins: int | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Sum of spins over bit strings, and the number of these.

    Parameters
    ----------
    strings : (..., shot)
        Bit i is site i.
    sites : int
        Their length.
    up_spins : int, optional
        Number of up spins of the shots that are kept; by default all are.

    Returns
    -------
    total : (..., site)
        Sum of the spins ±1 of each site.
    kept : (...)
        How many shots were kept.
    """
    keep = np.ones(strings.shape, bool)
    if up_spins is not None:
        keep = np.bitwise_count(strings) == up_spins
    kept = keep.sum(axis=-1)
    up = [(keep & (strings >> site & 1).astype(bool)).sum(axis=-1) for site in range(sites)]
    return 2 * np.stack(up, axis=-1) - kept[..., None], kept
