"""What a block of traces is put together from."""

import numpy as np
import pytest
import xarray as xr
from phasetrace import trace_dataset
from phasetrace.parameter import Parameter
from phasetrace.store.traces import swept_parameter, trace_axes

VOLTAGE = Parameter("voltage", unit="mV", decimals=1, long_name="gate voltage")
# Two voltages of three realizations each: numbered in the order in which they come.
MAGNETIZATION = np.arange(6.0)[:, None, None] + np.zeros((6, 4, 2))


def block():
    return trace_dataset(
        VOLTAGE,
        [0.5, 1.5],
        [0.0, 1.0, 2.0, 3.0],
        {"magnetization": MAGNETIZATION, "energy": np.arange(6.0)},
        energy_unit="J",
        time_unit="1/J",
        attributes={"L": 2, "seed": 3},
    )


def test_realizations_of_one_value_lie_behind_those_of_another():
    traces = block()
    assert traces["magnetization"].dims == ("voltage", "realization", "time", "site")
    np.testing.assert_array_equal(traces["magnetization"][:, :, 0, 0], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(traces["energy"], [[0, 1, 2], [3, 4, 5]])
    assert swept_parameter(traces) == "voltage"


def test_everything_has_units_and_a_name():
    traces = block()
    assert traces["voltage"].attrs == {"units": "mV", "long_name": "gate voltage"}
    assert traces["energy"].attrs["units"] == "J" and traces["time"].attrs["units"] == "1/J"
    assert all({"units", "long_name"} <= set(one.attrs) for one in traces.variables.values())
    np.testing.assert_array_equal(traces["site"], [1, 2])


def test_a_block_says_what_made_it():
    attributes = block().attrs
    assert attributes["L"] == 2 and attributes["seed"] == 3
    assert attributes["software"].startswith("phasetrace ")


def test_realizations_that_do_not_fit_the_values_are_refused():
    with pytest.raises(ValueError, match="reshape"):
        trace_dataset(
            VOLTAGE,
            [0.5, 1.5, 2.5, 3.5],
            [0.0, 1.0, 2.0, 3.0],
            {"magnetization": MAGNETIZATION},
            energy_unit="J",
            time_unit="1/J",
            attributes={},
        )


DIMS = ("h", "realization", "time", "channel")
OF_SITES = ("h", "realization", "time", "site")


@pytest.mark.parametrize("dims", [DIMS, DIMS[::-1], OF_SITES])
def test_traces_may_be_of_any_variable(dims):
    values = np.zeros((2, 2, 2, 2))
    traces = xr.Dataset({"current": (dims, values), "current_error": (dims, values)})
    axes = trace_axes(traces.assign(field=(("h", "realization", "site"), np.zeros((2, 2, 2)))))
    assert axes == ("current", "h", "site" if "site" in dims else "channel")
    assert axes.order == ("h", "realization", "time", axes.channel)


def test_magnetization_comes_before_other_variables():
    values = np.zeros((2, 2, 2, 2))
    traces = xr.Dataset({"energy": (OF_SITES, values), "magnetization": (OF_SITES, values)})
    assert trace_axes(traces).variable == "magnetization"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({}, "traces have no variable with dimensions"),
        ({"a": DIMS[1:]}, "traces have no variable with dimensions"),
        ({"a": DIMS, "b": DIMS}, "traces have a, b with dimensions .* must have one such variable"),
    ],
)
def test_what_is_no_trace_is_refused(variables, message):
    given = {name: (dims, np.zeros((2,) * len(dims))) for name, dims in variables.items()}
    with pytest.raises(ValueError, match=message):
        trace_axes(xr.Dataset(given))
