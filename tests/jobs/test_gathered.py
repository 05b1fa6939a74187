"""What the plan knows of gathered traces is what their file says, once it is there."""

import numpy as np
import pytest
import xarray as xr
from phasetrace.jobs.gathered import Gathered
from phasetrace.store.files import write_dataset


@pytest.mark.parametrize("channel", ["site", "channel"])
def test_sizes_are_those_of_the_file(tmp_path, channel):
    values = np.zeros((2, 5, 7, 3))
    traces = xr.Dataset(
        {"spin": (("h", "realization", "time", channel), values)}, {"h": [0.5, 2.0]}
    )
    write_dataset(tmp_path / "traces.nc", traces)
    found = Gathered(("a.csv",), str(tmp_path / "traces.nc"), {"parameter": "h"}, {})
    assert (found.sweep, found.realizations, found.sites) == ([0.5, 2.0], 5, 3)
    assert found.trace_bytes == 8 * 7 * 3


def test_before_it_was_written_the_missing_file_is_named(tmp_path):
    path = str(tmp_path / "traces.nc")
    with pytest.raises(FileNotFoundError) as error:
        _ = Gathered(("a.csv",), path, {"parameter": "h"}, {}).sites
    assert error.value.filename == path


def test_what_is_no_file_of_traces_is_yet_to_be_made(tmp_path):
    path = tmp_path / "traces.nc"
    path.write_text("something else", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        _ = Gathered(("a.csv",), str(path), {"parameter": "h"}, {}).sites
