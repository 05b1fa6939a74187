"""What other methods find on the traces of the networks, beside the networks."""

from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from phasetrace.analyses.crossing import crossing, crossing_verdict, gaps
from phasetrace.analyses.gap_ratio import gap_ratios, transition
from phasetrace.analyses.transitions import GAP
from phasetrace.baselines.confusion_learning import judged_right, peaks
from phasetrace.baselines.method import Method
from phasetrace.baselines.methods import methods
from phasetrace.learning.labels import accuracy, cross_entropy
from phasetrace.learning.networks import PHASE, RETRAINING
from phasetrace.learning.recipe import UNLABELLED, Fit
from phasetrace.store.traces import MAGNETIZATION, REALIZATION, SITE, TIME, swept_parameter

NETWORKS, CONFUSION = "networks", "learning by confusion"
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
    with the same seeds, and judges every trace. Its transition is where the outputs, averaged over
    fits and realizations, cross (`phasetrace.analyses.crossing`).

    To see what other realizations would have given, those of every point are drawn again with
    replacement, `DRAWS` times to be judged and, for methods that are cheap to fit,
    `DRAWN_TRAININGS` times to train on; of the others the fits are drawn again. A fit to a drawn
    training is a single one: of a method that depends on its seed it scatters more than the mean of
    all, and the error is the larger for it. A drawn training has fewer different realizations than
    the training itself, which shifts the transition of some methods; only the scatter about the
    median counts.

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
    parameter = swept_parameter(traces)
    x, label = traces[parameter].values, predictions["label"].values
    samples = traces[MAGNETIZATION].transpose(parameter, REALIZATION, TIME, SITE).values
    part = predictions["part"].values
    training, split = part == "train", (part == "test", predictions["judged"].values)
    order = (RETRAINING, parameter, REALIZATION, PHASE)
    outputs = predictions["probability"].transpose(*order).values
    rows = {NETWORKS: _row(x, label, split, outputs)}
    others = methods(networks.architecture, networks.recipe, samples.shape[2])
    assumed = (x[1:] + x[:-1]) / 2
    # Sums over several threads round differently.
    with threadpool_limits(limits=1):
        for name, method in others.items():
            outputs, drawn = _judge(method, samples, label, training, networks.seeds)
            rows[name] = _row(x, label, split, outputs, drawn)
        rows[CONFUSION], by_assumed = _confusion(
            x, label, assumed, samples[:, training], samples[:, ~training]
        )

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
            ("grid", units, "standard deviation of a place within a step of the grid"),
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
    exact, error = transition(gap_ratios(spectra, spectra.attrs["epsilon"], levels))
    within = _within_step(spectra["W"].values, np.array(exact))
    return {
        name: ((), value, {"units": units, "long_name": text})
        for name, value, text in (
            ("exact_transition", exact, "where the mean gap ratio crosses the middle"),
            ("exact_error", error, "standard error of where it does, by bootstrap"),
            ("exact_grid", within, "standard deviation of a place within a step of its grid"),
        )
    }


def _judge(
    method: Method,
    samples: NDArray[np.floating],
    label: NDArray[np.integer],
    training: NDArray[np.bool_],
    seeds: NDArray[np.integer],
) -> tuple[NDArray[np.floating], NDArray[np.floating] | None]:
    """Outputs (fit, point, realization, phase) of fits of every seed, and of drawn trainings."""

    def outputs(
        traces: NDArray[np.floating], labels: NDArray[np.integer], seed: int
    ) -> NDArray[np.floating]:
        fitted = method.fit(traces, labels, int(seed))
        return fitted.predict(samples.reshape(-1, *samples.shape[2:])).reshape(
            *samples.shape[:2], -1
        )

    shown = samples[:, training].reshape(-1, *samples.shape[2:])
    labels = np.repeat(label, training.sum())
    every = np.array([outputs(shown, labels, seed) for seed in seeds])
    if not method.cheap:
        return every, None
    known = samples[label != UNLABELLED][:, training]
    phases = np.repeat(label[label != UNLABELLED], known.shape[1])
    return every, np.array(
        [
            outputs(
                _drawn(known, 0, number).reshape(-1, *samples.shape[2:]),
                phases,
                seeds[number % len(seeds)],
            )
            for number in range(DRAWN_TRAININGS)
        ]
    )


