"""The drawing of units whose behaviour is known."""

import numpy as np
import pytest
from drawings import color, legend, points
from phasetrace.analyses.fig4 import analyse
from phasetrace.figures import COLUMN, PHASE_COLORS
from phasetrace.figures.fig4 import draw
from phasetrace.store.files import read_dataset, write_dataset
from units import known_traces, known_units


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    path = tmp_path_factory.mktemp("fig4") / "fig4.nc"
    write_dataset(path, analyse(known_units(), *known_traces()))
    return read_dataset(path)


@pytest.fixture(scope="module")
def figure(data):
    return draw(data)


def test_the_signal_is_above(figure, data):
    assert figure.get_size_inches()[0] == COLUMN
    top = figure.axes[0]
    (signal,) = (line for line in top.get_lines() if line.get_marker() == "o")
    np.testing.assert_array_equal(points(signal), [data["time"], data["signal"]])
    assert top.get_ylabel() == "magnetization $m$"


@pytest.mark.parametrize(("panel", "name"), [(1, "hidden"), (2, "output")])
def test_every_unit_is_drawn_as_what_it_is(figure, data, panel, name):
    drawn = [
        line for line in figure.axes[panel].get_lines() if len(line.get_xdata()) == len(data.time)
    ]
    assert len(drawn) == 5
    styles = {"#56b4e9": "-", "#cc79a7": "--", "#000000": "-"}
    for network in data["network"].values:
        looks = {
            color(line)
            for line in drawn
            if np.array_equal(points(line), [data["time"], data[name].sel(network=network)])
        }
        if network == "handcrafted":
            assert "#000000" in looks
        else:
            right = bool(data["right_on_constants"].sel(network=network))
            assert ("#56b4e9" if right else "#cc79a7") in looks
    assert {color(line): line.get_linestyle() for line in drawn} == styles
    assert max(drawn, key=lambda line: line.get_linewidth()).get_label() == "handcrafted"


def test_the_legend_counts_the_units(figure):
    assert legend(figure) == [
        "handcrafted",
        "trained, right at $m = 0$ and ±1 (2)",
        "trained, other (2)",
    ]


def test_units_that_are_all_right_need_no_other_entry(data):
    right = data.assign(right_on_constants=("network", [True] * 5))
    assert legend(draw(right)) == ["handcrafted", "trained, right at $m = 0$ and ±1 (4)"]


def test_axes_have_names_and_phases_their_ends(figure, data):
    _, middle, bottom = figure.axes
    assert middle.get_ylabel() == "hidden state $h$" and bottom.get_ylabel() == "output $y$"
    assert bottom.get_xlabel() == "time $tJ$" and bottom.get_xlim() == (0, 500)
    places = {text.get_text(): (text.get_position()[1], color(text)) for text in bottom.texts}
    assert places["ergodic"] == (1.0, PHASE_COLORS["ergodic"].lower())
    assert places["MBL"] == (0.0, PHASE_COLORS["MBL"].lower())
    assert [axes.get_title("left") for axes in figure.axes] == ["(a)", "(b)", "(c)"]
