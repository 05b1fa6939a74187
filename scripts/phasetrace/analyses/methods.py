"""What other methods find on the traces of the networks, beside the networks."""

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from phasetrace.analyses.crossing import crossing, crossing_verdict, gaps
from phasetrace.analyses.draws import drawn_again, interval_about, within_step
from phasetrace.analyses.gap_ratio import gap_ratios, transition
from phasetrace.analyses.interval import grid_error
from phasetrace.analyses.level_statistics import grid_part
from phasetrace.analyses.seen import as_seen
from phasetrace.analyses.transitions import GAP, locate
from phasetrace.baselines.confusion_learning import judged_right, peaks
from phasetrace.baselines.method import Method
from phasetrace.baselines.methods import methods
from phasetrace.learning.labels import accuracy, cross_entropy
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.parts import together
from phasetrace.learning.recipe import UNLABELLED, Fit
from phasetrace.store.traces import REALIZATION, trace_axes

NETWORKS, CONFUSION = "networks", "learning by confusion"
ENDS = ("low", "high", "retraining", "disorder")
DRAWN_TRAININGS, DRAWS = 20, 500
"""How often training realizations are drawn again, and judged ones."""
LEAST_PEAK = 2.0
"""Standard errors of the accuracy by which a peak of the learning by confusion has to rise."""

Row = dict[str, Any]


def analyse(
    predictions: xr.Dataset,
    networks: Fit,
    traces: xr.Dataset,
    spectra: xr.Dataset | None = None,
    levels: int = 0,
) -> xr.Dataset:
    """Put together what every method finds.

    Every method is fitted as often as there are networks, on the same labelled realizations and
    with the same seeds, and judges every trace, of which it sees what the networks were given: gaps
    are filled, and nothing stands for realizations that do not exist. Its transition is where the
    outputs, averaged over fits and realizations, cross (`phasetrace.analyses.crossing`).

    To see what other realizations would have given, those of every point are drawn again with
    replacement, `DRAWS` times to be judged and, for methods that are cheap to fit,
    `DRAWN_TRAININGS` times to train on; of the others the fits are drawn again. A fit to a drawn
    training is a single one: of a method that depends on its seed it scatters more than the mean of
    all, and the error is the larger for it. A drawn training has fewer different realizations than
    the training itself, which shifts the transition of some methods; only the scatter about the
    median counts. What networks find has the errors of `phasetrace.analyses.interval`.

    Parameters
    ----------
    predictions : xarray.Dataset
        Of the networks.
    networks : Fit
        The networks.
    traces : xarray.Dataset
        The traces that they judged.
    spectra : xarray.Dataset, optional
        Energy levels of the same chains.
    levels : int
        Of how many of them, the nearest to the energy density of the traces, the gap ratio is.

    Returns
    -------
    xarray.Dataset
        By ``method``, the networks first and the learning by confusion last: ``accuracy`` and
        ``cross_entropy`` (in nats) on the labelled traces of the test realizations, means over
        fits; and by ``gap`` between neighbouring regimes (``from``, ``to``) the ``transition`` with
        its 68 % interval ``low`` to ``high``, its standard errors from ``retraining`` (of the mean
        of all fits), ``disorder`` and ``grid``, and the ``verdict``. Of the learning by confusion,
        ``confusion_accuracy`` against the ``assumed`` transition. With energy levels, also
        ``exact_transition`` with its standard error ``exact_error``, where the gap ratio crosses
        the middle (`phasetrace.analyses.gap_ratio.transition`), and ``exact_grid``, as ``grid``.
    """
    traces = as_seen(traces, predictions)
    axes = trace_axes(traces)
    parameter = axes.parameter
    x, label = traces[parameter].values, predictions["label"].values
    values = traces[axes.variable].transpose(*axes.order).values
    absent = np.isnan(values).all(axis=(2, 3), keepdims=True)
    samples = np.where(absent, np.nan, networks.given(values))
    groups = together(traces)
    part = predictions["part"].values
    training, split = part == "train", (part == "test", predictions["judged"].values)
    order = (RETRAINING, parameter, REALIZATION, PHASE)
    outputs = predictions["probability"].transpose(*order).values
    rows = {NETWORKS: {**_row(x, label, split, outputs, groups), **_located(predictions)}}
    others = methods(networks.architecture, networks.recipe, samples.shape[2])
    assumed = (x[1:] + x[:-1]) / 2
    # Sums over several threads round differently.
    with threadpool_limits(limits=1):
        for name, method in others.items():
            outputs, drawn = _judge(method, samples, label, training, networks.seeds, groups)
            rows[name] = _row(x, label, split, outputs, groups, drawn)
        rows[CONFUSION], by_assumed = _confusion(x, label, assumed, samples, training, groups)

    units = traces[parameter].attrs["units"]
    phases = predictions[PHASE].values
    between = [label[gap][[0, -1]] for gap in gaps(label)]
    data: dict[str, Any] = {
        name: (
            ("method", *([GAP] if np.ndim(rows[NETWORKS][name]) else [])),
            np.array([row[name] for row in rows.values()]),
            {"units": unit, "long_name": text},
        )
        for name, unit, text in (
            ("accuracy", "1", "held-out accuracy"),
            ("cross_entropy", "nat", "held-out cross-entropy"),
            ("transition", units, "transition point"),
            ("low", units, "lower end of the 68 % interval of the transition point"),
            ("high", units, "upper end of the 68 % interval of the transition point"),
            ("retraining", units, "standard error of the transition point from retraining"),
            ("disorder", units, "standard error of the transition point from disorder"),
            ("grid", units, "error of the transition point by the steps of the parameter"),
            ("verdict", "1", "whether there is a transition point, or why not"),
        )
    }
    data["confusion_accuracy"] = (
        "assumed",
        by_assumed,
        {"units": "1", "long_name": "accuracy of the learning by confusion"},
    )
    if spectra is not None:
        data |= _exact(spectra, levels, units)
    coordinates = {
        "method": list(rows),
        "from": (GAP, [str(phases[before]) for before, _ in between]),
        "to": (GAP, [str(phases[after]) for _, after in between]),
        "assumed": ("assumed", assumed, {"units": units, "long_name": "assumed transition point"}),
    }
    return xr.Dataset(
        data, coordinates, {"retrainings": len(networks.seeds), "parameter": parameter}
    )


