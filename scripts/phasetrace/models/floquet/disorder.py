"""The parameter of the binary-drive Floquet chain, and draws of its disorder."""

import numpy as np
import numpy.typing as npt

from phasetrace.models.disorder import unit_uniform
from phasetrace.parameter import Parameter

DRIVE = Parameter("drive", unit="rad", decimals=4, long_name="drive parameter")


def random_drive(
    *, sites: int, boundary: str, drive: float, seed: int, realizations: int, strength: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Draw couplings, fields and initial spins of the binary-drive Floquet chain.

    Parameters
    ----------
    sites, boundary
        The chain.
    drive : float
        The drive parameter; it keys the stream as `DRIVE` prints it.
    seed : int
        Number of the set of realizations.
    realizations : int
        How many realizations of the set.
    strength : float
        Couplings J_i and fields B_i are uniform in [0, strength], energies.

    Returns
    -------
    coupling : ndarray, shape (realizations, bonds)
        J_i, with sites - 1 bonds on an open and sites bonds on a periodic chain.
    field : ndarray, shape (realizations, sites)
        B_i.
    initial_spin : ndarray of int8, shape (realizations, sites)
        A random product state, ±1.
    """
    bonds = sites if boundary == "periodic" else sites - 1
    draws = np.array(
        [
            unit_uniform(
                bonds + 2 * sites,
                model="floquet",
                sites=sites,
                boundary=boundary,
                drive=DRIVE.label(drive),
                seed=seed,
                realization=realization,
            )
            for realization in range(realizations)
        ]
    )
    coupling, field, spin = np.split(draws, [bonds, bonds + sites], axis=1)
    return strength * coupling, strength * field, np.where(spin < 0.5, 1, -1).astype(np.int8)
