"""From traces to trained networks and what they say of every trace.

This stage knows no Hamiltonian: it reads magnetizations along one parameter and the
intervals of that parameter where the phase is known.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.learning.classifier import predict
from phasetrace.learning.labels import PARTS, accuracy, cross_entropy, label_points, split
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


def learn(
    traces: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
    settings: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Fit, xr.Dataset]:
    """Train networks in the known regimes and let them judge every trace.

    Networks see the labelled traces of the training realizations, and, unlabelled, those
    realizations' traces between the regimes when confidence is enhanced. The other realizations
    are withheld, some to choose settings by (validation), the rest to test.

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
        networks see, or None for all of them.
    progress : callable, optional
        Called with the epochs done and all epochs.

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
        dimensions (parameter, realization) are there, too.
    """
    parameter = swept_parameter(traces)
    magnetization = traces[MAGNETIZATION].transpose(parameter, REALIZATION, TIME, SITE)
    if settings["site"] is not None:
        magnetization = magnetization.sel({SITE: [settings["site"]]})
    samples = magnetization.values.astype(np.float32)
    values, realizations = samples.shape[:2]
    labels = label_points(traces[parameter].values, [(low, high) for low, high in regimes.values()])
    parts = dict(
        zip(
            PARTS,
            split(realizations, settings["train_fraction"], settings["validation_fraction"]),
            strict=True,
        )
    )
    part = np.concatenate([[name] * len(range(realizations)[one]) for name, one in parts.items()])
    labelled = labels != UNLABELLED
    trained_on = np.zeros((values, realizations), dtype=bool)
    trained_on[labelled | (settings["confidence_weight"] > 0), parts["train"]] = True
    judged = (part != "train") | (settings["judged"] == "all")

    shape = {"sites": samples.shape[-1], "phases": len(regimes)}
    architecture = Architecture(**_of(Architecture, {**settings, **shape}))
    recipe = Recipe(**_of(Recipe, settings))
    seeds = range(settings["seed"], settings["seed"] + settings["retrainings"])
    every_label = np.repeat(labels[:, None], realizations, axis=1)
    shown = samples[trained_on], every_label[trained_on]
    bootstraps = _bootstraps(settings)
    rounds = 2 if bootstraps else 1
    trained = fit(architecture, recipe, *shown, seeds, _part(progress, 0, rounds))
    judge = partial(_outputs, architecture, samples)
    probability = judge(trained.weights)

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
            labels,
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
        own = np.arange(len(seeds)) % bootstraps
        repeated = fit(
            architecture,
            recipe,
            *shown,
            seeds,
            _part(progress, 1, rounds),
            _stand_ins(trained_on, settings["seed"], bootstraps)[own],
        )
        data["bootstrap"] = (
            RETRAINING,
            own,
            {"units": "1", "long_name": "number of the bootstrap of the training realizations"},
        )
        data["bootstrap_output"] = (
            (RETRAINING, parameter, PHASE),
            judge(repeated.weights)[:, :, judged].mean(axis=2),
            {"units": "1", "long_name": "mean output of the network trained on it"},
        )
    for name, those in parts.items():
        p = probability[:, labelled, those].reshape(len(seeds), -1, len(regimes))
        known = every_label[labelled, those].ravel()
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
    numbers = {f"{name}_realizations": int((part == name).sum()) for name in parts}
    if SEED in traces.coords:
        inherited["seeds"] = ", ".join(map(str, np.unique(traces[SEED].values)))
    attributes = {**inherited, **learned, **numbers, "software": software_versions()}
    return trained, xr.Dataset(data, coordinates, attributes)


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
