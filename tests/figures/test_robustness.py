"""The drawing of the robustness of methods."""

import numpy as np
import pytest
import xarray as xr
from drawings import points
from phasetrace.figures import PAGE
from phasetrace.figures.robustness import AXES, draw

METHODS = ["networks", "random forest", "threshold"]
KINDS = [kind for kind in AXES for _ in range(2)]


@pytest.fixture(scope="module")
def figure():
    """Two chains, each with every degradation at two amounts, accuracies falling by 0.1."""
    accuracy = np.array([[0.9, 0.8], [1.0, 0.9], [0.7, 0.6]])
    accuracy = np.tile(accuracy, 2 * len(AXES))
    amounts = [np.inf if kind == "shots" else 0.0 for kind in AXES]
    amounts = np.column_stack([amounts, np.full(len(AXES), 0.3)]).ravel()
    dims = ("method", "condition")
    return draw(
        xr.Dataset(
            {
                "accuracy": (dims, accuracy),
                "low": (dims, accuracy - 0.02),
                "high": (dims, accuracy + 0.01),
                "guess": ("condition", np.full(accuracy.shape[1], 0.5)),
            },
            {
                "method": METHODS,
                "chain": ("condition", ["one"] * len(KINDS) + ["other"] * len(KINDS)),
                "degradation": ("condition", KINDS * 2),
                "amount": ("condition", np.tile(amounts, 2)),
            },
        )
    )


def test_a_panel_has_a_line_a_method_from_none_on(figure):
    assert figure.get_size_inches()[0] == PAGE
    axes = figure.axes[0]
    lines = [bars.lines[0] for bars in axes.containers]
    np.testing.assert_allclose(
        [points(line)[1] for line in lines], [[0.9, 0.8], [1, 0.9], [0.7, 0.6]]
    )
    np.testing.assert_allclose(points(lines[1])[0], [0, 1], atol=0.01)
    # From 0.02 below to 0.01 above.
    ends = axes.containers[0].lines[2][0].get_segments()[0][:, 1]
    np.testing.assert_allclose(ends, [0.88, 0.91])


def test_amounts_are_written_below_as_people_say_them(figure):
    below = {
        axes.get_xlabel(): [text.get_text() for text in axes.get_xticklabels()]
        for axes in figure.axes
        if axes.get_xlabel()
    }
    assert list(below) == list(AXES.values())
    assert below["shots a value"] == ["∞", "0.3"]
    assert below["missing sites / %"] == ["0", "30"]


def test_chains_are_lettered_and_methods_named_once(figure):
    figure.draw_without_rendering()
    titles = [axes.get_title("left") for axes in figure.axes]
    assert [title for title in titles if title] == ["(a)", "one", "(b)", "other"]
    legends = [axes.get_legend() for axes in figure.axes if axes.get_legend()]
    assert [text.get_text() for text in legends[0].get_texts()] == METHODS
    assert len(legends) == 1
