"""Files of predictions: read back as they were, and refused by name where they cannot be right."""

import numpy as np
import pytest
import xarray as xr
from phasetrace import FileError
from phasetrace.learning.predictions import read_predictions
from phasetrace.store.files import write_dataset
from toys import DISORDER, ENDS, PHASES, predictions


@pytest.fixture
def made():
    whole = predictions("W", DISORDER, [[1, 0], [0.8, 0.2], [0.4, 0.6], [0, 1]], ENDS, PHASES)
    return whole.assign(
        **{f"train_{kind}": whole[f"test_{kind}"] for kind in ("accuracy", "cross_entropy")},
        bootstrap=("retraining", [0, 1]),
        bootstrap_output=whole["probability"].mean("realization"),
    )


def test_predictions_are_read_as_they_were_written(tmp_path, made):
    write_dataset(tmp_path / "a.nc", made)
    xr.testing.assert_identical(read_predictions(tmp_path / "a.nc"), made)


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda d: d.drop_vars("probability"), "has no variable probability"),
        (lambda d: d.drop_vars("trained_on"), "has no variable trained_on"),
        (lambda d: d.drop_vars("train_accuracy"), "has no variable train_accuracy"),
        (lambda d: d.drop_vars("validation_accuracy"), "has no variable validation_accuracy"),
        (lambda d: d.drop_vars("judged"), "has no variable judged"),
        (lambda d: d.drop_vars("bootstrap"), "bootstrap is not of ('retraining',)"),
        (
            lambda d: d.assign(bootstrap_output=2 * d["bootstrap_output"]),
            "bootstrap_output has values that are no probabilities",
        ),
        (lambda d: d.assign(part=d["part"] + "ed"), "part has values other than train, validation"),
        (lambda d: d.assign(judged=~d["judged"]), "judged has no realization"),
        (lambda d: d.isel(realization=0), "probability is of ('retraining', 'W', 'phase')"),
        (lambda d: d.drop_vars("W"), "W is not of ('W',)"),
        (lambda d: d.assign(label=d["label"].isel(W=0)), "label is not of ('W',)"),
        (lambda d: d.assign(label=d["label"] + 2), "label has numbers of no phase"),
        (lambda d: d.assign(label=d["label"] - 1), "label has numbers of no phase"),
        (lambda d: d.assign(label=d["label"].astype(str)), "label has values that are not finite"),
        (
            lambda d: d.assign(test_accuracy=d["test_accuracy"] * np.nan),
            "test_accuracy has values that are not finite numbers",
        ),
        (
            lambda d: d.assign(probability=d["probability"] * np.nan),
            "probability has values that are not finite numbers",
        ),
        (
            lambda d: d.assign(probability=d["probability"] / 2),
            "probability has values that are no probabilities",
        ),
        (
            lambda d: d.assign(probability=d["probability"] * [2, -1]),
            "probability has values that are no probabilities",
        ),
    ],
)
def test_what_cannot_be_right_is_named(tmp_path, made, spoil, line):
    write_dataset(tmp_path / "a.nc", spoil(made))
    with pytest.raises(FileError) as refusal:
        read_predictions(tmp_path / "a.nc")
    assert str(refusal.value).startswith(f"{tmp_path}/a.nc: ")
    assert line in str(refusal.value)


def test_where_there_is_no_trace_nothing_is_said(tmp_path, made):
    measured = np.ones((4, 3), bool)
    measured[1, 2] = False
    absent = xr.DataArray(measured, dims=("W", "realization"))
    some = made.assign(probability=made["probability"].where(absent), measured=absent)
    write_dataset(tmp_path / "a.nc", some)
    xr.testing.assert_equal(read_predictions(tmp_path / "a.nc"), some)
    for wrong, line in [
        (made.assign(measured=absent), "probability has values where there is no trace"),
        (some.assign(measured=absent | True), "probability has values that are not finite"),
        (some.assign(measured=absent.isel(W=0)), "measured is not of booleans"),
    ]:
        write_dataset(tmp_path / "b.nc", wrong)
        with pytest.raises(FileError, match=line):
            read_predictions(tmp_path / "b.nc")
