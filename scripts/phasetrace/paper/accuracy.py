"""The supplement's table of accuracies against the number of LSTM units."""

from collections.abc import Sequence

import xarray as xr

from phasetrace.learning.labels import PARTS
from phasetrace.paper.statements import Estimate

PUBLISHED = {2: (0.94, 0.89), 4: (0.99, 0.97), 16: (1.0, 0.99), 32: (1.0, 0.99)}
"""Train and test accuracy by number of units (the paper's supplement, Training procedure)."""


def accuracy_table(predictions: Sequence[xr.Dataset]) -> list[dict[str, float]]:
    """Set accuracies beside the published ones.

    Parameters
    ----------
    predictions : sequence of xarray.Dataset
        Predictions of networks, one dataset for each number of units.

    Returns
    -------
    list of dict
        One row for each number of units: mean and standard deviation (k - 1, between
        k retrainings; NaN for one) of train, validation and test accuracy, and the published
        values of train and test; the number of retrainings, and of labelled traces that train and
        that test them.
    """
    rows = []
    for one in predictions:
        units = int(one.attrs["learning_units"])
        row: dict[str, float] = {"units": units}
        published = dict(zip(("train", "test"), PUBLISHED[units], strict=True))
        for part in PARTS:
            measured = Estimate.of(one[f"{part}_accuracy"])
            row[f"{part}_mean"] = measured.mean
            row[f"{part}_std"] = measured.spread
            if part in published:
                row[f"{part}_published"] = published[part]
        row["retrainings"] = one.sizes["retraining"]
        points = int((one["label"] >= 0).sum())
        for part in ("train", "test"):
            row[f"{part}_traces"] = points * one.attrs[f"{part}_realizations"]
        rows.append(row)
    return rows
