"""Product states that are prepared with errors."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from phasetrace.models.disorder import unit_uniform


def with_errors(
    spins: npt.NDArray[np.int8], probability: float, labelled: Mapping[str, str | int]
) -> npt.NDArray[np.int8]:
    """Turn each spin over with some probability, by itself.

    Parameters
    ----------
    spins : (realization, site)
        The product states that are aimed at, ±1.
    probability : float
        Of an error; a larger one keeps the errors of a smaller one.
    labelled : mapping
        Physical labels of the set of realizations, which key its random numbers.
    """
    if probability == 0:
        return spins
    drawn = [
        unit_uniform(spins.shape[1], **labelled, draw="initial errors", realization=realization)
        for realization in range(len(spins))
    ]
    return np.where(np.array(drawn) < probability, -spins, spins)
