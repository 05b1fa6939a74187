"""Reading what networks say of traces, with every check."""

from os import PathLike

import numpy as np
import xarray as xr

from phasetrace.learning.labels import PARTS
from phasetrace.learning.networks import RETRAINING
from phasetrace.learning.recipe import UNLABELLED
from phasetrace.learning.weights import PHASE
from phasetrace.store.errors import FileError
from phasetrace.store.files import read_dataset
from phasetrace.store.traces import REALIZATION

_OF_RETRAININGS = tuple(
    f"{part}_{kind}" for part in PARTS for kind in ("accuracy", "cross_entropy")
)
_OF_REALIZATIONS = ("part", "judged")
_OF_BOOTSTRAPS = ("bootstrap", "bootstrap_output")
MEASURED = "measured"
"""Where there is a trace; without it, everywhere."""
JUDGED_BY = "judged_by"
"""Attribute of predictions of networks that learned from other traces."""
ROUNDING = 1e-3
"""Of the outputs' sum, which networks compute in single precision."""


def read_predictions(path: str | PathLike[str]) -> xr.Dataset:
    """Read what `phasetrace.learning.retrainings.learn` has made of traces.

    Parameters
    ----------
    path : path-like
        A file of predictions.

    Returns
    -------
    xarray.Dataset
        As `learn` returns it.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    FileError
        If the file is not one of predictions, or holds something that cannot be right.
    """
    dataset = read_dataset(path)
    repeated = _OF_BOOTSTRAPS if set(_OF_BOOTSTRAPS) & set(dataset.variables) else ()
    # Networks of other traces have none of training, and without a known phase none at all.
    of_retrainings = [
        name for name in _OF_RETRAININGS if name in dataset or JUDGED_BY not in dataset.attrs
    ]
    for name in ("probability", "label", "trained_on", *_OF_REALIZATIONS, *of_retrainings):
        if name not in dataset:
            raise FileError(path, f"not a file of predictions: has no variable {name}")
    probability = dataset["probability"]
    swept = set(map(str, probability.dims)) - {RETRAINING, REALIZATION, PHASE}
    if probability.ndim != 4 or len(swept) != 1:
        raise FileError(path, f"not a file of predictions: probability is of {probability.dims}")
    (parameter,) = swept
    if MEASURED in dataset and (
        dataset[MEASURED].dims != (parameter, REALIZATION)
        or dataset[MEASURED].dtype.kind not in "iub"
    ):
        raise FileError(path, f"not a file of predictions: {MEASURED} is not of booleans")
    measured = dataset[MEASURED].astype(bool) if MEASURED in dataset else xr.DataArray(True)

    def told(name: str) -> xr.DataArray:
        """What is said of samples that there are; of others nothing is, in place of any number."""
        array = dataset[name]
        return array.where(measured, 1 / dataset.sizes[PHASE]) if name == "probability" else array

    if "probability" in dataset and not dataset["probability"].where(~measured).isnull().all():
        raise FileError(path, "probability has values where there is no trace")
    for name, dims in {
        parameter: (parameter,),
        "label": (parameter,),
        "trained_on": (parameter, REALIZATION),
        **dict.fromkeys(_OF_REALIZATIONS, (REALIZATION,)),
        **dict.fromkeys(of_retrainings, (RETRAINING,)),
        "probability": probability.dims,
        **dict(zip(repeated, [(RETRAINING,), (RETRAINING, parameter, PHASE)], strict=False)),
    }.items():
        if name not in dataset.variables or dataset[name].dims != dims:
            raise FileError(path, f"not a file of predictions: {name} is not of {dims}")
        if name == "part":
            if not set(dataset[name].values.tolist()) <= set(PARTS):
                raise FileError(path, f"part has values other than {', '.join(PARTS)}")
        elif dataset[name].dtype.kind not in "fiub" or not np.isfinite(told(name)).all():
            raise FileError(path, f"{name} has values that are not finite numbers")
    for name in ("probability", *repeated[1:]):
        outputs = told(name)
        if outputs.dtype.kind != "f" or not (
            (outputs >= 0).all() and (abs(outputs.sum(PHASE) - 1) < ROUNDING).all()
        ):
            raise FileError(path, f"{name} has values that are no probabilities of all phases")
    if not dataset["judged"].values.astype(bool).any():
        raise FileError(path, "judged has no realization")
    labels = dataset["label"].values
    if not ((labels >= UNLABELLED) & (labels < dataset.sizes[PHASE])).all():
        raise FileError(path, "label has numbers of no phase")
    return dataset
