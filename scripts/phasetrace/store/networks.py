"""Trained networks to and from NetCDF files, which hold numbers and text and nothing to run."""

import dataclasses
from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, TypeVar

import numpy as np
import xarray as xr

from phasetrace.learning.recipe import GATES, Architecture, Fit, Recipe
from phasetrace.store.files import read_dataset, write_dataset
from phasetrace.store.provenance import software_versions

Settings = TypeVar("Settings", Architecture, Recipe)

RETRAINING, EPOCH = "retraining", "epoch"
SITE, UNIT, GATE, PHASE = "site", "unit", "gate", "phase"

_WEIGHTS = {
    "input_kernel": ((SITE, GATE, UNIT), "weights of the magnetization in the gates"),
    "recurrent_kernel": (("hidden_unit", GATE, UNIT), "weights of the hidden state in the gates"),
    "bias": ((GATE, UNIT), "bias of the gates"),
    "output_kernel": ((UNIT, PHASE), "weights of the last hidden state in the outputs"),
    "output_bias": ((PHASE,), "bias of the outputs"),
}
_HISTORY = {
    "cross_entropy": ("nat", "cross-entropy of the labelled traces in training"),
    "l2_penalty": ("1", "sum of the squared input kernel in training"),
    "indecision": ("nat", "indecision on the unlabelled traces in training"),
}


def save_networks(
    path: str | PathLike[str],
    fit: Fit,
    phases: Sequence[str],
    attributes: Mapping[str, str | int | float] | None = None,
) -> None:
    """Write trained networks, whole or not at all.

    Parameters
    ----------
    path : path-like
        Where to write.
    fit : Fit
        The networks and their training.
    phases : sequence of str
        Name of each phase, in the order of the labels.
    attributes : mapping, optional
        What the networks were trained on.

    Raises
    ------
    ValueError
        If the names are not one for each phase.
    """
    architecture = fit.architecture
    if len(phases) != architecture.phases:
        raise ValueError(f"phases are {list(phases)}, must be {architecture.phases} names")
    data: dict[str, Any] = {}
    for name, (dims, text) in _WEIGHTS.items():
        shape = _file_shape(architecture, dims)
        weight = fit.weights[name].reshape(len(fit.seeds), *shape)
        data[name] = ((RETRAINING, *dims), weight, {"units": "1", "long_name": text})
    for name, (units, text) in _HISTORY.items():
        terms = getattr(fit, name)
        data[name] = ((RETRAINING, EPOCH), terms, {"units": units, "long_name": text})
    coordinates = {
        RETRAINING: (RETRAINING, fit.seeds, {"units": "1", "long_name": "seed of the network"}),
        GATE: list(GATES),
        PHASE: list(phases),
    }
    settings = {**dataclasses.asdict(architecture), **dataclasses.asdict(fit.recipe)}
    attrs = {**(attributes or {}), **settings, "software": software_versions()}
    write_dataset(path, xr.Dataset(data, coordinates, attrs))


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
    ValueError
        If the file is not one of trained networks, or holds something that cannot be right.
    """
    dataset = read_dataset(path)
    try:
        architecture = _from_attributes(Architecture, dataset)
        recipe = _from_attributes(Recipe, dataset)
        count = dataset.sizes.get(RETRAINING, 0)
        if not count:
            raise ValueError("has no network")
        weights = {
            name: _array(
                dataset, name, (RETRAINING, *dims), (count, *_file_shape(architecture, dims))
            ).reshape(count, *architecture.weight_shapes()[name])
            for name, (dims, _) in _WEIGHTS.items()
        }
        history = {
            name: _array(dataset, name, (RETRAINING, EPOCH), (count, recipe.epochs))
            for name in _HISTORY
        }
        for name in (RETRAINING, PHASE):
            if name not in dataset.coords:
                raise ValueError(f"has no variable {name}")
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: not a file of trained networks: {error}") from error
    phases = tuple(str(name) for name in dataset[PHASE].values)
    seeds = dataset[RETRAINING].values.astype(np.int64)
    return Fit(architecture, recipe, seeds, weights, **history), phases


def _file_shape(architecture: Architecture, dims: Sequence[str]) -> tuple[int, ...]:
    size = {
        SITE: architecture.sites,
        UNIT: architecture.units,
        "hidden_unit": architecture.units,
        GATE: len(GATES),
        PHASE: architecture.phases,
    }
    return tuple(size[dim] for dim in dims)


def _from_attributes(kind: type[Settings], dataset: xr.Dataset) -> Settings:
    values = {}
    for field in dataclasses.fields(kind):
        if field.name not in dataset.attrs:
            raise ValueError(f"has no attribute {field.name}")
        value = dataset.attrs[field.name]
        values[field.name] = value.item() if isinstance(value, np.generic) else value
    return kind(**values)


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
