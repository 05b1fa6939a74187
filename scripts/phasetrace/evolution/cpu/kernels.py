"""Recursions with H and what is measured of a state: the kernels that Numba compiles for a CPU."""

from collections.abc import Callable

import numpy as np
from numba import njit

from phasetrace.compile.cache import keep
from phasetrace.compile.simd import (
    SimdVector,
    add,
    fill,
    load,
    multiply,
    multiply_add,
    pack,
    store,
    subtract,
)
from phasetrace.evolution.cpu.bipartition import Table, Tables
from phasetrace.evolution.cpu.recursion import Energies, Vector, recur

CHUNK = 256
"""Numbers that are added before they join a sum, lest rounding grow with the length."""


def _kernel(function: Callable[..., None]) -> Callable[..., None]:
    return keep(njit(function))


@njit
def _overlap(like: SimdVector, lanes: int, bra: Vector, ket: Vector) -> SimdVector:
    """Scalar products of two vectors, one for each realization."""
    total = fill(like, 0.0)
    for first in range(0, len(bra), CHUNK * lanes):
        chunk = fill(like, 0.0)
        for place in range(first, min(first + CHUNK * lanes, len(bra)), lanes):
            chunk = multiply_add(load(like, bra, place), load(like, ket, place), chunk)
        total = add(total, chunk)
    return total


@_kernel
def chebyshev(
    tables: Tables,
    energies: Energies,
    coefficients: Vector,
    pairs: int,
    even: Vector,
    odd: Vector,
    cosine: Vector,
    sine: Vector,
    work: Vector,
) -> None:
    """Add the Chebyshev series of a sampling step to sums; see `phasetrace.evolution.chebyshev`.

    Parameters
    ----------
    tables : Tables
    energies : Energies
        Of 2H̃.
    coefficients : (pair, 2, realization), flattened
        Factors of the even terms in `cosine` and of the odd ones in `sine`, and zeros for one
        more pair behind the last.
    pairs : int
        Pairs of terms.
    even, odd : (state * batch,)
        The vector whose series it is, and memory for another one; both are overwritten.
    cosine, sine : (state * batch,)
        The sums.
    work : (row,)
        Memory for `ROWS` of the longest rows.
    """
    like, lanes = pack(energies.strength), len(energies.strength)
    for place in range(0, len(odd), lanes):
        store(odd, place, fill(like, 0.0))
    none = fill(like, 0.0)
    recur(tables, energies, even, odd, sine[:0], none, none, work)
    for place in range(0, len(odd), lanes):
        store(odd, place, multiply(fill(like, 0.5), load(like, odd, place)))
    # Two pairs at a time, sums go through memory half as often.
    for pair in range(1, pairs + pairs % 2):
        pairwise = len(odd) if pair % 2 else 0
        before, here = 2 * (pair - 1) * lanes, 2 * pair * lanes
        old, new = load(like, coefficients, before), load(like, coefficients, here)
        recur(tables, energies, odd, even, cosine[:pairwise], old, new, work)
        old = load(like, coefficients, before + lanes)
        new = load(like, coefficients, here + lanes)
        recur(tables, energies, even, odd, sine[:pairwise], old, new, work)


