"""Readings of the paper: what its open choices do to the transition, and to what can be checked.

A specification curve (Simonsohn, Simmons and Nelson, Nature Human Behaviour 4, 1208, 2020): the
results of all reasonable choices, in order, with the choices below.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from phasetrace.analyses import fig6
from phasetrace.analyses.transitions import GAP, locate
from phasetrace.learning.networks import LEARNING, PHASE, RETRAINING

READING, CHOICE = "reading", "choice"
FOUND = ("value", "retraining", "verdict")


def analyse(
    predictions: Sequence[xr.Dataset],
    beyond: Mapping[str, Sequence[float]],
    configured: Mapping[str, str | float],
) -> xr.Dataset:
    """Put together the readings, from the smallest transition to the largest.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Of networks that tell two phases apart, one dataset for each set of other choices.
    beyond : mapping
        Interval of the disorder, in units of J, by phase, on which calibration is judged beside the
        labelled regimes; see `phasetrace.analyses.fig6.analyse`.
    configured : mapping
        What the configuration chooses, by the key of each choice.

    Returns
    -------
    xarray.Dataset
        ``transition_value`` (reading), in units of J, its error by initial weights alone,
        ``transition_retraining``, since all readings see the same realizations, and
        ``transition_verdict`` (`phasetrace.analyses.transitions.locate`), and ``transition``
        (reading, retraining), each network's own; mean and standard deviation of
        the train and test accuracy and of the test cross-entropy (nats), ``<name>_mean`` and
        ``<name>_std``; all that Fig. 6 shows of it, such as ``confidence`` and ``right`` (reading,
        phase), mean output for the right phase and share of right judgements;
        ``chosen`` (reading, choice), the choices
        in which readings differ, as text; ``configured`` (reading), whether all of them are the
        configuration's. Readings without a transition come last.
    """
    read = [_read(one, beyond) for one in predictions]
    read.sort(key=lambda one: np.nan_to_num(one["transition_value"].item(), nan=np.inf))
    made = [_choices(one, configured) for one in read]
    usual = {key: _text(value) for key, value in configured.items()}
    differ = [key for key in configured if len({choices[key] for choices in made}) > 1]
    chosen = np.array([[choices[key] for key in differ] for choices in made], dtype=object)
    together = xr.concat(read, dim=READING, combine_attrs="drop_conflicts")
    return together.assign(
        chosen=((READING, CHOICE), chosen.reshape(len(read), -1)),
        configured=(READING, [choices == usual for choices in made]),
    ).assign_coords({CHOICE: differ})


def readings_table(shown: xr.Dataset) -> list[dict[str, Any]]:
    """List the readings, a row each, with the numbers that `analyse` found.

    Parameters
    ----------
    shown : xarray.Dataset
        From `analyse`.
    """
    rows = []
    for one in (shown.isel({READING: place}) for place in range(shown.sizes[READING])):
        row: dict[str, Any] = dict(zip(one[CHOICE].values, one["chosen"].values, strict=True))
        row |= {part: one[f"transition_{part}"].item() for part in FOUND}
        for name in ("test_accuracy", "test_cross_entropy"):
            row |= {f"{name}_{part}": one[f"{name}_{part}"].item() for part in ("mean", "std")}
        for phase in one[PHASE].values:
            judged = one.sel({PHASE: phase})
            row |= {f"{name}_{phase}": judged[name].item() for name in ("confidence", "right")}
        row["networks"] = one.sizes[RETRAINING]
        rows.append(row)
    return rows


def _read(predictions: xr.Dataset, beyond: Mapping[str, Sequence[float]]) -> xr.Dataset:
    """One reading, whose choices are among its attributes."""
    names = ["transition", *(f"transition_{part}" for part in FOUND)]
    # Averaging is of the confusion, which is not shown.
    located = locate(predictions, "mean_output")
    read = located[names].isel({GAP: 0}).drop_vars(RETRAINING)
    for name, unit, text in (
        ("train_accuracy", "1", "training accuracy"),
        ("test_accuracy", "1", "held-out accuracy"),
        ("test_cross_entropy", "nat", "held-out cross-entropy"),
    ):
        measured = predictions[name].drop_vars(RETRAINING)
        read[f"{name}_mean"] = measured.mean(RETRAINING).assign_attrs(
            units=unit, long_name=f"mean {text}"
        )
        read[f"{name}_std"] = measured.std(RETRAINING, ddof=1).assign_attrs(
            units=unit, long_name=f"standard deviation (k - 1) of the {text}"
        )
    calibration = fig6.analyse(predictions, beyond)
    return read.merge(calibration).assign_attrs(predictions.attrs)


def _choices(read: xr.Dataset, configured: Mapping[str, str | float]) -> dict[str, str]:
    """Choices behind a reading as text, by key; the chain's or those of the learning stage."""
    attributes = read.attrs
    return {
        key: _text(attributes[key if key in attributes else f"{LEARNING}{key}"])
        for key in configured
    }


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"