def _exact(spectra: xr.Dataset, levels: int, units: str) -> dict[str, Any]:
    """Where the gap ratio crosses the middle, with its error."""
    ratios = gap_ratios(spectra, spectra.attrs["epsilon"], levels)
    exact, error = transition(ratios)
    within = grid_part(spectra["W"].values, ratios.values.mean(axis=1))
    return {
        name: ((), value, {"units": units, "long_name": text})
        for name, value, text in (
            ("exact_transition", exact, "where the mean gap ratio crosses the middle"),
            ("exact_error", error, "standard error of where it does, by bootstrap"),
            ("exact_grid", within, "error of where it does by the steps of W"),
        )
    }


def _located(predictions: xr.Dataset) -> Row:
    """What the networks find, with the errors that are told of it everywhere."""
    found = locate(predictions, "mean_output")
    row = {name: found[f"transition_{name}"].values for name in (*ENDS, "grid", "verdict")}
    return {**row, "transition": found["transition_value"].values}


def _judge(
    method: Method,
    samples: NDArray[np.floating],
    label: NDArray[np.integer],
    training: NDArray[np.bool_],
    seeds: NDArray[np.integer],
    groups: NDArray[Any] | None,
) -> tuple[NDArray[np.floating], NDArray[np.floating] | None]:
    """Outputs (fit, point, realization, phase) of fits of every seed, and of drawn trainings.

    Where there is no sample (point, realization, time, site), NaN, they are NaN.
    """
    there = _exists(samples)

    def outputs(
        traces: NDArray[np.floating], labels: NDArray[np.integer], seed: int
    ) -> NDArray[np.floating]:
        seen = _exists(traces)
        fitted = method.fit(traces[seen], np.broadcast_to(labels[:, None], seen.shape)[seen], seed)
        said = fitted.predict(samples[there])
        every = np.full((*there.shape, said.shape[-1]), np.nan, said.dtype)
        every[there] = said
        return every

    shown = samples[:, training]
    every = np.array([outputs(shown, label, int(seed)) for seed in seeds])
    if not method.cheap:
        return every, None
    labelled = label != UNLABELLED
    alike = None if groups is None else groups[np.ix_(labelled, training)]
    return every, np.array(
        [
            outputs(
                drawn_again(shown[labelled], 0, number, groups=alike),
                label[labelled],
                int(seeds[number % len(seeds)]),
            )
            for number in range(DRAWN_TRAININGS)
        ]
    )


