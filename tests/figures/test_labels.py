"""The drawing of transitions against labels."""

import numpy as np
import xarray as xr
from drawings import bars, legend, points
from phasetrace.figures import COLUMN
from phasetrace.figures.labels import draw


def test_each_transition_has_its_interval_and_says_whether_it_follows():
    value = np.array([[1.0, np.nan], [1.2, 3.0]])
    data = xr.Dataset(
        {
            "transition_value": (("share", "gap"), value, {"units": "J"}),
            "transition_low": (("share", "gap"), value - 0.1),
            "transition_high": (("share", "gap"), value + 0.2),
            "transition_verdict": (("share", "gap"), [["found", "no crossing"], ["found"] * 2]),
            "gap_low": (("share", "gap"), [[0.5, 2.0], [0.6, 2.1]]),
            "gap_high": (("share", "gap"), [[1.5, 4.0], [1.4, 3.9]]),
            "slope": ("gap", [0.0, np.nan]),
            "slope_error": ("gap", [0.05, np.nan]),
            "follows": ("gap", ["no", "cannot be told"]),
        },
        {"share": [0.5, 1.0], "from": ("gap", ["a", "b"]), "to": ("gap", ["b", "c"])},
        {"parameter": "h"},
    )
    figure = draw(data)
    (axes,) = figure.axes
    assert figure.get_size_inches()[0] == COLUMN
    first, _ = axes.containers
    np.testing.assert_allclose(bars(first), [[0.9, 1.2], [1.1, 1.4]])
    assert legend(figure) == [
        "a to b: no (0.00 ± 0.05)",
        "b to c: cannot be told",
    ]
    assert [text.get_text() for text in axes.texts] == ["no crossing"]
    assert axes.get_ylabel() == "transition $h$ / J"
    # Against the middle of what is not labelled, which is where labels would lead it.
    np.testing.assert_allclose(axes.containers[1].lines[0].get_xdata(), [3.0, 3.0])
    np.testing.assert_allclose(points(axes.get_lines()[-1]), [[0.5, 4.0]] * 2)
