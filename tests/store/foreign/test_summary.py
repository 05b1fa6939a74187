"""What phasetrace makes of foreign traces, in words."""

import re

import numpy as np
import xarray as xr
import yaml
from foreign_files import toy
from phasetrace.store.foreign.summary import starting_configuration, summarize, warnings_of


def traces(values, times=None):
    values = np.asarray(values, dtype=float)
    axes = ("h", "realization", "time", "site")
    coordinates = dict(zip(axes, map(np.arange, values.shape), strict=True))
    if times is not None:
        coordinates["time"] = times
    return xr.Dataset({"magnetization": (axes, values)}, coordinates)


def quiet(points=5, realizations=2):
    return np.random.default_rng(0).uniform(-1, 1, (points, realizations, 4, 3))


def test_a_summary_says_what_there_is():
    dataset = toy()
    dataset["h"].attrs["units"] = "J"
    lines = summarize(dataset.assign_attrs(unread="fridge")).splitlines()
    assert lines[:9] == [
        "parameter:    h (J), 3 values from 0 to 2",
        "realizations: 1 to 4 at each value",
        "times:        6 values from 0 to 5.5, in different steps",
        "sites:        5: 1, 2, 3, 4, 5",
        f"variable:     magnetization, {float(dataset['magnetization'].min()):g} to "
        f"{float(dataset['magnetization'].max()):g}, with errors",
        "missing:      12.38% of the values of measured realizations",
        "groups:       2: friday, monday",
        "not used:     fridge",
        "warning: only one realization at h = 2: none is left to test networks that were "
        "trained there",
    ]
    assert 0.1238 == np.round((15 + 6 + 5) / 210, 4)


def test_steps_are_equal_up_to_rounding():
    for times in (np.arange(4) * 0.1, [1e-6, 0.1, 0.2, 0.3]):
        found = summarize(traces(quiet(), times))
        assert re.search(r"\ntimes: +4 values from .* to 0.3, in equal steps\n", found)


def test_traces_without_fault_have_no_warning():
    assert warnings_of(traces(quiet())) == []


def test_times_and_sites_that_differ_are_told():
    values = quiet()
    values[2, :, 3] = np.nan
    found = warnings_of(traces(values))
    assert [line.split(" between")[0] for line in found] == [
        "times differ",
        "the share missing differs",
    ]
    assert "from 0.0% at 0 to 25.0% at 2" in found[1]
    values = quiet()
    values[:, 0, 3] = np.nan  # everywhere alike
    assert warnings_of(traces(values)) == []
    values[1, :, :, 2] = np.nan
    assert warnings_of(traces(values))[0].startswith("sites differ between values of h")


def test_zeros_to_the_end_are_told():
    values = quiet()
    values[1, :, 2:] = values[2, :, 3:] = 0
    assert warnings_of(traces(values)) == [
        "magnetization is exactly 0 from some time to the end at 2 of 5 values of h (from time 2 "
        "on, at h = 1): probably not measured"
    ]


def test_values_beyond_one_copies_and_too_few_values_are_told():
    assert warnings_of(traces(quiet() * 0 + 1 + 1e-6))[0].startswith("9 of 10 realizations")
    values = quiet(points=2)
    values[..., 1] = np.nan
    values[0, 1] = values[0, 0]
    values[1, 0, 0, 0] = 1.5
    assert warnings_of(traces(values)) == [
        "only 2 values of h: two phases and a point between them need 3",
        "magnetization is as large as 1.5, should be within ±1",
        "1 of 4 realizations are copies of another, number by number",
    ]
    corrected = warnings_of(traces(values).assign_attrs(readout_inverted=1))
    assert [text[:12] for text in corrected] == ["only 2 value", "1 of 4 reali"]


def test_a_configuration_has_the_first_and_the_last_values_as_phases(tmp_path):
    folder = tmp_path / "My experiment"
    folder.mkdir()
    paths = [folder / name for name in ("a.csv", "b.csv")]
    for path in paths:
        path.touch()
    dataset = traces(quiet(points=11))
    text = starting_configuration(dataset, paths, {})
    assert yaml.safe_load(text) == {
        "studies": {
            "my-experiment": {
                "traces": {"files": str(folder / "*.csv"), "variable": "magnetization"},
                "parameter": {"name": "h"},
                "phases": {"phase-a": [0.0, 1.0], "phase-b": [9.0, 10.0]},
            }
        }
    }
    assert len(text.splitlines()) == 5
    dataset["h"].attrs["units"] = "J"
    text = starting_configuration(dataset, paths[:1], {"time": "t"})
    study = yaml.safe_load(text)["studies"]["a"]
    assert study["traces"]["files"] == str(paths[0])
    assert study["traces"]["names"] == {"time": "t"}
    assert study["parameter"] == {"name": "h", "unit": "J"}
    (folder / "c.csv").touch()
    study = yaml.safe_load(starting_configuration(dataset, paths, {}))["studies"]["my-experiment"]
    assert study["traces"]["files"] == [str(path) for path in paths]


def test_a_value_where_nothing_was_measured_ends_in_no_traceback():
    values = quiet()
    values[2] = np.nan
    assert warnings_of(traces(values)) == ["nothing was measured at h = 2"]
    values[:] = 0.0
    values[1, :, 2:] = 0.5
    assert any("from time 0 on" in line for line in warnings_of(traces(values)))
