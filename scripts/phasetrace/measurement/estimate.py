"""The magnetization that shots tell, with its error."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from phasetrace.measurement.readout import Readout
from phasetrace.measurement.shots import Recording
from phasetrace.store.traces import BITSTRING, ERROR, KEPT_SHOTS, MAGNETIZATION


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


def measured(
    recording: Recording, readout: Mapping[str, Any] | None, up_spins: int | None
) -> tuple[dict[str, npt.NDArray], dict[str, Any]]:
    """Read what was recorded, and estimate the magnetization.

    Parameters
    ----------
    recording : Recording
        The shots.
    readout : mapping or None
        ``p01``, ``p10`` and ``invert``; see `phasetrace.measurement.settings`.
    up_spins : int or None
        Number of up spins of the shots that are kept, if not all are.

    Returns
    -------
    variables : dict of ndarray, leading shape (realization, time)
        ``bitstring``, all shots as they were read; ``magnetization`` and its error; ``kept_shots``,
        if some are not.
    attributes : dict
        What was done.
    """
    errors = None if readout is None else Readout(readout["p01"], readout["p10"])
    strings = recording.read(errors)
    total, kept = spins_of(strings, recording.sites, up_spins)
    magnetization, error = mean_of_spins(total, kept)
    attributes: dict[str, Any] = {"shots": strings.shape[-1]}
    if errors is not None and readout is not None:
        if readout["invert"]:
            magnetization, error = errors.inverted(magnetization, error)
        attributes |= {f"readout_{name}": readout[name] for name in ("p01", "p10")}
        attributes["readout_inverted"] = int(readout["invert"])
    variables = {
        MAGNETIZATION: magnetization,
        MAGNETIZATION + ERROR: error,
        BITSTRING: strings,
    }
    if up_spins is not None:
        variables[KEPT_SHOTS] = kept
        attributes["postselected_up_spins"] = up_spins
    return variables, attributes
