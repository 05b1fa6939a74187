"""What a trace file holds: its dimensions and variables.

A trace file holds the magnetization of a block of consecutive parameter values, with
dimensions (parameter, realization, time, site); the parameter is ``W`` for the
random-field Heisenberg chain and ``drive`` for the Floquet chain. Later stages rely on
the dimensions and on ``magnetization`` alone.

Traces from elsewhere hold a variable of any name, and ``channel`` in place of ``site`` where
channels are no sites. NaN is what was not measured. A ``group`` (parameter, realization) says which
samples belong together, such as those of one day.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import xarray as xr

from phasetrace.parameter import Parameter
from phasetrace.store.provenance import software_versions

REALIZATION, TIME, SITE, BOND = "realization", "time", "site", "bond"
CHANNEL = "channel"
MAGNETIZATION, SEED, GROUP = "magnetization", "seed", "group"
SHOT, BITSTRING, KEPT_SHOTS = "shot", "bitstring", "kept_shots"
SHOTS = "shots"
"""Attribute that says how many shots were drawn at a sampling time, if any were."""
READOUT_INVERTED = "readout_inverted"
"""Attribute that says whether the magnetization is corrected for errors of the readout."""
LEFT_OUT = "left_out"
"""Attribute that says what networks were not shown of traces with gaps."""
ERROR = "_error"
"""What the name of a variable's errors ends in."""

_DIMENSIONS = {
    MAGNETIZATION: (REALIZATION, TIME, SITE),
    MAGNETIZATION + ERROR: (REALIZATION, TIME, SITE),
    BITSTRING: (REALIZATION, TIME, SHOT),
    KEPT_SHOTS: (REALIZATION, TIME),
    "field": (REALIZATION, SITE),
    "coupling": (REALIZATION, BOND),
    "initial_spin": (REALIZATION, SITE),
    "energy_min": (REALIZATION,),
    "energy_max": (REALIZATION,),
    "energy": (REALIZATION,),
    "epsilon_attained": (REALIZATION,),
    "epsilon_width": (REALIZATION,),
    "norm_drift": (REALIZATION,),
}
_LONG_NAMES = {
    MAGNETIZATION: "magnetization <sigma_z>",
    MAGNETIZATION + ERROR: "standard error of the magnetization over its trajectories or shots",
    BITSTRING: "spins of a shot as they are read, bit i of site i + 1 set where up, ascending",
    KEPT_SHOTS: "shots with the right number of up spins, of which the magnetization is",
    "field": "longitudinal field",
    "coupling": "coupling of neighbouring spins",
    "initial_spin": "initial product state, +1 up and -1 down",
    "energy_min": "lowest energy of the sector",
    "energy_max": "highest energy of the sector",
    "energy": "energy of the initial state",
    "epsilon_attained": "energy density of the initial state",
    "epsilon_width": "standard deviation of the energy in the initial state, in spectral widths",
    "norm_drift": "largest deviation of the squared norm from one",
}


def trace_dataset(
    parameter: Parameter,
    values: Sequence[float],
    times: npt.ArrayLike,
    variables: Mapping[str, npt.NDArray],
    *,
    energy_unit: str,
    time_unit: str,
    attributes: Mapping[str, str | int | float],
) -> xr.Dataset:
    """Put one block of traces into a dataset.

    Parameters
    ----------
    parameter : Parameter
        The swept parameter.
    values : sequence of float, length P
        Its values.
    times : array_like, shape (T,)
        Sampling times.
    variables : mapping of ndarray, leading shape (P * R,)
        Arrays by variable name, the R realizations of one value behind those of another:
        ``magnetization`` (P * R, T, sites), ``field`` (P * R, sites) and the others of a trace
        file.
    energy_unit, time_unit : str
        Units of fields, couplings and energies, and of time.
    attributes : mapping
        What the traces are of: model, L, boundary, seed and so on.

    Returns
    -------
    xarray.Dataset
        The block, with units and a long name on every variable.
    """
    units = dict.fromkeys(("field", "coupling", "energy_min", "energy_max", "energy"), energy_unit)
    sites = variables[MAGNETIZATION].shape[-1]
    data = {
        name: (
            (parameter.name, *_DIMENSIONS[name]),
            array.reshape(len(values), -1, *array.shape[1:]),
            {"units": units.get(name, "1"), "long_name": _LONG_NAMES[name]},
        )
        for name, array in variables.items()
    }
    coordinates = {
        parameter.name: (
            parameter.name,
            np.asarray(values, dtype=float),
            {"units": parameter.unit, "long_name": parameter.long_name},
        ),
        TIME: (TIME, np.asarray(times), {"units": time_unit, "long_name": "time"}),
        SITE: (SITE, np.arange(1, sites + 1), {"units": "1", "long_name": "site"}),
    }
    return xr.Dataset(data, coordinates, {**attributes, "software": software_versions()})


class Axes(NamedTuple):
    """Names of what traces hold."""

    variable: str
    parameter: str
    channel: str

    @property
    def order(self) -> tuple[str, str, str, str]:
        """Dimensions of the variable, in the order that is relied on."""
        return self.parameter, REALIZATION, TIME, self.channel


def trace_axes(dataset: xr.Dataset) -> Axes:
    """Name the variable that traces are of, the parameter they are swept along, and the channel.

    Raises
    ------
    ValueError
        If there is not one variable with a parameter, realizations, times and sites or channels.
    """
    found = {
        str(name): variable.dims
        for name, variable in dataset.data_vars.items()
        if variable.ndim == 4
        and {REALIZATION, TIME} < set(variable.dims)
        and len({SITE, CHANNEL} & set(variable.dims)) == 1
    }
    named = [name for name in found if name.removesuffix(ERROR) not in found.keys() - {name}]
    if MAGNETIZATION in named:
        named = [MAGNETIZATION]
    if len(named) != 1:
        raise ValueError(
            f"traces have {', '.join(named) or 'no variable'} with dimensions (a parameter, "
            f"{REALIZATION}, {TIME}, {SITE} or {CHANNEL}), must have one such variable"
        )
    dims = set(found[named[0]]) - {REALIZATION, TIME}
    (channel,) = dims & {SITE, CHANNEL}
    (parameter,) = dims - {channel}
    return Axes(named[0], str(parameter), str(channel))


def swept_parameter(dataset: xr.Dataset) -> str:
    """Name the dimension that traces are swept along."""
    return trace_axes(dataset).parameter
