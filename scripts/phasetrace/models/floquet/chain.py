"""Exact stroboscopic evolution of a spin chain under a binary drive."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from phasetrace.compile.xla import keeping_float64
from phasetrace.evolution.arguments import check_chain
from phasetrace.evolution.basis import Boundary, bonds
from phasetrace.evolution.device import default_memory, kind_of_device
from phasetrace.evolution.observation import Observe
from phasetrace.models.floquet.batches import batch_bytes, batch_size
from phasetrace.models.floquet.propagation import basis_index, evolve_batch


@dataclass(frozen=True)
class FloquetEvolution:
    """Traces of a driven chain.

    Attributes
    ----------
    magnetization : ndarray, shape (realization, periods + 1, site)
        m_i after n periods, in [-1, 1], in the dtype of the precision; n = 0 is the initial state.
    norm_drift : ndarray, shape (realization,)
        Largest departure of the squared norm of the state from 1 over the periods.
    """

    magnetization: NDArray[np.floating]
    norm_drift: NDArray[np.float64]


@dataclass(frozen=True)
class FloquetChain:
    """A chain of spins-1/2 under the binary drive.

    A period is exp(-i H₁ T₁) and then exp(-i H₂ T₂), with H₁ = (g - ε) Σ_i σˣ_i and
    H₂ = Σ_i J_i σᶻ_i σᶻ_{i+1} + B_i σᶻ_i (Eq. 2 of van Nieuwenburg, Bairey and Refael, 2017). It
    conserves no magnetization, so that a state has 2^L amplitudes. Sites are numbered from the
    left.

    >>> import numpy as np
    >>> chain, rng = FloquetChain(sites=6), np.random.default_rng(1)
    >>> coupling, field = rng.uniform(0, 0.5, size=(2, 5)), rng.uniform(0, 0.5, size=(2, 6))
    >>> chain.evolve([0.0, 0.3], coupling, field, np.ones((2, 6)), periods=9).magnetization.shape
    (2, 10, 6)

    Attributes
    ----------
    sites : int
        Number of spins L, 2 or more (periodic: 3).
    boundary : {"open", "periodic"}
        A periodic chain has one bond more, the last, between its last site and its first.
    pulse : float
        Strength g of the pulse. With T_1 = 1 and g = π/2 a drive of 0 flips every spin.
    durations : tuple of float
        T_1 of the pulse and T_2 of the interactions.

    Raises
    ------
    ValueError
        If a value is outside what is stated above.
    """

    sites: int
    boundary: Boundary = "open"
    pulse: float = math.pi / 2
    durations: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        check_chain(self.sites, self.boundary)
        if not math.isfinite(self.pulse):
            raise ValueError(f"pulse = {self.pulse} is not finite")
        if len(self.durations) != 2 or not all(0 <= time < math.inf for time in self.durations):
            raise ValueError(f"durations = {self.durations} are not two times of 0 or more")

    @property
    def bonds(self) -> int:
        """Number of bonds: L - 1 in an open chain, L in a periodic one."""
        return bonds(self.sites, self.boundary)

    def evolve(
        self,
        drive: ArrayLike,
        coupling: ArrayLike,
        field: ArrayLike,
        initial_spin: ArrayLike,
        periods: int,
        *,
        precision: str = "float64",
        tolerance: float = 1e-9,
        memory: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        observe: Observe | None = None,
    ) -> FloquetEvolution:
        """Evolve product states of σ^z, sampling the magnetization once a period.

        In float64 a realization's result has the same bits whichever realizations are evolved
        with it, in whatever order and number, on one machine.

        Parameters
        ----------
        drive : array_like, shape (realization,)
            Imperfection ε of each realization's pulse.
        coupling : array_like, shape (realization, bond)
            J_i; bond i joins site i and the next.
        field : array_like, shape (realization, site)
            B_i.
        initial_spin : array_like, shape (realization, site)
            The initial product states, ±1.
        periods : int
            Number of periods, 1 or more.
        precision : {"float64", "float32"}
            Arithmetic of the real and imaginary parts; phases are always found in float64.
        tolerance : float
            Largest norm drift accepted beyond what rounding explains (`drift_bound`).
        memory : int, optional
            Bytes that may be used; by default half of what the machine or the device has.
        progress : callable, optional
            Called with (done, total), in realizations.
        observe : callable, optional
            Shown ``|ψ|²`` after every period and at the start, whose number is 0; see
            `phasetrace.evolution.observation.Observe`. It takes the memory of as many states.

        Raises
        ------
        ValueError
            If an argument is not as stated.
        MemoryError
            If `memory` is less than a batch needs.
        RuntimeError
            If the norm of a state drifts by more than `drift_bound`.
        """
        if precision not in ("float64", "float32"):
            raise ValueError(f"precision {precision!r} is neither 'float64' nor 'float32'")
        if not (isinstance(periods, int) and periods >= 1):
            raise ValueError(f"periods = {periods} is not an integer of 1 or more")
        if not tolerance >= 0:
            raise ValueError(f"tolerance = {tolerance} is not 0 or more")
        drive = np.asarray(drive, np.float64)
        if drive.ndim != 1 or len(drive) == 0:
            raise ValueError(f"drive has shape {drive.shape}, not (realization,)")
        count = len(drive)
        drive = _checked("drive", drive, (count,))
        coupling = _checked("coupling", coupling, (count, self.bonds))
        field = _checked("field", field, (count, self.sites))
        spin = _checked("initial_spin", initial_spin, (count, self.sites))
        if not np.all(np.abs(spin) == 1):
            wrong = np.argmax(np.any(np.abs(spin) != 1, axis=1))
            raise ValueError(f"initial_spin of realization {wrong} is not -1 or 1 everywhere")

        bound = drift_bound(self, precision, tolerance, periods)
        batch = batch_size(self.sites, precision, kind_of_device())
        available = default_memory() if memory is None else memory
        observed = 0 if observe is None else periods
        needed = batch_bytes(self.sites, precision, batch, observed)
        if needed > available:
            raise MemoryError(
                f"memory = {available} bytes: {batch} at a time, realizations of {self.sites} "
                f"sites need {needed} bytes"
            )
        pulse_time, phase_time = self.durations
        inputs = (
            (self.pulse - drive) * pulse_time,
            coupling * phase_time,
            field * phase_time,
            basis_index(spin),
        )
        magnetization = np.empty((count, periods + 1, self.sites), precision)
        magnetization[:, 0] = spin
        norm_drift = np.empty(count)
        for start in range(0, count, batch):
            stop = min(start + batch, count)
            # The last batch is filled up, so that one program serves all batches.
            padded = np.minimum(np.arange(start, start + batch), count - 1)
            traces, drifts, probability = keeping_float64(evolve_batch)(
                *(values[padded] for values in inputs),
                periods=periods,
                precision=precision,
                observed=observe is not None,
            )
            magnetization[start:stop, 1:] = traces[: stop - start]
            norm_drift[start:stop] = drifts[: stop - start]
            bad = start + np.flatnonzero(~(norm_drift[start:stop] <= bound))
            if len(bad):
                raise RuntimeError(
                    f"norm of realization {bad[0]} has drifted by {norm_drift[bad[0]]:.3g}; "
                    f"at most {bound:.3g} is accepted"
                )
            if observe is not None:
                here = np.arange(start, stop)
                for one in here:
                    observe(np.array([one]), 0, inputs[-1][[one]], np.ones((1, 1)))
                for period, reached in enumerate(np.moveaxis(np.asarray(probability), 1, 0), 1):
                    observe(here, period, np.arange(2**self.sites), reached[: len(here)].T)
            if progress is not None:
                progress(stop, count)
        return FloquetEvolution(magnetization, norm_drift)


def drift_bound(chain: FloquetChain, precision: str, tolerance: float, periods: int) -> float:
    """Largest norm drift accepted.

    Rounding leaves the cosine and sine of a rotation or a phase off the unit circle by up to
    one unit of the precision, and there is one rotation per site and period; as much again
    goes to the products.
    """
    return tolerance + 2 * (chain.sites + 1) * periods * float(np.finfo(precision).eps)


def _checked(name: str, values: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Values as float64 if they have the shape and are finite."""
    array = np.asarray(values, np.float64)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape}, not {shape}")
    if not np.all(np.isfinite(array)):
        wrong = np.argwhere(~np.isfinite(array))[0][0]
        raise ValueError(f"{name} of realization {wrong} is not finite")
    return array