@_kernel
def measure(
    tables: Tables,
    energies: Energies,
    cosine: Vector,
    sine: Vector,
    left: Vector,
    right: Vector,
    magnetization: Vector,
    norm: Vector,
) -> None:
    """Measure the spins of the state C - iS and its norm.

    Parameters
    ----------
    tables : Tables
    energies : Energies
        Any of the realizations; they say how many there are.
    cosine, sine : (state * batch,)
        C and S.
    left, right : (configuration * batch,)
        Memory for the probabilities of the segments' configurations.
    magnetization : (site * batch,)
        Becomes ⟨σ^z_i⟩.
    norm : (realization,)
        Becomes ⟨ψ|ψ⟩.
    """
    like, lanes = pack(energies.strength), len(energies.strength)
    state, rows, columns = tables.state, tables.right, tables.left
    for place in range(0, len(left), lanes):
        store(left, place, fill(like, 0.0))
    for charge in range(len(rows)):
        first, last = columns[charge, 0] * lanes, columns[charge, 1] * lanes
        place = state[charge]
        for configuration in range(rows[charge, 0], rows[charge, 1]):
            total = fill(like, 0.0)
            for column in range(first, last, lanes):
                real, imaginary = load(like, cosine, place), load(like, sine, place)
                density = multiply_add(real, real, multiply(imaginary, imaginary))
                store(left, column, add(density, load(like, left, column)))
                total = add(total, density)
                place += lanes
            store(right, configuration * lanes, total)
    first, last = rows[0, 0] * lanes, rows[len(rows) - 1, 1] * lanes
    total = fill(like, 0.0)
    for place in range(first, last, lanes):
        total = add(total, load(like, right, place))
    store(norm, 0, total)
    for site in range(len(magnetization) // lanes):
        total = fill(like, 0.0)
        if site < tables.cut:
            for place in range(0, len(left), lanes):
                density = load(like, left, place)
                up = tables.left_patterns[place // lanes] >> site & 1
                total = add(total, density) if up else subtract(total, density)
        else:
            for place in range(first, last, lanes):
                density = load(like, right, place)
                up = tables.right_patterns[place // lanes] >> (site - tables.cut) & 1
                total = add(total, density) if up else subtract(total, density)
        store(magnetization, site * lanes, total)


@_kernel
def apply_sigma_z(
    tables: Tables,
    energies: Energies,
    sites: Table,
    cosine: Vector,
    sine: Vector,
    left: Vector,
    right: Vector,
) -> None:
    """Turn the signs of the states whose spin on a site is down.

    Parameters
    ----------
    tables : Tables
    energies : Energies
        Any of the realizations; they say how many there are.
    sites : (realization,)
        Number of the site; -1 for none.
    cosine, sine : (state * batch,)
        C and S.
    left, right : (configuration * batch,)
        Memory for the signs of the segments' configurations.
    """
    like, lanes = pack(energies.strength), len(energies.strength)
    state, rows, columns = tables.state, tables.right, tables.left
    _signs(tables.left_patterns, sites, 0, tables.cut, left)
    # No chain has more sites than a pattern has bits.
    _signs(tables.right_patterns, sites, tables.cut, 64, right)
    for charge in range(len(rows)):
        place = state[charge]
        for row in range(rows[charge, 0], rows[charge, 1]):
            sign_of_row = load(like, right, row * lanes)
            for column in range(columns[charge, 0] * lanes, columns[charge, 1] * lanes, lanes):
                sign = multiply(sign_of_row, load(like, left, column))
                store(cosine, place, multiply(sign, load(like, cosine, place)))
                store(sine, place, multiply(sign, load(like, sine, place)))
                place += lanes


@njit
def _signs(patterns: Table, sites: Table, first: int, end: int, signs: Vector) -> None:
    """Set signs of a segment's configurations, by their spin on a site from `first` to `end`."""
    for number in range(len(patterns)):
        for lane in range(len(sites)):
            site = sites[lane]
            down = first <= site < end and patterns[number] >> (site - first) & 1 == 0
            signs[number * len(sites) + lane] = -1 if down else 1


@_kernel
def expectation(
    tables: Tables, energies: Energies, vectors: Vector, image: Vector, into: Vector, work: Vector
) -> None:
    """Compute ⟨v|H|v⟩ (realization,) of `vectors` into an array; `image` becomes Hv."""
    like, lanes = pack(energies.strength), len(energies.strength)
    none = fill(like, 0.0)
    for place in range(0, len(image), lanes):
        store(image, place, none)
    recur(tables, energies, vectors, image, image[:0], none, none, work)
    store(into, 0, _overlap(like, lanes, vectors, image))


@_kernel
def lanczos(
    tables: Tables,
    energies: Energies,
    previous: Vector,
    current: Vector,
    alphas: Vector,
    betas: Vector,
    work: Vector,
) -> None:
    """Make an even number of Lanczos steps.

    Parameters
    ----------
    tables : Tables
    energies : Energies
    previous, current : (state * batch,)
        The last two Lanczos vectors, the previous one times β; zero, and a vector of norm 1,
        before the first step. Overwritten by those to go on with.
    alphas, betas : (step * batch,)
        Become the elements of the Lanczos matrix.
    work : (row,)
        Memory for `ROWS` of the longest rows.
    """
    like, lanes = pack(energies.strength), len(energies.strength)
    none = fill(like, 0.0)
    inverse = np.empty_like(alphas[:lanes])
    for step in range(0, len(alphas), lanes):
        recur(tables, energies, current, previous, previous[:0], none, none, work)
        alpha = _overlap(like, lanes, previous, current)
        store(alphas, step, alpha)
        for place in range(0, len(current), lanes):
            along = multiply(alpha, load(like, current, place))
            store(previous, place, subtract(load(like, previous, place), along))
        store(betas, step, _overlap(like, lanes, previous, previous))
        for lane in range(lanes):
            betas[step + lane] = np.sqrt(betas[step + lane])
            inverse[lane] = 1 / betas[step + lane] if betas[step + lane] > 0 else 1.0
        beta, normalize = load(like, betas, step), load(like, inverse, 0)
        for place in range(0, len(current), lanes):
            store(previous, place, multiply(normalize, load(like, previous, place)))
            store(current, place, multiply(beta, load(like, current, place)))
        previous, current = current, previous
