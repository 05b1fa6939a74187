"""What an engine offers: realizations of a chain that evolve together on a device.

An engine is a module ``phasetrace.evolution.<device>.engine`` whose class `Realizations` keeps the
contract below. It is found by its name, so that what one device's engine is made of is neither
imported nor counted as code behind the results of another.
"""

from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from phasetrace.evolution.bounds import SpectralBounds
from phasetrace.evolution.hamiltonians import Hamiltonians


class Motion(Protocol):
    """The states of a batch as they move from one sampling time to the next."""

    def step(
        self, coefficients: NDArray[np.float64], pairs: int
    ) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by a step of any length.

        Parameters
        ----------
        coefficients : (pair, 2, realization)
            Of the step; see `phasetrace.evolution.chebyshev.bessel_coefficients`.
        pairs : int
            Pairs of them to use.

        Returns
        -------
        magnetization : (site, realization)
            ⟨σᶻ_i⟩ after the step, in the precision of the evolution.
        norm : (realization,)
            ⟨ψ|ψ⟩ after the step, in the same precision.
        """
        ...

    def repeat(self) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
        """Advance by as long a step as the one before, at half of its cost.

        Returns
        -------
        tuple
            As `step` does.
        """
        ...

    def apply_sigma_z(self, sites: NDArray[np.integer]) -> None:
        """Apply σᶻ to a spin of each realization; the next step is no repetition then.

        Parameters
        ----------
        sites : (realization,)
            Number of the site, from 0 on; -1 for none.
        """
        ...

    def probabilities(self) -> NDArray[np.floating]:
        """|ψ|² (state, realization), in the order of `Realizations.patterns`."""
        ...

    def energy(self) -> NDArray[np.floating]:
        """Expectation values ⟨H̃⟩ (realization,), where H = shift + scale H̃."""
        ...


class Realizations(Protocol):
    """A batch: as many realizations as the Hamiltonians are, side by side in memory.

    A realization's numbers do not depend on those beside it.

    Parameters
    ----------
    hamiltonians : Hamiltonians
        At least one; engines may be slow unless their number is a power of two.
    """

    def __init__(self, hamiltonians: Hamiltonians) -> None: ...

    def bounds(self) -> SpectralBounds:
        """Extremal energies of every realization, in float64.

        Raises
        ------
        RuntimeError
            See `phasetrace.evolution.bounds.spectral_bounds`.
        """
        ...

    def nearest(self, aim: NDArray[np.float64]) -> NDArray[np.int64]:
        """Bit patterns (realization,) of the product states with energies nearest to `aim`.

        `aim` is (realization,), an energy for each.
        """
        ...

    def energy(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """Energies (realization,) of product states with these bit patterns (realization,)."""
        ...

    def patterns(self) -> NDArray[np.int64]:
        """Bit patterns (state,) of the basis, in the engine's own order."""
        ...

    def motion(
        self,
        patterns: NDArray[np.int64],
        shift: NDArray[np.float64],
        scale: NDArray[np.float64],
        precision: str,
    ) -> Motion:
        """Start every realization from a product state.

        Parameters
        ----------
        patterns : (realization,)
            Bit patterns of the initial states.
        shift, scale : (realization,)
            H = shift + scale H̃, where the spectrum of H̃ lies in [-1, 1].
        precision : {"float64", "float32"}
            Of the evolution.
        """
        ...


def engine(device: str) -> type[Realizations]:
    """Class of the realizations that evolve on a kind of device, "cpu" or "gpu"."""
    module = import_module(f"phasetrace.evolution.{device}.engine")
    return cast(type[Realizations], module.Realizations)
