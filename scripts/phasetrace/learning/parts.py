"""Which samples train, validate and test, where realizations are missing or belong together.

Simulated traces have the same realizations at every point, and a realization has one part at all of
them. Measured ones may have more realizations at one point than at another, or samples of a group
(a day, a device) that are alike in more than their phase; then samples are dealt out group by
group, and arranged so that a realization's number tells the part here, too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.common_part import common_part, left_out
from phasetrace.learning.labels import PARTS, label_points, split
from phasetrace.learning.recipe import UNLABELLED
from phasetrace.store.traces import GROUP, REALIZATION, TIME, trace_axes

PART, NUMBER, LEFT_OUT = "part", "number", "left_out"
_TEST_FIRST = (2, 0, 1)
"""Parts in the order in which groups go to them, other things being equal."""
_NOTHING: dict[str, Any] = {
    "f": np.nan,
    "i": -1,
    "u": 0,
    "b": False,
    "U": "",
    "O": "",
}
"""What stands, by kind of array, where there is no sample."""


def prepare(
    traces: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
    train: float = 0.6,
    validation: float = 0.2,
) -> xr.Dataset:
    """Restrict traces to what says nothing of the phase but by its values, and part the samples.

    Parameters
    ----------
    traces : xarray.Dataset
        A variable (parameter, realization, time, site or channel), NaN where nothing was measured;
        ``group`` (parameter, realization), if samples belong together.
    regimes : mapping
        Closed interval (low, high) of the parameter by known phase.
    train, validation : float
        Share of the samples to train on and to choose settings by; the rest tests.

    Returns
    -------
    xarray.Dataset
        The traces with a coordinate ``part`` (realization): train, validation or test. What is not
        in the common part (`phasetrace.learning.common_part`) is NaN, or gone where no value is
        left, and the attribute ``left_out`` says what. Where realizations are missing, or there are
        groups, points without a sample are gone, and the samples of each point are in other places,
        filled up with NaN; ``number`` (parameter, realization) says which realization is where, -1
        or empty for none. Prepared traces are returned as they are.

    Raises
    ------
    ValueError
        If nothing is in the common part, a phase has too few samples or groups for three parts, or
        a regime has no point.
    """
    if PART in traces.coords:
        return traces
    axes = trace_axes(traces)
    traces = traces.transpose(axes.parameter, REALIZATION, TIME, axes.channel, ...)
    if np.isnan(traces[axes.variable]).any():
        traces = _restricted(traces, regimes)
    present = ~np.isnan(traces[axes.variable].values).all(axis=(2, 3))
    if present.all() and GROUP not in traces:
        count = traces.sizes[REALIZATION]
        sizes = [len(range(count)[one]) for one in split(count, train, validation)]
        return traces.assign_coords({PART: (REALIZATION, np.repeat(PARTS, sizes))})
    labels = _labels(traces, regimes)
    # By realization first, so that the parts share the points of a phase.
    realization, point = np.nonzero(present.T)
    groups = None
    if GROUP in traces:
        of_all = traces[GROUP].transpose(axes.parameter, REALIZATION).values
        groups = np.unique(of_all[point, realization], return_inverse=True)[1]
    strata = np.where(labels[point] != UNLABELLED, labels[point], len(regimes) + point)
    dealt = deal(strata, groups, (train, validation, 1 - train - validation))
    for number, phase in enumerate(regimes):
        if len(set(dealt[strata == number].tolist())) < len(PARTS):
            what = "samples" if groups is None else f"samples of different {GROUP}s"
            raise ValueError(
                f"phase {phase} has too few {what}, must have enough to train, to choose by and "
                "to test"
            )
    part = np.full(present.shape, -1)
    part[point, realization] = dealt
    return _arranged(traces, part)


def deal(
    strata: NDArray[np.integer],
    groups: NDArray[np.integer] | None,
    shares: tuple[float, float, float],
) -> NDArray[np.int64]:
    """Deal samples out to the parts, whole groups at a time.

    Parameters
    ----------
    strata
        (sample,), numbers of what the shares shall hold within: a phase, or a point without one.
    groups
        (sample,), numbers of the groups from 0 on; without them every sample is one of its own.
    shares
        Of the parts, in the order of `phasetrace.learning.labels.PARTS`.

    Returns
    -------
    part
        (sample,), numbers of the parts. Larger groups come first, each where the strata of its
        samples lack most of their shares.
    """
    groups = np.arange(len(strata)) if groups is None else groups
    _, strata = np.unique(strata, return_inverse=True)
    members: list[list[int]] = [[] for _ in range(groups.max() + 1)]
    for sample, group in enumerate(groups.tolist()):
        members[group].append(sample)
    lacks = np.bincount(strata)[:, None] * np.array(shares)
    wanted = lacks.copy()
    part = np.empty(len(strata), dtype=np.int64)
    for those in sorted(members, key=len, reverse=True):
        share = (lacks[strata[those]] / wanted[strata[those]]).sum(axis=0)
        chosen = max(_TEST_FIRST, key=lambda one: round(float(share[one]), 9))
        part[those] = chosen
        np.subtract.at(lacks[:, chosen], strata[those], 1)
    return part


def _labels(traces: xr.Dataset, regimes: Mapping[str, Sequence[float]]) -> NDArray[np.int64]:
    parameter = trace_axes(traces).parameter
    return label_points(traces[parameter].values, [(low, high) for low, high in regimes.values()])


def _restricted(traces: xr.Dataset, regimes: Mapping[str, Sequence[float]]) -> xr.Dataset:
    """Leave only the common part, and points that have a sample."""
    axes = trace_axes(traces)
    measured = ~np.isnan(traces[axes.variable].values)
    present = measured.any(axis=(2, 3))
    regions = np.broadcast_to(_labels(traces, regimes)[:, None], present.shape)[present]
    common = common_part(measured[present], regions)
    if not (common & measured.any(axis=(0, 1))).any():
        raise ValueError(
            f"no {TIME} and {axes.channel} is measured alike in all phases and between them, "
            "must be some"
        )
    out = left_out(common, traces[TIME].values, traces[axes.channel].values, axes.channel)
    if out:
        kept = xr.DataArray(common, dims=(TIME, axes.channel))
        traces = traces.assign({axes.variable: traces[axes.variable].where(kept)})
        traces = traces.assign_attrs({LEFT_OUT: out})
    left = traces[axes.variable].notnull()
    for name in (axes.parameter, TIME, axes.channel):
        some = left.any([other for other in axes.order if other != name])
        traces = traces.isel({name: np.flatnonzero(some)})
    return traces


def _arranged(traces: xr.Dataset, part: NDArray[np.int64]) -> xr.Dataset:
    """Put the samples of each part side by side; `part` (parameter, realization), -1 for none."""
    parameter = trace_axes(traces).parameter
    widths = [int((part == number).sum(axis=1).max()) for number in range(len(PARTS))]
    place = np.full((len(part), sum(widths)), -1)
    for point, parts in enumerate(part):
        for number, start in enumerate(np.cumsum([0, *widths[:-1]])):
            those = np.flatnonzero(parts == number)
            place[point, start : start + len(those)] = those
    text = "number of the realization among all of its point"
    numbered = traces.drop_vars(REALIZATION, errors="ignore").assign(
        {NUMBER: (REALIZATION, traces[REALIZATION].values, {"long_name": text})}
    )
    data: dict[Any, xr.Variable] = {}
    coordinates: dict[Any, xr.Variable] = {}
    for name, variable in numbered.variables.items():
        if REALIZATION in variable.dims:
            data[name] = _moved(variable, parameter, place)
        else:
            (coordinates if name in numbered.coords else data)[name] = variable
    coordinates[PART] = xr.Variable(REALIZATION, np.repeat(PARTS, widths))
    return xr.Dataset(data, coordinates, traces.attrs)


def _moved(variable: xr.Variable, parameter: str, place: NDArray[np.int64]) -> xr.Variable:
    """Take each sample from its place (parameter, realization), -1 for none."""
    if parameter not in variable.dims:
        variable = variable.set_dims({parameter: len(place), **variable.sizes})
    ordered = variable.transpose(parameter, REALIZATION, ...)
    values = ordered.values[np.arange(len(place))[:, None], np.maximum(place, 0)]
    values[place < 0] = _NOTHING[values.dtype.kind]
    return xr.Variable(ordered.dims, values, variable.attrs)
