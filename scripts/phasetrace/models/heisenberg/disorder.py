"""Parameters of the random-field Heisenberg chain, and draws of its fields."""

import numpy as np
import numpy.typing as npt

from phasetrace.models.disorder import check_draw, unit_uniform
from phasetrace.parameter import Parameter

DISORDER = Parameter("W", unit="J", decimals=3, long_name="disorder strength")
ENERGY_DENSITY = Parameter("epsilon", unit="1", decimals=2, long_name="energy density")


def random_field(
    *, sites: int, boundary: str, epsilon: float, W: float, seed: int, realizations: int
) -> npt.NDArray[np.float64]:
    """Draw the fields w_i, uniform in [-W, W], of the random-field Heisenberg chain.

    Parameters
    ----------
    sites, boundary
        The chain.
    epsilon, W : float
        Energy density and disorder strength; they key the stream as their parameters' `label`
        prints them.
    seed : int
        Number of the set of realizations.
    realizations : int
        How many realizations of the set.

    Returns
    -------
    ndarray, shape (realizations, sites)
        Fields in units of J.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    check_draw(sites=sites, boundary=boundary, seed=seed, realizations=realizations, W=W)
    draws = [
        unit_uniform(
            sites,
            model="heisenberg",
            sites=sites,
            boundary=boundary,
            epsilon=ENERGY_DENSITY.label(epsilon),
            W=DISORDER.label(W),
            seed=seed,
            realization=realization,
        )
        for realization in range(realizations)
    ]
    return W * (2.0 * np.array(draws) - 1.0)
