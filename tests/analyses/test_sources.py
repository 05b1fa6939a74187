"""What a figure's dataset says of the data behind it."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.analyses.sources import described


def source(times=(0.0, 5.0), **attributes):
    units = {"units": "1/J"}
    return xr.Dataset(
        {"probability": ("W", [0.1, 0.9])},
        {"W": [1.0, 2.0], "time": ("time", list(times), units)},
        attributes,
    )


SHOWN = xr.Dataset({"confusion": ("W", [0.5, 0.5])}, {"W": [1.0, 2.0]}, {"L": 4, "site": 2})


def test_a_figure_has_what_no_two_sources_say_differently():
    first = source(model="chain", J=1.0, epsilon=0.2, widths=np.array([1.0, 2.0]), L=8)
    second = source(model="chain", J=1.0, epsilon=0.5, widths=np.array([1.0, 2.0]), learning_l2=0.1)
    found = described(SHOWN, [first, second]).attrs
    assert found.pop("widths").tolist() == [1.0, 2.0]
    # What is its own is left as it is.
    own = {"L": 4, "site": 2}
    assert found.pop("software").startswith("phasetrace")
    assert found == {"model": "chain", "J": 1.0, "learning_l2": 0.1, **own}


def test_a_figure_has_the_sampling_times_and_no_data_of_its_sources():
    found = described(SHOWN, [source(), source()])
    assert found["time"].identical(source()["time"])
    assert list(found.data_vars) == ["confusion"]


def test_software_is_what_made_the_figure():
    old = {"software": "phasetrace 0"}
    found = described(SHOWN.assign_attrs(old), [source(**old)])
    assert found.attrs["software"] != "phasetrace 0"


def test_a_figure_without_sources_has_what_is_its_own():
    found = described(SHOWN, [])
    assert found.drop_attrs().identical(SHOWN.drop_attrs())
    assert found.attrs.keys() == {"L", "site", "software"}


def test_a_source_that_was_observed_for_a_shorter_time_belongs_to_the_others():
    for sources in ([source(), source(times=(0.0,))], [source(times=(0.0,)), source()]):
        found = described(SHOWN, sources)["time"]
        assert found.values.tolist() == [0.0, 5.0] and found.attrs == {"units": "1/J"}


def test_sources_that_were_sampled_at_other_times_do_not_belong_together():
    with pytest.raises(ValueError, match="time"):
        described(SHOWN, [source(), source(times=(0.0, 6.0))])


def test_a_figure_of_several_models_has_no_sampling_times():
    found = described(SHOWN, [source(model="a", J=1.0), source(times=(0.0, 1.0), model="b", J=1.0)])
    assert "time" not in found and "model" not in found.attrs and found.attrs["J"] == 1.0


def test_times_are_left_out_where_networks_saw_some_alone():
    whole = source(model="a").isel(time=slice(None))
    part = whole.isel(time=slice(1)).assign_attrs(left_out="time 1")
    shown = described(xr.Dataset({"x": 1.0}), [part, whole])
    assert "time" not in shown.coords
