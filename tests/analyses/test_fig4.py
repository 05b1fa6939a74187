"""Fig. 4 from units whose behaviour is known, and the drawings of Figs. 1 and 4."""

import dataclasses

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses import integrator
from phasetrace.analyses.fig1 import fig1
from phasetrace.analyses.fig4 import fig4
from phasetrace.figures import fig1 as fig1_drawing
from phasetrace.figures import fig4 as fig4_drawing
from phasetrace.figures import save
from phasetrace.learning.recipe import Fit, Recipe
from phasetrace.store.files import read_dataset, write_dataset

TIMES = np.linspace(0.0, 500.0, 50)
PHASES = ("ergodic", "MBL")
SITE = 3


def known_units() -> Fit:
    """The integrator, its mirror image, an integrator of 1 - m alone and a unit at rest."""
    crafted = integrator.integrator()
    mirrored = {name: value.copy() for name, value in crafted.items()}
    for name in ("input_kernel", "bias"):
        mirrored[name][..., 2] *= -1
    mirrored["output_kernel"] *= -1
    one_sided = {name: value.copy() for name, value in crafted.items()}
    one_sided["input_kernel"][..., 0] = 0
    resting = {name: np.zeros_like(value) for name, value in crafted.items()}
    resting["output_bias"][:] = [-1, 1]
    units = [crafted, mirrored, one_sided, resting]
    weights = {name: np.concatenate([unit[name] for unit in units]) for name in crafted}
    history = np.zeros((len(units), 25), np.float32)
    return Fit(
        integrator.ARCHITECTURE,
        Recipe(),
        np.arange(7, 7 + len(units)),
        weights,
        cross_entropy=history,
        l2_penalty=history,
        indecision=history,
    )


def known_traces() -> tuple[xr.Dataset, xr.Dataset]:
    """Traces at rest at 0 for W = 1, at 0.2 for W = 4 and at 1 and -1 for W = 8."""
    held = np.array([[0.0, 0.0, 0.0], [0.2, 0.2, 0.2], [0.0, 1.0, -1.0]])
    magnetization = np.full((3, 3, len(TIMES), 4), np.nan)
    magnetization[..., SITE - 1] = held[:, :, None]
    traces = xr.Dataset(
        {"magnetization": (("W", "realization", "time", "site"), magnetization)},
        {"W": [1.0, 4.0, 8.0], "time": TIMES, "site": [1, 2, 3, 4]},
    )
    # The first MBL trace rests at 0: it would count as an error were it not trained on.
    predictions = xr.Dataset(
        {
            "label": ("W", [0, -1, 1]),
            "trained_on": (("W", "realization"), np.array([[1, 0, 0], [0, 0, 0], [1, 0, 0]], bool)),
            "probability": (("retraining", "W", "realization", "phase"), np.zeros((4, 3, 3, 2))),
        },
        {"W": traces["W"]},
        {
            "model": "random-field Heisenberg chain",
            "L": 4,
            "boundary": "open",
            "epsilon": 0.5,
            "software": "phasetrace",
            "learning_site": SITE,
        },
    )
    return predictions, traces


@pytest.fixture(scope="module")
def data() -> xr.Dataset:
    return fig4(known_units(), PHASES, *known_traces())


def test_units_are_told_by_what_they_do(data):
    assert list(data["network"].values) == ["handcrafted", "seed 7", "seed 8", "seed 9", "seed 10"]
    assert data["right_on_constants"].values.tolist() == [True, True, True, False, False]
    np.testing.assert_array_equal(data["test_accuracy"], [1, 1, 1, 0.75, 0.5])
    assert data.attrs["trained_right_on_constants"] == 2
    assert data.attrs["trained_moving_as_integrators"] == 2
    assert (data.attrs["site"], data.attrs["L"], data.attrs["retrainings"]) == (SITE, 4, 4)


def test_one_sided_unit_misses_one_sign(data):
    output = data["constant_output"].sel(network="seed 9")
    assert output.sel(constant=1.0) < 0.5 < output.sel(constant=-1.0)
    rise = data["rise"].sel(network="seed 9")
    assert rise.sel(constant=1.0) < 0 < rise.sel(constant=-1.0)
    assert (data["rise"].sel(network="seed 10") == 0).all()


def test_rise_adds_up_the_steps_at_rest(data):
    output, m = data["output"].sel(network="seed 7").values, data["signal"].values
    for constant in (0.0, 1.0, -1.0):
        steps = [output[i] - output[i - 1] for i in range(1, 50) if abs(m[i] - constant) < 1e-9]
        assert len(steps) > 5
        np.testing.assert_allclose(
            data["rise"].sel(network="seed 7", constant=constant), sum(steps)
        )


def test_hidden_state_is_shown_towards_the_ergodic_phase(data):
    for name in ("hidden", "output"):
        crafted = data[name].sel(network="handcrafted")
        for same in ("seed 7", "seed 8"):
            np.testing.assert_allclose(data[name].sel(network=same), crafted, atol=1e-6)
    assert data["hidden"].sel(network="seed 8").max() > 0.3


def test_order_of_the_phases_does_not_matter(data):
    units, (predictions, traces) = known_units(), known_traces()
    weights = dict(units.weights)
    for name in ("output_kernel", "output_bias"):
        weights[name] = weights[name][..., ::-1]
    swapped = predictions.assign(label=("W", [1, -1, 0]))
    units = dataclasses.replace(units, weights=weights)
    xr.testing.assert_allclose(fig4(units, PHASES[::-1], swapped, traces), data)


def test_everything_has_units(data):
    for name in (*data.data_vars, "constant"):
        assert {"units", "long_name"} <= set(data[name].attrs), name


def test_other_networks_are_refused():
    units, known = known_units(), known_traces()
    larger = dataclasses.replace(units.architecture, units=2)
    with pytest.raises(ValueError, match="2 units on 1 sites"):
        fig4(dataclasses.replace(units, architecture=larger), PHASES, *known)
    with pytest.raises(ValueError, match="phases are"):
        fig4(units, ("ergodic", "time crystal"), *known)


def test_fig4_draws_its_dataset(data, tmp_path):
    write_dataset(tmp_path / "fig4.nc", data)
    figure = fig4_drawing.draw(read_dataset(tmp_path / "fig4.nc"))
    save(figure, tmp_path / "fig4.pdf", tmp_path / "fig4.png")
    bottom = figure.axes[2]
    drawn = {tuple(line.get_ydata()) for line in bottom.lines}
    assert {tuple(row) for row in data["output"].values} <= drawn
    (legend,) = figure.legends
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["handcrafted", "trained, right at $m = 0$ and ±1 (2)", "trained, other (2)"]


def test_fig1_draws_its_graph(tmp_path):
    graph = fig1()
    assert set(graph["source"].values) | set(graph["target"].values) == set(
        graph["node"].values
    ) - {"unrolled"}
    write_dataset(tmp_path / "fig1.nc", graph)
    figure = fig1_drawing.draw(read_dataset(tmp_path / "fig1.nc"))
    save(figure, tmp_path / "fig1.pdf", tmp_path / "fig1.png")
    (axes,) = figure.axes
    texts = [text.get_text() for text in axes.texts]
    assert set(graph["label"].values) <= set(texts)
    width, height = figure.get_size_inches() * figure.dpi
    for text in axes.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= width and box.y0 >= 0 and box.y1 <= height
