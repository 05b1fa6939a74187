"""Trained networks to and from NetCDF files, which hold numbers and text and nothing to run."""

import dataclasses
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.learning.cells import find_cell
from phasetrace.learning.initialization import axis_sizes, declared_weights
from phasetrace.learning.inputs import Inputs
from phasetrace.learning.recipe import Architecture, Fit, Recipe
from phasetrace.learning.weights import GATE, PHASE, SITE
from phasetrace.store.errors import FileError
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.provenance import software_versions
from phasetrace.store.traces import TIME

RETRAINING, EPOCH = "retraining", "epoch"
LEARNING, INPUT = "learning_", "input_"
"""What the attributes begin with that are of the learning stage, or tell what the networks were
given; CF keeps ``units`` for itself."""

_HISTORY = {
    "cross_entropy": ("nat", "cross-entropy of the labelled traces in training"),
    "l2_penalty": ("1", "sum of the squared kernels that decay, in training"),
    "indecision": ("nat", "indecision on the unlabelled traces in training"),
}


def save_networks(
    path: str | PathLike[str],
    fit: Fit,
    phases: Sequence[str],
    attributes: Mapping[str, str | int | float] | None = None,
) -> None:
    """Write trained networks, whole or not at all; see `network_dataset`."""
    write_dataset(path, network_dataset(fit, phases, attributes))


def network_dataset(
    fit: Fit, phases: Sequence[str], attributes: Mapping[str, str | int | float] | None = None
) -> xr.Dataset:
    """Put trained networks into a dataset.

    Parameters
    ----------
    fit : Fit
        The networks and their training.
    phases : sequence of str
        Name of each phase, in the order of the labels.
    attributes : mapping, optional
        What the networks were trained on.

    Returns
    -------
    xarray.Dataset
        The weights and, by epoch, the terms of the loss; if the fit knows its inputs, also their
        channels and times, as coordinates, and their scale.

    Raises
    ------
    ValueError
        If the names are not one for each phase.
    """
    architecture = fit.architecture
    if len(set(phases)) != architecture.phases or len(phases) != architecture.phases:
        raise ValueError(
            f"phases are {list(phases)}, must be {architecture.phases} names, no two alike"
        )
    data: dict[str, Any] = {}
    sizes = axis_sizes(architecture)
    for weight in declared_weights(architecture):
        values = fit.weights[weight.name].reshape(len(fit.seeds), *weight.file_shape(sizes))
        attributes_of = {"units": "1", "long_name": weight.text}
        data[weight.name] = ((RETRAINING, *weight.dims), values, attributes_of)
    for name, (units, text) in _HISTORY.items():
        terms = getattr(fit, name)
        data[name] = ((RETRAINING, EPOCH), terms, {"units": units, "long_name": text})
    coordinates = {
        RETRAINING: (RETRAINING, fit.seeds, {"units": "1", "long_name": "seed of the network"}),
        GATE: list(find_cell(architecture.cell).gate_names),
        PHASE: list(phases),
    }
    settings = {**dataclasses.asdict(architecture), **dataclasses.asdict(fit.recipe)}
    named = {f"{LEARNING}{key}": value for key, value in settings.items()}
    if fit.inputs is not None:
        given = dataclasses.asdict(fit.inputs)
        coordinates |= {SITE: list(given.pop("channels")), TIME: list(given.pop("times"))}
        named |= {f"{INPUT}{key}": value for key, value in given.items()}
    attrs = {**(attributes or {}), **named, "software": software_versions()}
    return xr.Dataset(data, coordinates, attrs)


def load_networks(path: str | PathLike[str]) -> tuple[Fit, tuple[str, ...]]:
    """Read trained networks.

    Parameters
    ----------
    path : path-like
        A file that `save_networks` wrote.

    Returns
    -------
    fit : Fit
        The networks and their training.
    phases : tuple of str
        Name of each phase.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileError
        If the file is not one of trained networks, or holds something that cannot be right.
    """
    dataset = read_dataset(path)
    try:
        architecture = Architecture(**_attributes(Architecture, LEARNING, dataset))
        recipe = Recipe(**_attributes(Recipe, LEARNING, dataset))
        inputs = _inputs(dataset)
        count = dataset.sizes.get(RETRAINING, 0)
        if not count:
            raise ValueError("has no network")
        sizes = axis_sizes(architecture)
        weights = {
            weight.name: _array(
                dataset,
                weight.name,
                (RETRAINING, *weight.dims),
                (count, *weight.file_shape(sizes)),
            ).reshape(count, *weight.shape(sizes))
            for weight in declared_weights(architecture)
        }
        history = {
            name: _array(dataset, name, (RETRAINING, EPOCH), (count, recipe.epochs))
            for name in _HISTORY
        }
        for name in (RETRAINING, GATE, PHASE):
            if name not in dataset.coords:
                raise ValueError(f"has no variable {name}")
        gates = find_cell(architecture.cell).gate_names
        if dataset[GATE].values.tolist() != list(gates):
            raise ValueError(f"gates are {dataset[GATE].values.tolist()}, must be {list(gates)}")
    except (TypeError, ValueError) as error:
        raise FileError(path, f"not a file of trained networks: {error}") from error
    phases = tuple(str(name) for name in dataset[PHASE].values)
    seeds = dataset[RETRAINING].values.astype(np.int64)
    return Fit(architecture, recipe, seeds, weights, **history, inputs=inputs), phases


def _attributes(
    kind: type[Architecture | Recipe | Inputs], prefix: str, dataset: xr.Dataset
) -> dict[str, Any]:
    """Attributes with the names of a class's fields; its tuples are kept as coordinates."""
    values = {}
    for field in dataclasses.fields(kind):
        name = f"{prefix}{field.name}"
        if kind is Inputs and field.name in ("channels", "times"):
            continue
        if name not in dataset.attrs:
            raise ValueError(f"has no attribute {name}")
        value = dataset.attrs[name]
        values[field.name] = value.item() if isinstance(value, np.generic) else value
    return values


def _inputs(dataset: xr.Dataset) -> Inputs | None:
    """What the networks were given, if the file says so."""
    if TIME not in dataset.coords and f"{INPUT}variable" not in dataset.attrs:
        return None
    for name in (SITE, TIME):
        if name not in dataset.coords:
            raise ValueError(f"has no variable {name}")
    channels, times = (tuple(dataset[name].values.tolist()) for name in (SITE, TIME))
    inputs = Inputs(**_attributes(Inputs, INPUT, dataset), channels=channels, times=times)
    if not (np.isfinite(inputs.mean) and np.isfinite(inputs.deviation) and inputs.deviation > 0):
        raise ValueError(
            f"input_mean is {inputs.mean} and input_deviation {inputs.deviation}, must be finite, "
            "the second positive"
        )
    return inputs


def _array(
    dataset: xr.Dataset, name: str, dims: tuple[str, ...], shape: tuple[int, ...]
) -> np.ndarray:
    if name not in dataset:
        raise ValueError(f"has no variable {name}")
    variable = dataset[name]
    if variable.dims != dims or variable.shape != shape:
        raise ValueError(
            f"{name} is {dict(zip(variable.dims, variable.shape, strict=True))}, "
            f"must be {dict(zip(dims, shape, strict=True))}"
        )
    if not np.isfinite(variable.values).all():
        raise ValueError(f"{name} has values that are not finite")
    return variable.values.astype(np.float32)
