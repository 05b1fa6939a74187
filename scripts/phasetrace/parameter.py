"""A parameter of a model: its unit, and the printed form of its values.

A value has one printed form. It names files and keys random numbers, so two values that
print alike would be one; `Parameter.points` refuses such grids.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True)
class Parameter:
    """A physical parameter.

    Parameters
    ----------
    name : str
        Its name in files, such as ``"W"``.
    unit : str
        Its unit, "1" if it has none.
    decimals : int
        Decimals that tell its values apart.
    long_name : str
        What it is, in words.
    """

    name: str
    unit: str
    decimals: int
    long_name: str

    def label(self, value: float) -> str:
        """Print a value as file names and random-number keys have it."""
        return f"{value:.{self.decimals}f}"

    def points(self, grid: Mapping[str, float] | Sequence[float]) -> list[float]:
        """List the values of a configured grid.

        Parameters
        ----------
        grid : mapping with start, stop and points, or sequence of float
            Equally spaced values, both ends included, or the values themselves.

        Returns
        -------
        list of float
            Increasing values.

        Raises
        ------
        ValueError
            If the values do not increase or if two of them print alike.
        """
        if isinstance(grid, Mapping):
            values = np.linspace(grid["start"], grid["stop"], int(grid["points"]))
            # 0.2, 0.25, … rather than 0.25 + 5e-17, wherever decimals can say it.
            values = np.where(np.abs(np.round(values, 6) - values) < 1e-12, values.round(6), values)
        else:
            values = np.asarray(grid, dtype=float)
        for before, after in pairwise(values.tolist()):
            if after <= before:
                raise ValueError(f"values must increase, and {after} follows {before}")
        labels = [self.label(value) for value in values]
        for before, after in pairwise(labels):
            if before == after:
                raise ValueError(
                    f"two values print as {after}, must differ in {self.decimals} decimals"
                )
        return [float(value) for value in values]
