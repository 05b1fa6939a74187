"""From traces to trained networks and what they say of every trace.

This stage knows no Hamiltonian: it reads magnetizations along one parameter and the
intervals of that parameter where the phase is known.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.classifier import predict
from phasetrace.learning.labels import (
    PARTS,
    accuracy,
    cross_entropy,
    label_points,
    split,
    split_in_two,
)
from phasetrace.learning.networks import LEARNING, PHASE, RETRAINING
from phasetrace.learning.recipe import UNLABELLED, Architecture, Fit, Recipe, Weights
from phasetrace.learning.training import fit
from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import (
    MAGNETIZATION,
    REALIZATION,
    SEED,
    SITE,
    TIME,
    swept_parameter,
)


class _Sweep(NamedTuple):
    """What networks see of traces, and where the phase is known."""

    samples: NDArray[np.float32]
    """(parameter, realization, time, site)."""
    labels: NDArray[np.int64]
    """(parameter,)."""


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
    points, which is right whether or not they are independent.

    Parameters
    ----------
    traces : xarray.Dataset
        ``magnetization`` (parameter, realization, time, site), and whatever else is known of
        each trace.
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
        is of the training set if it is one of its own.

    Raises
    ------
    ValueError
        If the training set is not of the same parameter, times and sites.
    """
    parameter = swept_parameter(traces)
    magnetization = _seen(traces, parameter, settings)
    shown = taught = _sweep(magnetization, regimes)
    if training_set is not None:
        for name in (parameter, TIME, SITE):
            if name not in training_set.dims or (
                name != parameter and not np.array_equal(training_set[name], traces[name])
            ):
                raise ValueError(f"training_set has another {name} than the traces, must not")
        taught = _sweep(_seen(training_set, parameter, settings), regimes)
    realizations = shown.samples.shape[1]
    parts = _parts(taught, shown, settings)
    part = np.full(realizations, "test", dtype="<U10")
    if taught is shown:
        for name, (_, those) in parts.items():
            part[those] = name
    labelled = taught.labels != UNLABELLED
    seen = np.zeros(taught.samples.shape[:2], dtype=bool)
    seen[labelled | (settings["confidence_weight"] > 0), parts["train"][1]] = True
    trained_on = seen if taught is shown else np.zeros(shown.samples.shape[:2], dtype=bool)
    judged = (part != "train") | (settings["judged"] == "all")

    shape = {"sites": shown.samples.shape[-1], "phases": len(regimes)}
    architecture = Architecture(**_of(Architecture, {**settings, **shape}))
    recipe = Recipe(**_of(Recipe, settings))
    seeds = range(settings["seed"], settings["seed"] + settings["retrainings"])
    given = taught.samples[seen], np.broadcast_to(taught.labels[:, None], seen.shape)[seen]
    bootstraps = _bootstraps(settings)
    rounds = 2 if bootstraps else 1
    trained = fit(architecture, recipe, *given, seeds, _part(progress, 0, rounds))
    judge = partial(_outputs, architecture)
    probability = own = judge(shown.samples, trained.weights)
    if taught is not shown:
        own = judge(taught.samples, trained.weights)

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
        "part": (REALIZATION, part, {"long_name": "what the realization is for"}),
        "judged": (
            REALIZATION,
            judged,
            {"units": "1", "long_name": "realization that transitions are read off"},
        ),
    }
    if bootstraps:
        drawn = np.arange(len(seeds)) % bootstraps
        repeated = fit(
            architecture,
            recipe,
            *given,
            seeds,
            _part(progress, 1, rounds),
            _stand_ins(seen, settings["seed"], bootstraps)[drawn],
        )
        data["bootstrap"] = (
            RETRAINING,
            drawn,
            {"units": "1", "long_name": "number of the bootstrap of the training realizations"},
        )
        data["bootstrap_output"] = (
            (RETRAINING, parameter, PHASE),
            judge(shown.samples, repeated.weights)[:, :, judged].mean(axis=2),
            {"units": "1", "long_name": "mean output of the network trained on it"},
        )
    for name, (sweep, those) in parts.items():
        told = (probability if sweep is shown else own)[:, sweep.labels != UNLABELLED, those]
        p = told.reshape(len(seeds), -1, len(regimes))
        known = np.repeat(sweep.labels[sweep.labels != UNLABELLED], told.shape[2])
        data[f"{name}_accuracy"] = (
            RETRAINING,
            accuracy(p, known),
            {"units": "1", "long_name": f"{name} accuracy"},
        )
        data[f"{name}_cross_entropy"] = (
            RETRAINING,
            cross_entropy(p, known),
            {"units": "nat", "long_name": f"{name} cross-entropy"},
        )
    coordinates = {
        **magnetization.coords,
        RETRAINING: (RETRAINING, list(seeds), {"units": "1", "long_name": "seed of the network"}),
        PHASE: list(regimes),
    }
    inherited = {key: value for key, value in traces.attrs.items() if key != "software"}
    intervals = ", ".join(f"{phase} {low:g} to {high:g}" for phase, (low, high) in regimes.items())
    learned = _attributes({**settings, "labels": intervals})
    numbers = {
        f"{name}_realizations": len(range(sweep.samples.shape[1])[those])
        for name, (sweep, those) in parts.items()
    }
    if SEED in traces.coords:
        inherited["seeds"] = ", ".join(map(str, np.unique(traces[SEED].values)))
    attributes = {**inherited, **learned, **numbers, "software": software_versions()}
    return trained, xr.Dataset(data, coordinates, attributes)


