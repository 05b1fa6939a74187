"""The drawing of a small graph."""

import numpy as np
import pytest
import xarray as xr
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from phasetrace.analyses.fig1 import analyse
from phasetrace.figures import COLUMN, IMBALANCE_COLOR
from phasetrace.figures.fig1 import draw
from phasetrace.store.files import read_dataset, write_dataset


def graph():
    return xr.Dataset(
        {
            "kind": ("node", ["input", "network", "text"]),
            "label": ("node", ["$x$", "$N$", "···"]),
            "x": ("node", [0.5, 0.5, 2.0]),
            "y": ("node", [0.0, 1.0, 1.0]),
            "source": ("edge", ["x", "N", "N"]),
            "target": ("edge", ["N", "N", "after"]),
            "text": ("edge", ["", "$h(t)$", "on"]),
        },
        {"node": ["x", "N", "after"]},
    )


@pytest.fixture(scope="module")
def axes():
    (only,) = draw(graph()).axes
    return only


def test_the_canvas_is_in_inches(axes):
    assert axes.figure.get_size_inches().tolist() == [COLUMN, 1.35]
    np.testing.assert_allclose(axes.get_position().bounds, [0, 0, 1, 1])
    assert axes.get_xlim() == (0, COLUMN) and np.ptp(axes.get_ylim()) == pytest.approx(1.35)
    assert not axes.axison


def test_nodes_are_written_where_they_are(axes):
    written = {text.get_text(): text.get_position() for text in axes.texts}
    assert written["$x$"] == (0.5, 0.0) and written["$N$"] == (0.5, 1.0)
    assert written["···"] == (2.0, 1.0)


def test_networks_alone_have_a_box(axes):
    (box,) = (patch for patch in axes.patches if isinstance(patch, FancyBboxPatch))
    centre = box.get_x() + box.get_width() / 2, box.get_y() + box.get_height() / 2
    np.testing.assert_allclose(centre, (0.5, 1.0))
    assert box.get_facecolor() == pytest.approx((0xE6 / 255, 0x9F / 255, 0, 0x40 / 255))
    assert IMBALANCE_COLOR == "#E69F00"


def test_arrows_go_from_source_to_target_and_end_before_them(axes):
    arrows = [patch for patch in axes.patches if isinstance(patch, FancyArrowPatch)]
    up, loop, right = (arrow._path_original.vertices for arrow in arrows)
    np.testing.assert_allclose(up, [(0.5, 0.09), (0.5, 1 - 0.14)])
    np.testing.assert_allclose(right, [(0.5 + 0.14, 1.0), (2.0 - 0.1, 1.0)])
    # The loop leaves the network above its middle and returns below it, by the right.
    np.testing.assert_allclose(loop[[0, -1]], [(0.64, 1.07), (0.64, 0.93)])
    assert loop[1:3, 0].min() > 0.64


def test_edges_have_their_texts_in_the_middle_and_loops_beside_them(axes):
    written = {text.get_text(): text.get_position() for text in axes.texts}
    x, y = written["on"]
    assert x == pytest.approx(1.25) and 1.0 < y < 1.1
    x, y = written["$h(t)$"]
    assert x > 0.64 and y == 1.0


def test_the_whole_graph_of_the_figure_is_within_it(tmp_path):
    write_dataset(tmp_path / "fig1.nc", analyse())
    figure = draw(read_dataset(tmp_path / "fig1.nc"))
    (axes,) = figure.axes
    texts = [text.get_text() for text in axes.texts]
    assert set(analyse()["label"].values) <= set(texts)
    width, height = figure.get_size_inches() * figure.dpi
    for text in axes.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height
