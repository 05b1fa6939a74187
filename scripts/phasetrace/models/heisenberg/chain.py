"""The random-field Heisenberg chain and its exact dynamics.

H = Σ_i J S_i·S_{i+1} + Σ_i w_i S^z_i in a sector with a fixed number of up spins.
A bond is S_i·S_{i+1} = P/2 - 1/4, P the exchange of its two spins, so realizations
of the disorder differ in their diagonal alone and evolve together, by `phasetrace.evolution.cpu.engine` or, where
JAX finds one, on a GPU by `phasetrace.evolution.gpu.engine`.

>>> chain = HeisenbergChain(sites=8)
>>> field = np.random.default_rng(1).uniform(-3, 3, size=(4, 8))
>>> chain.evolve(field, 0.5, np.linspace(0, 500, 50)).magnetization.shape
(4, 50, 8)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import comb
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.evolution.basis import Boundary, bonds
from phasetrace.evolution.batches import heisenberg_bytes, heisenberg_width
from phasetrace.evolution.chebyshev import bessel_coefficients
from phasetrace.jobs.device import default_memory, kind_of_device


@dataclass(frozen=True)
class Evolution:
    """Exact dynamics of a set of disorder realizations.

    Attributes
    ----------
    magnetization : (realization, time, site)
        ⟨σ^z_i(t)⟩ in [-1, 1], in the precision of the evolution.
    initial_spin : (realization, site) int8
        The initial product state, ±1.
    energy_min, energy_max : (realization,) float64
        Extremal energies of the sector, in the units of the coupling.
    energy : (realization,) float64
        Energy expectation of the initial state.
    epsilon_attained : (realization,) float64
        ``(energy - energy_min) / (energy_max - energy_min)``; 0 for a sector whose
        energies are all equal.
    norm_drift : (realization,) float64
        Largest ``|⟨ψ|ψ⟩ - 1|`` over the sampling times.
    energy_drift : (realization,) float64
        ``|⟨H⟩ - energy|`` at the last sampling time, over the bound
        ``bonds |J| + Σ_i |w_i| / 2`` on the size of H.
    """

    magnetization: NDArray[np.floating]
    initial_spin: NDArray[np.int8]
    energy_min: NDArray[np.float64]
    energy_max: NDArray[np.float64]
    energy: NDArray[np.float64]
    epsilon_attained: NDArray[np.float64]
    norm_drift: NDArray[np.float64]
    energy_drift: NDArray[np.float64]


@dataclass(frozen=True)
class HeisenbergChain:
    """Heisenberg chain in the sector with `up_spins` up spins (None: half of them).

    Raises
    ------
    ValueError
        If the chain has fewer than 2 sites (a ring: 3) or no such sector.
    """

    sites: int
    coupling: float = 1.0
    boundary: Boundary = "open"
    up_spins: int | None = None

    def __post_init__(self) -> None:
        if self.boundary not in ("open", "periodic"):
            raise ValueError(f"boundary {self.boundary!r} is neither 'open' nor 'periodic'")
        fewest = 3 if self.boundary == "periodic" else 2
        if not fewest <= self.sites <= 62:
            raise ValueError(
                f"sites = {self.sites}: {self.boundary} chains have from {fewest} to 62 sites"
            )
        if not np.isfinite(self.coupling):
            raise ValueError(f"coupling = {self.coupling} is not finite")
        if self.up_spins is not None and not 0 <= self.up_spins <= self.sites:
            raise ValueError(
                f"up_spins = {self.up_spins} is not between 0 and sites = {self.sites}"
            )

    @property
    def up(self) -> int:
        """Number of up spins of the sector."""
        return self.sites // 2 if self.up_spins is None else self.up_spins

    @property
    def dimension(self) -> int:
        """Number of basis states of the sector."""
        return comb(self.sites, self.up)

    def evolve(
        self,
        field: ArrayLike,
        energy_density: ArrayLike,
        times: ArrayLike,
        *,
        initial_spin: ArrayLike | None = None,
        precision: str = "float64",
        tolerance: float = 1e-9,
        memory: int | None = None,
        width: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Evolution:
        """Evolve product states exactly and sample their magnetization.

        In float64 a realization's result has the same bits whichever realizations
        are evolved with it, in whatever order and number, on one machine with one `width`.

        Parameters
        ----------
        field : (realization, site)
            The fields w_i, in the units of the coupling.
        energy_density : float or (realization,)
            Target ε in [0, 1]: the initial state is the product state of the sector
            whose energy is nearest to ``E_min + ε (E_max - E_min)``.
        times : (time,)
            Sampling times, equally spaced from 0, in inverse units of the coupling.
        initial_spin : (realization, site), optional
            Product states ±1 to start from instead.
        precision : {'float64', 'float32'}
            Of the evolution. The extremal energies and with them the initial state
            are always found in float64.
        tolerance : float
            Bound on the distance of the state from the exact one that cutting off the
            Chebyshev expansions may cause at any sampling time, rounding aside. The
            magnetization then errs by twice as much at most.
        memory : int, optional
            Bytes to use; by default half of what the machine or the device has. On a CPU a
            batch must fit, on a GPU as many realizations are evolved together as fit.
        width : int, optional
            Realizations to evolve together, a power of two, whatever memory they take; by
            default as many as are fastest on the device and fit.
        progress : callable, optional
            Called with (done, total), in sampling steps of a realization.

        Raises
        ------
        ValueError
            If an argument is out of its range.
        MemoryError
            If `memory` is too small for one realization.
        RuntimeError
            If the norm or the energy of a realization drifts by more than
            `drift_bound`, or its extremal energies cannot be found.
        """
        field, target, times, given = self._checked(field, energy_density, times, initial_spin)
        if precision not in ("float64", "float32"):
            raise ValueError(f"precision {precision!r} is neither 'float64' nor 'float32'")
        if not 0 < tolerance < 1:
            raise ValueError(f"tolerance = {tolerance} is not between 0 and 1")
        if width is not None and width not in (1 << power for power in range(16)):
            raise ValueError(f"width = {width} is not a power of two")
        width = width or self.width(precision, memory)
        kind, kind_of_motion = engine()
        chain = self.up, self.boundary, self.coupling
        steps = len(times) - 1
        done = 0

        def advance(realizations: int) -> None:
            nonlocal done
            done += realizations
            if progress is not None:
                progress(done, len(field) * (steps + 1))

        energy_min, energy_max, residual, energy = np.empty((4, len(field)))
        patterns = np.zeros(len(field), np.int64)
        if given is not None:
            patterns[:] = (given > 0) @ (1 << np.arange(self.sites))
        for block, padded in _batches(np.arange(len(field)), width):
            realizations = kind(*chain, field[padded])
            bounds = realizations.bounds()
            if given is None:
                aim = bounds.energy_min + target[padded] * (bounds.energy_max - bounds.energy_min)
                patterns[block] = realizations.nearest(aim)[: len(block)]
            here = len(block)
            energy_min[block] = bounds.energy_min[:here]
            energy_max[block] = bounds.energy_max[:here]
            residual[block] = bounds.residual[:here]
            energy[block] = realizations.energy(patterns[padded])[:here]
            advance(here)

        # Both ends move out by what the spectrum may lie beyond them and by rounding.
        size = abs(self.coupling) * bonds(self.sites, self.boundary) + np.abs(field).sum(axis=1) / 2
        margin = residual + 16 * np.finfo(precision).eps * size + np.finfo(np.float64).tiny
        shift = (energy_min + energy_max) / 2
        scale = (energy_max - energy_min) / 2 + margin

        truncation = max(tolerance, float(np.finfo(precision).eps)) / max(1, steps * (steps + 1))
        phase = scale * times[-1] / max(1, steps)
        bound = drift_bound(precision, tolerance, steps, phase)
        magnetization = np.empty((len(field), len(times), self.sites), precision)
        initial = np.where(patterns[:, None] >> np.arange(self.sites) & 1, 1, -1).astype(np.int8)
        magnetization[:, 0] = initial
        norm_drift = np.zeros(len(field))
        energy_drift = np.zeros(len(field))
        # Realizations of like spectral width need expansions of like length.
        for block, padded in _batches(np.argsort(scale, kind="stable"), width):
            here = len(block)
            motion = kind_of_motion(
                kind(*chain, field[padded]),
                patterns[padded],
                shift[padded],
                scale[padded],
                *bessel_coefficients(phase[padded], truncation),
                precision,
            )
            for step in range(steps):
                spin, norm = motion.step()
                magnetization[block, step + 1] = spin.T[:here]
                drift = np.abs(norm[:here].astype(np.float64) - 1)
                norm_drift[block] = np.maximum(norm_drift[block], drift)
                _refuse_drift("norm", drift, bound[block], block, times[step + 1])
                advance(here)
            reached = motion.energy()[:here]
            drift = np.abs(scale[block] * reached + shift[block] - energy[block])
            drift /= np.where(size[block] > 0, size[block], 1)
            energy_drift[block] = drift
            _refuse_drift("energy", drift, bound[block], block, times[-1])

        span = energy_max - energy_min
        epsilon = np.where(span > 0, (energy - energy_min) / np.where(span > 0, span, 1), 0)
        return Evolution(
            magnetization,
            initial,
            energy_min,
            energy_max,
            energy,
            epsilon,
            norm_drift,
            energy_drift,
        )

    def _checked(
        self,
        field: ArrayLike,
        energy_density: ArrayLike,
        times: ArrayLike,
        initial_spin: ArrayLike | None,
    ) -> tuple[NDArray, NDArray, NDArray, NDArray | None]:
        """Arguments of `evolve` as arrays of the right shapes."""
        field = np.asarray(field, np.float64)
        if field.ndim != 2 or field.shape[1] != self.sites or len(field) == 0:
            raise ValueError(
                f"field has shape {field.shape}, not (realization, site) with {self.sites} sites"
            )
        if not np.all(np.isfinite(field)):
            raise ValueError("field holds values that are not finite")
        target = np.asarray(energy_density, np.float64)
        if target.shape not in ((), (len(field),)):
            raise ValueError(f"energy_density has shape {target.shape}, not () or ({len(field)},)")
        if not np.all((target >= 0) & (target <= 1)):
            raise ValueError(f"energy_density = {energy_density!r} is not within [0, 1]")
        times = np.asarray(times, np.float64)
        if times.ndim != 1 or len(times) == 0 or times[0] != 0:
            raise ValueError("times must be a one-dimensional array that starts at 0")
        even = np.linspace(0, times[-1], len(times))
        if not (len(times) == 1 or times[-1] > 0) or not np.allclose(
            times, even, rtol=0, atol=1e-9 * times[-1]
        ):
            raise ValueError("times must be equally spaced and ascending from 0")
        if initial_spin is None:
            return field, np.broadcast_to(target, len(field)), times, None
        given = np.asarray(initial_spin)
        if given.shape != field.shape or not np.all(np.abs(given) == 1):
            raise ValueError(
                f"initial_spin must hold ±1 in the shape of field, {field.shape}, "
                f"not shape {given.shape}"
            )
        count = np.sum(given > 0, axis=1)
        if np.any(count != self.up):
            wrong = int(np.argmax(count != self.up))
            raise ValueError(
                f"initial_spin of realization {wrong} has {count[wrong]} up spins, "
                f"the sector has {self.up}"
            )
        return field, np.broadcast_to(target, len(field)), times, given

    def width(self, precision: str, memory: int | None = None) -> int:
        """Realizations that are evolved together; see `evolve`.

        Raises
        ------
        MemoryError
            If `memory` is too small for one.
        """
        available = default_memory() if memory is None else memory
        pairs = bonds(self.sites, self.boundary)
        width = heisenberg_width(self.dimension, pairs, precision, kind_of_device(), available)
        if not width:
            raise MemoryError(
                f"memory = {available} bytes: one realization of {self.sites} sites needs "
                f"{memory_needed(self, precision)} bytes; "
                f"{self._largest_fitting(precision, available)}"
            )
        return width

    def _largest_fitting(self, precision: str, available: int) -> str:
        for sites in range(self.sites - 1, 2, -1):
            up_spins = None if self.up_spins is None else min(self.up_spins, sites)
            shorter = replace(self, sites=sites, up_spins=up_spins)
            if memory_needed(shorter, precision) <= available:
                return f"the largest chain that fits has {sites} sites"
        return "no chain fits"


def memory_needed(chain: HeisenbergChain, precision: str, realizations: int = 1) -> int:
    """Bytes that evolving `realizations` at a time takes; see `heisenberg_bytes`."""
    pairs = bonds(chain.sites, chain.boundary)
    return heisenberg_bytes(chain.dimension, pairs, precision, kind_of_device(), realizations)


def engine() -> tuple[type[Any], type[Any]]:
    """Classes of realizations and of their motion for the kind of device at hand.

    See `phasetrace.evolution.cpu.engine`; those of `phasetrace.evolution.gpu.engine` have the same methods.
    """
    # The other device's libraries take their time to import.
    if kind_of_device() == "gpu":
        from phasetrace.evolution.gpu.engine import GpuMotion, GpuRealizations

        return GpuRealizations, GpuMotion
    from phasetrace.evolution.cpu.engine import CpuMotion, CpuRealizations

    return CpuRealizations, CpuMotion


def drift_bound(
    precision: str, tolerance: float, steps: int, phase: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Largest drift of the norm and of the energy that is accepted (realization,).

    Truncation moves the norm by twice `tolerance` at most. Rounding moves it by a
    fraction of a unit of the precision for every Chebyshev term, of which each of
    `steps` sampling steps takes about 64 more than the `phase` it adds at the edge of
    the spectrum.
    """
    return 2 * tolerance + float(np.finfo(precision).eps) * (steps + 1) * (phase + 64)


def _batches(order: NDArray[np.integer], width: int) -> Iterator[tuple[NDArray, NDArray]]:
    """Batches of `order`, each also padded to `width` with its last entry."""
    for start in range(0, len(order), width):
        block = order[start : start + width]
        yield block, np.pad(block, (0, width - len(block)), mode="edge")


def _refuse_drift(
    quantity: str, drift: NDArray, bound: NDArray, realizations: NDArray, time: float
) -> None:
    """Raise an error for a drift that is above its bound or not a number."""
    bad = np.flatnonzero(~(drift <= bound))
    if len(bad):
        worst = bad[0]
        raise RuntimeError(
            f"{quantity} of realization {realizations[worst]} has drifted by {drift[worst]:.3g} "
            f"at time {time:g}; at most {bound[worst]:.3g} is accepted"
        )
