"""Disorder realizations drawn from their physical labels.

Every realization has a random stream of its own, keyed by what it is (the model, the
chain, the parameters, the seed and its number), so it is the same whatever else is
drawn, on however many cores, in whatever order and on whatever machine.
"""

import hashlib
import json

import numpy as np
import numpy.typing as npt

from phasetrace.models.parameter import label


def unit_uniform(count: int, **labels: str | int) -> npt.NDArray[np.float64]:
    """Draw from the uniform distribution on [0, 1) for one labelled realization.

    The bits come from the Philox counter generator, keyed by the SHA-256 digest of the
    labels, and are made into floats here: NumPy keeps the bits of its generators
    between versions, but not the streams of its distributions.

    Parameters
    ----------
    count : int
        How many numbers to draw.
    **labels : str or int
        What the numbers are for.

    Returns
    -------
    ndarray, shape (count,)
        The draws, multiples of 2⁻⁵³.
    """
    text = json.dumps(labels, sort_keys=True)
    key = np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], dtype="<u8")
    bits = np.random.Philox(key=key.astype(np.uint64)).random_raw(count)
    return (bits >> np.uint64(11)).astype(np.float64) * 2.0**-53


def random_field(
    *, sites: int, boundary: str, epsilon: float, W: float, seed: int, realizations: int
) -> npt.NDArray[np.float64]:
    """Draw the fields w_i, uniform in [-W, W], of the random-field Heisenberg chain.

    Parameters
    ----------
    sites, boundary
        The chain.
    epsilon, W : float
        Energy density and disorder strength; they key the stream as
        `phasetrace.models.parameter.label` prints them.
    seed : int
        Number of the batch of realizations.
    realizations : int
        How many realizations of the batch.

    Returns
    -------
    ndarray, shape (realizations, sites)
        Fields in units of J.
    """
    draws = [
        unit_uniform(
            sites,
            model="heisenberg",
            sites=sites,
            boundary=boundary,
            epsilon=label("epsilon", epsilon),
            W=label("W", W),
            seed=seed,
            realization=realization,
        )
        for realization in range(realizations)
    ]
    return W * (2.0 * np.array(draws) - 1.0)


def random_drive(
    *, sites: int, boundary: str, drive: float, seed: int, realizations: int, strength: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """Draw couplings, fields and initial spins of the binary-drive Floquet chain.

    Parameters
    ----------
    sites, boundary
        The chain.
    drive : float
        The drive parameter; it keys the stream as `phasetrace.models.parameter.label` prints it.
    seed : int
        Number of the batch of realizations.
    realizations : int
        How many realizations of the batch.
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
                drive=label("drive", drive),
                seed=seed,
                realization=realization,
            )
            for realization in range(realizations)
        ]
    )
    coupling, field, spin = np.split(draws, [bonds, bonds + sites], axis=1)
    return strength * coupling, strength * field, np.where(spin < 0.5, 1, -1).astype(np.int8)
