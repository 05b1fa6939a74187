"""The drawing of a small drift."""

import numpy as np
import pytest
import xarray as xr
from drawings import bars, legend, points
from phasetrace.figures import COLUMN
from phasetrace.figures.drift import draw

SITES, W, STOP = [8, 10, 12], [1.0, 2.0, 4.0], [10.0, 100.0]
VALUE = {"transition": [1.5, 1.6, 1.8], "trained_transition": [1.2, 1.6]}


def located(name, dimension):
    value = np.array(VALUE[name])
    return {
        f"{name}_value": (dimension, value),
        f"{name}_low": (dimension, value - 0.1),
        f"{name}_high": (dimension, value + 0.2),
        f"{name}_verdict": (dimension, np.array(["found"] * len(value), dtype=object)),
    }


@pytest.fixture
def data():
    return xr.Dataset(
        {
            **located("transition", "sites"),
            **located("trained_transition", "stop"),
            "exact_transition": ("sites", [np.nan, 1.7, 2.0]),
            "exact_error": ("sites", [np.nan, 0.1, 0.2]),
            "width": ("sites", [1.0, 0.9, 0.8]),
            "width_error": ("sites", [0.3, 0.2, 0.1]),
            "imbalance": (("sites", "W"), np.add.outer([0.2, 0.1, 0.0], [0.0, 0.2, 0.7])),
            "imbalance_error": (("sites", "W"), np.full((3, 3), 0.02)),
            "read_transition_value": ("stop", [1.1, 1.6]),
            "read_transition_verdict": ("stop", np.array(["found", "found"], dtype=object)),
            "read_transition_retraining": ("stop", [0.05, 0.06]),
        },
        {"sites": SITES, "W": W, "stop": STOP},
    )


def test_transitions_and_widths_have_their_errors(data):
    figure = draw(data)
    top, _, _ = figure.axes
    assert figure.get_size_inches()[0] == COLUMN
    networks, exact, width = top.containers
    np.testing.assert_allclose(points(networks.lines[0]), [SITES, VALUE["transition"]])
    np.testing.assert_allclose(bars(networks), np.add.outer(VALUE["transition"], [-0.1, 0.2]))
    np.testing.assert_allclose(points(exact.lines[0])[:, 1:], [[10, 12], [1.7, 2.0]])
    np.testing.assert_allclose(bars(width)[:, 1] - bars(width)[:, 0], [0.6, 0.4, 0.2])
    assert legend(top) == ["networks", "gap ratio", "confused region, width"]


def test_every_length_has_its_imbalance(data):
    _, middle, _ = draw(data).axes
    assert legend(middle) == [f"$L = {length}$" for length in SITES]
    for length, curve in zip(SITES, middle.containers, strict=True):
        np.testing.assert_allclose(points(curve.lines[0]), [W, data["imbalance"].sel(sites=length)])
        np.testing.assert_allclose(np.ptp(bars(curve), axis=1), 0.04)


def test_both_ways_to_read_shorter_traces_are_along_the_time(data):
    _, _, bottom = draw(data).axes
    trained, read = bottom.containers
    np.testing.assert_allclose(points(trained.lines[0]), [STOP, VALUE["trained_transition"]])
    np.testing.assert_allclose(points(read.lines[0]), [STOP, [1.1, 1.6]])
    assert [one.get_text() for one in bottom.get_xticklabels()] == ["10", "100"]
    assert bottom.get_xscale() == "log" and "$tJ$" in bottom.get_xlabel()


def test_a_verdict_stands_where_there_is_no_transition(data):
    data["transition_value"][0] = np.nan
    data["transition_verdict"][0] = "no crossing"
    data["trained_transition_value"][1] = np.nan
    data["trained_transition_verdict"][1] = "at the edge"
    data["read_transition_value"][0] = np.nan
    data["read_transition_verdict"][0] = "several crossings"
    top, _, bottom = draw(data).axes
    assert [(text.get_text(), text.get_position()[0]) for text in top.texts] == [("no crossing", 8)]
    assert [(one.get_text(), one.get_position()[0]) for one in bottom.texts] == [
        ("at the edge", 100),
        ("several crossings", 10),
    ]


def test_what_is_not_known_is_left_out(data):
    unknown = {name: data[name] * np.nan for name in ("exact_transition", "width_error")}
    figure = draw(data.assign(unknown))
    figure.draw_without_rendering()
    np.testing.assert_array_equal(np.ptp(bars(figure.axes[0].containers[2]), axis=1), 0)
