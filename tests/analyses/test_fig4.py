"""Fig. 4 from units whose behaviour is known."""

import dataclasses

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.fig4 import analyse as fig4
from phasetrace.learning.inputs import Inputs
from units import PHASES, SITE, known_traces, known_units


@pytest.fixture(scope="module")
def data() -> xr.Dataset:
    return fig4(known_units(), *known_traces())


def test_units_are_told_by_what_they_do(data):
    assert list(data["network"].values) == ["handcrafted", "seed 7", "seed 8", "seed 9", "seed 10"]
    assert data["right_on_constants"].values.tolist() == [True, True, True, False, False]
    np.testing.assert_array_equal(data["test_accuracy"], [1, 1, 1, 0.75, 0.5])
    assert data.attrs["trained_right_on_constants"] == 2
    assert data.attrs["trained_moving_as_integrators"] == 2
    assert (data.attrs["site"], data.attrs["retrainings"]) == (SITE, 4)


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


def test_trained_units_are_given_inputs_on_the_scale_of_their_training(data):
    predictions, traces = known_traces()
    scale = Inputs("magnetization", "1", "site", (SITE,), (0.0,), mean=3.0, deviation=2.0)
    units = dataclasses.replace(known_units(), inputs=scale)
    shifted = traces.assign(magnetization=2 * traces["magnetization"] + 3)
    accuracy = fig4(units, predictions, shifted)["test_accuracy"].isel(network=slice(1, None))
    np.testing.assert_array_equal(accuracy, data["test_accuracy"][1:])


def test_order_of_the_phases_does_not_matter(data):
    units, (predictions, traces) = known_units(), known_traces()
    weights = dict(units.weights)
    for name in ("output_kernel", "output_bias"):
        weights[name] = weights[name][..., ::-1]
    swapped = predictions.assign(label=("W", [1, -1, 0])).assign_coords(phase=list(PHASES[::-1]))
    units = dataclasses.replace(units, weights=weights)
    xr.testing.assert_allclose(fig4(units, swapped, traces), data)


def test_everything_has_units(data):
    for name in (*data.data_vars, "constant"):
        assert {"units", "long_name"} <= set(data[name].attrs), name


def test_other_networks_are_refused():
    units, known = known_units(), known_traces()
    larger = dataclasses.replace(units.architecture, units=2)
    with pytest.raises(ValueError, match="2 units on 1 sites"):
        fig4(dataclasses.replace(units, architecture=larger), *known)
    with pytest.raises(ValueError, match="phases are"):
        fig4(units, known[0].assign_coords(phase=["ergodic", "time crystal"]), known[1])
