"""Realizations side by side on one core of a CPU, by kernels that Numba compiles.

The contract of these classes is `phasetrace.evolution.engine`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from phasetrace.compile.simd import empty
from phasetrace.evolution import engine as contract
from phasetrace.evolution.bounds import STEPS_A_CHECK, SpectralBounds, spectral_bounds, start_vector
from phasetrace.evolution.cpu import kernels
from phasetrace.evolution.cpu.bipartition import bipartition, tables
from phasetrace.evolution.cpu.recursion import ROWS, Energies, Vector
from phasetrace.evolution.hamiltonians import Hamiltonians


class Realizations:
    """A batch; see `phasetrace.evolution.engine.Realizations`."""

    def __init__(self, hamiltonians: Hamiltonians) -> None:
        self.batch, sites = hamiltonians.field.shape
        self.exchange = hamiltonians.exchange
        sector = sites, hamiltonians.up_spins, hamiltonians.boundary
        self.basis = bipartition(*sector, cut=sites // 2)
        self.tables = tables(*sector, cut=sites // 2, batch=self.batch)
        self.left, self.right = self.basis.energies(hamiltonians.ising, hamiltonians.field.T)

    def vector(self, precision: str) -> Vector:
        """Vector (state * batch,) of zeros."""
        vector = empty(int(self.basis.state[-1]), self.batch, precision)
        vector[:] = 0
        return vector

    def work(self, precision: str) -> Vector:
        """Memory for the kernels to work in."""
        columns = int(np.diff(self.basis.left_ranges).max())
        return empty(ROWS * columns, self.batch, precision)

    def energies(
        self,
        strength: NDArray[np.float64],
        left: NDArray[np.float64],
        right: NDArray[np.float64],
        precision: str,
    ) -> Energies:
        """Elements of H in a precision.

        Parameters
        ----------
        strength : (realization,)
            Prefactor of the exchanges.
        left, right : (..., realization)
            Energies of the segments; see `phasetrace.evolution.cpu.bipartition`.
        precision : {"float64", "float32"}
            Of the elements.
        """
        flat = []
        for values in (left, right):
            flat.append(empty(values.size // self.batch, self.batch, precision))
            flat[-1][:] = values.ravel()
        return Energies(tuple(strength.astype(precision)), *flat)

    def bounds(self) -> SpectralBounds:
        """Extremal energies of the realizations."""
        strength = np.full(self.batch, self.exchange / 2)
        energies = self.energies(strength, self.left, self.right, "float64")
        previous, current = self.vector("float64"), self.vector("float64")
        by_state = current.reshape(-1, self.batch)
        by_state[:] = start_vector(len(by_state))[:, None]
        work = self.work("float64")

        def steps() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
            alphas, betas = np.empty((2, STEPS_A_CHECK * self.batch))
            kernels.lanczos(self.tables, energies, previous, current, alphas, betas, work)
            return alphas.reshape(-1, self.batch), betas.reshape(-1, self.batch)

        return spectral_bounds(steps, self.batch)

    def nearest(self, aim: NDArray[np.float64]) -> NDArray[np.int64]:
        """Bit patterns (realization,) of the product states with energies nearest to `aim`."""
        basis, each = self.basis, np.arange(self.batch)
        best, found = np.full(self.batch, np.inf), np.zeros(self.batch, np.int64)
        for columns, rows in zip(basis.left_ranges, basis.right_ranges, strict=True):
            left, right = slice(*columns), slice(*rows)
            distance = self.left[:, left][basis.right.ends[right]]
            distance += self.right[right, None] - aim
            distance = np.abs(distance, out=distance).reshape(-1, self.batch)
            nearest = np.argmin(distance, axis=0)
            row, column = np.divmod(nearest, columns[1] - columns[0])
            patterns = basis.right.patterns[right][row] << basis.cut
            patterns |= basis.left.patterns[left][column]
            nearer = distance[nearest, each] < best
            found[nearer], best[nearer] = patterns[nearer], distance[nearest, each][nearer]
        return found

    def energy(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Energies (realization,) of product states with these bit patterns."""
        left, right = self.basis.located(patterns)
        each = np.arange(self.batch)
        return self.right[right, each] + self.left[self.basis.right.ends[right], left, each]

    def patterns(self) -> NDArray[np.int64]:
        """Bit patterns (state,) of the basis."""
        return self.basis.patterns()

    def motion(
        self,
        patterns: NDArray[np.int64],
        shift: NDArray[np.float64],
        scale: NDArray[np.float64],
        precision: str,
    ) -> "Motion":
        """Start from product states; see `phasetrace.evolution.engine.Realizations`."""
        # Of 2H̃.
        energies = self.energies(
            self.exchange / scale,
            2 * self.left / scale,
            2 * (self.right - shift) / scale,
            precision,
        )
        return Motion(self, patterns, energies, precision)