def _exists(samples: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which samples (point, realization, ...) there are."""
    return ~np.isnan(samples).reshape(*samples.shape[:2], -1).all(axis=2)


def _row(
    x: NDArray[np.floating],
    label: NDArray[np.integer],
    split: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    outputs: NDArray[np.floating],
    groups: NDArray[Any] | None = None,
    drawn: NDArray[np.floating] | None = None,
) -> Row:
    """What a method finds, by its outputs (fit, point, realization, phase), NaN where none is.

    Of the realizations, the first of `split` tests it, and off the second its transition is read.
    """
    fits = len(outputs)
    test, read_off = split
    tested = _exists(outputs[0]) & test
    judged, known = outputs[:, tested], label[np.nonzero(tested)[0]]
    outputs = outputs[:, :, read_off]
    drawn = None if drawn is None else drawn[:, :, read_off]
    alike = None if groups is None else groups[:, read_off]
    said = crossing_verdict(x, outputs.mean(axis=0).swapaxes(0, 1), label)
    mean = np.nanmean(outputs, axis=(0, 2))
    value = np.where(said == "found", crossing(x, mean, label), np.nan)
    by_fit = crossing(x, np.nanmean(outputs, axis=2), label)
    all_fits = outputs.mean(axis=0)
    # Of the same fits, for the error from disorder alone, and of others.
    same, other = [], []
    for number in range(DRAWS):
        if drawn is None:
            some = np.random.default_rng([2, number]).integers(fits, size=fits)
            same.append(_mean_again(all_fits, alike, number))
            other.append(_mean_again(outputs[some].mean(axis=0), alike, number))
        else:
            other.append(_mean_again(drawn[number % len(drawn)], alike, number))
    scattered = crossing(x, np.array(other), label)
    # Where nothing crosses, or phases are not told apart, draws say nothing of a place.
    somewhere = np.where(np.isin(said, ["no crossing", "not told apart"]), np.nan, 1.0)
    ends = np.array([x[gap][[0, -1]] for gap in gaps(label)])
    low, high = interval_about(value, scattered)
    grid = grid_error(x, mean, label)
    middle = np.where(np.isnan(value), (low + high) / 2, value)
    low, high = middle - np.hypot(middle - low, grid), middle + np.hypot(high - middle, grid)
    low, high = (somewhere * np.clip(end, ends[:, 0], ends[:, 1]) for end in (low, high))
    by_disorder = crossing(x, np.array(same), label) if same else scattered
    return {
        "accuracy": accuracy(judged, known).mean(),
        "cross_entropy": cross_entropy(judged, known).mean(),
        "transition": value,
        "low": low,
        "high": high,
        # From the first on, so that fits that are all alike scatter by exactly nothing.
        "retraining": (by_fit - by_fit[0]).std(axis=0, ddof=1) / fits**0.5
        if fits > 1
        else np.full(value.shape, np.nan),
        "disorder": by_disorder.std(axis=0, ddof=1),
        "grid": np.where(np.isnan(value), np.nan, grid),
        "verdict": said,
    }


def _mean_again(
    outputs: NDArray[np.floating], groups: NDArray[Any] | None, number: int
) -> NDArray[np.floating]:
    """Mean outputs (point, phase) of realizations drawn again from (point, realization, phase)."""
    return np.nanmean(drawn_again(outputs, 1, number, groups=groups), axis=1)


def _confusion(
    x: NDArray[np.floating],
    label: NDArray[np.integer],
    assumed: NDArray[np.floating],
    samples: NDArray[np.floating],
    training: NDArray[np.bool_],
    groups: NDArray[Any] | None = None,
) -> tuple[Row, NDArray[np.floating]]:
    """What the learning by confusion finds, and its accuracy against the assumed transition."""
    shown, test = samples[:, training], samples[:, ~training]
    of_shown, of_test = (
        None if groups is None else groups[:, those] for those in (training, ~training)
    )
    right = judged_right(shown, test)
    share, judged = np.nanmean(right, axis=(1, 2)), int(_exists(test).sum())
    found = peaks(share, judged)
    again = [
        judged_right(drawn_again(shown, 0, number, groups=of_shown), test)
        for number in range(DRAWN_TRAININGS)
    ]
    scattered = []
    for number in range(DRAWS):
        # Points first, realizations second.
        told = np.moveaxis(again[number % len(again)], 0, -1)
        told = drawn_again(told, 1, number, groups=of_test)
        scattered.append(peaks(np.nanmean(told, axis=(0, 1)), judged))
    rows = []
    for gap in gaps(label):
        first, last = x[gap][[0, -1]]
        inside = (assumed > first) & (assumed < last)
        cells = [cell for cell, _ in found if inside[cell]]
        value = np.array(assumed[cells[0]] if len(cells) == 1 else np.nan)
        # Of a draw's peaks the highest counts. One that has none says nothing of the peak's place,
        # and without a peak of all traces neither does any other.
        highest = [
            max(some)[1] if len(cells) == 1 else np.nan
            for every in scattered
            if (some := [(rise, assumed[cell]) for cell, rise in every if inside[cell]])
        ]
        low, high = interval_about(value, np.array(highest or [np.nan]))
        # Peaks are between points, and most draws have theirs in the same place.
        within = within_step(x, value)
        low, high = value - np.hypot(value - low, within), value + np.hypot(high - value, within)
        rows.append(
            {
                "transition": value,
                "low": low,
                "high": high,
                "retraining": np.nan,
                # A few draws have a peak far off, of which a standard deviation would be made.
                "disorder": (high - low) / 2,
                "grid": within,
                "verdict": {0: "no peak", 1: "found"}.get(len(cells), "several peaks"),
            }
        )
    by_gap = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    # Where the phase is known is of no concern to it.
    return {"accuracy": np.nan, "cross_entropy": np.nan, **by_gap}, share
