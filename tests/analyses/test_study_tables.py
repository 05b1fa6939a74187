"""The tables of a study have the columns that its readers count on."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.labels import analyse as compare
from phasetrace.analyses.phases import analyse
from phasetrace.analyses.study_tables import (
    ACCURACY,
    TRANSITION,
    accuracies,
    each_trace,
    transitions,
)
from toys import of_two_networks

COLUMNS = "method reading from to value low high retraining disorder grid verdict".split()
FIRST, SECOND = [1.0, 0.8, 0.3, 0.0], [0.8, 0.6, 0.1, 0.0]


@pytest.fixture
def known():
    return of_two_networks(FIRST, SECOND)


def methods():
    of_gap = {
        name: (("method", "gap"), np.array([[1.0], [2.5]]))
        for name in ("transition", *COLUMNS[5:10])
    }
    return xr.Dataset(
        {
            **of_gap,
            "verdict": (("method", "gap"), [["found"], ["found"]]),
            "accuracy": ("method", [0.5, 0.75]),
            "cross_entropy": ("method", [1.0, 2.0]),
        },
        {"method": ["networks", "threshold"]},
    )


def test_networks_come_first_with_their_own_interval(known):
    phases = analyse(known, "mean_output")
    first, second = transitions(phases, methods())
    assert list(first) == list(second) == COLUMNS == list(TRANSITION)
    assert (first["method"], first["from"], first["to"]) == ("networks", "ergodic", "MBL")
    np.testing.assert_allclose(first["value"], phases["transition_value"].item())
    assert (second["method"], second["value"], second["verdict"]) == ("threshold", 2.5, "found")
    assert len(transitions(phases)) == 1


def test_networks_that_know_less_are_another_reading(known):
    phases = analyse(known, "mean_output")
    labels = compare([0.5, 1.0], [known, known], "mean_output")
    rows = transitions(phases, methods(), labels)
    told = [(row["method"], row["reading"]) for row in rows]
    assert told == [
        ("networks", "default"),
        ("threshold", "default"),
        ("networks", "0.5 of the labels"),
    ]
    assert list(rows[2]) == COLUMNS


def test_accuracies_are_of_each_part_and_of_other_methods(known):
    rows = accuracies(known, methods())
    assert [(row["method"], row["part"]) for row in rows] == [
        *(("networks", part) for part in ("train", "validation", "test")),
        ("threshold", "test"),
    ]
    assert rows[2]["accuracy"] == pytest.approx(0.95) and rows[3]["accuracy"] == 0.75
    assert list(rows[0]) == list(rows[3]) == list(ACCURACY)
    # Three realizations test at the two points with a label.
    assert [row["traces"] for row in rows] == [0, 0, 6, 6]


def test_every_trace_is_told_with_the_scatter_between_networks(known):
    rows = each_trace(known)
    assert len(rows) == 4 * 3
    row = rows[3]
    assert (row["W"], row["realization"], row["part"], row["known"]) == (2.0, "0", "test", "")
    np.testing.assert_allclose([row["ergodic"], row["ergodic spread"]], [0.7, 0.1 * 2**0.5])
    assert rows[0]["known"] == "ergodic" and rows[-1]["known"] == "MBL"


def test_samples_that_do_not_exist_have_no_row(known):
    p = known["probability"].values.copy()
    p[:, 1, 2] = np.nan
    numbers = np.array([[0, 1, 2], [5, 7, -1], [0, 1, 2], [0, 1, 2]])
    group = np.array([["a", "b", "c"]] * 4)
    known = known.assign(
        probability=(known["probability"].dims, p),
        number=(("W", "realization"), numbers),
        group=(("W", "realization"), group),
    )
    rows = each_trace(known)
    told = [(row["realization"], row["group"]) for row in rows if row["W"] == 2.0]
    assert told == [("5", "a"), ("7", "b")]
    assert sum(row["traces"] for row in accuracies(known, None)) == 6
