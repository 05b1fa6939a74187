"""Fig. 2: the confusion against disorder for several network sizes, and the phase diagram."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.analyses.confusion import Averaging
from phasetrace.analyses.energy_density import EPSILON, attained
from phasetrace.analyses.gap_ratio import boundary
from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.networks import RETRAINING
from phasetrace.store.traces import REALIZATION


def analyse(
    units: Sequence[xr.Dataset],
    diagram: Sequence[xr.Dataset],
    spectra: xr.Dataset,
    averaging: Averaging,
    levels: int,
) -> xr.Dataset:
    """Put together what Fig. 2 shows.

    Parameters
    ----------
    units : sequence of xarray.Dataset
        Predictions of networks with different numbers of units at one energy density.
    diagram : sequence of xarray.Dataset
        Predictions at the energy densities of the phase diagram.
    spectra : xarray.Dataset
        Energy levels; see `phasetrace.store.spectra.spectrum_dataset`.
    averaging : {"mean_output", "per_sample"}
        See `phasetrace.analyses.confusion.averaged_confusion`.
    levels : int
        How many levels a gap ratio is of.

    Returns
    -------
    xarray.Dataset
        Left panel: ``units_confusion`` (units, W), the mean over retrainings. Right
        panel: ``confusion`` (epsilon, W), and the transition point, in units of J, with its
        interval and verdict, and that of each network (see
        `phasetrace.analyses.transitions.locate`); ``epsilon_attained_mean`` and
        ``epsilon_attained_std`` (epsilon, W), which energy density the initial states have;
        ``epsilon_width`` (epsilon, W), the mean standard deviation of their energy, in spectral
        widths; ``exact_transition`` and ``exact_error`` (epsilon), where the gap ratio of levels
        at these energy densities crosses the middle (`phasetrace.analyses.gap_ratio.boundary`).
        The transition points of panel (a) are there too, and of both panels
        ``confusion_error``, the standard error by initial weights.
    """
    left = _stack(units, "units", "learning_units", averaging)
    left["units"].attrs = {"units": "1", "long_name": "LSTM units N"}
    right = _stack(diagram, "epsilon", "epsilon", averaging)
    right = right.merge(attained(diagram))
    right["epsilon_width"] = _width(diagram)
    exact = boundary(spectra, right["epsilon_attained_mean"], levels)
    right["epsilon"].attrs = {"units": "1", "long_name": "energy density"}
    names = {name: f"units_{name}" for name in left.data_vars}
    shown = [left.rename(names), right, exact]
    return xr.merge(shown, combine_attrs="drop_conflicts").assign_attrs(
        learning_units=diagram[0].attrs["learning_units"],
        units_epsilon=units[0].attrs["epsilon"],
        retrainings=diagram[0].sizes[RETRAINING],
    )


def _width(diagram: Sequence[xr.Dataset]) -> xr.DataArray:
    """Mean width in energy (epsilon, W) of the initial states."""
    text = "mean standard deviation of the energy in the initial states, in spectral widths"
    stacked = xr.concat([one["epsilon_width"] for one in diagram], dim=EPSILON)
    return stacked.mean(REALIZATION).assign_attrs(units="1", long_name=text)


def _stack(
    predictions: Sequence[xr.Dataset], dimension: str, attribute: str, averaging: Averaging
) -> xr.Dataset:
    located = [locate(one, averaging).isel({GAP: 0}) for one in predictions]
    drawn = [
        one[["transition", *TRANSITION]].assign(
            confusion=one["confusion"].mean(RETRAINING, keep_attrs=True),
            confusion_error=standard_error(one["confusion"], RETRAINING),
        )
        for one in located
    ]
    coordinate = {dimension: [one.attrs[attribute] for one in predictions]}
    return xr.concat(drawn, dim=dimension).assign_coords(coordinate)
