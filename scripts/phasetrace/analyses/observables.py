"""Observables of magnetization traces."""

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME


def imbalance(magnetization: ArrayLike) -> NDArray[np.floating]:
    """Overlap of each sample with the first: how much of the initial pattern is left.

    I(t) = Σ_i m_i(t) m_i(0) / L (Eq. 3 of van Nieuwenburg, Bairey and Refael, 2017).

    >>> imbalance([[1.0, -1.0], [0.5, -0.5]])
    array([1. , 0.5])

    Parameters
    ----------
    magnetization : array_like, shape (..., time, site)
        m_i(t) in [-1, 1].

    Returns
    -------
    ndarray, shape (..., time)
        Between -1 and 1; 1 at the first sample if the initial state is a product state of σ^z.

    Raises
    ------
    ValueError
        If there is no time or no site axis, or either is empty.
    """
    traces = np.asarray(magnetization)
    if traces.ndim < 2 or 0 in traces.shape[-2:]:
        raise ValueError(
            f"magnetization must have axes (..., time, site), not the shape {traces.shape}"
        )
    return np.asarray(np.mean(traces * traces[..., :1, :], axis=-1))


def each_imbalance(traces: xr.Dataset) -> xr.DataArray:
    """Imbalance (parameter, realization, time) of every realization; see `late_imbalance`."""
    ordered = traces[MAGNETIZATION].transpose(..., TIME, SITE)
    named = {"units": "1", "long_name": "imbalance"}
    return xr.DataArray(imbalance(ordered.values), dims=ordered.dims[:-1], attrs=named)


def late_imbalance(traces: xr.Dataset) -> xr.DataArray:
    """Average the imbalance at the last sampled time over the realizations.

    Parameters
    ----------
    traces : xarray.Dataset
        ``magnetization`` (parameter, realization, time, site).

    Returns
    -------
    xarray.DataArray
        Imbalance by parameter (the paper's Eq. 3).
    """
    return (
        each_imbalance(traces.isel({TIME: [0, -1]}))
        .isel({TIME: -1})
        .mean(REALIZATION, keep_attrs=True)
    )
