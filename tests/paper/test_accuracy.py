"""Accuracies beside the published ones, by hand."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.paper.accuracy import PUBLISHED, accuracy_table


def predictions(units, train, test):
    return xr.Dataset(
        {
            "train_accuracy": ("retraining", train),
            "validation_accuracy": ("retraining", np.array(test) - 0.01),
            "test_accuracy": ("retraining", test),
            "label": ("W", [0, 0, -1, 1]),
        },
        attrs={"learning_units": units, "train_realizations": 60, "test_realizations": 20},
    )


def test_means_and_spreads_stand_beside_what_is_published():
    (row,) = accuracy_table([predictions(2, [0.9, 0.94, 0.98], [0.8, 0.9, 0.85])])
    assert row["units"] == 2 and row["retrainings"] == 3
    assert row["train_mean"] == pytest.approx(0.94) and row["train_std"] == pytest.approx(0.04)
    assert row["test_mean"] == pytest.approx(0.85) and row["test_std"] == pytest.approx(0.05)
    assert (row["train_published"], row["test_published"]) == (0.94, 0.89)
    # What networks were chosen by stands apart from what tests them, and how much that is.
    assert row["validation_mean"] == pytest.approx(0.84)
    assert (row["train_traces"], row["test_traces"]) == (180, 60)


def test_rows_are_in_the_order_of_the_predictions():
    few = [predictions(units, [1.0], [0.5]) for units in (32, 4)]
    rows = accuracy_table(few)
    assert [row["units"] for row in rows] == [32, 4]
    assert [(row["train_published"], row["test_published"]) for row in rows] == [
        (1.0, 0.99),
        (0.99, 0.97),
    ]


def test_one_network_has_no_spread():
    (row,) = accuracy_table([predictions(16, [0.9], [0.8])])
    assert row["test_mean"] == 0.8 and np.isnan(row["train_std"]) and np.isnan(row["test_std"])


def test_what_is_published_of_train_is_at_least_that_of_test():
    assert sorted(PUBLISHED) == [2, 4, 16, 32]
    assert all(test <= train <= 1 for train, test in PUBLISHED.values())
