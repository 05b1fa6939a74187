"""What a file of energy levels holds, and how several are read."""

from collections.abc import Mapping, Sequence
from os import PathLike

import numpy as np
import numpy.typing as npt
import xarray as xr

from phasetrace.parameter import Parameter
from phasetrace.store.errors import FileError
from phasetrace.store.files import read_dataset
from phasetrace.store.origin import OWN
from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import REALIZATION, SEED

ENERGY, LEVEL = "energy", "level"
_LONG_NAMES = {
    ENERGY: "energy level",
    "energy_min": "lowest energy of the sector",
    "energy_max": "highest energy of the sector",
}


def spectrum_dataset(
    parameter: Parameter,
    value: float,
    seeds: Sequence[int],
    variables: Mapping[str, npt.NDArray[np.float64]],
    *,
    energy_unit: str,
    attributes: Mapping[str, str | int | float],
) -> xr.Dataset:
    """Put the levels of one parameter value into a dataset.

    Parameters
    ----------
    parameter : Parameter
        The swept parameter.
    value : float
        Its value.
    seeds : sequence of int
        Sets of realizations, all of the same size.
    variables : mapping of ndarray
        ``energy`` (realization, level), consecutive levels; ``energy_min`` and ``energy_max``
        (realization,). The realizations of one set stand behind those of another.
    energy_unit : str
        Unit of the energies.
    attributes : mapping
        What the levels are of: model, L, boundary, the sector's dimension and so on.

    Returns
    -------
    xarray.Dataset
        The variables with a leading dimension of the parameter; coordinates ``seed`` and
        ``realization`` say which realization of which set is where.
    """
    dimensions = (parameter.name, REALIZATION, LEVEL)
    each = len(variables[ENERGY]) // len(seeds)
    data = {
        name: (
            dimensions[: array.ndim + 1],
            array[None],
            {"units": energy_unit, "long_name": _LONG_NAMES[name]},
        )
        for name, array in variables.items()
    }
    coordinates = {
        parameter.name: (
            parameter.name,
            [value],
            {"units": parameter.unit, "long_name": parameter.long_name},
        ),
        REALIZATION: (REALIZATION, np.tile(np.arange(each), len(seeds))),
        SEED: (REALIZATION, np.repeat(seeds, each)),
    }
    return xr.Dataset(data, coordinates, {**attributes, "software": software_versions()})


def read_spectra(paths: Sequence[str | PathLike[str]]) -> xr.Dataset:
    """Read files of energy levels, one a parameter value, into one dataset.

    Parameters
    ----------
    paths : sequence of path-like
        In the order of the values.

    Returns
    -------
    xarray.Dataset
        As `spectrum_dataset` makes it.

    Raises
    ------
    FileError
        If a file is not one of energy levels, holds a value that is not finite, or does not fit
        the others.
    """
    found = []
    for path in paths:
        dataset = read_dataset(path)
        for name in _LONG_NAMES:
            if name not in dataset:
                raise FileError(path, f"not a file of energy levels: has no variable {name}")
            if not np.isfinite(dataset[name]).all():
                raise FileError(path, f"{name} has values that are not finite")
        kept = {key: value for key, value in dataset.attrs.items() if key not in OWN}
        found.append(dataset.drop_attrs(deep=False).assign_attrs(kept))
    parameter = str(found[0][ENERGY].dims[0])
    try:
        return xr.concat(found, dim=parameter, join="exact", combine_attrs="override")
    except ValueError as error:
        names = ", ".join(map(str, paths))
        raise FileError(names, f"these energy levels do not belong together: {error}") from error
