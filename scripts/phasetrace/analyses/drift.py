"""How the transition moves with the length of the chain and with the time of observation."""

from collections.abc import Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from phasetrace.analyses import gap_ratio
from phasetrace.analyses.confused_region import confused_width, width_error
from phasetrace.analyses.interval import standard_error
from phasetrace.analyses.length_growth import growth, turn
from phasetrace.analyses.observables import each_imbalance
from phasetrace.analyses.transitions import GAP, TRANSITION, locate
from phasetrace.learning.classifier import predict
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.recipe import UNLABELLED, Fit
from phasetrace.paper.length_statements import crossing_row, lengths_row
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME, swept_parameter

SITES, STOP = "sites", "stop"
READ = ("value", "retraining", "verdict")
_TURN = {
    "turn": {"units": "J", "long_name": "where the imbalance turns from a fall into a rise with L"},
    **{
        f"{name}{part}": {"units": "1", "long_name": f"{text} growth of the imbalance {side} it"}
        for name, side in (("fall", "below"), ("rise", "above"))
        for part, text in (("", "mean"), ("_error", "standard error of the mean"))
    },
}


def analyse(
    lengths: Sequence[xr.Dataset],
    traces: Sequence[xr.Dataset],
    spectra: Sequence[xr.Dataset],
    predictions: xr.Dataset,
    networks: Fit,
    observed: xr.Dataset,
    times: Sequence[xr.Dataset],
    levels: Sequence[int],
) -> xr.Dataset:
    """Put together what the figure shows.

    Parameters
    ----------
    lengths : sequence of xarray.Dataset
        Predictions of networks trained on chains of each length.
    traces : sequence of xarray.Dataset
        The traces of these chains, in the same order.
    spectra : sequence of xarray.Dataset
        Energy levels of chains of some of the lengths.
    predictions : xarray.Dataset
        Of networks trained on the whole of the traces at the focus.
    networks : Fit
        These networks.
    observed : xarray.Dataset
        The traces that they were trained on.
    times : sequence of xarray.Dataset
        Predictions of networks trained on the same traces up to shorter times of observation.
    levels : sequence of int
        Of how many energy levels nearest to the energy density the gap ratio is, of each spectrum.

    Returns
    -------
    xarray.Dataset
        By the length, ``sites``: the transition with interval and verdict (see
        `phasetrace.analyses.transitions.locate`) and ``test_accuracy``, the mean over networks;
        ``width`` and ``width_error`` of the region in which the networks are confused (see
        `phasetrace.analyses.confused_region`); ``exact_transition`` and ``exact_error`` by the gap
        ratio, of ``exact_levels`` levels, NaN where no levels are known; ``imbalance`` and
        ``imbalance_error`` (sites, W) at the last time, mean over realizations and its standard
        error. ``<name>_slope`` and ``<name>_slope_error``, of ``transition``, ``width``, ``exact``
        and ``imbalance``, say how much these grow with each spin
        (`phasetrace.analyses.length_growth.growth`), and ``imbalance_turn`` to
        ``imbalance_rise_error`` where that of the imbalance turns from a fall into a rise (`turn`
        there).

        By the last time of observation, ``stop``, the whole time at last: the transition and
        ``trained_accuracy``, on test realizations, of networks trained on what was observed, under
        ``trained_transition_value`` and so on, and of networks trained on whole traces that read so
        much of them, ``read_transition_value``, ``read_transition_retraining`` (its error by
        initial weights alone), ``read_transition_verdict`` and ``read_accuracy``.
        ``<name>_change`` and ``<name>_change_error`` are how far these accuracies are from that of
        whole traces, with the standard error from networks and traces, which all share.

        All transitions and widths are in units of J. The attribute ``statements`` says how those of
        the paper that are about several lengths (`phasetrace.paper.length_statements`) are judged.
    """
    sites = [int(one.attrs["L"]) for one in lengths]
    exact = {
        int(one.attrs["L"]): _exact(one, count) for one, count in zip(spectra, levels, strict=True)
    }
    data = xr.merge(
        [
            xr.concat([_of_length(one) for one in lengths], dim=SITES),
            xr.concat([_imbalance(one) for one in traces], dim=SITES, join="exact"),
            xr.concat([exact.get(one, _NOT_KNOWN) for one in sites], dim=SITES),
        ],
        combine_attrs="drop_conflicts",
    ).assign_coords({SITES: (SITES, sites, {"units": "1", "long_name": "length L of the chain"})})
    half = (data["transition_high"] - data["transition_low"]) / 2
    for name, value, error in (
        ("transition", data["transition_value"], half),
        ("width", data["width"], data["width_error"]),
        ("exact", data["exact_transition"], data["exact_error"]),
        ("imbalance", data["imbalance"], data["imbalance_error"]),
    ):
        units = value.attrs.get("units", "J")
        for part, number in zip(("", "_error"), growth(sites, value, error), strict=True):
            text = f"{'standard error of the ' if part else ''}growth of {name} with the length"
            data[f"{name}_slope{part}"] = (
                value.dims[1:],
                number,
                {"units": units, "long_name": text},
            )
    turned = turn(data["W"], data["imbalance_slope"], data["imbalance_slope_error"])
    for name, number in turned._asdict().items():
        data[f"imbalance_{name}"] = ((), number, _TURN[name])
    every = [*times, predictions]
    stops = [float(one[TIME][-1]) for one in every]
    trained = xr.concat([_located(one) for one in every], dim=STOP).rename(
        {**{name: f"trained_{name}" for name in TRANSITION}, "test_accuracy": "trained_accuracy"}
    )
    parts = [_parts(networks, predictions, observed, one) for one in stops]
    read = xr.concat([_read(one) for one in parts], dim=STOP)
    for name, several in (("trained", every), ("read", parts)):
        changes = np.array([_change(one, predictions) for one in several]).T
        text = f"accuracy of the networks {name} so much less that of the whole"
        for part, numbers in zip(("", "_error"), changes, strict=True):
            long_name = f"standard error of the {text}" if part else text
            read[f"{name}_change{part}"] = STOP, numbers, {"units": "1", "long_name": long_name}
    whole = {"units": observed[TIME].attrs["units"], "long_name": "last time of observation"}
    found = data.merge(trained.merge(read), combine_attrs="drop_conflicts")
    found = found.assign_coords({STOP: (STOP, stops, whole)}).drop_attrs(deep=False)
    rows = (crossing_row(found), lengths_row(found))
    said = {True: "agrees", False: "does not agree", None: "cannot be told"}
    return found.assign_attrs(
        statements="\n".join(
            f"{row.figure}: {row.statement}: {said[row.agrees]} ({row.measured})" for row in rows
        )
    )


