"""From traces to trained networks and what they say of every trace.

This stage knows no Hamiltonian: it reads magnetizations along one parameter and the
intervals of that parameter where the phase is known.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.learning.classifier import predict
from phasetrace.learning.labels import accuracy, cross_entropy, label_points, split
from phasetrace.learning.networks import LEARNING, PHASE, RETRAINING
from phasetrace.learning.recipe import UNLABELLED, Architecture, Fit, Recipe
from phasetrace.learning.training import fit
from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME, swept_parameter


def learn(
    traces: xr.Dataset,
    regimes: Mapping[str, Sequence[float]],
    settings: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Fit, xr.Dataset]:
    """Train networks in the known regimes and let them judge every trace.

    Networks see the labelled traces of the training realizations, and, unlabelled, all
    traces between the regimes when confidence is enhanced. The other realizations of the
    labelled points test them.

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
        (parameter), ``trained_on`` (parameter, realization), and for each retraining the
        accuracy and the cross-entropy (in nats) on the labelled traces of the training
        and of the test realizations. The coordinates are those of the traces that the
        networks saw, times and sites included; variables of the traces with dimensions
        (parameter, realization) are there, too.
    """
    parameter = swept_parameter(traces)
    magnetization = traces[MAGNETIZATION].transpose(parameter, REALIZATION, TIME, SITE)
    if settings["site"] is not None:
        magnetization = magnetization.sel({SITE: [settings["site"]]})
    samples = magnetization.values.astype(np.float32)
    values, realizations = samples.shape[:2]
    labels = label_points(traces[parameter].values, [(low, high) for low, high in regimes.values()])
    training, test = split(realizations, settings["train_fraction"])
    labelled = labels != UNLABELLED
    trained_on = np.zeros((values, realizations), dtype=bool)
    trained_on[labelled, training] = True
    shown = trained_on.copy()
    if settings["confidence_weight"] > 0:
        shown[~labelled] = True

    shape = {"sites": samples.shape[-1], "phases": len(regimes)}
    architecture = Architecture(**_of(Architecture, {**settings, **shape}))
    recipe = Recipe(**_of(Recipe, settings))
    seeds = range(settings["seed"], settings["seed"] + settings["retrainings"])
    every_label = np.repeat(labels[:, None], realizations, axis=1)
    trained = fit(architecture, recipe, samples[shown], every_label[shown], seeds, progress)
    probability = predict(
        architecture, trained.weights, samples.reshape(-1, *samples.shape[2:])
    ).reshape(len(seeds), values, realizations, -1)

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
            {"units": "1", "long_name": "labelled trace seen in training"},
        ),
    }
    for name, part in (("train", training), ("test", test)):
        p = probability[:, labelled, part].reshape(len(seeds), -1, len(regimes))
        known = every_label[labelled, part].ravel()
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
    attributes = {**inherited, **learned, "software": software_versions()}
    return trained, xr.Dataset(data, coordinates, attributes)


def _of(kind: type[Architecture] | type[Recipe], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the settings that an architecture or a recipe has."""
    return {field.name: settings[field.name] for field in dataclasses.fields(kind)}


def _attributes(settings: Mapping[str, Any]) -> dict[str, str | int | float]:
    return {
        f"{LEARNING}{key}": "all" if value is None else value for key, value in settings.items()
    }