class Motion:
    """The state C - iS of every realization, from one sampling step to the next.

    Parameters
    ----------
    realizations : Realizations
        The batch.
    patterns : (realization,)
        Bit patterns of the initial product states.
    energies : Energies
        Of 2H̃, in the precision of the evolution.
    precision : {"float64", "float32"}
        Of the evolution.
    """

    def __init__(
        self,
        realizations: Realizations,
        patterns: NDArray[np.int64],
        energies: Energies,
        precision: str,
    ) -> None:
        self.realizations, self.energies = realizations, energies
        self.vectors = [realizations.vector(precision) for _ in range(6)]
        self.work = realizations.work(precision)
        batch, basis = realizations.batch, realizations.basis
        self.vectors[0].reshape(-1, batch)[basis.number(patterns), np.arange(batch)] = 1
        self.left = empty(len(basis.left.patterns), batch, precision)
        self.right = empty(len(basis.right.patterns), batch, precision)
        self.moved = False

    def step(
        self, coefficients: NDArray[np.float64], pairs: int
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by a step of any length; see `phasetrace.evolution.engine.Motion`."""
        _, sine, cosine_share, sine_share, *_ = self.vectors
        self.coefficients, self.pairs = coefficients.astype(sine.dtype).ravel(), pairs
        cosine_share[:] = 0
        sine_share[:] = 0
        if self.moved:
            # Of S come sin S, which C' is less by, and cos S, which S' is more by.
            self._add(sine, sine_share, cosine_share)
        self.moved = True
        reached = self.repeat()
        self.coefficients *= 2
        return reached

    def repeat(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by as long a step as before; see `phasetrace.evolution.engine.Motion`."""
        cosine, sine, cosine_before, sine_before, *spare = self.vectors
        np.negative(cosine_before, out=cosine_before)
        self._add(cosine, cosine_before, sine_before)
        self.vectors = [cosine_before, sine_before, cosine, sine, *spare]
        return self._measured()

    def _add(self, vector: Vector, cosine: Vector, sine: Vector) -> None:
        """Add the cosine and the sine of a step, applied to a vector, to sums."""
        even, odd = self.vectors[-2:]
        even[:] = vector
        kernels.chebyshev(
            self.realizations.tables,
            self.energies,
            self.coefficients,
            self.pairs,
            even,
            odd,
            cosine,
            sine,
            self.work,
        )

    def _measured(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Magnetization (site, realization) and norm (realization,) of the state."""
        cosine, sine, *_ = self.vectors
        batch, sites = self.realizations.batch, self.realizations.basis.sites
        magnetization = np.empty(sites * batch, cosine.dtype)
        norm = np.empty(batch, cosine.dtype)
        kernels.measure(
            self.realizations.tables,
            self.energies,
            cosine,
            sine,
            self.left,
            self.right,
            magnetization,
            norm,
        )
        return magnetization.reshape(sites, batch), norm

    def apply_sigma_z(self, sites: NDArray[np.integer]) -> None:
        """Apply σᶻ to a spin of each realization; see `phasetrace.evolution.engine.Motion`."""
        cosine, sine, *_ = self.vectors
        kernels.apply_sigma_z(
            self.realizations.tables, self.energies, sites, cosine, sine, self.left, self.right
        )

    def probabilities(self) -> NDArray[np.floating]:
        """|ψ|² (state, realization)."""
        cosine, sine, *_ = self.vectors
        return (cosine**2 + sine**2).reshape(-1, self.realizations.batch)

    def energy(self) -> NDArray[np.floating]:
        """Expectation value ⟨H̃⟩ (realization,)."""
        cosine, sine, *_, image = self.vectors
        parts = np.empty((2, self.realizations.batch), image.dtype)
        for vector, part in zip((cosine, sine), parts, strict=True):
            kernels.expectation(
                self.realizations.tables, self.energies, vector, image, part, self.work
            )
        return 0.5 * parts.sum(axis=0)


if TYPE_CHECKING:
    # Compares the classes with their contract.
    _: Callable[[Hamiltonians], contract.Realizations] = Realizations