def _located(predictions: xr.Dataset) -> xr.Dataset:
    # Averaging is of the confusion, which is not shown.
    found = locate(predictions, "mean_output")[list(TRANSITION)].isel({GAP: 0})
    accuracy = predictions["test_accuracy"].mean(RETRAINING)
    text = {"units": "1", "long_name": "mean accuracy on test realizations"}
    return found.assign(test_accuracy=accuracy.assign_attrs(text))


def _of_length(predictions: xr.Dataset) -> xr.Dataset:
    parameter = str(predictions["label"].dims[0])
    judged = predictions["probability"].isel(
        {REALIZATION: predictions["judged"].values.astype(bool)}
    )
    p = judged.transpose(RETRAINING, parameter, REALIZATION, PHASE).values
    repeated: tuple[np.ndarray, ...] = ()
    if "bootstrap" in predictions:
        again = predictions["bootstrap_output"].transpose(RETRAINING, parameter, PHASE)
        repeated = (again.values, predictions["bootstrap"].values)
    axis = predictions[parameter]
    width = float(confused_width(axis.values, p.mean(axis=(0, 2))))
    units, text = axis.attrs["units"], "width of the region where the mean output is confused"
    return _located(predictions).assign(
        width=((), width, {"units": units, "long_name": text}),
        width_error=(
            (),
            width_error(axis.values, p, *repeated),
            {"units": units, "long_name": f"standard error of the {text}"},
        ),
    )


