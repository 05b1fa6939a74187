"""Fields of the XXZ chain, and product states that it starts from.

They are drawn from the physical labels of a realization alone: what the chain is, every number of
it, the set and the realization's number.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from phasetrace.models.disorder import check_draw, unit_uniform
from phasetrace.models.xxz.numbers import PARAMETERS, TERMS

Term = Mapping[str, Any]
"""A term of the field: its kind, and its numbers by name (`TERMS`)."""
Labels = Mapping[str, str | int]


def labels(
    *,
    sites: int,
    boundary: str,
    up_spins: int,
    coupling: float,
    anisotropy: float,
    field: Sequence[Term],
    epsilon: float | None,
    seed: int,
    rate: float | None = None,
) -> Labels:
    """Physical labels of a set of realizations, which key its random numbers.

    Parameters
    ----------
    sites, boundary, up_spins, coupling, anisotropy
        The chain and its sector.
    field : sequence of Term
        What its fields are the sum of.
    epsilon : float or None
        The energy density that it starts near, if it does.
    seed : int
        Number of the set of realizations.
    rate : float or None
        At which it dephases, if it does.
    """
    numbers = {"coupling": coupling, "anisotropy": anisotropy, "epsilon": epsilon, "rate": rate}
    terms = [
        " ".join(
            [
                term["kind"],
                *(f"{name}={_printed(name, term[name])}" for name in TERMS[term["kind"]]),
            ]
        )
        for term in field
    ]
    return {
        "model": "xxz",
        "sites": sites,
        "boundary": boundary,
        "up_spins": up_spins,
        **{name: _printed(name, value) for name, value in numbers.items() if value is not None},
        "field": " + ".join(terms),
        "seed": seed,
    }


def fields(terms: Sequence[Term], realizations: int, labelled: Labels) -> npt.NDArray[np.float64]:
    """Draw fields w_i, sums of terms.

    Parameters
    ----------
    terms : sequence of Term
        Of kind ``random``, uniform in [-W, W]; ``quasiperiodic``, W cos(2π f i + φ) with a phase φ
        that is uniform in [0, 2π); or ``tilt``, slope times i. Sites i count from 0.
    realizations : int
        How many realizations of the set.
    labelled : mapping
        See `labels`.

    Returns
    -------
    ndarray, shape (realizations, sites)
        Fields in the unit of the coupling.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    sites = int(labelled["sites"])
    W = [term["W"] for term in terms if "W" in TERMS[term["kind"]]]
    check_draw(
        sites=sites,
        boundary=str(labelled["boundary"]),
        seed=int(labelled["seed"]),
        realizations=realizations,
        W=min(W, default=0.0),
    )
    site = np.arange(sites)
    total = np.zeros((realizations, sites))
    for number, term in enumerate(terms):
        if term["kind"] == "tilt":
            total += term["slope"] * site
            continue
        count = sites if term["kind"] == "random" else 1
        drawn = _drawn(count, realizations, {**labelled, "draw": f"field {number}"})
        if term["kind"] == "random":
            total += term["W"] * (2.0 * drawn - 1.0)
        else:
            total += term["W"] * np.cos(2 * np.pi * (term["frequency"] * site + drawn))
    return total


def starts(
    kind: str, given: Sequence[int] | None, realizations: int, labelled: Labels
) -> npt.NDArray[np.int8] | None:
    """Product states that realizations start from.

    Parameters
    ----------
    kind : {"energy density", "neel", "domain wall", "random", "given"}
        None of a kind, but near an energy density; up and down in turn, up on the first site
        unless the sector has fewer up spins than that; all up spins on the left; drawn for each
        realization from all of the sector; some spins.
    given : sequence of ±1 or None
        The spins that are given.
    realizations : int
        How many realizations of the set.
    labelled : mapping
        See `labels`.

    Returns
    -------
    ndarray of int8, shape (realizations, sites), or None
        Spins ±1; None where the energy decides.
    """
    if kind == "energy density":
        return None
    sites, up_spins = int(labelled["sites"]), int(labelled["up_spins"])
    if kind == "random":
        drawn = _drawn(sites, realizations, {**labelled, "draw": "start"})
        # Ranks of independent draws are a random order.
        return np.where(drawn.argsort(axis=1).argsort(axis=1) < up_spins, 1, -1).astype(np.int8)
    if kind == "given":
        spins = np.array(given)
    elif kind == "domain wall":
        spins = np.where(np.arange(sites) < up_spins, 1, -1)
    else:
        first = 0 if 2 * up_spins >= sites else 1
        spins = np.where(np.arange(sites) % 2 == first, 1, -1)
    return np.tile(spins.astype(np.int8), (realizations, 1))


def varies(terms: Sequence[Term], kind: str, coupling: float) -> bool:
    """Whether traces of different realizations differ.

    They do by what they start from, or by fields: not by a quasi-periodic field of a whole
    frequency, which is the same on all sites and does nothing in a sector, nor where no spins are
    exchanged from a start that is the same for all.
    """
    drawn = any(
        term["W"] != 0 and (term["kind"] == "random" or term["frequency"] % 1 != 0)
        for term in terms
        if "W" in TERMS[term["kind"]]
    )
    return kind == "random" or (drawn and (coupling != 0 or kind == "energy density"))


def _drawn(count: int, realizations: int, labelled: Labels) -> npt.NDArray[np.float64]:
    """Uniform numbers (realization, count) in [0, 1)."""
    return np.array(
        [unit_uniform(count, **labelled, realization=number) for number in range(realizations)]
    )


def _printed(name: str, value: float) -> str:
    return PARAMETERS[name].label(value)
