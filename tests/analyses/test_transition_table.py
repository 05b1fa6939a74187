"""The table of transitions has the columns that its readers count on."""

import numpy as np
import xarray as xr
from phasetrace.analyses.transition_table import transition_table

COLUMNS = "method reading from to value low high retraining disorder grid verdict".split()
NAMES = ["networks", "threshold"]


def test_a_method_has_a_row_for_each_gap():
    numbers = {
        name: (("method", "gap"), np.arange(4.0).reshape(2, 2) + 10 * place)
        for place, name in enumerate(("transition", *COLUMNS[5:10]))
    }
    verdict = [["found", "no crossing"], ["found", "found"]]
    data = xr.Dataset(
        {**numbers, "verdict": (("method", "gap"), verdict)},
        {"method": NAMES, "from": ("gap", ["a", "b"]), "to": ("gap", ["b", "c"])},
    )
    rows = transition_table(data)
    assert [list(row) for row in rows] == [COLUMNS] * 4
    assert list(rows[1].values()) == [
        *("networks", "default", "b", "c"),
        *(1.0, 11.0, 21.0, 31.0, 41.0, 51.0),
        "no crossing",
    ]
    assert [row["method"] for row in rows] == [name for name in NAMES for _ in "ab"]
