"""The table of transitions has the columns that its readers count on."""

import numpy as np
import xarray as xr
from phasetrace.analyses.transition_table import transition_table

COLUMNS = "method reading from to value low high retraining disorder grid verdict".split()
NAMES = ["networks", "threshold"]


def found(exact=(1.75, 0.25)):
    """Two methods with two gaps."""
    numbers = {
        name: (("method", "gap"), np.arange(4.0).reshape(2, 2) + 10 * place)
        for place, name in enumerate(("transition", *COLUMNS[5:10]))
    }
    verdict = [["found", "no crossing"], ["found", "found"]]
    return xr.Dataset(
        {
            **numbers,
            "verdict": (("method", "gap"), verdict),
            "exact_transition": exact[0],
            "exact_error": 0.6 * exact[1],
            "exact_grid": 0.8 * exact[1],
        },
        {"method": NAMES, "from": ("gap", ["a", "b"]), "to": ("gap", ["b", "c"])},
    )


def readings(configured=(True, False, False)):
    """The configured reading, one of a ring without a transition, and one of two choices."""
    chosen = [["open", "input"], ["periodic", "input"], ["periodic", "output"]]
    return xr.Dataset(
        {
            "transition_value": ("reading", [1.0, np.nan, 2.0]),
            "transition_retraining": ("reading", [0.1, np.nan, 0.2]),
            "transition_verdict": ("reading", ["found", "several crossings", "found"]),
            "chosen": (("reading", "choice"), np.array(chosen, dtype=object)),
            "configured": ("reading", list(configured)),
        },
        {"choice": ["boundary", "dropout_on"], "phase": ["a", "c"]},
    )


def test_a_method_has_a_row_for_each_gap():
    rows = transition_table(found(), readings())
    assert [list(row) for row in rows] == [COLUMNS] * 7
    assert list(rows[0].values()) == [
        *("networks", "default", "a", "b"),
        *(0.0, 10.0, 20.0, 30.0, 40.0, 50.0),
        "found",
    ]
    assert rows[1]["verdict"] == "no crossing"
    # Errors of what is not there would be taken for those of something.
    assert np.isnan([rows[1][name] for name in COLUMNS[5:10]]).all()
    assert [row["method"] for row in rows[:4]] == [name for name in NAMES for _ in "ab"]


def test_the_gap_ratio_has_a_row_without_a_reading():
    row = transition_table(found(), readings())[4]
    assert list(row.values())[:7] == ["gap ratio", "", "a", "c", 1.75, 1.5, 2.0]
    assert np.isnan(row["retraining"]) and row["verdict"] == "found"
    np.testing.assert_allclose([row["disorder"], row["grid"]], [0.15, 0.2])
    missing = transition_table(found((np.nan, np.nan)), readings())[4]
    assert np.isnan(missing["value"]) and missing["verdict"] == "no crossing"


def test_other_readings_have_rows_of_what_they_change():
    ring, both = transition_table(found(), readings())[5:]
    assert ring["reading"] == "boundary=periodic" and ring["verdict"] == "several crossings"
    assert both["reading"] == "boundary=periodic, dropout_on=output"
    assert (both["method"], both["value"], both["retraining"]) == ("networks", 2.0, 0.2)
    assert np.isnan([both[name] for name in ("low", "high", "disorder", "grid")]).all()


def test_without_the_configured_reading_every_choice_is_told():
    first = transition_table(found(), readings([False] * 3))[5]
    assert first["reading"] == "boundary=open, dropout_on=input"
