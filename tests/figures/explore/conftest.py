"""What the page's tests show: a map of two values, at one of which there are other networks."""

import explored
import pytest
import xarray as xr
from phasetrace.analyses.explore import analyse

VALUES = [0.2, 0.5, 0.5]


@pytest.fixture(scope="session")
def data():
    fits = [explored.networks(seed=1), explored.networks(seed=2), explored.networks(4, seed=3)]
    traces = [explored.traces(errors=True), explored.traces(seed=1, errors=True)]
    traces = [one.assign_coords(site=["<i>one</i>", "two", "three"]) for one in traces]
    said = [
        explored.predictions(fit, traces[number])
        for fit, number in zip(fits, [0, 1, 1], strict=True)
    ]
    diagram = xr.Dataset(
        {"exact_transition": ("epsilon", [1.0, 1.25]), "exact_error": ("epsilon", [0.1, 0.2])},
        {"epsilon": [0.2, 0.5]},
    )
    others = explored.methods(), 0.5, diagram
    return analyse(said, fits, traces, "mean_output", [0, 1, 1], "epsilon", "1", VALUES, *others)


@pytest.fixture(scope="session")
def alone(data):
    """A sweep of a study along its parameter alone, of which no phase is known."""
    one = data.isel(sweep=[0], ensemble=[0], gap=[]).drop_dims("method")
    one = one.drop_vars(["second_value", "exact_value", "exact_error"])
    return one.assign_attrs(second="", methods_at=float("nan"), configuration='{"study": "mine"}')