def _seen(traces: xr.Dataset, parameter: str, settings: Mapping[str, Any]) -> xr.DataArray:
    """Magnetization (parameter, realization, time, site) of what networks see."""
    magnetization = traces[MAGNETIZATION].transpose(parameter, REALIZATION, TIME, SITE)
    if settings["site"] is not None:
        magnetization = magnetization.sel({SITE: [settings["site"]]})
    if settings["stop"] is not None:
        magnetization = magnetization.sel({TIME: slice(None, settings["stop"])})
    return magnetization


def _sweep(magnetization: xr.DataArray, regimes: Mapping[str, Sequence[float]]) -> _Sweep:
    values = magnetization[magnetization.dims[0]].values
    labels = label_points(values, [(low, high) for low, high in regimes.values()])
    return _Sweep(magnetization.values.astype(np.float32), labels)


def _parts(
    taught: _Sweep, shown: _Sweep, settings: Mapping[str, Any]
) -> dict[str, tuple[_Sweep, slice]]:
    """Of which sweep, and which of its realizations, each part is."""
    realizations, fraction = taught.samples.shape[1], settings["validation_fraction"]
    if taught is shown:
        cut = split(realizations, settings["train_fraction"], fraction)
        return {name: (taught, those) for name, those in zip(PARTS, cut, strict=True)}
    train, validation = split_in_two(realizations, fraction)
    own = {"train": (taught, train), "validation": (taught, validation)}
    return {**own, "test": (shown, slice(None))}


def _outputs(
    architecture: Architecture, samples: NDArray[np.float32], weights: Weights
) -> NDArray[np.float32]:
    """Outputs (retraining, parameter, realization, phase)."""
    p = predict(architecture, weights, samples.reshape(-1, *samples.shape[2:]))
    return p.reshape(len(p), *samples.shape[:2], -1)


def _bootstraps(settings: Mapping[str, Any]) -> int:
    """How many bootstraps there are; a single one tells nothing, and none is made."""
    count = int(min(settings["bootstraps"], settings["retrainings"]))
    return count if count > 1 else 0


def _stand_ins(trained_on: NDArray[np.bool_], seed: int, bootstraps: int) -> NDArray[np.int64]:
    """Which of the traces shown stands in each bootstrap for each of them, (bootstrap, trace)."""
    points, training = trained_on.any(axis=1).sum(), trained_on.any(axis=0).sum()
    number = np.arange(points * training).reshape(points, training)
    # An epoch's random numbers are keyed by two numbers, (seed, epoch).
    draws = [
        np.random.default_rng([seed, 0, one]).integers(training, size=training)
        for one in range(1, bootstraps + 1)
    ]
    return np.stack([number[:, drawn].ravel() for drawn in draws])


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