def _imbalance(traces: xr.Dataset) -> xr.Dataset:
    parameter = swept_parameter(traces)
    late = each_imbalance(traces.isel({TIME: [0, -1]})).isel({TIME: -1})
    late = late.assign_coords({parameter: traces[parameter]})
    return xr.Dataset(
        {
            "imbalance": late.mean(REALIZATION, keep_attrs=True),
            "imbalance_error": standard_error(late, REALIZATION),
        }
    )


def _exact(spectra: xr.Dataset, levels: int) -> xr.Dataset:
    found = gap_ratio.analyse(spectra, levels)
    return xr.Dataset(
        {
            "exact_transition": found["transition"],
            "exact_error": found["transition_error"],
            "exact_levels": ((), levels, {"units": "1", "long_name": "levels of a realization"}),
        }
    )


_NOT_KNOWN = xr.Dataset(
    {name: ((), np.nan) for name in ("exact_transition", "exact_error", "exact_levels")}
)


def _parts(networks: Fit, predictions: xr.Dataset, observed: xr.Dataset, stop: float) -> xr.Dataset:
    """What networks trained on whole traces say of the beginnings of those that judge them."""
    judged = {REALIZATION: predictions["judged"].values.astype(bool)}
    parameter = swept_parameter(observed)
    seen = observed[MAGNETIZATION].isel(judged).sel({TIME: slice(None, stop)})
    samples = seen.transpose(parameter, REALIZATION, TIME, SITE).values
    said = predict(networks.architecture, networks.weights, samples.reshape(-1, *samples.shape[2:]))
    # Networks trained on bootstraps were not kept, and with them no part of the error by training.
    kept = predictions.drop_vars(["bootstrap", "bootstrap_output"], errors="ignore")
    return kept.isel(judged).assign(
        probability=(
            (RETRAINING, parameter, REALIZATION, PHASE),
            said.reshape(len(said), *samples.shape[:2], -1),
        )
    )


def _read(parts: xr.Dataset) -> xr.Dataset:
    found = locate(parts, "mean_output").isel({GAP: 0})
    names = {f"transition_{part}": f"read_transition_{part}" for part in READ}
    text = {"units": "1", "long_name": "mean accuracy on the beginnings of test realizations"}
    return found[list(names)].rename(names).assign(read_accuracy=((), _right(parts).mean(), text))


def _right(predictions: xr.Dataset) -> NDArray[np.bool_]:
    """Whether each network is right on each labelled trace of the test realizations."""
    labels = predictions["label"].values
    (parameter,) = predictions["label"].dims
    p = predictions["probability"].transpose(RETRAINING, parameter, REALIZATION, PHASE)
    said = p.values[:, :, predictions["part"].values == "test"].argmax(axis=-1)
    labelled = labels != UNLABELLED
    right: NDArray[np.bool_] = said[:, labelled] == labels[labelled, None]
    return right.reshape(len(right), -1)


def _change(predictions: xr.Dataset, whole: xr.Dataset) -> tuple[float, float]:
    """Accuracy less that of whole traces, and its standard error by networks and traces."""
    shorter, longer = _right(predictions), _right(whole)
    traces = shorter.mean(axis=0) - longer.mean(axis=0)
    if min(len(shorter), len(longer)) < 2:
        return float(traces.mean()), float("nan")
    networks = [one.mean(axis=1).var(ddof=1) / len(one) for one in (shorter, longer)]
    return float(traces.mean()), float((traces.var(ddof=1) / traces.size + sum(networks)) ** 0.5)
