"""The drawing of a measurement that grows exactly exponentially."""

import numpy as np
import pytest
import xarray as xr
from drawings import color, legend, lines, points
from phasetrace.figures import PAGE, PHASE_COLORS
from phasetrace.figures.scaling import draw

SITES = np.array([8, 12, 20])
DIMS = ("sites", "precision", "cores")


@pytest.fixture(scope="module")
def data():
    # Half as long in float32, and a tenth longer on two cores.
    seconds = 1e-6 * 1.8 ** SITES[:, None, None] * np.array([[1, 1.1], [0.5, 0.55]])
    memory = 2.0**20 * (100 + SITES[:, None, None] + np.array([[2, 2], [1, 1]]))
    return xr.Dataset(
        {
            "seconds": (DIMS, seconds),
            "memory": (DIMS, memory),
            "planned_memory": (DIMS, memory + 2**20 * 10),
            "strength_seconds": ("W", [0.1, 0.2]),
            "strength_planned_seconds": ("W", [0.11, 0.21]),
            "batch_seconds": ("batch", [0.3, 0.2, 0.1]),
        },
        {
            "sites": SITES,
            "precision": ["float64", "float32"],
            "cores": [1, 2],
            "W": [0.5, 8.0],
            "batch": [4, 16, 64],
        },
        {
            "length": 12,
            "paper_sites": 20,
            "paper_realizations": 1000,
            "paper_equivalents": 3.2e7 / 1.8**20 * 3600 * 1e6 / 1.1e6,
            "paper_gpu_seconds": 90.0,
        },
    )


@pytest.fixture(scope="module")
def figure(data):
    return draw(data)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_seconds_stand_against_the_length_with_their_growth(figure, data, precision):
    time, shown = figure.axes[0], data.sel(precision=precision)
    curves = lines(time)
    for name, cores in ((precision, 1), (f"{precision}, two cores", 2)):
        np.testing.assert_allclose(points(curves[name]), [SITES, shown["seconds"].sel(cores=cores)])
    shade = PHASE_COLORS[{"float64": "ergodic", "float32": "MBL"}[precision]].lower()
    assert color(curves[precision]) == shade
    # The two fits have one label, for they grow alike; each goes through its points.
    assert r"$\propto 1.80^L$" in curves
    fits = [line for line in time.get_lines() if line.get_label() == r"$\propto 1.80^L$"]
    (fit,) = (line for line in fits if color(line) == shade)
    ends = points(fit)[:, [0, -1]]
    np.testing.assert_allclose(ends, [[8, 20], shown["seconds"].sel(cores=1)[[0, -1]]])


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_memory_is_in_mebibytes_beside_what_is_planned(figure, precision):
    memory = figure.axes[1]
    more = {"float64": 2, "float32": 1}[precision]
    np.testing.assert_allclose(points(lines(memory)[precision])[1], 100 + SITES + more)
    planned = [points(line)[1] for line in memory.get_lines() if line.get_label() == "planned"]
    assert any(np.allclose(one, 110 + SITES + more) for one in planned)


def test_disorder_and_batch_have_panels_of_their_own(figure):
    _, _, strength, batch = figure.axes
    curves = lines(strength)
    np.testing.assert_allclose(points(curves["L = 12, float64"]), [[0.5, 8.0], [0.1, 0.2]])
    np.testing.assert_allclose(points(curves["planned"]), [[0.5, 8.0], [0.11, 0.21]])
    curve = lines(batch)["L = 12, float64"]
    np.testing.assert_allclose(points(curve), [[4, 16, 64], [0.3, 0.2, 0.1]])
    assert [tick.get_text() for tick in batch.get_xticklabels()] == ["4", "16", "64"]


def test_axes_have_names_units_and_letters(figure):
    assert figure.get_size_inches()[0] == PAGE
    names = [(axes.get_xlabel(), axes.get_ylabel()) for axes in figure.axes]
    assert names == [
        ("length L", "s a realization and core"),
        ("length L", "MiB a job"),
        ("disorder W / J", "s a realization"),
        ("realizations a batch", "s a realization"),
    ]
    assert [axes.get_title("left") for axes in figure.axes] == ["(a)", "(b)", "(c)", "(d)"]
    assert figure.axes[0].get_yscale() == figure.axes[3].get_xscale() == "log"
    assert all(legend(axes) for axes in figure.axes)


def test_the_papers_data_set_is_told_below(figure, data):
    seconds = float(data["seconds"].sel(sites=20, precision="float64", cores=2))
    hours = seconds * data.attrs["paper_equivalents"] / 3600 / 32
    text = figure._supxlabel.get_text()
    assert text.startswith("The paper's 1000 realizations of L = 20: ")
    assert f"{hours:.1f} h on 32 such cores" in text and "not before 2 min" in text
