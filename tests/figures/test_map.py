"""The drawing of a map."""

import numpy as np
import xarray as xr
from drawings import legend
from phasetrace.figures import COLUMN
from phasetrace.figures.map import draw


def test_transitions_lie_over_the_confusion_with_their_intervals():
    value = np.array([[1.5], [np.nan], [2.5]])
    data = xr.Dataset(
        {
            "confusion": (("epsilon", "W"), np.linspace(0, 1, 12).reshape(3, 4)),
            "transition_value": (("epsilon", "gap"), value),
            "transition_low": (("epsilon", "gap"), value - 0.25),
            "transition_high": (("epsilon", "gap"), value + 0.5),
        },
        {
            "epsilon": ("epsilon", [0.3, 0.5, 0.7], {"units": "1", "long_name": "epsilon"}),
            "W": ("W", [1.0, 2.0, 3.0, 4.0], {"units": "J"}),
            "from": ("gap", ["a"]),
            "to": ("gap", ["b"]),
        },
        {"parameter": "W", "second": "epsilon"},
    )
    figure = draw(data)
    axes, colours = figure.axes
    assert figure.get_size_inches()[0] == COLUMN
    (points,) = axes.containers
    drawn = [one for one in points.lines[2][0].get_segments() if len(one)]
    np.testing.assert_allclose([one[:, 0] for one in drawn], [[1.25, 2.0], [2.25, 3.0]])
    (mesh,) = axes.collections[:1]
    np.testing.assert_allclose(mesh.get_array(), data["confusion"])
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("$W$ / J", "epsilon")
    assert colours.get_ylabel() == "confusion $C$" and legend(figure) == ["a to b"]
