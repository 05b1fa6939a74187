"""Errors of the readout, and their inversion."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Readout:
    """Errors that the readout of each site makes by itself.

    Attributes
    ----------
    p01 : float or sequence of float, (site,)
        Probability that a 0, spin down, is read as 1; of all sites or of each.
    p10 : float or sequence of float, (site,)
        Probability that a 1, spin up, is read as 0.
    """

    p01: npt.ArrayLike
    p10: npt.ArrayLike

    @property
    def sites(self) -> int:
        """Number of sites that it tells apart, 1 if all are alike."""
        return max(np.size(self.p01), np.size(self.p10))

    def misread(
        self, strings: npt.NDArray[np.unsignedinteger], uniform: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.unsignedinteger]:
        """Read bit strings with these errors.

        Parameters
        ----------
        strings : (..., shot)
            Bit i is site i.
        uniform : (..., site, shot)
            Independent numbers, uniform in [0, 1).

        Returns
        -------
        ndarray, shape (..., shot)
            What is read.
        """
        read = strings.copy()
        sites = uniform.shape[-2]
        zero, one = (np.broadcast_to(p, (sites,)) for p in (self.p01, self.p10))
        for site in range(sites):
            wrong = uniform[..., site, :] < np.where(strings >> site & 1, one[site], zero[site])
            read ^= wrong.astype(read.dtype) << site
        return read

    def inverted(
        self, magnetization: npt.NDArray[np.float64], error: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Correct the magnetization of all shots that were read, without bias.

        Of a site with magnetization m the mean that is read is (1 - p01 - p10) m + p01 - p10,
        which is solved for m; it may then exceed ±1 within its error (Bravyi et al., Phys. Rev. A
        103, 042605 (2021), of errors that each site makes by itself). Shots that were selected by
        what was read have another mean.

        Parameters
        ----------
        magnetization, error : (..., site)
            What was read, and its standard error.

        Returns
        -------
        tuple of ndarray
            The same, corrected.
        """
        zero, one = np.asarray(self.p01, float), np.asarray(self.p10, float)
        contrast = 1 - zero - one
        return (magnetization - (zero - one)) / contrast, error / abs(contrast)
