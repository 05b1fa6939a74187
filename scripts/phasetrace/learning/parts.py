"""Which samples train, validate and test, where realizations are missing or belong together.

A realization has one part at all points: its disorder may be the same there. Measured traces may
have more realizations at one point than at another, or samples of a group (a day, a device) that
are alike in more than their phase; then samples are dealt out group by group, or realization by
realization as long as that leaves every point a sample to judge, and arranged so that a place in
the order of the realizations tells the part here, too.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.common_part import common_part, left_out
from phasetrace.learning.labels import PARTS, label_points, split, split_in_two
from phasetrace.learning.recipe import UNLABELLED
from phasetrace.store.traces import GROUP, LEFT_OUT, REALIZATION, TIME, trace_axes

PART, NUMBER = "part", "number"
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
    (traces,) = _restricted([traces], regimes)
    return _parted(traces, regimes, (train, validation, 1 - train - validation))


def prepare_apart(
    traces: xr.Dataset,
    training_set: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
    validation: float = 0.2,
) -> tuple[xr.Dataset, xr.Dataset]:
    """Prepare traces that all test, and a training set of its own; see `prepare`.

    Both are restricted to what is in the common part of the one and of the other.

    Parameters
    ----------
    traces, training_set : xarray.Dataset
        Of the same variable, parameter, times and channels.
    regimes : mapping
        Closed interval (low, high) of the parameter by known phase.
    validation : float
        Share of the samples of the training set to choose settings by; the rest of it trains.

    Returns
    -------
    traces, training_set : xarray.Dataset

    Raises
    ------
    ValueError
        As `prepare`, or if they share a group.
    """
    if GROUP in traces and GROUP in training_set:
        shared = np.intersect1d(traces[GROUP], training_set[GROUP])
        if len(shared):
            raise ValueError(
                f"{GROUP} {shared[0]} is in the traces and in the training_set, must be in one"
            )
    traces, training_set = _restricted([traces, training_set], regimes)
    every = np.repeat(PARTS, [0, 0, traces.sizes[REALIZATION]])
    taught = _parted(training_set, regimes, (1 - validation, validation))
    return traces.assign_coords({PART: (REALIZATION, every)}), taught


def together(dataset: xr.Dataset) -> NDArray[Any] | None:
    """What is drawn, and left out, as a whole: groups, or else realizations by their numbers.

    Parameters
    ----------
    dataset : xarray.Dataset
        Prepared traces, or predictions of them.

    Returns
    -------
    ndarray or None
        (parameter, realization). None where each place in the order of the realizations is one.
    """
    for name in (GROUP, NUMBER):
        if name in dataset:
            swept = [dim for dim in dataset[name].dims if dim != REALIZATION]
            return np.asarray(dataset[name].transpose(*swept, REALIZATION).values)
    return None


def deal(
    strata: NDArray[np.integer],
    groups: NDArray[np.integer] | None,
    shares: Sequence[float],
) -> NDArray[np.int64]:
    """Deal samples out to the parts, whole groups at a time.

    Parameters
    ----------
    strata
        (sample,), numbers of what the shares shall hold within: a phase, or a point without one.
    groups
        (sample,), numbers of the groups from 0 on; without them every sample is one of its own.
    shares
        Of the parts, in the order of `phasetrace.learning.labels.PARTS`: two or all of them.

    Returns
    -------
    part
        (sample,), numbers of the parts. Larger groups come first, each where the strata of its
        samples lack most of their shares, other things being equal to the last part.
    """
    groups = np.arange(len(strata)) if groups is None else groups
    _, strata = np.unique(strata, return_inverse=True)
    members: list[list[int]] = [[] for _ in range(groups.max() + 1)]
    for sample, group in enumerate(groups.tolist()):
        members[group].append(sample)
    last_first = np.roll(np.arange(len(shares)), 1)
    lacks = np.bincount(strata)[:, None] * np.array(shares)
    wanted = lacks.copy()
    part = np.empty(len(strata), dtype=np.int64)
    for those in sorted(members, key=len, reverse=True):
        share = (lacks[strata[those]] / wanted[strata[those]]).sum(axis=0)
        chosen = max(last_first, key=lambda one: round(float(share[one]), 9))
        part[those] = chosen
        np.subtract.at(lacks[:, chosen], strata[those], 1)
    return part


def _labels(traces: xr.Dataset, regimes: Mapping[str, Sequence[float]]) -> NDArray[np.int64]:
    parameter = trace_axes(traces).parameter
    return label_points(traces[parameter].values, [(low, high) for low, high in regimes.values()])


def _parted(
    traces: xr.Dataset, regimes: Mapping[str, Sequence[float]], shares: Sequence[float]
) -> xr.Dataset:
    """Give each sample a part, of all of them or of those that train and validate."""
    axes = trace_axes(traces)
    names = PARTS[: len(shares)]
    present = ~np.isnan(traces[axes.variable].values).all(axis=(2, 3))
    if present.all() and GROUP not in traces:
        count = traces.sizes[REALIZATION]
        whole = len(names) == len(PARTS)
        cut = split(count, *shares[:2]) if whole else split_in_two(count, shares[1])
        sizes = [len(range(count)[one]) for one in cut]
        return traces.assign_coords({PART: (REALIZATION, np.repeat(names, sizes))})
    labels = _labels(traces, regimes)
    # By realization first, so that the parts share the points of a phase.
    realization, point = np.nonzero(present.T)
    groups = realization
    if GROUP in traces:
        of_all = traces[GROUP].transpose(axes.parameter, REALIZATION).values
        groups = np.unique(of_all[point, realization], return_inverse=True)[1]
    strata = np.where(labels[point] != UNLABELLED, labels[point], len(regimes) + point)
    dealt = deal(strata, groups, shares)
    if GROUP not in traces and not _judges_everywhere(dealt, strata, point, len(names)):
        dealt = deal(strata, None, shares)
    for number, phase in enumerate(regimes):
        if len(set(dealt[strata == number].tolist())) < len(names):
            what = f"samples of different {GROUP}s" if GROUP in traces else "samples"
            parts = ", ".join(names)
            raise ValueError(f"phase {phase} has too few {what}, must have enough for {parts}")
    part = np.full(present.shape, -1)
    part[point, realization] = dealt
    return _arranged(traces, part, names)


def _judges_everywhere(
    dealt: NDArray[np.int64], strata: NDArray[np.integer], point: NDArray[np.integer], parts: int
) -> bool:
    """Whether every point has a sample that tests or validates, and every phase all parts."""
    judged = parts < len(PARTS) or set(point[dealt != 0].tolist()) == set(point.tolist())
    known = [dealt[strata == one] for one in np.unique(strata)]
    return judged and all(len(set(one.tolist())) == parts for one in known if len(one) >= parts)


def _restricted(
    sets: Sequence[xr.Dataset], regimes: Mapping[str, Sequence[float]]
) -> list[xr.Dataset]:
    """Leave only what is in the common part of all, and points and realizations with a sample."""
    axes = trace_axes(sets[0])
    ordered = [one.transpose(axes.parameter, REALIZATION, TIME, axes.channel, ...) for one in sets]
    if not any(np.isnan(one[axes.variable]).any() for one in ordered):
        return ordered
    usable, seen = zip(*(_usable(one, regimes) for one in ordered), strict=True)
    kept = reduce(np.logical_and, usable)
    if not kept.any():
        raise ValueError(
            f"no {TIME} and {axes.channel} is measured alike in all phases and between them, "
            "must be some"
        )
    first = ordered[0]
    out = left_out(
        kept | ~reduce(np.logical_or, seen),
        first[TIME].values,
        first[axes.channel].values,
        axes.channel,
    )
    return [_with_only(one, kept).assign_attrs({LEFT_OUT: out} if out else {}) for one in ordered]


def _usable(
    traces: xr.Dataset, regimes: Mapping[str, Sequence[float]]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """What is measured and in the common part, (time, channel), and what is measured at all."""
    measured = ~np.isnan(traces[trace_axes(traces).variable].values)
    present = measured.any(axis=(2, 3))
    regions = np.broadcast_to(_labels(traces, regimes)[:, None], present.shape)[present]
    seen = measured.any(axis=(0, 1))
    return common_part(measured[present], regions) & seen, seen


def _with_only(traces: xr.Dataset, kept: NDArray[np.bool_]) -> xr.Dataset:
    """Traces of these times and channels, without points and realizations that have no sample."""
    axes = trace_axes(traces)
    values = traces[axes.variable].where(xr.DataArray(kept, dims=(TIME, axes.channel)))
    left = values.notnull().any([TIME, axes.channel])
    return traces.assign({axes.variable: values}).isel(
        {
            axes.parameter: np.flatnonzero(left.any(REALIZATION)),
            REALIZATION: np.flatnonzero(left.any(axes.parameter)),
            TIME: np.flatnonzero(kept.any(axis=1)),
            axes.channel: np.flatnonzero(kept.any(axis=0)),
        }
    )


def _arranged(traces: xr.Dataset, part: NDArray[np.int64], names: Sequence[str]) -> xr.Dataset:
    """Put the samples of each part side by side; `part` (parameter, realization), -1 for none."""
    parameter = trace_axes(traces).parameter
    widths = [int((part == number).sum(axis=1).max()) for number in range(len(names))]
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
    coordinates[PART] = xr.Variable(REALIZATION, np.repeat(names, widths))
    return xr.Dataset(data, coordinates, traces.attrs)


def _moved(variable: xr.Variable, parameter: str, place: NDArray[np.int64]) -> xr.Variable:
    """Take each sample from its place (parameter, realization), -1 for none."""
    if parameter not in variable.dims:
        variable = variable.set_dims({parameter: len(place), **variable.sizes})
    ordered = variable.transpose(parameter, REALIZATION, ...)
    values = ordered.values[np.arange(len(place))[:, None], np.maximum(place, 0)]
    values[place < 0] = _NOTHING[values.dtype.kind]
    return xr.Variable(ordered.dims, values, variable.attrs)
