"""Realizations of a Heisenberg chain side by side on one core of a CPU."""

import gc

import numpy as np
from numpy.typing import NDArray

from phasetrace.compile.simd import empty
from phasetrace.evolution.basis import Boundary
from phasetrace.evolution.bounds import STEPS_A_CHECK, SpectralBounds, spectral_bounds, start_vector
from phasetrace.evolution.cpu import kernels
from phasetrace.evolution.cpu.bipartition import blocks, split_sector
from phasetrace.evolution.cpu.hamiltonian import ROWS, Energies, Vector

# Compiling leaves garbage that would add to the peak of a job's memory: with everything imported,
# collect it about as often as Python does by default.
gc.set_threshold(2000, 10, 10)


class CpuRealizations:
    """As many realizations as there are rows in `field`, which evolve together.

    Parameters
    ----------
    up_spins, boundary, coupling
        See `phasetrace.models.heisenberg.chain.HeisenbergChain`.
    field : (realization, site)
        The fields w_i.
    """

    def __init__(
        self, up_spins: int, boundary: Boundary, coupling: float, field: NDArray[np.float64]
    ) -> None:
        self.lanes, sites = field.shape
        self.coupling = coupling
        self.basis = split_sector(sites, up_spins, boundary, sites // 2)
        self.blocks = blocks(sites, up_spins, boundary, sites // 2, self.lanes)
        self.left, self.right = self.basis.energies(coupling, field.T)

    def vector(self, precision: str) -> Vector:
        """Vector (state * realization,) of zeros."""
        vector = empty(int(self.basis.state[-1]), self.lanes, precision)
        vector[:] = 0
        return vector

    def work(self, precision: str) -> Vector:
        """Memory for the kernels to work in."""
        columns = int(np.diff(self.basis.right_ranges).max())
        return empty(ROWS * columns, self.lanes, precision)

    def energies(
        self,
        strength: NDArray[np.float64],
        left: NDArray[np.float64],
        right: NDArray[np.float64],
        precision: str,
    ) -> Energies:
        """Elements of H in a precision; `strength` (realization,) is that of its exchanges."""
        flat = []
        for values in (left, right):
            flat.append(empty(values.size // self.lanes, self.lanes, precision))
            flat[-1][:] = values.ravel()
        return Energies(tuple(strength.astype(precision)), *flat)

    def bounds(self) -> SpectralBounds:
        """Extremal energies of the realizations."""
        strength = np.full(self.lanes, self.coupling / 2)
        energies = self.energies(strength, self.left, self.right, "float64")
        previous, current = self.vector("float64"), self.vector("float64")
        by_state = current.reshape(-1, self.lanes)
        by_state[:] = start_vector(len(by_state))[:, None]
        work = self.work("float64")

        def steps() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
            alphas, betas = np.empty((2, STEPS_A_CHECK * self.lanes))
            kernels.lanczos(self.blocks, energies, previous, current, alphas, betas, work)
            return alphas.reshape(-1, self.lanes), betas.reshape(-1, self.lanes)

        return spectral_bounds(steps, self.lanes)

    def nearest(self, aim: NDArray[np.float64]) -> NDArray[np.int64]:
        """Bit patterns (realization,) of the product states whose energies are nearest to `aim`."""
        basis, lane = self.basis, np.arange(self.lanes)
        best, found = np.full(self.lanes, np.inf), np.zeros(self.lanes, np.int64)
        for some, others in zip(basis.left_ranges, basis.right_ranges, strict=True):
            left, right = slice(*some), slice(*others)
            distance = self.right[:, right][basis.left.ends[left]]
            distance += self.left[left, None] - aim
            distance = np.abs(distance, out=distance).reshape(-1, self.lanes)
            nearest = np.argmin(distance, axis=0)
            row, column = np.divmod(nearest, others[1] - others[0])
            patterns = basis.left.patterns[left][row] << basis.low
            patterns |= basis.right.patterns[right][column]
            nearer = distance[nearest, lane] < best
            found[nearer], best[nearer] = patterns[nearer], distance[nearest, lane][nearer]
        return found

    def energy(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Energies (realization,) of product states with these bit patterns."""
        left, right = self.basis.located(patterns)
        lane = np.arange(self.lanes)
        return self.left[left, lane] + self.right[self.basis.left.ends[left], right, lane]


class CpuMotion:
    """The state C - iS of every realization, from one sampling step to the next.

    Parameters
    ----------
    realizations : CpuRealizations
    patterns : (realization,)
        Bit patterns of the initial product states.
    shift, scale : (realization,)
        H = shift + scale H̃.
    coefficients : (pair, 2, realization)
        See `phasetrace.evolution.chebyshev.bessel_coefficients`.
    pairs : int
        Pairs of them to use.
    precision : {'float64', 'float32'}
        Of the evolution.
    """

    def __init__(
        self,
        realizations: CpuRealizations,
        patterns: NDArray[np.int64],
        shift: NDArray[np.float64],
        scale: NDArray[np.float64],
        coefficients: NDArray[np.float64],
        pairs: int,
        precision: str,
    ) -> None:
        self.realizations, self.pairs = realizations, pairs
        # Of 2H̃.
        self.energies = realizations.energies(
            realizations.coupling / scale,
            2 * (realizations.left - shift) / scale,
            2 * realizations.right / scale,
            precision,
        )
        self.coefficients = coefficients.ravel().astype(precision)
        self.vectors = [realizations.vector(precision) for _ in range(6)]
        self.work = realizations.work(precision)
        lanes, basis = realizations.lanes, realizations.basis
        number = basis.number(patterns)
        self.vectors[0].reshape(-1, lanes)[number, np.arange(lanes)] = 1
        self.left = empty(len(basis.left.patterns), lanes, precision)
        self.right = empty(len(basis.right.patterns), lanes, precision)
        self.started = False

    def step(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by a sampling step; magnetization (site, realization) and norm then."""
        blocks, lanes = self.realizations.blocks, self.realizations.lanes
        cosine, sine, cosine_before, sine_before, even, odd = self.vectors
        even[:] = cosine
        np.negative(cosine_before, out=cosine_before)
        kernels.chebyshev(
            blocks,
            self.energies,
            self.coefficients,
            self.pairs,
            even,
            odd,
            cosine_before,
            sine_before,
            self.work,
        )
        # Every later step is reflected from the one before it.
        if not self.started:
            self.coefficients *= 2
            self.started = True
        self.vectors = [cosine_before, sine_before, cosine, sine, even, odd]
        sites = self.realizations.basis.sites
        magnetization = np.empty(sites * lanes, cosine.dtype)
        norm = np.empty(lanes, cosine.dtype)
        kernels.measure(
            blocks,
            self.energies,
            cosine_before,
            sine_before,
            self.left,
            self.right,
            magnetization,
            norm,
        )
        return magnetization.reshape(sites, lanes), norm

    def energy(self) -> NDArray[np.floating]:
        """Expectation value ⟨H̃⟩ (realization,)."""
        cosine, sine, *_, image = self.vectors
        parts = np.empty((2, self.realizations.lanes), image.dtype)
        for vector, part in zip((cosine, sine), parts, strict=True):
            kernels.expectation(
                self.realizations.blocks, self.energies, vector, image, part, self.work
            )
        return 0.5 * parts.sum(axis=0)
