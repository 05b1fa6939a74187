"""A checksum of everything that a dataset holds, whatever file it is kept in."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

CHANGES_NUMBERS = False


def checksum(dataset: xr.Dataset) -> str:
    """Digest the variables of a dataset, their dimensions and all attributes.

    A dataset has the same checksum before it is written and after it is read: text is
    digested as text and numbers by their bits, in whatever form files keep them.

    Parameters
    ----------
    dataset : xarray.Dataset
        In memory.

    Returns
    -------
    str
        SHA-256, in hexadecimal digits.
    """
    digest = hashlib.sha256(_text(dataset.attrs))
    for name in sorted(map(str, dataset.variables)):
        variable = dataset.variables[name]
        digest.update(_text([name, list(map(str, variable.dims)), list(variable.shape)]))
        digest.update(_text(variable.attrs))
        values = variable.values
        if values.dtype.kind in "OSU":
            digest.update(_text(values.astype(str).tolist()))
        else:
            plain = values.astype(values.dtype.newbyteorder("<"), copy=False)
            digest.update(plain.dtype.str.encode())
            digest.update(np.ascontiguousarray(plain).data)
    return digest.hexdigest()


def _text(value: Any) -> bytes:
    return json.dumps(_plain(value), sort_keys=True).encode()


def _plain(value: Any) -> Any:
    """What stays of an attribute in a file, where a list of one thing becomes that thing."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and any(isinstance(one, str | list) for one in value):
        return [one if isinstance(one, str) else _plain(one) for one in value]
    return np.ravel(value).tolist()
