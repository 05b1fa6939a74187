"""The parameter of the binary-drive Floquet chain, and draws of its disorder."""

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from phasetrace.models.disorder import check_draw, unit_uniform
from phasetrace.models.preparation import with_errors
from phasetrace.parameter import Parameter

Initial = Literal["random", "neel", "up"]
Distribution = Literal["uniform", "symmetric", "normal"]

DRIVE = Parameter("drive", unit="rad", decimals=4, long_name="drive parameter")


def labels(*, sites: int, boundary: str, drive: float, seed: int) -> dict[str, str | int]:
    """Physical labels of a set of realizations, which key its random numbers."""
    return {
        "model": "floquet",
        "sites": sites,
        "boundary": boundary,
        "drive": DRIVE.label(drive),
        "seed": seed,
    }


def random_drive(
    *,
    sites: int,
    boundary: str,
    drive: float,
    seed: int,
    realizations: int,
    strength: float,
    initial: Initial = "random",
    distribution: Distribution = "uniform",
    initial_errors: float = 0.0,
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
        Of couplings J_i and fields B_i, energies.
    initial : {"random", "neel", "up"}
        Product state to start from: random for each realization; up and down in turn, up on the
        first site; all up. It changes no coupling and no field.
    distribution : {"uniform", "symmetric", "normal"}
        Of J_i and B_i: uniform in [0, strength], as in the paper; uniform in [-strength, strength];
        normal about 0, with strength the standard deviation.
    initial_errors : float
        Probability of each spin of the product state to be the wrong one.

    Returns
    -------
    coupling : ndarray, shape (realizations, bonds)
        J_i, with sites - 1 bonds on an open and sites bonds on a periodic chain.
    field : ndarray, shape (realizations, sites)
        B_i.
    initial_spin : ndarray of int8, shape (realizations, sites)
        The product state, ±1.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    check_draw(
        sites=sites, boundary=boundary, seed=seed, realizations=realizations, strength=strength
    )
    labelled = labels(sites=sites, boundary=boundary, drive=drive, seed=seed)
    bonds = sites if boundary == "periodic" else sites - 1
    draws = np.array(
        [
            unit_uniform(bonds + 2 * sites, **labelled, realization=realization)
            for realization in range(realizations)
        ]
    )
    coupling, field, drawn = np.split(draws, [bonds, bonds + sites], axis=1)
    spin = {
        "random": np.where(drawn < 0.5, 1, -1),
        "neel": np.broadcast_to(1 - 2 * (np.arange(sites) % 2), drawn.shape),
        "up": np.ones(drawn.shape),
    }[initial].astype(np.int8)
    spread = {"uniform": lambda u: u, "symmetric": lambda u: 2 * u - 1, "normal": ndtri}
    energies = spread[distribution]
    prepared = with_errors(spin, initial_errors, labelled)
    return strength * energies(coupling), strength * energies(field), prepared