def _row(
    x: NDArray[np.floating],
    label: NDArray[np.integer],
    split: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    outputs: NDArray[np.floating],
    drawn: NDArray[np.floating] | None = None,
) -> Row:
    """What a method finds, by its outputs (fit, point, realization, phase).

    Of the realizations, the first of `split` tests it, and off the second its transition is read.
    """
    fits = len(outputs)
    test, read_off = split
    known = np.repeat(label, test.sum())
    judged = outputs[:, :, test].reshape(fits, len(known), -1)
    outputs = outputs[:, :, read_off]
    drawn = None if drawn is None else drawn[:, :, read_off]
    said = crossing_verdict(x, outputs.mean(axis=0).swapaxes(0, 1), label)
    value = np.where(said == "found", crossing(x, outputs.mean(axis=(0, 2)), label), np.nan)
    by_fit = crossing(x, outputs.mean(axis=2), label)
    all_fits = outputs.mean(axis=0)
    # Of the same fits, for the error from disorder alone, and of others.
    same, other = [], []
    for number in range(DRAWS):
        if drawn is None:
            some = np.random.default_rng([2, number]).integers(fits, size=fits)
            same.append(_drawn(all_fits, 1, number).mean(axis=1))
            other.append(_drawn(outputs[some].mean(axis=0), 1, number).mean(axis=1))
        else:
            other.append(_drawn(drawn[number % len(drawn)], 1, number).mean(axis=1))
    scattered = crossing(x, np.array(other), label)
    low, high = _interval(value, scattered)
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
        "grid": _within_step(x, value),
        "verdict": said,
    }


def _confusion(
    x: NDArray[np.floating],
    label: NDArray[np.integer],
    assumed: NDArray[np.floating],
    training: NDArray[np.floating],
    test: NDArray[np.floating],
) -> tuple[Row, NDArray[np.floating]]:
    """What the learning by confusion finds, and its accuracy against the assumed transition."""
    right = judged_right(training, test)
    share = right.mean(axis=(1, 2))
    found = peaks(share, right[0].size)
    again = [judged_right(_drawn(training, 0, n), test) for n in range(DRAWN_TRAININGS)]
    scattered = []
    for number in range(DRAWS):
        # Points first, realizations second.
        judged = np.moveaxis(again[number % len(again)], 0, -1)
        scattered.append(peaks(_drawn(judged, 1, number).mean(axis=(0, 1)), right[0].size))
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
        low, high = _interval(value, np.array(highest or [np.nan]))
        rows.append(
            {
                "transition": value,
                "low": low,
                "high": high,
                "retraining": np.nan,
                # A few draws have a peak far off, of which a standard deviation would be made.
                "disorder": (high - low) / 2,
                "grid": _within_step(x, value),
                "verdict": {0: "no peak", 1: "found"}.get(len(cells), "several peaks"),
            }
        )
    by_gap = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    # Where the phase is known is of no concern to it.
    return {"accuracy": np.nan, "cross_entropy": np.nan, **by_gap}, share


def _interval(
    value: NDArray[np.float64], scattered: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 68 % interval of values of draws (draw, ...), moved from their median to the value."""
    low, middle, high = np.percentile(scattered, (16, 50, 84), axis=0)
    centre = np.where(np.isnan(value), middle, value)
    return centre + low - middle, centre + high - middle


def _drawn(values: NDArray[Any], *numbers: int) -> NDArray[Any]:
    """Draw the realizations of every point, (point, realization, ...), again with replacement."""
    points, realizations = values.shape[:2]
    drawn = np.random.default_rng(numbers).integers(realizations, size=(points, realizations))
    return values[np.arange(points)[:, None], drawn]


def _within_step(x: NDArray[np.floating], value: NDArray[np.floating]) -> NDArray[np.float64]:
    """Standard deviation of a place anywhere in the step of the grid that holds a value."""
    steps = np.diff(x)[np.clip(np.searchsorted(x, value) - 1, 0, len(x) - 2)]
    return np.where(np.isnan(value), np.nan, steps / 12**0.5)
