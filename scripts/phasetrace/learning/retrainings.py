"""From traces to trained networks and what they say of every trace.

This stage knows no Hamiltonian: it reads traces along one parameter and the intervals of that
parameter where the phase is known.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.bootstraps import count_bootstraps, stand_ins
from phasetrace.learning.classifier import predict
from phasetrace.learning.inputs import Inputs, mean_and_deviation
from phasetrace.learning.labels import PARTS, accuracy, cross_entropy, label_points
from phasetrace.learning.networks import LEARNING, PHASE, RETRAINING
from phasetrace.learning.parts import PART, prepare, prepare_apart, together
from phasetrace.learning.predictions import MEASURED
from phasetrace.learning.recipe import (
    LABELLED_SHARE,
    UNLABELLED,
    Architecture,
    Fit,
    Recipe,
    Weights,
)
from phasetrace.learning.training import fit
from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import REALIZATION, SEED, TIME, trace_axes


class _Sweep(NamedTuple):
    """Prepared traces as arrays, and where the phase is known."""

    values: NDArray[np.floating]
    """(parameter, realization, time, channel), NaN where nothing was measured."""
    measured: NDArray[np.bool_]
    """(parameter, realization), whether there is a trace."""
    labels: NDArray[np.int64]
    """(parameter,)."""
    part: NDArray[np.str_]
    """(realization,)."""
    groups: NDArray[Any] | None
    """(parameter, realization)."""


def learn(
    traces: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
    settings: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
    training_set: xr.Dataset | None = None,
) -> tuple[Fit, xr.Dataset]:
    """Train networks in the known regimes and let them judge every trace.

    Networks see the labelled traces of the training realizations, and, unlabelled, those
    realizations' traces between the regimes when confidence is enhanced. The other realizations
    are withheld, some to choose settings by (validation), the rest to test. With a training set of
    its own, networks see that alone, but for the realizations of it that validate, and all of the
    traces test.

    Each retraining is repeated on a bootstrap of the training realizations, for the error of a
    transition; see `phasetrace.analyses.interval`. A realization is drawn with its traces at all
    points, which is right whether or not they are independent, and a group with all its samples.

    Parameters
    ----------
    traces : xarray.Dataset
        A variable (parameter, realization, time, site or channel), NaN where nothing was measured,
        and whatever else is known of each trace; see `phasetrace.learning.parts.prepare`, which
        they are given to unless they come from it.
    regimes : mapping
        Closed interval (low, high) of the parameter by known phase.
    settings : mapping
        The configured learning stage; ``site`` is the one site (counted from 1) that the
        networks see, or None for all of them, and ``stop`` the time up to which they see it, or
        None for all times.
    progress : callable, optional
        Called with the epochs done and all epochs.
    training_set : xarray.Dataset, optional
        Other traces, sampled like those, to learn from.

    Returns
    -------
    fit : Fit
        The trained networks.
    predictions : xarray.Dataset
        ``probability`` (retraining, parameter, realization, phase), ``label``
        (parameter), ``trained_on`` (parameter, realization), with labels or without, ``part``
        (train, validation or test) and ``judged`` (realization), whether transitions are read off
        it, and for each retraining the accuracy and the cross-entropy (in nats) on the labelled
        traces of each part. With two bootstraps or more, ``bootstrap`` (retraining), the number of
        the one that it is repeated on, and ``bootstrap_output`` (retraining, parameter, phase),
        what the repeated one says of the judged realizations on average. The coordinates are those
        of the traces that the networks saw, times and sites included; variables of the traces with
        dimensions (parameter, realization) are there, too. What is said of training and validation
        is of the training set if it is one of its own. Where there is no trace, the probability is
        NaN and ``measured`` (parameter, realization), there only then, is false.

    Raises
    ------
    ValueError
        As `phasetrace.learning.parts.prepare` and `prepare_apart`; if the training set is not of
        the same variable, parameter, times and channels; or if all samples of a point train, so
        that its output would be that of traces known by heart.
    """
    traces, training_set = _prepared(traces, training_set, regimes, settings)
    axes = trace_axes(traces)
    parameter = axes.parameter
    shown = taught = _sweep(traces, regimes)
    if training_set is not None:
        taught = _sweep(training_set, regimes)
    traces = traces.drop_vars(PART)
    known = taught.labels != UNLABELLED
    seen = taught.measured & (taught.part == "train")
    seen &= (known | (settings["confidence_weight"] > 0))[:, None]
    trained_on = seen if taught is shown else np.zeros_like(shown.measured)
    judged = (shown.part != "train") | (settings["judged"] == "all")
    if not shown.measured[:, judged].any(axis=1).all():
        point = traces[parameter].values[~shown.measured[:, judged].any(axis=1)][0]
        raise ValueError(
            f"all samples at {parameter} = {point:g} are of groups that train, must have others"
        )

    shape = {"sites": shown.values.shape[-1], "phases": len(regimes)}
    architecture = Architecture(**_of(Architecture, {**settings, **shape}))
    recipe = Recipe(**_of(Recipe, settings))
    seeds = range(settings["seed"], settings["seed"] + settings["retrainings"])
    inputs = _inputs(traces, taught.values[seen], recipe)
    recipe = _of_a_size(recipe, taught.labels[np.nonzero(seen)[0]])
    given = inputs.of(taught.values[seen]).astype(np.float32), taught.labels[np.nonzero(seen)[0]]
    bootstraps = count_bootstraps(settings)
    rounds = 2 if bootstraps else 1
    trained = fit(architecture, recipe, *given, seeds, _part(progress, 0, rounds))
    trained = dataclasses.replace(trained, inputs=inputs)
    judge = partial(_outputs, architecture, inputs)
    probability = own = judge(shown, trained.weights)
    if taught is not shown:
        own = judge(taught, trained.weights)

    points = {parameter, REALIZATION}
    data: dict[str, Any] = {
        str(name): of_traces.transpose(parameter, REALIZATION)
        for name, of_traces in traces.data_vars.items()
        if set(of_traces.dims) == points
    }
    data |= {
        "probability": (
            (RETRAINING, parameter, REALIZATION, PHASE),
            probability,
            {"units": "1", "long_name": "output of the network"},
        ),
        "label": (
            parameter,
            shown.labels,
            {"units": "1", "long_name": "number of the known phase, or -1"},
        ),
        "trained_on": (
            (parameter, REALIZATION),
            trained_on,
            {"units": "1", "long_name": "trace seen in training, with its label or without"},
        ),
        PART: (REALIZATION, shown.part, {"long_name": "what the realization is for"}),
        "judged": (
            REALIZATION,
            judged,
            {"units": "1", "long_name": "realization that transitions are read off"},
        ),
    }
    if not shown.measured.all():
        text = "whether there is a trace"
        measured = ((parameter, REALIZATION), shown.measured, {"units": "1", "long_name": text})
        data[MEASURED] = measured
    if bootstraps:
        drawn = np.arange(len(seeds)) % bootstraps
        repeated = fit(
            architecture,
            recipe,
            *given,
            seeds,
            _part(progress, 1, rounds),
            stand_ins(seen, taught.labels, taught.groups, settings["seed"], bootstraps)[drawn],
        )
        data["bootstrap"] = (
            RETRAINING,
            drawn,
            {"units": "1", "long_name": "number of the bootstrap of the training realizations"},
        )
        data["bootstrap_output"] = (
            (RETRAINING, parameter, PHASE),
            np.nanmean(judge(shown, repeated.weights)[:, :, judged], axis=2),
            {"units": "1", "long_name": "mean output of the network trained on it"},
        )
    numbers = {}
    for name in PARTS:
        sweep, told = (shown, probability) if name == "test" else (taught, own)
        those = sweep.measured & (sweep.part == name) & (sweep.labels != UNLABELLED)[:, None]
        p, label = told[:, those], sweep.labels[np.nonzero(those)[0]]
        numbers[f"{name}_realizations"] = int((sweep.part == name).sum())
        data[f"{name}_accuracy"] = (
            RETRAINING,
            accuracy(p, label),
            {"units": "1", "long_name": f"{name} accuracy"},
        )
        data[f"{name}_cross_entropy"] = (
            RETRAINING,
            cross_entropy(p, label),
            {"units": "nat", "long_name": f"{name} cross-entropy"},
        )
    coordinates = {
        **traces[axes.variable].coords,
        RETRAINING: (RETRAINING, list(seeds), {"units": "1", "long_name": "seed of the network"}),
        PHASE: list(regimes),
    }
    inherited = {key: value for key, value in traces.attrs.items() if key != "software"}
    intervals = ", ".join(f"{phase} {low:g} to {high:g}" for phase, (low, high) in regimes.items())
    learned = _attributes({**settings, "labels": intervals})
    if SEED in traces.coords:
        inherited["seeds"] = ", ".join(map(str, np.unique(traces[SEED].values)))
    attributes = {**inherited, **learned, **numbers, "software": software_versions()}
    return trained, xr.Dataset(data, coordinates, attributes)


def _prepared(
    traces: xr.Dataset,
    training_set: xr.Dataset | None,
    regimes: Mapping[str, Sequence[float]],
    settings: Mapping[str, Any],
) -> tuple[xr.Dataset, xr.Dataset | None]:
    """What networks see of the traces and of a training set of its own, with parts."""
    axes = trace_axes(traces)
    chosen: dict[str, Any] = {}
    if settings["site"] is not None:
        chosen[axes.channel] = [settings["site"]]
    if settings["stop"] is not None:
        chosen[TIME] = slice(None, settings["stop"])
    if training_set is None:
        fractions = settings["train_fraction"], settings["validation_fraction"]
        return prepare(traces.sel(chosen), regimes, *fractions), None
    _check_alike(traces, training_set)
    seen = traces.sel(chosen), training_set.sel(chosen)
    return prepare_apart(*seen, regimes, settings["validation_fraction"])


def _of_a_size(recipe: Recipe, labels: NDArray[np.integer]) -> Recipe:
    """The recipe with mini-batches no larger than what there is to fill them with."""
    known = int((labels != UNLABELLED).sum())
    most = known * (LABELLED_SHARE if known < len(labels) else 1)
    return dataclasses.replace(recipe, batch=min(recipe.batch, max(most, LABELLED_SHARE)))


def _check_alike(traces: xr.Dataset, training_set: xr.Dataset) -> None:
    axes = trace_axes(traces)
    differing = [
        mine for mine, other in zip(axes, trace_axes(training_set), strict=True) if mine != other
    ]
    differing += [
        name
        for name in (TIME, axes.channel)
        if name in training_set.dims and not np.array_equal(training_set[name], traces[name])
    ]
    if differing:
        raise ValueError(f"training_set has another {differing[0]} than the traces, must not")


def _sweep(traces: xr.Dataset, regimes: Mapping[str, Sequence[float]]) -> _Sweep:
    axes = trace_axes(traces)
    values = traces[axes.variable].transpose(*axes.order).values
    return _Sweep(
        values,
        ~np.isnan(values).all(axis=(2, 3)),
        label_points(
            traces[axes.parameter].values, [(low, high) for low, high in regimes.values()]
        ),
        traces[PART].values,
        together(traces),
    )


def _inputs(traces: xr.Dataset, training: NDArray[np.floating], recipe: Recipe) -> Inputs:
    """What inputs are made of, by the training samples."""
    axes = trace_axes(traces)
    scale = mean_and_deviation(training) if recipe.standardization == "training" else ()
    times, channels = (traces[name].values.tolist() for name in (TIME, axes.channel))
    units = str(traces[axes.variable].attrs.get("units", "1"))
    return Inputs(axes.variable, units, axes.channel, tuple(channels), tuple(times), *scale)


def _outputs(
    architecture: Architecture, inputs: Inputs, sweep: _Sweep, weights: Weights
) -> NDArray[np.float32]:
    """Outputs (retraining, parameter, realization, phase), NaN where nothing was measured."""
    samples = inputs.of(sweep.values).astype(np.float32)
    p = predict(architecture, weights, samples.reshape(-1, *samples.shape[2:]))
    p = p.reshape(len(p), *sweep.measured.shape, -1)
    return np.where(sweep.measured[..., None], p, np.float32(np.nan))


def _part(
    progress: Callable[[int, int], None] | None, number: int, rounds: int
) -> Callable[[int, int], None] | None:
    """Progress of one of several rounds of as many epochs."""
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, rounds * total)


def _of(kind: type[Architecture] | type[Recipe], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the settings that an architecture or a recipe has."""
    return {field.name: settings[field.name] for field in dataclasses.fields(kind)}


def _attributes(settings: Mapping[str, Any]) -> dict[str, str | int | float]:
    return {
        f"{LEARNING}{key}": "all" if value is None else value for key, value in settings.items()
    }
