"""Realizations side by side on a GPU, by functions that XLA compiles.

The contract of these classes is `phasetrace.evolution.engine`.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from phasetrace.compile.xla import jit, keeping_float64
from phasetrace.evolution import engine as contract
from phasetrace.evolution.basis import Boundary, bonds, sector
from phasetrace.evolution.bounds import STEPS_A_CHECK, SpectralBounds, spectral_bounds, start_vector
from phasetrace.evolution.gpu.exchanges import hopping, image, recur
from phasetrace.evolution.gpu.sums import column_sum, field_energy, magnetizations, overlap
from phasetrace.evolution.hamiltonians import Hamiltonians

Carry = tuple[jax.Array, jax.Array, jax.Array]


class Realizations:
    """A batch; see `phasetrace.evolution.engine.Realizations`."""

    @keeping_float64
    def __init__(self, hamiltonians: Hamiltonians) -> None:
        self.batch, self.sites = hamiltonians.field.shape
        self.exchange = hamiltonians.exchange
        self.chain = self.sites, hamiltonians.up_spins, hamiltonians.boundary
        self.neighbours, self.states = _on_device(*self.chain, self.batch)
        antiparallel = hopping(*self.chain).antiparallel
        count = bonds(self.sites, hamiltonians.boundary)
        of_bonds = hamiltonians.ising * (count / 4 - antiparallel / 2)
        self.diagonal = field_energy(self.states, hamiltonians.field.T) + of_bonds[:, None]

    @keeping_float64
    def bounds(self) -> SpectralBounds:
        """Extremal energies of the realizations."""
        start = jnp.asarray(start_vector(len(self.states)))[:, None]
        nothing = jnp.zeros_like(self.diagonal)
        carry = nothing, jnp.broadcast_to(start, nothing.shape), jnp.zeros(self.batch)

        def steps() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
            nonlocal carry
            carry, elements = _lanczos_steps(
                self.neighbours, self.exchange / 2, self.diagonal, carry
            )
            alphas, betas = map(np.asarray, elements)
            return alphas, betas

        return spectral_bounds(steps, self.batch)

    @keeping_float64
    def nearest(self, aim: NDArray[np.float64]) -> NDArray[np.int64]:
        """Bit patterns (realization,) of the product states with energies nearest to `aim`."""
        return np.asarray(self.states)[np.asarray(_nearest(self.diagonal, aim))]

    @keeping_float64
    def energy(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Energies (realization,) of product states with these bit patterns."""
        return np.asarray(self.diagonal[self.number(patterns), np.arange(self.batch)])

    def number(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers of the states with these bit patterns."""
        basis, order = sector(*self.chain), hopping(*self.chain).order
        return np.argsort(order)[np.searchsorted(basis.states, patterns)]

    @keeping_float64
    def motion(
        self,
        patterns: NDArray[np.int64],
        shift: NDArray[np.float64],
        scale: NDArray[np.float64],
        coefficients: NDArray[np.float64],
        pairs: int,
        precision: str,
    ) -> "Motion":
        """Start from product states; see `phasetrace.evolution.engine.Realizations`."""
        return Motion(
            self,
            patterns,
            jnp.asarray(self.exchange / scale, precision),
            (2 * (self.diagonal - shift) / scale).astype(precision),
            jnp.asarray(coefficients, precision),
            pairs,
        )


class Motion:
    """The state C - iS of every realization, from one sampling step to the next.

    Parameters
    ----------
    realizations : Realizations
        The batch.
    patterns : (realization,)
        Bit patterns of the initial product states.
    strength : (realization,)
        Prefactor of the exchanges in 2H̃, in the precision of the evolution, as what follows.
    diagonal : (state, realization)
        Diagonal of 2H̃.
    coefficients : (pair, 2, realization)
        See `phasetrace.evolution.chebyshev.bessel_coefficients`.
    pairs : int
        Pairs of them to use.
    """

    def __init__(
        self,
        realizations: Realizations,
        patterns: NDArray[np.int64],
        strength: jax.Array,
        diagonal: jax.Array,
        coefficients: jax.Array,
        pairs: int,
    ) -> None:
        self.realizations, self.strength, self.diagonal = realizations, strength, diagonal
        self.coefficients, self.pairs = coefficients, pairs
        cosine, *others = (jnp.zeros_like(diagonal) for _ in range(4))
        number, each = realizations.number(patterns), np.arange(realizations.batch)
        self.cosine, self.before = cosine.at[number, each].set(1), others[:2]
        self.sine = others[2]
        self.started = False

    @keeping_float64
    def step(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by a sampling step; magnetization (site, realization) and norm then."""
        cosine, sine, magnetization, norm = sampling_step(
            self.realizations.neighbours,
            self.realizations.states,
            self.strength,
            self.diagonal,
            self.coefficients,
            self.pairs,
            *self.before,
            self.cosine,
            sites=self.realizations.sites,
        )
        # Every later step is reflected from the one before it.
        if not self.started:
            self.coefficients = 2 * self.coefficients
            self.started = True
        self.before = [self.cosine, self.sine]
        self.cosine, self.sine = cosine, sine
        return np.asarray(magnetization), np.asarray(norm)

    @keeping_float64
    def energy(self) -> NDArray[np.floating]:
        """Expectation value ⟨H̃⟩ (realization,)."""
        parts = [
            _expectation(self.realizations.neighbours, self.strength, self.diagonal, vector)
            for vector in (self.cosine, self.sine)
        ]
        return np.asarray(0.5 * sum(parts))


@partial(jit, static_argnames="sites", donate_argnames=("cosine_before", "sine_before"))
def sampling_step(
    neighbours: Sequence[jax.Array],
    states: jax.Array,
    strength: jax.Array,
    diagonal: jax.Array,
    coefficients: jax.Array,
    pairs: jax.Array,
    cosine_before: jax.Array,
    sine_before: jax.Array,
    cosine: jax.Array,
    *,
    sites: int,
) -> tuple[jax.Array, jax.Array, jax.Array, jax.Array]:
    """Advance every realization by one sampling step and measure it.

    Parameters
    ----------
    neighbours
        See `phasetrace.evolution.gpu.exchanges.Hopping.places`.
    states : (state,)
        Bit patterns of the basis, in the same order.
    strength : (realization,)
        Prefactor of the exchanges in 2H̃.
    diagonal : (state, realization)
        Diagonal of 2H̃.
    coefficients : (pair, 2, realization)
        Twice `bessel_coefficients`; once for the first step, which has no step
        before it.
    pairs : int
        Pairs of coefficients to use.
    cosine_before, sine_before : (state, realization)
        C_{m-1} and S_{m-1}; zero for the first step.
    cosine : (state, realization)
        C_m.
    sites : int
        Length of the chain.

    Returns
    -------
    cosine, sine : (state, realization)
        C_{m+1} and S_{m+1}.
    magnetization : (site, realization)
        ⟨σ^z_i⟩ after the step.
    norm : (realization,)
        ⟨ψ|ψ⟩ after the step.
    """

    def recurred(vectors: jax.Array, before: jax.Array, into: jax.Array) -> jax.Array:
        return recur(neighbours, strength, diagonal, vectors, before, into)

    def add_two_pairs(number: jax.Array, carry: tuple[jax.Array, ...]) -> tuple[jax.Array, ...]:
        even, odd, even_spare, odd_spare, cosine_next, sine_next = carry
        even_term, odd_term = coefficients[2 * number + 1]
        later_even_term, later_odd_term = coefficients[2 * number + 2]
        # With two pairs at a time the sums go through memory half as often, and every
        # vector ends in the place where it began, so that the loop copies none.
        even_spare = recurred(odd, even, even_spare)
        odd_spare = recurred(even_spare, odd, odd_spare)
        even = recurred(odd_spare, even_spare, even)
        odd = recurred(even, odd_spare, odd)
        cosine_next = cosine_next + even_term * even_spare + later_even_term * even
        sine_next = sine_next + odd_term * odd_spare + later_odd_term * odd
        return even, odd, even_spare, odd_spare, cosine_next, sine_next

    spare = jnp.zeros_like(cosine)
    odd = recur(neighbours, strength / 2, diagonal / 2, cosine, spare, spare)
    cosine_next = coefficients[0, 0] * cosine - cosine_before
    sine_next = coefficients[0, 1] * odd + sine_before
    carry = (cosine, odd, spare, spare, cosine_next, sine_next)
    *_, cosine_next, sine_next = jax.lax.fori_loop(0, pairs // 2, add_two_pairs, carry)
    density = cosine_next**2 + sine_next**2
    magnetization = magnetizations(states, density, sites)
    return cosine_next, sine_next, magnetization, column_sum(density)


@lru_cache(maxsize=2)
def _on_device(
    sites: int, up_spins: int, boundary: Boundary, realizations: int
) -> tuple[tuple[jax.Array, ...], jax.Array]:
    """Places of neighbours, and bit patterns of the states, in the order of `Hopping`."""
    hops = hopping(sites, up_spins, boundary)
    neighbours = tuple(jnp.asarray(table) for table in hops.places(realizations))
    return neighbours, jnp.asarray(sector(sites, up_spins, boundary).states[hops.order])


@jit
def _expectation(
    neighbours: Sequence[jax.Array], strength: jax.Array, diagonal: jax.Array, vector: jax.Array
) -> jax.Array:
    """Compute ⟨v|2H̃|v⟩ (realization,) of a vector (state, realization)."""
    return overlap(vector, image(neighbours, strength, diagonal, vector))


@jit
def _nearest(product_energy: jax.Array, aim: jax.Array) -> jax.Array:
    """Number of the product state (realization,) whose energy is nearest to `aim`."""
    return jnp.argmin(jnp.abs(product_energy - aim), axis=0)


@jit
def _lanczos_steps(
    neighbours: Sequence[jax.Array], strength: float, diagonal: jax.Array, carry: Carry
) -> tuple[Carry, tuple[jax.Array, jax.Array]]:
    def step(carry: Carry, _: None) -> tuple[Carry, tuple[jax.Array, jax.Array]]:
        previous, current, beta = carry
        spare = jnp.zeros_like(current)
        image = recur(neighbours, strength, diagonal, current, beta * previous, spare)
        alpha = overlap(image, current)
        image = image - alpha * current
        beta = jnp.sqrt(overlap(image, image))
        return (current, image / jnp.where(beta > 0, beta, 1), beta), (alpha, beta)

    return jax.lax.scan(step, carry, length=STEPS_A_CHECK)


if TYPE_CHECKING:
    # Compares the classes with their contract.
    _: Callable[[Hamiltonians], contract.Realizations] = Realizations
